"""What a knowledge file must hold beyond its shape: sources, addresses, patterns, what may ship."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from portal.domain.bodies import Body, BodyKind
from portal.domain.clocks import COUNTED_FROM
from portal.domain.codes import Confidence, Display
from portal.domain.licence import Imitation, names_in_texts
from portal.domain.rules import Backed, Cost, RulePack, Source, Statement, Text, Way, WayIn

_DATE = re.compile(r"undated|~?\d{4}(-\d{2}(-\d{2})?)?")  # "~": inferred from the content
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")
_OF_SOMEBODY = (
    "ladder",
    "terms",
    "ways",
    "fields",
    "report",
    "decides_disputes",
    "register",
    "costs",
    "dispute_costs",
)
_LITERAL = re.compile(r"\\.|\[[^\]]*\]")


class PackError(Exception):
    """A knowledge file is wrong: `file` (its name), `key` (path in it) and `reason`."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


Faults = Iterator[PackError]


def pack_faults(file: str, pack: RulePack) -> Faults:
    """Every reason for which `pack`, read from `file` (a file name), may not be used."""
    if pack.country and not pack.id.startswith(f"{pack.country.lower()}-"):
        yield PackError(file, "$.country", f"is {pack.country}, but the id is {pack.id}")
    yield from _file_faults(file, pack)
    yield from _term_faults(file, pack)
    yield from _law_faults(file, pack)
    if pack.is_no_authority:
        yield from _nobody_faults(file, pack)
    for place, licence in enumerate(pack.licences):
        key = f"$.licences[{place}].pattern"
        yield from pattern_faults(file, key, licence.pattern, licence.example)
    if pack.public_holidays:
        yield PackError(file, "$.public_holidays", "follow from the country")
    if pack.named:
        yield PackError(file, "$.named", "follows from the files of the bodies")


def name_faults(packs: Iterable[RulePack]) -> Faults:
    """Names that two packs share: a text with such a name would point to one of them by chance."""
    owners: dict[str, str] = {}
    for pack in packs:
        for name in names_in_texts(pack):
            owner = owners.setdefault(name, pack.id)
            if owner != pack.id:
                yield PackError(f"{pack.id}.toml", "$.name", f"{name} is a name of {owner} too")


def body_faults(file: str, body: Body) -> Faults:
    """Every reason for which `body`, read from `file` (a file name), may not be used."""
    yield from _file_faults(file, body)
    if (body.kind is BodyKind.RETIRED) != (body.ended is not None):
        yield PackError(file, "$.ended", "is there for a retired body, and for no other")
    if body.kind is BodyKind.RETIRED and (body.website or body.ways):
        yield PackError(file, "$.website", "a retired body has no address to offer")


def imitation_faults(
    file: str, imitations: tuple[Imitation, ...], sources: Iterable[Source]
) -> Faults:
    """Imitations without usable proof, or with neither or both of host and pattern."""
    known = tuple(sources)
    yield from _source_faults(file, known)
    keyed = [(f"$.imitations[{place}]", one) for place, one in enumerate(imitations)]
    yield from _backing_faults(file, keyed, known)
    for key, one in keyed:
        yield from text_faults(file, f"{key}.text", one.text)
        if bool(one.host) == bool(one.pattern):
            yield PackError(file, key, "needs a host or a pattern, not both")
        if one.pattern:
            yield from pattern_faults(file, f"{key}.pattern", one.pattern, one.example)
        if one.proof:
            yield PackError(file, f"{key}.proof", "is filled in from its sources")


def backed_values(known: RulePack | Body) -> Iterator[tuple[str, Backed]]:
    """Every value of a pack or body that carries proof, with its path: ("$.terms[0]", term)."""
    for name in known.__struct_fields__:
        value = getattr(known, name)
        if isinstance(value, Backed):
            yield f"$.{name}", value
        elif isinstance(value, tuple):
            found = [one for one in value if isinstance(one, Backed)]
            yield from ((f"$.{name}[{place}]", one) for place, one in enumerate(found))


def pattern_faults(file: str, key: str, pattern: str, example: str | None = None) -> Faults:
    """Why `pattern` is no regular expression without endless repetition."""
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        yield PackError(file, key, f"is not a regular expression: {error}")
        return
    if _UNBOUNDED.search(_LITERAL.sub("x", pattern)):
        yield PackError(file, key, "repeats without an upper bound: write {1,9}, not * or +")
    elif example is not None and not compiled.search(example):
        yield PackError(file, key, f"does not fit its example {example}")


def _file_faults(file: str, known: RulePack | Body) -> Faults:
    """What holds for a pack and for a body."""
    if known.id != PurePath(file).stem:
        yield PackError(file, "$.id", f"is {known.id}, but the file is {file}")
    if known.hash:
        yield PackError(file, "$.hash", "is counted from the file, not written in it")
    yield from _source_faults(file, known.sources)
    yield from _backing_faults(file, list(backed_values(known)), known.sources)
    yield from _statement_faults(file, known)
    yield from _way_faults(file, known.ways)
    yield from _cost_faults(file, known)


