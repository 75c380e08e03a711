"""Sixty packets made up by numbers: every recipient, both languages, 0 to 30 exhibits, hard texts.

The same number always gives the same packet.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from random import Random
from typing import NamedTuple

from msgspec.structs import replace as with_fields

from portal.documents.exhibits import ExhibitFile
from portal.documents.packet import packet_job
from portal.documents.pdf import RenderedPdf, render_pdf
from portal.domain.case import Case, Contact, Exhibit, Fact
from portal.domain.codec import write_case
from portal.domain.codes import AskedFor, Channel, ExhibitKind, Outcome, Step, Topic
from portal.domain.packet import COMPLETE, SMALL, PacketContent
from portal.domain.packet_exhibits import exhibit_numbers
from portal.domain.parts import replace
from portal.domain.values import Moment, Money
from portal.services.gate import recipients_of
from tests.documents.evidence_samples import LONG, SHORT, exhibit_file, facts_of
from tests.documents.hard_texts import HARD
from tests.documents.packet_cases import DAY, LANGUAGES, content_of
from tests.domain.cases import PACKS, answered, ask, complete, decided

COUNT = 60
MOST_EXHIBITS = 30
LONGEST_LINE = 200
STORIES = (complete, answered, decided)
TARGETS = tuple(
    (pack, recipient.code) for pack in PACKS for recipient in recipients_of(decided(pack), PACKS)
)


class MadeUp(NamedTuple):
    """One packet before it is printed; `kinds` are those of its files, by number of exhibit."""

    case: Case
    recipient: str
    language: str
    content: PacketContent
    kinds: dict[int, str]
    files: Mapping[int, ExhibitFile]


@cache
def made_up(number: int) -> MadeUp:
    """The packet with this number, from 0 to `COUNT` - 1."""
    chance = Random(f"packet {number}")
    pack, recipient = TARGETS[number % len(TARGETS)]
    language = LANGUAGES[(number + number // len(TARGETS)) % len(LANGUAGES)]
    exhibits, kinds = _exhibits(chance, _how_many(number), is_long=number % 15 == 0)
    whole = list(HARD.values())[number % len(HARD)]
    case = _told(chance, _story(chance, pack, recipient), exhibits, whole)
    is_draft = not ask(case, recipient, DAY).is_ready or chance.random() < 0.25
    is_small = number % 4 == 3
    content = with_fields(
        content_of(case, recipient, is_draft=is_draft), variant=SMALL if is_small else COMPLETE
    )
    numbers = exhibit_numbers(case)
    by_number = {numbers[name]: kind for name, kind in kinds.items()}
    attached = {numbers[one.id] for one in case.exhibits if one.file and one.file.attach}
    files = {
        place: exhibit_file(kind, attach=place in attached, is_small=is_small)
        for place, kind in by_number.items()
    }
    return MadeUp(case, recipient, language, content, by_number, files)


def print_made_up(number: int) -> RenderedPdf:
    """The packet with this number as a file."""
    made = made_up(number)
    case_file = write_case(made.case)
    return render_pdf(packet_job(made.content, made.language, case_file, made.files))


def _how_many(number: int) -> int:
    """Every number of exhibits once, in no order, then few."""
    counts = list(range(MOST_EXHIBITS + 1))
    Random("counts").shuffle(counts)
    return counts[number] if number < len(counts) else number % 8


def _story(chance: Random, pack: str, recipient: str) -> Case:
    """The first story for which the gate opens; sometimes an earlier one, or an empty case."""
    if chance.random() < 0.1:
        return Case()
    stories = [story(pack) if story is complete else story(pack, "ecogra") for story in STORIES]
    ready = [case for case in stories if ask(case, recipient, DAY).is_ready]
    return chance.choice(stories) if chance.random() < 0.2 else ready[0]


# -- words ---------------------------------------------------------------------------------


def _words(chance: Random, limit: int = 5000) -> str:
    """Two or three hard texts; now and then nothing."""
    some = [HARD[name] for name in chance.sample(sorted(HARD), chance.randint(1, 3))]
    return " ".join(some)[:limit]


def _line(chance: Random) -> str:
    return _words(chance, LONGEST_LINE)


def _short(chance: Random) -> str:
    """Most of the time a small part, so that a packet of many contacts stays short."""
    return _words(chance, chance.choice((0, 40, 40, 40, 300, 300, 300, 5000)))


def _moment(chance: Random) -> Moment:
    day = chance.choice(("", "2026-08", f"2026-08-{chance.randint(1, 31):02}"))
    time = chance.choice(("", "21:40"))
    zone = chance.choice(("Europe/Amsterdam", "Europe/Malta"))
    return Moment(date=day, time=time if len(day) > 7 else "", zone=zone)


def _told(chance: Random, case: Case, exhibits: tuple[Exhibit, ...], whole: str) -> Case:
    """The story in hard words, one of them `whole`; facts and contacts name the exhibits."""
    ids = [one.id for one in exhibits]
    case = replace(case, facts=(), contacts=_unproven(case), exhibits=exhibits)
    return replace(
        case,
        language=chance.choice(("nl", "en", "", "ar")),
        reference=chance.choice(("", "HO-2026-00417")),
        topic=chance.choice((*Topic, case.topic)),
        topic_words=_short(chance),
        casino=_in_hard_words(chance, case.casino, ("brand", "licence_holder", "username")),
        player=_in_hard_words(chance, case.player, ("name", "address", "city", "email")),
        no_manager_reason=_short(chance),
        remedy=replace(case.remedy, words=_short(chance), amount_explanation=_short(chance)),
        facts=(_first_fact(chance, ids, whole), *_facts(chance, ids)),
        contacts=(*case.contacts, *_contacts(chance, ids)),
    )


def _unproven(case: Case) -> tuple[Contact, ...]:
    return tuple(replace(one, exhibits=()) for one in case.contacts)


def _in_hard_words(chance: Random, part: object, names: tuple[str, ...]) -> object:
    changes = {name: _line(chance) for name in names if chance.random() < 0.5}
    return replace(part, **changes)  # type: ignore[type-var]


def _first_fact(chance: Random, ids: list[str], what: str) -> Fact:
    """What the gate asks for: a day, words, proof."""
    proof = tuple(chance.sample(ids, min(len(ids), 1)))
    return Fact(id="f0", moment=Moment(date="2026-09-01"), what=what, exhibits=proof)


def _facts(chance: Random, ids: list[str]) -> Iterator[Fact]:
    for number in range(10, 10 + chance.randint(0, 4)):
        yield Fact(
            id=f"f{number}",
            moment=_moment(chance),
            what=_short(chance),
            amount=chance.choice((None, Money(amount="999999999999.99", currency="JPY"))),
            exhibits=tuple(chance.sample(ids, min(len(ids), chance.randint(0, 6)))),
        )


def _contacts(chance: Random, ids: list[str]) -> Iterator[Contact]:
    for number in range(10, 10 + chance.choice((0, 1, 4, 9))):
        yield Contact(
            id=f"c{number}",
            step=chance.choice((Step.SUPPORT, Step.MANAGER, Step.COMPLAINT)),
            channel=chance.choice((None, *Channel)),
            moment=_moment(chance),
            with_whom=_line(chance),
            reference=_line(chance),
            asked_for=tuple(chance.sample(list(AskedFor), chance.randint(0, 2))),
            asked=_short(chance),
            answered=_short(chance),
            outcome=chance.choice((None, *Outcome)),
            exhibits=tuple(chance.sample(ids, min(len(ids), chance.randint(0, 3)))),
        )


# -- exhibits ------------------------------------------------------------------------------


def _exhibits(
    chance: Random, count: int, *, is_long: bool
) -> tuple[tuple[Exhibit, ...], dict[str, str]]:
    """`count` exhibits, one in six only described, and the kinds of the files of the others."""
    kinds = {
        f"e{number}": LONG[number] if is_long and number < len(LONG) else chance.choice(SHORT)
        for number in range(count)
        if chance.random() < 5 / 6
    }
    exhibits = tuple(
        Exhibit(
            id=f"e{number}",
            kind=chance.choice(list(ExhibitKind)),
            description=_line(chance),
            moment=_moment(chance),
            file=_file(chance, kinds.get(f"e{number}")),
        )
        for number in range(count)
    )
    return exhibits, kinds


def _file(chance: Random, kind: str | None) -> object:
    if kind is None:
        return None
    name = f"x{_line(chance)[:150]}"
    return facts_of(kind, name, attach=chance.random() < 2 / 3)
