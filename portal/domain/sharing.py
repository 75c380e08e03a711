"""Help with a case from the group's caseworkers: what the player agreed to, and what came of it.

It lies beside the case, not in it: `case.json` in a packet goes to the casino, and nothing of this
does.
"""

import datetime
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from portal.domain.listed import Listed
from portal.domain.parts import Line, Part, Words, replace

CONSENT_VERSION = 1
"""Of the text that the player agrees to (portal.wording.sharing); a new text is a new number."""

MAX_JOURNAL = 500
MAX_NOTES = 200
MAX_NOTE = 2000  # characters


class Section(StrEnum):
    """A part of the case that a caseworker can say something about."""

    TOPIC = "topic"
    CASINO = "casino"
    FACTS = "facts"
    CONTACTS = "contacts"
    REMEDY = "remedy"
    EVIDENCE = "evidence"
    PLAYER = "player"
    SENDING = "sending"


class HelpEvent(StrEnum):
    """What the journal says."""

    SHARED = "shared"
    SHARED_AT_DESK = "shared_at_desk"  # a caseworker noted the consent, the member beside him
    OPENED = "opened"
    WORKED = "worked"  # opened it to change it
    HANDED_OVER = "handed_over"
    KEY_RENEWED = "key_renewed"
    TAKEN_BACK = "taken_back"
    ENDED = "ended"  # by itself: the time was over, or nobody could open it any more
    CAME_IN_FILE = "came_in_file"  # what stands before it came with a case file


# One line a day for each person says enough: who opens a case all day does not fill the journal.
_ONCE_A_DAY = frozenset({HelpEvent.OPENED, HelpEvent.WORKED})


class JournalLine(Part, frozen=True, kw_only=True):
    """One line of the journal.

    `who` is a member of staff, or "" for the player. `words` are the text that was agreed to
    (then `consent` is its version), what was checked before a new key, or who took over.
    """

    on: datetime.date
    event: HelpEvent
    who: Line = ""
    words: Words = ""
    consent: Annotated[int, Meta(ge=0)] = 0


class Note(Listed, frozen=True, kw_only=True):
    """What a caseworker says about a part of the case; a request asks the player to change it."""

    section: Section
    words: Annotated[str, Meta(max_length=MAX_NOTE)]
    by: Line
    on: datetime.date
    is_request: bool = False
    done_on: datetime.date | None = None  # when the player said so

    @property
    def is_open(self) -> bool:
        return self.is_request and self.done_on is None


class Terms(Part, frozen=True, kw_only=True):
    """What the player agreed to: with whom, until which day (included), and what they may do."""

    group: Line
    until: datetime.date
    may_write: bool = False
    may_renew_key: bool = False


class Handler(Part, frozen=True, kw_only=True):
    """The caseworker who looks after a case; `id` is his staff id in hex."""

    id: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]
    name: Line


Journal = Annotated[tuple[JournalLine, ...], Meta(max_length=MAX_JOURNAL)]
Notes = Annotated[tuple[Note, ...], Meta(max_length=MAX_NOTES)]


class Help(Part, frozen=True, kw_only=True):
    """All of it. `terms` is set as long as the case is shared."""

    terms: Terms | None = None
    handler: Handler | None = None
    journal: Journal = ()
    notes: Notes = ()

    @property
    def requests(self) -> tuple[Note, ...]:
        """What the player is asked to change, and has not yet."""
        return tuple(one for one in self.notes if one.is_open)

    def about(self, section: Section) -> tuple[Note, ...]:
        return tuple(one for one in self.notes if one.section is section)

    @property
    def has_room(self) -> bool:
        """Whether one more note fits."""
        return len(self.notes) < MAX_NOTES


def with_line(help_: Help, line: JournalLine) -> Help:
    """With one more line, unless the same stands there for this day and person.

    A full journal loses its oldest opening, and its oldest line when it holds none.
    """
    if line.event in _ONCE_A_DAY and line in help_.journal:
        return help_
    return replace(help_, journal=_within(MAX_JOURNAL, (*help_.journal, line)))


def ended(help_: Help, line: JournalLine) -> Help:
    """No longer shared, with the line that says why."""
    return with_line(replace(help_, terms=None, handler=None), line)


def as_handed_out(help_: Help) -> Help:
    """What goes into a case file: the journal and the notes, and nothing that is shared."""
    return replace(help_, terms=None, handler=None)


def as_taken_in(help_: Help, today: datetime.date) -> Help:
    """What comes out of a case file: it is not shared, and says where the older lines are from."""
    if not help_.journal and not help_.notes:
        return Help()
    line = JournalLine(on=today, event=HelpEvent.CAME_IN_FILE)
    return with_line(as_handed_out(help_), line)


def _within(most: int, lines: tuple[JournalLine, ...]) -> tuple[JournalLine, ...]:
    if len(lines) <= most:
        return lines
    gone = next(_openings(lines), 0)
    return lines[:gone] + lines[gone + 1 :]


def _openings(lines: Iterable[JournalLine]) -> Iterator[int]:
    return (number for number, one in enumerate(lines) if one.event in _ONCE_A_DAY)