def _source_faults(file: str, sources: tuple[Source, ...]) -> Faults:
    if not sources:
        yield PackError(file, "$.sources", "is empty")
    seen: set[str] = set()
    for place, source in enumerate(sources):
        key = f"$.sources[{place}]"
        if source.id in seen:
            yield PackError(file, f"{key}.id", f"{source.id} is there twice")
        if not _DATE.fullmatch(source.date):
            yield PackError(file, f"{key}.date", f"{source.date} is not a date or undated")
        seen.add(source.id)


def _backing_faults(
    file: str, values: Iterable[tuple[str, Backed]], sources: Iterable[Source]
) -> Faults:
    known = {source.id for source in sources}
    for key, value in values:
        unknown = [one for one in value.sources if one not in known]
        if unknown:
            yield PackError(file, f"{key}.sources", f"{unknown[0]} is not in the list of sources")
        if value.confidence is Confidence.BACKGROUND:
            yield PackError(file, f"{key}.confidence", "background knowledge may not ship")
        if value.display is Display.HIDDEN:
            yield PackError(file, f"{key}.display", "hidden values may not ship")


def _statement_faults(file: str, known: RulePack | Body) -> Faults:
    yield from text_faults(file, "$.name", known.name)
    seen: set[str] = set()
    for key, value in backed_values(known):
        if isinstance(value, Statement):
            yield from text_faults(file, f"{key}.text", value.text)
            if value.id in seen:
                yield PackError(file, f"{key}.id", f"{value.id} is there twice")
            seen.add(value.id)


def text_faults(file: str, key: str, text: Text) -> Faults:
    """A text must say something in both languages."""
    for language in ("en", "nl"):
        if not text.in_language(language).strip():
            yield PackError(file, f"{key}.{language}", "is empty")


def _way_faults(file: str, ways: tuple[Way, ...]) -> Faults:
    for place, way in enumerate(ways):
        is_page = way.kind in {WayIn.ONLINE_FORM, WayIn.WEBSITE}
        if is_page and not way.value.startswith("https://"):
            yield PackError(file, f"$.ways[{place}].value", "does not begin with https://")
        if way.kind is WayIn.EMAIL and not way.refused and "@" not in way.value:
            yield PackError(file, f"$.ways[{place}].value", "is not an e-mail address")


def _cost_faults(file: str, known: RulePack | Body) -> Faults:
    """Costs that say nothing, contradict themselves, or cannot be told apart."""
    costs = [(key, one) for key, one in backed_values(known) if isinstance(one, Cost)]
    for key, one in costs:
        if one.free == bool(one.amount):
            yield PackError(file, key, "is free or has an amount, one of the two")
        if one.amount and one.amount.decimal <= 0:
            yield PackError(file, f"{key}.amount", "is not above zero: write free = true")
        if one.refund and not one.amount:
            yield PackError(file, f"{key}.refund", "is there for an amount only")
        if one.what:
            yield from text_faults(file, f"{key}.what", one.what)
        elif sum(key.partition("[")[0] == other.partition("[")[0] for other, _ in costs) > 1:
            yield PackError(file, f"{key}.what", "is needed when there is more than one cost")


def _term_faults(file: str, pack: RulePack) -> Faults:
    bodies = {body.id for body in pack.dispute_bodies}
    for place, term in enumerate(pack.terms):
        if term.dispute_body and term.dispute_body not in bodies:
            key = f"$.terms[{place}].dispute_body"
            yield PackError(file, key, f"{term.dispute_body} is not in the list of dispute bodies")
        if term.starts not in COUNTED_FROM[term.kind]:
            counted = " or ".join(sorted(COUNTED_FROM[term.kind]))
            reason = f"is {term.starts}, but {term.kind} is counted from {counted}"
            yield PackError(file, f"$.terms[{place}].starts", reason)


def _law_faults(file: str, pack: RulePack) -> Faults:
    """A duty goes into packets about its topics, so it needs these and its article."""
    for place, law in enumerate(pack.laws):
        if law.duty is None:
            continue
        yield from text_faults(file, f"$.laws[{place}].duty", law.duty)
        for name in ("article", "topics"):
            if not getattr(law, name):
                yield PackError(file, f"$.laws[{place}].{name}", "is missing for a duty")


def _nobody_faults(file: str, pack: RulePack) -> Faults:
    """A country without an authority has nobody who asks, decides or can be reached."""
    for name in _OF_SOMEBODY:
        if getattr(pack, name):
            yield PackError(file, f"$.{name}", "is not for a country without an authority")
