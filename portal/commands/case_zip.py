"""A case file with its evidence (ZIP) for the commands: without a database, nothing is kept."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from portal.config import load_settings
from portal.documents.exhibits import ExhibitFile, Files
from portal.domain.blacking import told
from portal.domain.case import Case, Exhibit
from portal.domain.evidence import EvidenceFile, FileRefused
from portal.domain.manifest import CaseFileProblem, CaseFileRefused
from portal.domain.packet_exhibits import exhibit_numbers
from portal.domain.parts import replace
from portal.i18n import use_language
from portal.intake.child import normalise
from portal.services.blacking import shown_normal
from portal.services.case_file_in import bounds_of
from portal.services.case_zip import CaseZip, open_case_zip
from portal.services.evidence import Room, file_facts
from portal.web.files import room_of
from portal.wording import case_file_refusal

_MAGIC: Final = b"PK\x03\x04"


class ZipProblem(Exception):
    """The ZIP cannot be used; the text says why and what to do."""


def is_zip(path: Path) -> bool:
    """Whether the file begins as a ZIP does. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def case_in_zip(path: Path) -> Case:
    """The case as the file tells it. Raises ZipProblem, OSError."""
    with _opened(path) as (found, _room):
        return found.case


def case_and_files(path: Path) -> tuple[Case, Files]:
    """The case and its evidence, by number of exhibit, as intake sees it. Raises ZipProblem."""
    held: dict[int, ExhibitFile] = {}
    with _opened(path) as (found, room):
        case, numbers = found.case, exhibit_numbers(found.case)
        for exhibit in found.case.exhibits:
            if exhibit.file:
                number = numbers[exhibit.id]
                taken, held[number] = _taken(found, room, exhibit, exhibit.file, number)
                case = case.with_exhibit(taken)
    return case, held


@contextmanager
def _opened(path: Path) -> Iterator[tuple[CaseZip, Room]]:
    settings = load_settings(os.environ)
    room, total = room_of(settings), settings.case_file_max_bytes
    try:
        with path.open("rb") as file, open_case_zip(file, bounds_of(room, total)) as found:
            yield found, room
    except CaseFileRefused as refused:
        with use_language("en"):
            said = case_file_refusal(refused, room.file, room.case, total)
        raise ZipProblem(said) from refused


def _taken(
    found: CaseZip, room: Room, exhibit: Exhibit, held: EvidenceFile, number: int
) -> tuple[Exhibit, ExhibitFile]:
    content = b"".join(found.read(found.manifest.by_exhibit[exhibit.id].path))
    try:
        normal = normalise(
            [content],
            held.name,
            limits=room.limits(found.case, exhibit.id),
            chosen=held.chosen,
            edits=held.edits,
        )
    except FileRefused as refused:
        problem = CaseFileProblem.BAD_EVIDENCE
        raise CaseFileRefused(problem, number, refused.problem) from None
    file = file_facts(held.name, held.size, held.sha256, normal)
    file = replace(file, attach=held.attach, chosen=held.chosen, edits=held.edits, black=held.black)
    taken = replace(exhibit, file=file)
    shown = ExhibitFile(
        normal=shown_normal(file, normal), original=content if file.attach else None
    )
    return told(taken, normal.transcript) if normal.transcript else taken, shown
