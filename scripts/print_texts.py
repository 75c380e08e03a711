"""Prints every text of both example cases, in both languages: docs/examples/texts.

Usage: python scripts/print_texts.py. A follow-up on a complaint that has its final response by the
day of the examples is printed as of the day before that response came; the replies to an offer as
if that response had been one, or one had come yesterday; the request for records as if nothing was
there yet.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from portal.documents.texts import offered_texts, step_text, text_title
from portal.domain.case import Answer, Case
from portal.domain.codes import AnswerKind, TextKind
from portal.domain.offers import OFFER_TEXTS
from portal.domain.parts import replace
from portal.domain.recipient import CASINO
from portal.i18n import LANGUAGES, current_language, format_day, ngettext, use_language
from portal.knowledge.examples import example_case, example_names
from portal.knowledge.loader import load_packs
from portal.wording import text_groups, text_purpose

PLACE = Path(__file__).parents[1] / "docs" / "examples" / "texts"
TODAY = date(2026, 11, 22)
_RULE = "=" * 72


def pages() -> dict[str, str]:
    """The content of each file, by its name."""
    return {
        f"{name}-{language}.txt": _page(example_case(name), language)
        for name in example_names()
        for language in LANGUAGES
    }


def _page(case: Case, language: str) -> str:
    with use_language(language):
        groups = text_groups()
        parts = [part for group in groups for part in _group(group.title, group.kinds, case)]
    return "\n".join(parts) + "\n"


def _group(title: str, kinds: tuple[TextKind, ...], case: Case) -> Iterator[str]:
    texts = [line for kind in kinds for line in _text(kind, case)]
    if texts:
        yield f"{_RULE}\n{title.upper()}\n{_RULE}\n"
        yield from texts


def _text(kind: TextKind, case: Case) -> Iterator[str]:
    told, day = _when_it_fits(kind, case)
    if kind not in offered_texts(told, day):
        return  # there is nothing that the casino still has to give
    pack = load_packs()[case.casino.authority]
    text = step_text(kind, told, pack, current_language(), day)
    short = ngettext("%(num)s character", "%(num)s characters", len(text.short))
    yield f"## {text_title(kind)} ({format_day(day)})\n{text_purpose(kind)}\n"
    yield f"{text.subject}\n\n{text.body}\n"
    yield f"-- {short} --\n{text.short}\n"


def _when_it_fits(kind: TextKind, case: Case) -> tuple[Case, date]:
    sent = case.dispatch_to(CASINO.code)
    if kind in OFFER_TEXTS.values() and sent:
        day = sent.answer.received_on if sent.answer else (TODAY - timedelta(days=1)).isoformat()
        offer = Answer(received_on=day, kind=AnswerKind.OFFERED)
        return case.with_dispatch(replace(sent, answer=offer)), TODAY
    if kind is TextKind.ASK_RECORDS:
        return replace(case, deciding_evidence=()), TODAY
    if kind in offered_texts(case, TODAY) or sent is None or sent.answer is None:
        return case, TODAY
    day = date.fromisoformat(sent.answer.received_on) - timedelta(days=1)
    return case.with_dispatch(replace(sent, answer=None)), day


if __name__ == "__main__":
    PLACE.mkdir(parents=True, exist_ok=True)
    for name, content in pages().items():
        (PLACE / name).write_text(content, encoding="utf-8")
