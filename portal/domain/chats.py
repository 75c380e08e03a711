"""A chat as it was copied: which line begins somebody's words, who it was, at what time.

Reading never changes the text: a row only points to its lines. Made for what chat windows and
their exports give (WhatsApp, Zendesk, LiveChat, Intercom and plain copies), in Dutch and English.
Every pattern is anchored and bounded, so a hostile text costs no more than its length.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from msgspec import Struct

from portal.domain.mail import MAX_SPEAKERS, ChatEdit

MAX_NAME: Final = 60
_LONGEST_LINE: Final = 400  # characters of a line in which a name and a time are looked for
_AGAIN: Final = 2  # a name without a time counts when it begins so many lines
_HALF_DAY: Final = 12
_CENTURY: Final = 2000
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januari", "january"),
            ("feb", "februari", "february"),
            ("mrt", "mar", "maart", "march"),
            ("apr", "april"),
            ("mei", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("aug", "augustus", "august"),
            ("sep", "sept", "september"),
            ("okt", "oct", "oktober", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for name in names
}
_MARKS: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NUMBERS: Final = r"(?P<a>\d{1,4})[-/.](?P<b>\d{1,2})[-/.](?P<c>\d{1,4})"
_WORDED: Final = r"(?P<d>\d{1,2})\.? (?P<m>[A-Za-z]{3,9})\.?,? (?P<y>\d{4})"
_DATE: Final = rf"(?:(?:[A-Za-z]{{2,9}}\.?,? )?(?:{_NUMBERS}|{_WORDED}))"
_TIME: Final = r"(?P<h>[01]?\d|2[0-3])[:.](?P<n>[0-5]\d)(?::[0-5]\d)?(?: ?(?P<p>[AaPp])\.?[Mm]\.?)?"
_STAMP: Final = rf"(?:{_DATE}(?:, ?|T| ?at | ?om | - | ))?{_TIME}(?: uur)?"
_WHO: Final = rf"(?P<who>[^\s:\[\]<>|][^:\[\]<>|\n]{{0,{MAX_NAME - 1}}}?)"
# As in: [14:02] Anna: hello / 12-03-2026 14:02 - Anna: hello / 14:02 | Anna: hello
_STAMP_FIRST: Final = re.compile(
    rf"[\[(]?{_STAMP}[\])]?(?: ?[-–|] ?| )?{_WHO} ?:(?= |$) ?(?P<text>.*)"
)
# As in: Anna [14:02]: hello / Anna (14:02): hello / Anna 14:02: hello
_NAME_FIRST: Final = re.compile(rf"{_WHO},? [\[(]?{_STAMP}[\])]?:(?= |$) ?(?P<text>.*)")
# "Anna 14:02", "Anna, 12 March 2026 14:02", "Anna om 14:02": the words stand below
_HEADING: Final = re.compile(rf"{_WHO}(?:,| at| om| -| \||) [\[(]?{_STAMP}[\])]?(?P<text>)")
# "12-03-2026 14:02 - Messages are encrypted": nobody's words
_NOTICE: Final = re.compile(rf"[\[(]?{_STAMP}[\])]? ?[-–*] ?(?P<who>)(?P<text>.+)")
_BARE: Final = re.compile(rf"{_WHO} ?:(?= |$) ?(?P<text>.*)")
_DAY_ALONE: Final = re.compile(rf"[-–— *]{{0,8}}{_DATE}[-–— *:]{{0,8}}")
_WITH_TIME: Final = (_STAMP_FIRST, _NAME_FIRST, _HEADING, _NOTICE)


class ChatRow(Struct, frozen=True, kw_only=True):
    """Somebody's words: lines `first` to `last` (from 1) of the text.

    `who` is "" for a notice of the program itself; `day` (YYYY-MM-DD) and `time` (HH:MM) are ""
    when the text does not tell them. `text` are the words without name and time.
    """

    first: int
    last: int
    who: str
    day: str
    time: str
    text: str


class _Start(NamedTuple):
    number: int
    who: str
    day: str
    time: str
    text: str


def read_chat(lines: tuple[str, ...], edits: Iterable[ChatEdit] = ()) -> tuple[ChatRow, ...]:
    """The rows of a chat in the order of its lines; () when no time and no speaker is recognised.

    `edits` are what the player put right, each at its own line; one beyond the text is left out.

    What stands before the first row belongs to none. A day in figures is read as day, month,
    year, unless the text holds one that can only be month, day. A day that stands alone counts
    for what is below it.
    """
    plain = [_MARKS.sub("", line)[:_LONGEST_LINE].strip() for line in lines]
    starts = _edited(_starts(plain, _is_month_first(plain)), edits, lines)
    if not starts:
        return ()
    ends = [*(one.number - 1 for one in starts[1:]), len(lines)]
    return tuple(_row(one, end, lines) for one, end in zip(starts, ends, strict=True))


def all_rows(lines: tuple[str, ...], edits: Iterable[ChatEdit] = ()) -> tuple[ChatRow, ...]:
    """The rows of a chat, and before them what stands there and was not recognised, as one more."""
    rows = read_chat(lines, edits)
    last = rows[0].first - 1 if rows else len(lines)
    text = "\n".join(lines[:last]).strip()
    before = ChatRow(first=1, last=last, who="", day="", time="", text=text)
    return (before, *rows) if text else rows


def with_chat_edit(edits: Iterable[ChatEdit], new: ChatEdit) -> tuple[ChatEdit, ...]:
    """`edits` with `new` in the place of what was put right at its line, in order of line."""
    found = {**{one.line: one for one in edits}, new.line: new}
    return tuple(found[line] for line in sorted(found))


def parted(edits: Iterable[ChatEdit], lines: tuple[str, ...], line: int) -> tuple[ChatEdit, ...]:
    """`edits` after which a message begins at `line`; one that was recognised there comes back."""
    others = tuple(one for one in edits if one.line != line)
    is_known = any(one.first == line for one in read_chat(lines, others))
    return others if is_known else with_chat_edit(others, ChatEdit(line=line))


def speakers_of(rows: Iterable[ChatRow]) -> tuple[str, ...]:
    """The names in a chat, the most frequent first; no more than a case keeps."""
    counted = Counter(row.who for row in rows if row.who)
    return tuple(name for name, _ in counted.most_common(MAX_SPEAKERS))


def _row(start: _Start, end: int, lines: tuple[str, ...]) -> ChatRow:
    below = lines[start.number : end]
    text = "\n".join((start.text, *below)).strip()
    return ChatRow(
        first=start.number, last=end, who=start.who, day=start.day, time=start.time, text=text
    )


def _edited(
    starts: Iterable[_Start], edits: Iterable[ChatEdit], lines: tuple[str, ...]
) -> list[_Start]:
    known = {one.number: one for one in starts}
    changed = {one.line: one for one in edits if one.line <= len(lines)}
    made, day = [], ""
    for number in sorted(known.keys() | changed.keys()):
        start, edit = known.get(number), changed.get(number)
        day = (start.day if start else "") or day
        if edit is None and start:
            made.append(start)
        elif edit and not edit.joins:
            text = start.text if start else lines[number - 1]
            made.append(_Start(number, edit.who, day, edit.time, text))
    return made


def _starts(plain: list[str], month_first: bool) -> Iterator[_Start]:
    names = _names_without_time(plain)
    day = ""
    for number, line in enumerate(plain, 1):
        alone = _DAY_ALONE.fullmatch(line)
        if alone and (read := _day_of(alone, month_first)):
            day = read
            yield _Start(number, "", day, "", line)
        elif found := _with_time(line):
            day = _day_of(found, month_first) or day
            yield _Start(number, found["who"].strip(), day, _time_of(found), found["text"])
        elif (bare := _BARE.fullmatch(line)) and bare["who"].strip() in names:
            yield _Start(number, bare["who"].strip(), day, "", bare["text"])


def _with_time(line: str) -> re.Match[str] | None:
    for pattern in _WITH_TIME:
        found = pattern.fullmatch(line)
        # A heading is no more than a name and a time: "see you at 14:02" is somebody's words.
        if found and not (pattern is _HEADING and found["who"][0].islower()):
            return found
    return None


def _names_without_time(plain: list[str]) -> set[str]:
    """Names that begin lines without a time; only when no line has a time."""
    if any(_STAMP_FIRST.fullmatch(line) or _NAME_FIRST.fullmatch(line) for line in plain):
        return set()
    found = (_BARE.fullmatch(line) for line in plain)
    counted = Counter(one["who"].strip() for one in found if one)
    return {name for name, times in counted.items() if times >= _AGAIN}


def _time_of(found: re.Match[str]) -> str:
    hour, half = int(found["h"]), (found["p"] or "").lower()
    if half and 1 <= hour <= _HALF_DAY:
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0)
    return f"{hour:02}:{found['n']}"


def _is_month_first(plain: list[str]) -> bool:
    """Whether some day in figures can only be month, day: its second figure is over 12."""
    pairs = [
        (int(found["a"]), int(found["b"]))
        for line in plain
        if (found := re.match(rf"[\[(]?{_NUMBERS}(?!\d)", line)) and len(found["a"]) <= len("12")
    ]
    return any(b > _HALF_DAY for _, b in pairs) and not any(a > _HALF_DAY for a, _ in pairs)


def _day_of(found: re.Match[str], month_first: bool) -> str:
    """The day as YYYY-MM-DD, "" when there is none or no calendar has it."""
    if found["y"]:
        year, month, day = int(found["y"]), _MONTHS.get(found["m"].lower(), 0), int(found["d"])
    elif found["a"] is None:
        return ""
    elif len(found["a"]) == len("2026"):
        year, month, day = int(found["a"]), int(found["b"]), int(found["c"])
    else:
        day, month, year = int(found["a"]), int(found["b"]), int(found["c"])
        day, month = (month, day) if month_first else (day, month)
    year += _CENTURY if year < 100 else 0
    try:
        return datetime.date(year, month, day).isoformat() if year >= _CENTURY else ""
    except ValueError:
        return ""
