"""Addresses of websites, brought to one form so that two ways of writing one host are equal.

A host stands here in lower case and in its ASCII form ("xn--..."), without port and last dot. That
needs no table of look-alike letters: a Cyrillic letter makes another ASCII form.
"""

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

MAX_HOST = 253  # characters, RFC 1035
MAX_PATH = 200
MAX_WRITTEN = 2000  # characters of one address, about what browsers take
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_LAST_LABEL = re.compile(r"[a-z][a-z0-9-]*[a-z0-9]")  # the "1" of 192.168.0.1 is none
_SCHEME = re.compile(r"(?:https?:)?[/\\]{2}")
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+-]{0,20}:(?!\d)")  # mailto:, ftp:; not host:8080
_DOTS = re.compile("[\u3002\uff0e\uff61]")  # what browsers read as a dot
_IGNORED = re.compile("[\u00ad\u200b\u2060\ufeff]")  # what browsers leave out (UTS 46)
# Names under which anybody can have one, such as co.uk: nothing lies under them.
_SHARED = re.compile(r"(?:ac|co|com|edu|gov|gv|ltd|me|net|nom|or|org|plc|sch)\.[a-z]{2}")
_BREAKS = re.compile(r"""[\s<>"'(),;|\[\]{}“”‘’«»]+""")


class Address(Struct, frozen=True, order=True):
    """A website, or a part of one: `path` is "" for all of it, else "/app/x", no slash behind."""

    host: str
    path: str = ""

    def covers(self, other: "Address") -> bool:
        """Whether `other` is this address or lies under it.

        A host lies under another only at a dot: evil-example.com is not under example.com. A part
        of a website says nothing of the hosts under it.
        """
        if self.path:
            return self.host == other.host and f"{other.path}/".startswith(f"{self.path}/")
        return self.host == other.host or other.host.endswith(f".{self.host}")


def read_address(text: str) -> Address | None:
    """The address that `text` is, with or without scheme, port and path; None when it is none.

    Read as browsers do: what stands before an @ is no host, and a backslash is a slash. "www." in
    front does not count.
    """
    written = _IGNORED.sub("", text.strip())[:MAX_WRITTEN].lower()
    scheme = _SCHEME.match(written)
    if scheme is None and _OTHER_SCHEME.match(written):
        return None
    rest = written[scheme.end() :] if scheme else written
    # Split before compatibility forms are made plain: that may make a slash inside a host.
    authority, *path = re.split(r"(?=[/\\?#])", rest, maxsplit=1)
    host = _host(authority.rpartition("@")[2])
    return Address(host, _path("".join(path))) if host else None


def addresses_in(text: str) -> Iterator[Address]:
    """Every address in `text` (a footer, or a cell of a register), each once; no e-mail address."""
    seen: set[Address] = set()
    for word in _BREAKS.split(text):
        if "@" in word and not _SCHEME.match(word.lower()):
            continue
        found = read_address(word.strip(".:!?*"))
        if found and found not in seen:
            seen.add(found)
            yield found


def hosts_above(host: str) -> tuple[str, ...]:
    """`host` and the hosts that it lies under, nearest first; not what many share, as co.uk."""
    labels = host.split(".")
    above = (".".join(labels[start:]) for start in range(1, len(labels) - 1))
    return (host, *(one for one in above if not _SHARED.fullmatch(one)))


def _host(written: str) -> str:
    """The plain form of a host, "" when it cannot be one."""
    plain = unicodedata.normalize("NFKC", _DOTS.sub(".", written)).lower()
    name = re.sub(r":\d{0,5}$", "", plain).removesuffix(".")
    labels = [_ascii(label) for label in name.split(".")]
    if labels[0] == "www" and len(labels) > 2:
        del labels[0]
    host = ".".join(labels)
    is_host = len(labels) > 1 and len(host) <= MAX_HOST and _LAST_LABEL.fullmatch(labels[-1])
    return host if is_host and all(map(_LABEL.fullmatch, labels)) else ""


def _ascii(label: str) -> str:
    """A label in its ASCII form. Python's own "idna" codec makes ss of ß, another host today."""
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def _path(written: str) -> str:
    path = re.split(r"[?#]", written.replace("\\", "/"), maxsplit=1)[0]
    return path.rstrip("/")[:MAX_PATH]
