"""The example cases with their invented files of evidence: as a player's case, and without one."""

import hashlib
from datetime import date, datetime

from portal.documents.exhibits import ExhibitFile
from portal.domain.case import Case
from portal.domain.packet_exhibits import exhibit_numbers
from portal.domain.parts import replace
from portal.intake.child import normalise
from portal.knowledge.examples import example_case, example_files
from portal.services.cases import adopt_case
from portal.services.evidence import Incoming, Room, exhibit_of, file_facts, take_in
from portal.store.cases import OpenCase
from portal.vault.keys import CaseKey


def adopt_example(
    name: str, today: date, months: int, room: Room, now: datetime
) -> tuple[CaseKey, OpenCase]:
    """The example under a new key, with every file taken in as if the player had added it."""
    key, opened = adopt_case(example_case(name), today, months)
    for exhibit_id, file in example_files(name).items():
        incoming = Incoming(opened, now, room.file)
        incoming.write(file.content)
        _id, opened = take_in(opened, incoming, file.name, exhibit_id, room, now)
    return key, opened


def example_with_files(name: str) -> tuple[Case, dict[int, ExhibitFile]]:
    """The example, and its files by number of exhibit, without any store."""
    case, held = example_case(name), {}
    for exhibit_id, file in example_files(name).items():
        exhibit = exhibit_of(case, exhibit_id)
        if exhibit is None:
            raise LookupError(exhibit_id)
        normal = normalise([file.content], file.name)
        digest = hashlib.sha256(file.content).hexdigest()
        facts = file_facts(file.name, len(file.content), digest, normal)
        case = case.with_exhibit(replace(exhibit, file=facts))
        held[exhibit_id] = ExhibitFile(normal=normal, original=file.content)
    numbers = exhibit_numbers(case)
    return case, {numbers[exhibit_id]: file for exhibit_id, file in held.items()}
