"""What the commands about a case file have in common: their arguments, and reading them."""

import argparse
import os
import sys
from codecs import BOM_UTF8
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import Struct

from portal.commands.case_zip import ZipProblem, case_and_files, case_in_zip, is_zip
from portal.config import load_settings
from portal.documents.exhibits import NO_FILES, Files
from portal.domain.case import Case
from portal.domain.codec import MAX_BYTES, read_case
from portal.domain.codes import RecipientKind
from portal.domain.errors import BadCaseFile, DomainError
from portal.domain.finding import Readiness
from portal.domain.recipient import Recipient, parse_recipient
from portal.domain.rules import RulePack
from portal.i18n import LANGUAGES
from portal.services.gate import ask, pack_for
from portal.web.clock import today
from portal.web.known import read_known
from portal.wording import arithmetic, finding_sentence, finding_title, label, names_of

READY: Final = 0
BAD_INPUT: Final = 2
NOT_READY: Final = 3


class InputProblem(Exception):
    """The command was asked something wrong; the text names the field and the problem."""


class Question(Struct, frozen=True, kw_only=True):
    """A case with the gate's answer for one recipient on one day."""

    case: Case
    pack: RulePack
    readiness: Readiness
    files: Files = NO_FILES


def add_question_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Take the case file, the recipient, the day and the language."""
    parser.add_argument("case", type=Path, metavar="CASE", help="the case file (JSON or ZIP)")
    parser.add_argument(
        "--recipient",
        required=True,
        help="casino, dispute, authority:ID or report:ID, as in authority:mt-mga",
    )
    parser.add_argument(
        "--on",
        type=day,
        default=today(),
        metavar="YYYY-MM-DD",
        help="the day on which it would be made (default: today)",
    )
    parser.add_argument(
        "--language", choices=LANGUAGES, default="en", help=f"{language} (default: en)"
    )


def day(text: str) -> date:
    """Read a day as ISO 8601 writes it; argparse names the argument when it is wrong."""
    return date.fromisoformat(text)


def answering_problems(run: Callable[[], int]) -> int:
    """The exit status of `run`; bad input gives 2 and one line on standard error."""
    try:
        return run()
    except InputProblem as problem:
        print(problem, file=sys.stderr)
        return BAD_INPUT


def put_question(arguments: argparse.Namespace, *, with_files: bool = False) -> Question:
    """The gate's answer to what the arguments ask, with the evidence of a ZIP on request.

    Raises InputProblem.
    """
    case, files = _load(arguments.case, with_files=with_files)
    recipient = _recipient(arguments.recipient)
    packs = read_known(load_settings(os.environ)).packs
    try:
        pack = pack_for(case, recipient, packs)
    except DomainError as problem:
        known = ", ".join(sorted(packs))
        raise InputProblem(f"--recipient: no rules for this authority; known: {known}") from problem
    readiness = ask(case, recipient, packs, arguments.on)
    return Question(case=case, pack=pack, readiness=readiness, files=files)


def _load(path: Path, *, with_files: bool) -> tuple[Case, Files]:
    try:
        if not is_zip(path):
            return load_case(path), NO_FILES
        return case_and_files(path) if with_files else (case_in_zip(path), NO_FILES)
    except OSError as problem:
        raise InputProblem(f"{path}: {problem.strerror or 'cannot be read'}") from problem
    except ZipProblem as problem:
        raise InputProblem(f"{path}: {problem}") from problem


def load_case(path: Path) -> Case:
    """The case in a JSON file. Raises InputProblem, which names the wrong field, not content."""
    try:
        with path.open("rb") as file:
            data = file.read(len(BOM_UTF8) + MAX_BYTES + 1)  # enough to see that it is too much
        return read_case(data.removeprefix(BOM_UTF8))  # some Windows editors put one in front
    except OSError as problem:
        raise InputProblem(f"{path}: {problem.strerror or 'cannot be read'}") from problem
    except BadCaseFile as problem:
        raise InputProblem(f"{path}: {problem.field}: {problem.problem}") from problem


def _recipient(text: str) -> Recipient:
    try:
        return parse_recipient(text)
    except DomainError as problem:
        kinds = ", ".join(RecipientKind)
        raise InputProblem(
            f"--recipient: must be one of {kinds}; authority and report with an id, "
            "as in authority:mt-mga"
        ) from problem


def findings_as_text(question: Question) -> str:
    """The findings in the current language, one block per finding."""
    names = names_of(question.case, question.pack)
    lines = []
    for one in question.readiness.findings:
        lines.append(f"{label(one.state)}: {finding_title(one)}")
        told = [finding_sentence(one, names), arithmetic(one, names)]
        cited = [one.article, *(source.url or source.title for source in one.sources)]
        lines += [f"    {text}" for text in (*told, *cited) if text]
    return "\n".join(lines)
