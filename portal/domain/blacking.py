"""Blacking out parts of a chat or an e-mail: what the packet shows of its lines, and tells of it.

Kept are places, never words, so that no file which leaves the house holds what was blacked out.
Lines keep their numbers: what cites them stays right.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from msgspec.structs import replace as with_fields

from portal.domain.case import Case, Contact, Dispatch, Exhibit, Fact, Letter
from portal.domain.evidence import (
    MAX_BLACK,
    BlackText,
    EvidenceFile,
    TextPart,
    Transcript,
)
from portal.domain.mail import ChatEdit, Mail, Signature
from portal.domain.parts import replace

BLACK: Final = "\ufdd0"
"""Stands in a transcript where something is black. No text has it: intake takes it out."""

LEFT_OUT: Final = "[...]"
"""Stands for the same in data and in names of files, which have no language."""

FEWEST: Final = 2
"""Characters that words must have to be blacked out everywhere."""

Place = tuple[TextPart, int]

_NUMBER: Final = 4  # so many digits make a number, which people write in groups
_SEPARATORS: Final = "\\s.\\-\u2010-\u2015/()\u200b-\u200f\u202a-\u202e\u2060-\u2069"
_TELLING: Final = 4  # shorter words stand in many texts by chance
_MOST_SECRETS: Final = 500  # that are looked for in other texts
_LONGEST_LINE: Final = 200
# What the case tells of an e-mail beside its transcript, by the header line that it stands in.
_TOLD: Final = {
    "from": ("sender", "name", "signatures"),  # a signature names the domain of its sender
    "to": ("to",),
    "cc": ("to",),
    "date": ("sent",),
    "subject": ("subject",),
    "message-id": ("message_id",),
}
_MAIL_LINES: Final = ("sender", "name", "subject", "message_id")


class TooMuchBlack(Exception):
    """More would be blacked out than a case keeps of one text."""


def pattern_of(words: str) -> re.Pattern[str] | None:
    """Finds `words` as people write them: in any case, with other blanks, also over a line's end.

    A number is also found in other groups: "NL91ABNA0417" in "NL91 ABNA 0417". None for too few
    characters.
    """
    is_number = sum(one.isdigit() for one in words) >= _NUMBER
    pieces = re.sub(f"[{_SEPARATORS}]", "", words) if is_number else words.split()
    if len("".join(pieces)) < FEWEST:
        return None
    gap = f"(?:[{_SEPARATORS}]|\\n> ?){{0,3}}" if is_number else r"[\s>]{1,9}"
    return re.compile(gap.join(map(re.escape, pieces)), re.IGNORECASE)


def found(transcript: Transcript, words: str) -> tuple[BlackText, ...]:
    """Every place where `words` stand, in the lines, the head and the names of enclosed files.

    Of very many no more than one above what a case keeps (`kept` refuses them).
    """
    pattern = pattern_of(words)
    if pattern is None:
        return ()
    places = [*islice(_found_in_lines(transcript.lines, pattern), MAX_BLACK + 1)]
    for (part, number), text in transcript.texts.items():
        if part is not TextPart.LINE:
            places += [
                BlackText(part=part, number=number, begin=one.start(), end=one.end())
                for one in pattern.finditer(text)
            ]
    return tuple(places)


def _found_in_lines(lines: tuple[str, ...], pattern: re.Pattern[str]) -> Iterator[BlackText]:
    """In all lines at once: an e-mail program cuts a long number in two."""
    whole, start, number = "\n".join(lines), 0, 1
    for one in pattern.finditer(whole):
        while start + len(lines[number - 1]) < one.start():
            start, number = start + len(lines[number - 1]) + 1, number + 1
        begin, end, at, row = one.start(), one.end(), start, number
        while at < end:
            last = at + len(lines[row - 1])
            if max(begin, at) < min(end, last):
                black = (max(begin, at) - at, min(end, last) - at)
                yield BlackText(number=row, begin=black[0], end=black[1])
            at, row = last + 1, row + 1


def whole(transcript: Transcript, places: Iterable[Place]) -> tuple[BlackText, ...]:
    """All of the texts at `places`; one that is empty, or not there, has nothing to hide."""
    texts = transcript.texts
    return tuple(
        BlackText(part=part, number=number, begin=0, end=len(texts[part, number]))
        for part, number in places
        if texts.get((part, number))
    )


def kept(black: Iterable[BlackText]) -> tuple[BlackText, ...]:
    """The same places in order, each once. Raises TooMuchBlack.

    Words stay apart from the line around them: who shows that line again still hides the words.
    """
    places = tuple(sorted(set(black), key=lambda one: (*_place(one), one.begin, one.end)))
    if len(places) > MAX_BLACK:
        raise TooMuchBlack
    return places


def _place(one: BlackText) -> Place:
    return one.part, one.number


def wholes(transcript: Transcript, black: Iterable[BlackText]) -> frozenset[BlackText]:
    """Those of `black` that leave nothing of their text."""
    texts = transcript.texts
    return frozenset(
        one for one in black if one.begin == 0 and one.end >= len(texts.get(_place(one), ""))
    )


def with_black(file: EvidenceFile, black: Iterable[BlackText]) -> EvidenceFile:
    """The file in which this is blacked out, and no more. Raises TooMuchBlack.

    A file that begins to hide something is sent without its original from then on, until the
    player says otherwise.
    """
    changed = replace(file, black=kept(black))
    return replace(changed, attach=file.attach and (file.hides or not changed.hides))


def masked(transcript: Transcript, black: Iterable[BlackText]) -> Transcript:
    """What the packet shows: `BLACK` where something is blacked out."""
    texts = transcript.texts
    for place, begin, end in reversed(list(_joined(black))):
        if text := texts.get(place, ""):
            texts[place] = text[:begin] + BLACK + text[end:]
    return with_texts(transcript, lambda part, number: texts[part, number])


def _joined(black: Iterable[BlackText]) -> Iterator[tuple[Place, int, int]]:
    """Places in order; those that touch each other as one."""
    last: tuple[Place, int, int] | None = None
    for one in sorted(black, key=lambda one: (*_place(one), one.begin)):
        if last and last[0] == _place(one) and one.begin <= last[2]:
            last = (*last[:2], max(last[2], one.end))
            continue
        if last:
            yield last
        last = (_place(one), one.begin, one.end)
    if last:
        yield last


def with_texts(transcript: Transcript, text_of: Callable[[TextPart, int], str]) -> Transcript:
    """The transcript with other texts: `text_of` gives each by its kind and number."""
    return with_fields(
        transcript,
        lines=tuple(text_of(TextPart.LINE, n) for n, _ in enumerate(transcript.lines, 1)),
        head=tuple(
            (name, text_of(TextPart.HEAD, n)) for n, (name, _) in enumerate(transcript.head, 1)
        ),
        enclosed=tuple(
            (text_of(TextPart.FILE, n), size) for n, (_, size) in enumerate(transcript.enclosed, 1)
        ),
    )


def hidden_texts(transcript: Transcript, black: Iterable[BlackText]) -> dict[BlackText, str]:
    """What stands at each place that is blacked out, for its player alone."""
    texts = transcript.texts
    held = {one: texts.get(_place(one), "")[one.begin : one.end] for one in black}
    return {one: text for one, text in held.items() if text}


# -- what is told of it elsewhere ----------------------------------------------------------


class Secrets:
    """What is blacked out in one transcript, to find it in other texts that leave the house."""

    def __init__(self, transcript: Transcript, black: Iterable[BlackText]) -> None:
        texts = dict.fromkeys(_secret_texts(transcript, black))
        longest_first = sorted(texts, key=len, reverse=True)[:_MOST_SECRETS]
        self._texts = {text: plain(text) for text in longest_first}

    def are_in(self, text: str) -> bool:
        """Whether something that is long enough to tell it by stands in `text`."""
        looked_at = plain(text)
        return any(len(one) >= _TELLING and one in looked_at for one in self._texts.values())

    def out_of(self, text: str) -> str:
        """One line of a case without it."""
        looked_at = plain(text)
        for secret, one in self._texts.items():
            if one in looked_at and (pattern := pattern_of(secret)):
                text = pattern.sub(LEFT_OUT, text)
        return text[:_LONGEST_LINE]


def _secret_texts(transcript: Transcript, black: Iterable[BlackText]) -> Iterator[str]:
    """Words as they are; a whole text when it tells something, and without who said it when."""
    held = hidden_texts(transcript, black)
    complete = wholes(transcript, held)
    for place, text in held.items():
        if place not in complete:
            yield text
        elif len(plain(text)) >= _TELLING:
            yield text
            said = text.partition(": ")[2]
            if len(plain(said)) >= _TELLING:
                yield said


def plain(text: str) -> str:
    """A text in small letters and without what groups it: equal for two ways to write a number."""
    return re.sub(f"[{_SEPARATORS}>]", "", text.casefold())


def told(exhibit: Exhibit, transcript: Transcript) -> Exhibit:
    """The exhibit as a packet tells of it: nothing that is black in its text stands beside it."""
    file = exhibit.file
    if file is None or not file.black:
        return exhibit
    secrets = Secrets(transcript, file.black)
    shown = masked(transcript, file.black)
    told_file = replace(
        file,
        name=secrets.out_of(file.name),
        mail=file.mail and _told_mail(file.mail, shown, secrets),
        speakers=tuple(one for one in file.speakers if _is_shown(one.name, transcript, shown)),
        chat_edits=tuple(_told_edits(file.chat_edits, transcript, shown, secrets)),
    )
    return replace(exhibit, description=secrets.out_of(exhibit.description), file=told_file)


def _told_mail(mail: Mail, shown: Transcript, secrets: Secrets) -> Mail:
    touched = {name.lower() for name, value in shown.head if BLACK in value}
    lines = {name: secrets.out_of(getattr(mail, name)) for name in _MAIL_LINES}
    to = tuple(map(secrets.out_of, mail.to))
    signatures = tuple(_told_signatures(mail.signatures, secrets))
    emptied = {name: getattr(Mail(), name) for head in touched for name in _TOLD.get(head, ())}
    return replace(mail, **{**lines, "to": to, "signatures": signatures, **emptied})


def _told_signatures(signatures: Iterable[Signature], secrets: Secrets) -> Iterator[Signature]:
    for one in signatures:
        if secrets.out_of(one.domain) == one.domain:
            yield replace(one, identity=secrets.out_of(one.identity))


def _told_edits(
    edits: Iterable[ChatEdit], transcript: Transcript, shown: Transcript, secrets: Secrets
) -> Iterator[ChatEdit]:
    gone = {number for number, line in enumerate(shown.lines, 1) if line == BLACK}
    for one in edits:
        if one.line not in gone and _is_shown(one.who, transcript, shown):
            yield replace(one, who=secrets.out_of(one.who))


def _is_shown(name: str, transcript: Transcript, shown: Transcript) -> bool:
    """Whether a name still stands in the lines, or never did: the player typed it."""
    is_seen = any(name in line for line in shown.lines)
    return is_seen or not any(name in line for line in transcript.lines)


def told_in(case: Case, secrets: Secrets) -> tuple[Fact | Contact | Dispatch | Letter, ...]:
    """What the player wrote down himself in which the same words stand: they stay in his packet."""
    facts = (one for one in case.facts_in_order if secrets.are_in(one.what))
    contacts = (one for one in case.contacts_in_order if secrets.are_in(_words_of(one)))
    sent = (one for one in case.dispatches_in_order if secrets.are_in(_words_with(one)))
    letters = (
        one for one in case.letters_in_order if secrets.are_in(f"{one.reference}\n{one.answer}")
    )
    return (*facts, *contacts, *sent, *letters)


def _words_with(sent: Dispatch) -> str:
    return "\n".join((sent.reference, *(reply.words for reply in sent.replies)))


def _words_of(contact: Contact) -> str:
    return f"{contact.with_whom}\n{contact.reference}\n{contact.asked}\n{contact.answered}"
