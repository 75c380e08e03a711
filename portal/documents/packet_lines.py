"""The rows of the packet's tables: summary, ladder and checks, ready for the templates."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from portal.documents import packet_words as words
from portal.documents.history_words import span
from portal.domain.case import Answer, Player
from portal.domain.codes import AskedFor, DocumentKind, RecipientKind, State, Step
from portal.domain.finding import Code, Finding, Way
from portal.domain.ladder import RungState
from portal.domain.letters import last_day
from portal.domain.packet import ContactLine, PacketContent, RungLine
from portal.i18n import format_day, format_partial, gettext, ngettext
from portal.wording import (
    arithmetic_lines,
    finding_sentence,
    finding_title,
    is_for_paper,
    label,
    names_on_paper,
)

_MARKS: Final = {
    RungState.DONE: "✓",
    RungState.NOW: "→",
    RungState.WAITING: "○",
    RungState.LATER: "○",
    RungState.NOT_TAKEN: "–",
    State.MET: "✓",
    State.MISSING: "○",
    State.WAITING: "○",
    State.EXPIRED: "–",
    State.WARNING: "–",
}

_SHORT_RUN: Final = 2  # two in a row are written as two

# Said elsewhere in the packet, or meant for the player alone.
_SAID_ELSEWHERE: Final = frozenset({Code.REPORTS_ONLY, Code.PACK_FRESH, Code.AUTHORITY_KNOWN})
# Plain from the packet itself when they are complete.
_SELF_EVIDENT: Final = frozenset(
    {
        Code.CASINO_NAMED,
        Code.TOPIC_CHOSEN,
        Code.FACTS_TOLD,
        Code.REMEDY_CHOSEN,
        Code.PLAYER_NAMED,
        Code.PLAYER_REACHABLE,
    }
)


class SummaryRow(Struct, frozen=True, kw_only=True):
    """One row of the summary; `is_key` for what a reader looks for first."""

    name: str
    lines: tuple[str, ...]
    is_key: bool


class LadderLine(Struct, frozen=True, kw_only=True):
    """One rung of the summary."""

    name: str
    state: str
    mark: str
    status: str
    dates: tuple[str, ...]
    contacts: tuple[tuple[int, ...], ...]  # runs, see `runs`
    exhibits: tuple[tuple[int, ...], ...]


class CheckLine(Struct, frozen=True, kw_only=True):
    """One result of the gate; `sources` are numbers in the list of sources."""

    name: str
    state: str
    mark: str
    status: str
    sentence: str
    arithmetic: tuple[str, ...]  # one sum a line
    article: str
    sources: tuple[int, ...]


class LetterLine(Struct, frozen=True, kw_only=True):
    """One letter beside the complaint; a day that is not known is "".

    `number` is the one of what was sent ("S3"), `exhibits` are the numbers of what proves it.
    """

    number: int
    name: str
    sent: str
    how: str
    reference: str
    exhibits: tuple[int, ...]
    until: str
    answered: str
    answer: str


# -- summary -------------------------------------------------------------------------------


def summary(content: PacketContent) -> list[SummaryRow]:
    """The rows of the summary; one without lines is left out."""
    is_letter = content.document is DocumentKind.COMPLAINT  # its head names player and subject
    rows = (
        _row(gettext("Player"), "" if is_letter else _player(content)),
        _row(gettext("Casino"), _casino(content), _licence(content)),
        _row(gettext("Subject"), "" if is_letter else _topic(content)),
        _row(_asked_label(content), _asked(content), is_key=True),
        _row(gettext("Reply requested by"), _asked_day(content), is_key=True),
        _row(gettext("This file holds"), _holdings(content)),
    )
    return [row for row in rows if row.lines]


def _row(name: str, *lines: str, is_key: bool = False) -> SummaryRow:
    return SummaryRow(name=name, lines=tuple(filter(None, lines)), is_key=is_key)


def _topic(content: PacketContent) -> str:
    return label(content.topic) if content.topic else ""


def _player(content: PacketContent) -> str:
    name, username = content.player.name, content.casino.username
    if name and username:
        return gettext(
            "%(name)s, username with the casino: %(username)s", name=name, username=username
        )
    return name or username


def _casino(content: PacketContent) -> str:
    casino = content.casino
    name, website = casino.brand or casino.website, casino.website
    return f"{name} ({website})" if website and website != name else name


def _licence(content: PacketContent) -> str:
    casino = content.casino
    authority = words.licensing_authority(content)
    return ", ".join(filter(None, [casino.licence_holder, casino.licence_number, authority]))


def _asked_label(content: PacketContent) -> str:
    if content.recipient.kind in {RecipientKind.AUTHORITY, RecipientKind.REPORT}:
        return gettext("Wanted from the casino")
    return gettext("What I ask")


def _asked(content: PacketContent) -> str:
    return "; ".join(words.remedies(content))


def _asked_day(content: PacketContent) -> str:
    deadline = content.deadline
    if deadline is None:
        return ""
    asked = format_day(deadline.asked)
    if deadline.legal and deadline.legal >= content.day:
        legal = format_day(deadline.legal)
        return gettext("%(asked)s; last day by the rules: %(legal)s", asked=asked, legal=legal)
    return asked


def _holdings(content: PacketContent) -> str:
    counted = (
        ngettext("%(number)s fact", "%(number)s facts", len(content.facts)),
        ngettext("%(number)s contact", "%(number)s contacts", len(content.contacts)),
        ngettext("%(number)s enclosure", "%(number)s enclosures", len(content.exhibits)),
    )
    days = [fact.moment.date for fact in content.facts if fact.moment.date]
    held = ", ".join(counted)
    if not days:
        return held
    first = format_partial(min(days))
    return gettext("%(held)s; first event: %(day)s", held=held, day=first)


# -- ladder --------------------------------------------------------------------------------


def ladder_lines(content: PacketContent) -> list[LadderLine]:
    """The rungs of the summary, with their dates and numbers."""
    return [_ladder_line(content, line) for line in content.rungs]


def _ladder_line(content: PacketContent, line: RungLine) -> LadderLine:
    rung = line.rung
    asked = _requests_for_manager(content) if rung.step is Step.MANAGER else ()
    return LadderLine(
        name=label(rung.step, "paper"),
        state=rung.state,
        mark=_MARKS[rung.state],
        status=label(rung.state, "paper"),
        dates=tuple(_rung_dates(content, line)),
        contacts=runs(line.contacts or tuple(one.number for one in asked)),
        exhibits=runs(line.exhibits),
    )


def runs(numbers: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Single numbers, and the first and last of three or more in a row: 1, 4–6."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return tuple(
        run
        for group in found
        for run in ([(group[0], group[-1])] if len(group) > _SHORT_RUN else [(n,) for n in group])
    )


def _requests_for_manager(content: PacketContent) -> tuple[ContactLine, ...]:
    return tuple(one for one in content.contacts if AskedFor.MANAGER in one.asked_for)


def _rung_dates(content: PacketContent, line: RungLine) -> Iterator[str]:
    rung = line.rung
    if rung.dispatch:
        yield from words.dispatch_dates(rung.dispatch, rung.step, rung.silence_days)
        return
    days = [one.moment.date for one in rung.contacts if one.moment.date]
    if days:
        yield span(days[0], days[-1])
    elif rung.step is Step.MANAGER and (asked := _requests_for_manager(content)):
        days = [one.moment.date for one in asked if one.moment.date]
        if days:
            yield gettext("asked %(days)s", days=span(days[0], days[-1]))
    if rung.opens_on and rung.state is RungState.WAITING:
        yield gettext("next step from %(day)s", day=format_day(rung.opens_on))


# -- checks --------------------------------------------------------------------------------


def check_lines(content: PacketContent) -> list[CheckLine]:
    """The findings that the recipient can use; a draft shows all that is not complete."""
    return [_check_line(content, one) for one in content.findings if _is_shown(one)]


def _is_shown(finding: Finding) -> bool:
    is_elsewhere = finding.code in _SAID_ELSEWHERE and finding.way is not Way.OF_BODY
    if is_elsewhere or not is_for_paper(finding):
        return False
    if finding.state is State.NOT_APPLICABLE:
        return False
    return not (finding.code in _SELF_EVIDENT and finding.state is State.MET)


def _check_line(content: PacketContent, finding: Finding) -> CheckLine:
    names = names_on_paper(content)
    numbers = {source.id: number for number, source in enumerate(content.sources, 1)}
    return CheckLine(
        name=finding_title(finding),
        state=finding.state,
        mark=_MARKS[finding.state],
        status=label(finding.state, "paper"),
        sentence=finding_sentence(finding, names, "paper"),
        arithmetic=arithmetic_lines(finding, names, "paper"),
        article=finding.article,
        sources=tuple(sorted(numbers[source.id] for source in finding.sources)),
    )


# -- names, places, answers ----------------------------------------------------------------


def player_address(player: Player) -> str:
    """The address on one line: "Lindehof 12, 1234 AB Voorbeeldstad"."""
    city = " ".join(filter(None, [player.postcode, player.city]))
    return ", ".join(filter(None, [player.address, city, words.country_name(player.country)]))


def place_and_date(content: PacketContent) -> str:
    """ "Voorbeeldstad, 22 november 2026"; the day alone when the player gave no place."""
    return ", ".join(filter(None, [content.player.city.strip(), format_day(content.day)]))


def your_reference(content: PacketContent) -> str:
    """The recipient's own number for this case, when it gave one."""
    kind = content.recipient.kind
    sent = {RecipientKind.CASINO: content.complaint, RecipientKind.DISPUTE: content.dispute}
    dispatch = sent.get(kind)
    return dispatch.reference if dispatch else ""


def letter_lines(content: PacketContent) -> list[LetterLine]:
    """What else was sent to the casino, beside the contacts and the complaint."""
    return [
        LetterLine(
            number=number,
            name=label(one.kind, "paper"),
            sent=", ".join(filter(None, [format_partial(one.sent_on), one.time])),
            how=", ".join(filter(None, [label(one.channel), one.to])),
            reference=one.reference,
            exhibits=tuple(
                line.number for line in content.exhibits if f"S{number}" in line.cited_by
            ),
            until=format_day(last) if (last := last_day(one)) else "",
            answered=format_partial(one.answered_on),
            answer=one.answer,
        )
        for number, one in enumerate(content.letters, content.first_letter)
    ]


def answers(content: PacketContent) -> list[tuple[str, tuple[Answer, ...]]]:
    """What came back on a letter, in order of arrival, under a heading.

    One reply without words is in the history already; several are shown whole.
    """
    letters = (
        (gettext("What the casino answered to the complaint"), content.complaint),
        (gettext("What the dispute body answered"), content.dispute),
    )
    came_back = [(name, sent.replies if sent else ()) for name, sent in letters]
    return [
        (name, replies)
        for name, replies in came_back
        if len(replies) > 1 or any(one.words for one in replies)
    ]
