"""What a knowledge file must hold beyond its shape: sources, addresses, patterns, what may ship."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from portal.domain.codes import Confidence, Display
from portal.domain.licence import Imitation
from portal.domain.rules import Backed, RulePack, Source, Statement, Text, WayIn

_DATE = re.compile(r"undated|~?\d{4}(-\d{2}(-\d{2})?)?")  # "~": inferred from the content
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")
_LITERAL = re.compile(r"\\.|\[[^\]]*\]")


class PackError(Exception):
    """A knowledge file is wrong: `file` (its name), `key` (path in it) and `reason`."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


def check_pack(file: str, pack: RulePack) -> None:
    """Raises PackError when `pack`, read from `file` (a file name), may not be used."""
    if pack.id != PurePath(file).stem:
        raise PackError(file, "$.id", f"is {pack.id}, but the file is {file}")
    if pack.country and not pack.id.startswith(f"{pack.country.lower()}-"):
        raise PackError(file, "$.country", f"is {pack.country}, but the id is {pack.id}")
    if pack.hash:
        raise PackError(file, "$.hash", "is counted from the file, not written in it")
    _check_sources(file, pack.sources)
    _check_backing(file, list(backed_values(pack)), pack.sources)
    _check_statements(file, pack)
    _check_ways(file, pack)
    _check_terms(file, pack)
    for place, licence in enumerate(pack.licences):
        check_pattern(file, f"$.licences[{place}].pattern", licence.pattern, licence.example)


def check_imitations(
    file: str, imitations: tuple[Imitation, ...], sources: Iterable[Source]
) -> None:
    """Raises PackError when one has no usable proof, or neither or both of host and pattern."""
    known = tuple(sources)
    _check_sources(file, known)
    keyed = [(f"$.imitations[{place}]", one) for place, one in enumerate(imitations)]
    _check_backing(file, keyed, known)
    for key, one in keyed:
        _check_text(file, f"{key}.text", one.text)
        if bool(one.host) == bool(one.pattern):
            raise PackError(file, key, "needs a host or a pattern, not both")
        if one.pattern:
            check_pattern(file, f"{key}.pattern", one.pattern)


def backed_values(pack: RulePack) -> Iterator[tuple[str, Backed]]:
    """Every value of the pack that carries proof, with its path: ("$.terms[0]", term)."""
    for name in pack.__struct_fields__:
        value = getattr(pack, name)
        if isinstance(value, Backed):
            yield f"$.{name}", value
        elif isinstance(value, tuple):
            found = [one for one in value if isinstance(one, Backed)]
            yield from ((f"$.{name}[{place}]", one) for place, one in enumerate(found))


def check_pattern(file: str, key: str, pattern: str, example: str | None = None) -> None:
    """Raises PackError unless `pattern` is a regular expression without endless repetition."""
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise PackError(file, key, f"is not a regular expression: {error}") from error
    if _UNBOUNDED.search(_LITERAL.sub("x", pattern)):
        raise PackError(file, key, "repeats without an upper bound: write {1,9}, not * or +")
    if example is not None and not compiled.search(example):
        raise PackError(file, key, f"does not fit its example {example}")


def _check_sources(file: str, sources: tuple[Source, ...]) -> None:
    if not sources:
        raise PackError(file, "$.sources", "is empty")
    seen: set[str] = set()
    for place, source in enumerate(sources):
        key = f"$.sources[{place}]"
        if source.id in seen:
            raise PackError(file, f"{key}.id", f"{source.id} is there twice")
        if not _DATE.fullmatch(source.date):
            raise PackError(file, f"{key}.date", f"{source.date} is not a date or undated")
        seen.add(source.id)


def _check_backing(
    file: str, values: Iterable[tuple[str, Backed]], sources: Iterable[Source]
) -> None:
    known = {source.id for source in sources}
    for key, value in values:
        unknown = [one for one in value.sources if one not in known]
        if unknown:
            raise PackError(file, f"{key}.sources", f"{unknown[0]} is not in the list of sources")
        if value.confidence is Confidence.BACKGROUND:
            raise PackError(file, f"{key}.confidence", "background knowledge may not ship")
        if value.display is Display.HIDDEN:
            raise PackError(file, f"{key}.display", "hidden values may not ship")


def _check_statements(file: str, pack: RulePack) -> None:
    _check_text(file, "$.name", pack.name)
    seen: set[str] = set()
    for key, value in backed_values(pack):
        if isinstance(value, Statement):
            _check_text(file, f"{key}.text", value.text)
            if value.id in seen:
                raise PackError(file, f"{key}.id", f"{value.id} is there twice")
            seen.add(value.id)


def _check_text(file: str, key: str, text: Text) -> None:
    for language in ("en", "nl"):
        if not text.in_language(language).strip():
            raise PackError(file, f"{key}.{language}", "is empty")


def _check_ways(file: str, pack: RulePack) -> None:
    for place, way in enumerate(pack.ways):
        is_page = way.kind in {WayIn.ONLINE_FORM, WayIn.WEBSITE}
        if is_page and not way.value.startswith("https://"):
            raise PackError(file, f"$.ways[{place}].value", "does not begin with https://")
        if way.kind is WayIn.EMAIL and not way.refused and "@" not in way.value:
            raise PackError(file, f"$.ways[{place}].value", "is not an e-mail address")


def _check_terms(file: str, pack: RulePack) -> None:
    bodies = {body.id for body in pack.dispute_bodies}
    for place, term in enumerate(pack.terms):
        if term.dispute_body and term.dispute_body not in bodies:
            key = f"$.terms[{place}].dispute_body"
            raise PackError(file, key, f"{term.dispute_body} is not in the list of dispute bodies")
