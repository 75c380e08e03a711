"""Text as people paste it, made comparable: plain signs, no capitals, whole names."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_DASH = "[\u2012-\u2015]"
# An address with what follows its host; what stands before an @ is no host.
_ADDRESS = re.compile(
    r"//(?:[^\s/?#\\@]{0,253}@)?(?P<host>[^\s/?#\\@]{1,253})(?:[/?#\\]\S{0,2000})?"
)


def mentions(text: str, names: Iterable[str]) -> bool:
    """Whether one of `names` (names or addresses) stands in `text` as a whole word."""
    return bool(any_name(_folded_names(tuple(names))).search(folded(clean(text))))


def clean(text: str) -> str:
    """`text` with compatibility forms, hyphens and white space made plain; invisible signs go.

    A dash beside a digit is a hyphen, as word processors set it; elsewhere it parts two names.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", plain)
    plain = re.sub("[\u2010\u2212]", "-", plain)
    plain = re.sub(rf"(?<=\d){_DASH}(?=\w)|(?<=\w){_DASH}(?=\d)", "-", plain)
    plain = re.sub("[\u2044\u2215\u29f8]", "/", plain)
    return re.sub(r"\s+", " ", plain).strip()


def folded(text: str) -> str:
    """`text` without accents and capitals: "Curaçao" is often written without its cedilla."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def only_hosts(text: str) -> str:
    """`text` with the host alone of each address: others are free to name anybody after theirs."""
    return _ADDRESS.sub(r"//\g<host> ", text)


@cache
def _folded_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """The same names come back for each case: those of what we know, never what players wrote."""
    return tuple(folded(name) for name in names)


@cache
def any_name(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of `names` as a whole word; a host may stand under another host, not before one."""
    hosts = "|".join(re.escape(name) for name in names if "." in name)
    words = "|".join(re.escape(name) for name in names if "." not in name)
    parts = [rf"(?<![\w-])(?:{hosts})"] if hosts else []
    parts += [rf"(?<![\w.-])(?:{words})"] if words else []
    return re.compile(rf"(?:{'|'.join(parts)})(?![\w-]|\.\w)")
