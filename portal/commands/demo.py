"""Write two invented example cases, each with its case file and every packet that is ready."""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from portal.commands.case_file import READY, InputProblem, Question, answering_problems
from portal.commands.packet import packet_pdf, write_file
from portal.domain.case import Case
from portal.domain.codec import write_case
from portal.i18n import LANGUAGES
from portal.knowledge.examples import example_names
from portal.knowledge.loader import load_packs
from portal.services.examples import example_with_files
from portal.services.gate import ask, pack_for, recipients_of

# The examples tell a story up to this day; on another day they would wait or be too late.
DEMO_DAY: Final = date(2026, 11, 22)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the folder."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="is made when it does not exist")


def run(arguments: argparse.Namespace) -> int:
    """Write the files, print their names and return the exit status."""
    return answering_problems(lambda: _write(arguments.folder))


def _write(folder: Path) -> int:
    for name in example_names():
        make_folder(folder / name)
        for file_name, data in example_files(name):
            path = folder / name / file_name
            write_file(path, data)
            print(path)
    return READY


def make_folder(path: Path) -> None:
    """Make a folder and those above it. Raises InputProblem when that is not possible."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InputProblem(f"{path}: {problem.strerror or 'cannot be made'}") from problem


def example_files(name: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of the case file and of each ready packet, in both languages."""
    case, files = example_with_files(name)
    yield "case.json", write_case(case)
    for question in ready_questions(case):
        recipient = question.readiness.recipient.code.replace(":", "-")
        for language in LANGUAGES:
            pdf = packet_pdf(question, language, is_draft=False, files=files)
            yield f"{recipient}-{language}.pdf", pdf


def ready_questions(case: Case) -> Iterator[Question]:
    """For each recipient for whom the example is ready on `DEMO_DAY`, the gate's answer.

    By our own packs only: the examples were written for them.
    """
    packs = load_packs()
    for recipient in recipients_of(case, packs):
        readiness = ask(case, recipient, packs, DEMO_DAY)
        if readiness.is_ready:
            pack = pack_for(case, recipient, packs)
            yield Question(case=case, pack=pack, readiness=readiness)
