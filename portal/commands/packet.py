"""Make the PDF of a case for one recipient. Exit status: 0 made, 3 not ready, 2 bad input."""

import argparse
import sys
from pathlib import Path

from portal.commands.case_file import (
    NOT_READY,
    READY,
    InputProblem,
    Question,
    add_question_arguments,
    answering_problems,
    findings_as_text,
    put_question,
)
from portal.documents.exhibits import NO_FILES, Files
from portal.documents.packet import packet_job
from portal.documents.pdf import render_pdf
from portal.domain.codec import write_case
from portal.domain.packet import build
from portal.domain.reader import case_for
from portal.i18n import gettext, use_language
from portal.services.gate import guide_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the question, and where the PDF goes."""
    add_question_arguments(parser, "language of the packet")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the PDF to write")
    parser.add_argument(
        "--draft", action="store_true", help="make a draft, marked on every page, ready or not"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the PDF and return the exit status; not ready: print the findings, write nothing."""
    return answering_problems(lambda: _make(arguments))


def _make(arguments: argparse.Namespace) -> int:
    question = put_question(arguments, with_files=True)
    if not question.readiness.is_ready and not arguments.draft:
        with use_language(arguments.language):
            print(findings_as_text(question), file=sys.stderr)
            print(gettext("Not ready."), file=sys.stderr)
        return NOT_READY
    pdf = packet_pdf(question, arguments.language, is_draft=arguments.draft, files=question.files)
    write_file(arguments.out, pdf)
    return READY


def packet_pdf(
    question: Question, language: str, *, is_draft: bool, files: Files = NO_FILES
) -> bytes:
    """The packet that answers `question`, as a PDF file with its case file and `files` inside."""
    content = build(
        question.case,
        question.readiness,
        question.pack,
        is_draft=is_draft,
        guide=guide_of(question.case),
    )
    attached = case_for(question.case, question.readiness.recipient, question.pack)
    return render_pdf(packet_job(content, language, write_case(attached), files)).pdf


def write_file(path: Path, data: bytes) -> None:
    """Write a file. Raises InputProblem when that is not possible."""
    try:
        path.write_bytes(data)
    except OSError as problem:
        raise InputProblem(f"{path}: {problem.strerror or 'cannot be written'}") from problem
