"""E-mails and chats that come in: read in a child process, sealed, made into exhibits.

What they mean for the case is the player's to say, on a page of its own (portal.web.mails, .chats).
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath

from msgspec import Struct

from portal.domain.case import MAX_EXHIBITS, Case, Exhibit
from portal.domain.evidence import FileForm, FileProblem, FileRefused
from portal.domain.incoming import is_chat
from portal.intake.child import Letter, letters_of, normalise
from portal.services.evidence import Incoming, Original, Room, check_room, kept_name, put_in
from portal.store.cases import OpenCase
from portal.store.files import FileWriter, delete_files, new_file_key, read_file

_LONGEST_STEM = 150
_TEXT = "text/plain"


class Refused(Struct, frozen=True):
    """A file that was not taken, and why."""

    name: str
    problem: FileProblem


class Taken(Struct, frozen=True, kw_only=True):
    """What came of files with e-mails: new exhibits, and how many were there already.

    `is_full`: the list of evidence is full, so the rest was not taken.
    """

    exhibits: tuple[str, ...] = ()
    doubles: int = 0
    refused: tuple[Refused, ...] = ()
    is_full: bool = False


def take_in_mails(
    opened: OpenCase, arrived: Iterable[tuple[str, Incoming]], room: Room, now: datetime
) -> tuple[Taken, OpenCase]:
    """Adds an exhibit for each e-mail in the files (name, content): .eml, or .mbox with several.

    An e-mail that the case has already, byte for byte, is not added again.
    """
    all_taken = Taken()
    for name, incoming in arrived:
        try:
            taken, opened = _take_in(opened, name, incoming, room, now)
        except FileRefused as reason:
            taken = Taken(refused=(Refused(name, reason.problem),))
        finally:
            incoming.discard()
        all_taken = _both(all_taken, taken)
        if taken.is_full:
            break
    return all_taken, opened


def _both(one: Taken, other: Taken) -> Taken:
    return Taken(
        exhibits=one.exhibits + other.exhibits,
        doubles=one.doubles + other.doubles,
        refused=one.refused + other.refused,
        is_full=one.is_full or other.is_full,
    )


def _take_in(
    opened: OpenCase, name: str, incoming: Incoming, room: Room, now: datetime
) -> tuple[Taken, OpenCase]:
    """Of one file. Raises FileRefused before anything is added."""
    check_room(opened.record.case, incoming, room)
    blob = incoming.finish()
    name = kept_name(name)
    source = read_file(opened, blob, incoming.key, incoming.size)
    letters = letters_of(source, name, limits=room.limits(opened.record.case))
    problem = next((one.normal.problem for one in letters if one.normal.problem), None)
    if problem:
        raise FileRefused(problem)
    taken = Taken()
    for number, letter in enumerate(letters, 1):
        sha256 = hashlib.sha256(letter.data).hexdigest()
        if _has(opened.record.case, sha256):
            taken = _both(taken, Taken(doubles=1))
        elif len(opened.record.case.exhibits) >= MAX_EXHIBITS:
            return _both(taken, Taken(is_full=True)), opened
        else:
            own_name = name if len(letters) == 1 else _name_of(name, number)
            exhibit, opened = _put(opened, own_name, sha256, letter, now)
            taken = _both(taken, Taken(exhibits=(exhibit,)))
    return taken, opened


def _chat_with(case: Case, sha256: str) -> Exhibit | None:
    same = (one for one in case.exhibits if one.file and one.file.sha256 == sha256)
    return next(filter(is_chat, same), None)


def _has(case: Case, sha256: str) -> bool:
    return any(one.file and one.file.sha256 == sha256 for one in case.exhibits)


def _name_of(mailbox: str, number: int) -> str:
    """The name of an e-mail out of a mailbox: "casino.mbox" gives "casino 3.eml"."""
    return f"{PurePath(mailbox).stem[:_LONGEST_STEM]} {number}.eml"


def _put(
    opened: OpenCase, name: str, sha256: str, letter: Letter, now: datetime
) -> tuple[str, OpenCase]:
    """Seals an e-mail under a key of its own and adds it."""
    key = new_file_key()
    writer = FileWriter(opened, key, now)
    writer.write(letter.data)
    writer.finish()
    original = Original(key, writer.name, name, len(letter.data), sha256)
    try:
        return put_in(opened, original, letter.normal, now)
    except BaseException:
        delete_files([writer.name])
        raise


def take_in_chat(
    opened: OpenCase, incoming: Incoming, name: str, room: Room, now: datetime
) -> tuple[str, OpenCase]:
    """Adds an exhibit for a chat that arrived as text: its id, and the case.

    A chat that the case has already is not added again. Raises FileRefused (UNKNOWN_TYPE for what
    is no plain text) and ListFull; then nothing is kept.
    """
    if known := _chat_with(opened.record.case, incoming.sha256):
        incoming.discard()
        return known.id, opened
    try:
        exhibit, opened = _put_chat(opened, incoming, kept_name(name), room, now)
    except BaseException:
        incoming.discard()
        raise
    incoming.hand_over()
    return exhibit, opened


def _put_chat(
    opened: OpenCase, incoming: Incoming, name: str, room: Room, now: datetime
) -> tuple[str, OpenCase]:
    check_room(opened.record.case, incoming, room)
    blob = incoming.finish()
    original = Original(incoming.key, blob, name, incoming.size, incoming.sha256)
    source = read_file(opened, blob, incoming.key, incoming.size)
    normal = normalise(source, name, limits=room.limits(opened.record.case))
    if normal.form is not FileForm.TEXT:
        is_text = normal.media_type == _TEXT
        raise FileRefused((is_text and normal.problem) or FileProblem.UNKNOWN_TYPE)
    return put_in(opened, original, normal, now)
