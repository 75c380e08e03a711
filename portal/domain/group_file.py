"""`group.toml`: the group as text, read and written in the same shape."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from portal.domain.group import Group

_ESCAPED = re.compile(r'["\\]')


class BadGroupFile(Exception):
    """The text is no `group.toml`; `key` is where, `reason` is why, in plain English."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.key, self.reason = key, reason


def read_group(text: str) -> Group:
    """The group of a `group.toml`: its shape only (`group.group_faults` looks at the rest).

    Raises BadGroupFile, which names the key and the reason.
    """
    try:
        return msgspec.convert(tomllib.loads(text), Group)
    except tomllib.TOMLDecodeError as error:
        raise BadGroupFile("$", str(error)) from error
    except msgspec.ValidationError as error:
        found = re.search(r"^(.*?)(?: - at `\$\.?(.*)`)?$", str(error), re.DOTALL)
        problem, key = (found[1], found[2]) if found else (str(error), "")
        raise BadGroupFile(key or "$", problem) from error


def write_group(group: Group) -> str:
    """The text from which `read_group` makes this group again; what is ours is left out."""
    plain = msgspec.to_builtins(group)
    defaults = msgspec.to_builtins(Group())
    chosen = {key: value for key, value in plain.items() if value != defaults[key]}
    return "\n".join(_lines(chosen)) + "\n"


def _lines(chosen: Mapping[str, Any]) -> Iterator[str]:
    tables = {key: value for key, value in chosen.items() if isinstance(value, dict)}
    links = chosen.get("links", ())
    yield from _pairs({key: value for key, value in chosen.items() if key not in tables})
    for key, table in tables.items():
        yield f"\n[{key}]"
        yield from _pairs(table)
    for link in links:
        yield "\n[[links]]"
        yield from _pairs(link)


def _pairs(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key != "links" and value not in ("", None) and value != []:
            yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    """A TOML value: a JSON text is a basic string of TOML, but for one character."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str) and "\n" in value:
        written = '"""\n' + _ESCAPED.sub(r"\\\g<0>", value) + '"""'
    else:
        written = json.dumps(value, ensure_ascii=False)
    return written.replace("\x7f", "\\u007f")
