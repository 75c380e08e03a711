"""Say what a case still needs for one recipient. Exit status: 0 ready, 3 not ready, 2 bad input."""

import argparse
import json
from typing import Any

from portal.commands.case_file import (
    NOT_READY,
    READY,
    Question,
    add_question_arguments,
    answering_problems,
    findings_as_text,
    put_question,
)
from portal.domain.finding import Finding
from portal.i18n import gettext, use_language
from portal.wording import Names, arithmetic, finding_sentence, finding_title, names_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the question, and the form of the answer."""
    add_question_arguments(parser, "language of the sentences")
    parser.add_argument("--json", action="store_true", help="print JSON (docs/case-file.md)")


def run(arguments: argparse.Namespace) -> int:
    """Print the findings and return the exit status."""
    return answering_problems(lambda: _answer(arguments))


def _answer(arguments: argparse.Namespace) -> int:
    question = put_question(arguments)
    with use_language(arguments.language):
        if arguments.json:
            print(json.dumps(as_json(question), ensure_ascii=False, indent=2))
        else:
            ready = question.readiness.is_ready
            print(findings_as_text(question))
            print(gettext("Ready.") if ready else gettext("Not ready."))
    return READY if question.readiness.is_ready else NOT_READY


def as_json(question: Question) -> dict[str, Any]:
    """The answer as docs/case-file.md describes it; sentences in the current language."""
    readiness, pack = question.readiness, question.pack
    names = names_of(question.case, pack)
    waiting = readiness.waiting_until
    return {
        "recipient": readiness.recipient.code,
        "document": str(readiness.document),
        "on": readiness.today.isoformat(),
        "ready": readiness.is_ready,
        "waiting_until": waiting.isoformat() if waiting else None,
        "rule_pack": {
            "id": pack.id,
            "hash": pack.hash,
            "verified_on": pack.verified_on.isoformat(),
        },
        "findings": [_finding(one, names) for one in readiness.findings],
    }


def _finding(finding: Finding, names: Names) -> dict[str, Any]:
    return {
        "code": str(finding.code),
        "state": str(finding.state),
        "way": str(finding.way) if finding.way else None,
        "step": str(finding.step) if finding.step else None,
        "title": finding_title(finding),
        "sentence": finding_sentence(finding, names),
        "day": finding.day.isoformat() if finding.day else None,
        "until": finding.until.isoformat() if finding.until else None,
        "arithmetic": arithmetic(finding, names),
        "names": list(finding.names),
        "article": finding.article,
        "confidence": str(finding.confidence) if finding.confidence else None,
        "sources": [
            {"id": one.id, "title": one.title, "url": one.url, "date": one.date}
            for one in finding.sources
        ],
    }
