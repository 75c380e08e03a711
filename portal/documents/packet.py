"""The packet on paper: `PacketContent` goes in, the HTML and the print job come out.

Everything is written in the packet's language, whatever language the screen is in. The numbers
come from the content, so Dutch and English carry the same ones.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final

from portal.documents import packet_words as words
from portal.documents.exhibits import (
    NO_FILES,
    Files,
    exhibit_lengths,
    exhibit_pages,
    exhibit_parts,
    indexed_exhibits,
    is_here,
    originals,
)
from portal.documents.group_mark import mark_lines, named_in_footer
from portal.documents.history_picture import history_svg
from portal.documents.history_words import history_lines
from portal.documents.html import page_label, render_document
from portal.documents.ladder_picture import ladder_svg
from portal.documents.packet_lines import (
    answers,
    check_lines,
    ladder_lines,
    letter_lines,
    place_and_date,
    player_address,
    runs,
    summary,
    your_reference,
)
from portal.documents.part_words import part_lines
from portal.documents.pdf import Attachment, PdfJob
from portal.documents.pdf_lines import PageLines
from portal.domain.codes import DocumentKind
from portal.domain.ledger import totals
from portal.domain.packet import SMALL, PacketContent
from portal.domain.packet_code import grouped, packet_code
from portal.domain.topics import Shown
from portal.domain.values import Moment
from portal.i18n import LANGUAGES, current_language, gettext, use_language
from portal.wording import answer_value, label, names_on_paper

# Above this, a table row may break over pages (characters); a page holds about 3000.
LONG_TEXT: Final = 900

# Longer words of the player stand in their own section only, so that page 1 stays one page.
LONGEST_GIST: Final = 320

_FILE_WORDS: Final = {
    DocumentKind.COMPLAINT: {"en": "complaint", "nl": "klacht"},
    DocumentKind.DISPUTE_SUBMISSION: {"en": "dispute", "nl": "geschil"},
    DocumentKind.REFERRAL: {"en": "referral", "nl": "dossier"},
    DocumentKind.REPORT: {"en": "report", "nl": "melding"},
}
_DRAFT_WORDS: Final = {"en": "draft", "nl": "concept"}
_SMALL_WORDS: Final = {"en": "small", "nl": "klein"}
_PART_WORDS: Final = {"en": "part-{part}-of-{parts}", "nl": "deel-{part}-van-{parts}"}
_LONGEST_NAME: Final = 40


def packet_job(
    content: PacketContent, language: str, case_json: bytes, files: Files = NO_FILES
) -> PdfJob:
    """What to print: the packet in `language` ("nl" or "en"), with `case_json` inside.

    `files` are the files of exhibits by number; an exhibit without one is only described.
    """
    with use_language(language):
        title, data = words.title(content), _data(case_json)
        attached = originals(content, files)  # their descriptions carry labels: "B3"
        parts = exhibit_parts(content, files)
        lines = _lines(content)
    return PdfJob(
        html=packet_html(content, language, files),
        other_front=_other_front(content, language, files),
        title=title,
        language=language,
        created=content.day.isoformat(),
        keywords=_mark(content, language),
        exhibits=tuple(exhibit_pages(content, files, parts)),
        lengths=exhibit_lengths(parts),
        lines=lines,
        originals=attached,
        attachments=(data,),
    )


def _data(case_json: bytes) -> Attachment:
    description = gettext("The data of this case")
    return Attachment(
        name="case.json", content=case_json, description=description, relationship="Data"
    )


def packet_html(
    content: PacketContent, language: str, files: Files = NO_FILES, *, only_front: bool = False
) -> str:
    """The packet as HTML in `language` ("nl" or "en"), safe to print; or what precedes exhibits."""
    with use_language(language):
        values = {**_values(content), "exhibits": exhibit_parts(content, files)}
    return _html(content, language, {**values, "only_front": only_front})


def letter_html(content: PacketContent, language: str) -> str:
    """The same without the exhibits, for who must edit it: their index alone."""
    with use_language(language):
        values = {**_values(content), "exhibits": indexed_exhibits(content)}
    return _html(content, language, {**values, "is_copy": True})


def _html(content: PacketContent, language: str, values: dict[str, Any]) -> str:
    name = content.document if content.part == 1 else "part"
    shown = {one.number for one in values["exhibits"] if one.has_page}
    template = f"{content.template}/{name}.html"
    return render_document(template, language, content=content, shown=shown, **values)


def _other_front(content: PacketContent, language: str, files: Files) -> str:
    """The pages before the exhibits in the other language; a draft is not compared with it."""
    if content.is_draft or not any(is_here(content, number) for number in files):
        return ""
    (other,) = (one for one in LANGUAGES if one != language)
    return packet_html(content, other, files, only_front=True)


def _lines(content: PacketContent) -> PageLines:
    draft = gettext("DRAFT – do not send") if content.is_draft else ""
    return PageLines(label=page_label(), footer=_footer(content), draft=draft)


def packet_file_name(content: PacketContent, language: str) -> str:
    """A name in plain ASCII, as "klacht-zilverster-casino-2026-11-22.pdf"."""
    kind = _FILE_WORDS[content.document][language]
    parts = [kind, _plain(content.casino.brand) or "casino", content.day.isoformat()]
    if content.is_draft:
        parts.insert(0, _DRAFT_WORDS[language])
    if content.variant == SMALL:
        parts.append(_SMALL_WORDS[language])
    if content.parts > 1:
        parts.append(_PART_WORDS[language].format(part=content.part, parts=content.parts))
    return "-".join(parts) + ".pdf"


def _plain(text: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")[:_LONGEST_NAME].strip("-")


def _values(content: PacketContent) -> dict[str, object]:
    """Everything that the templates use, in the current language."""
    return {
        **_frame(content),
        **_names(content),
        **_first_page(content),
        **_own_words(content),
        "only_front": False,
        "is_copy": False,
        "long_text": LONG_TEXT,
        "answers": answers(content),
        "letters": letter_lines(content),
        "checks": check_lines(content),
        "history": history_lines(
            content.history, names_on_paper(content), content.pack.id, "paper"
        ),
        "runs": runs,
        "history_picture": history_svg(content.history, content.day, "paper"),
        "remedies": words.remedies(content),
        "payment_totals": totals(content.transactions),
        "term": words.term(content),
        "decides_no_money": words.decides_no_money(content),
        "rules_note": words.rules_note(content),
        "source_dates": [words.source_date(source) for source in content.sources],
    }


def _frame(content: PacketContent) -> dict[str, object]:
    """What all pages share."""
    title = words.title(content)
    return {
        "title": title,
        "running": " – ".join(filter(None, [title, content.casino.brand])),
        "footer": named_in_footer(_footer(content), content.group),
        "group_mark": mark_lines(_footer(content), content.group),
        "sections": _sections(content),
        "part_lines": part_lines(content),
        "label": _paper_label,
        "when": words.when(content),
        "answer_value": _shown(words.when(content)),
    }


def _first_page(content: PacketContent) -> dict[str, object]:
    rungs = tuple(line.rung for line in content.rungs)
    return {
        "subject": words.subject(content),
        "subject_line": words.subject_line(content),
        "opening": words.opening(content),
        "summary": summary(content),
        "gist": content.topic_words if len(content.topic_words) <= LONGEST_GIST else "",
        "gist_label": words.gist_label(content),
        "ladder": ladder_lines(content),
        "picture": ladder_svg(rungs, names_on_paper(content), paper=True),
    }


def _own_words(content: PacketContent) -> dict[str, object]:
    note = words.own_words_note(content)
    return {
        "own_language": content.words_language,
        "own_words_note": note,
        "table_note": " ".join(filter(None, [words.zone_note(content), note])),
    }


def _names(content: PacketContent) -> dict[str, object]:
    player = content.player
    return {
        "addressee": words.addressee_name(content),
        "player_address": player_address(player),
        "reachable_at": " · ".join(filter(None, [player.email, player.phone])),
        "place_and_date": place_and_date(content),
        "your_reference": your_reference(content),
        "dispute_body": words.dispute_body(content),
        "licensing_authority": words.licensing_authority(content),
    }


def _sections(content: PacketContent) -> dict[str, dict[str, object]]:
    """The sections in their order, by id, with the same number in both languages."""
    there = {"term": bool(content.deadline), "history": bool(content.history)}
    names = [name for name in words.SECTIONS if there.get(name, True)]
    return {
        name: {"id": name, "number": number, "title": words.section_title(name, content.document)}
        for number, name in enumerate(names, 1)
    }


def _footer(content: PacketContent) -> str:
    """The packet's reference and code, by which anybody can check it, and the rules used."""
    pack = content.pack
    code = "" if content.is_draft else grouped(packet_code(content.hash, current_language()))
    reference = " ".join(filter(None, [content.reference, code]))
    return " · ".join(filter(None, [reference, f"{pack.id} {pack.hash}".strip()]))


def _mark(content: PacketContent, language: str) -> tuple[str, ...]:
    """What `pdf_mark.find_packet_mark` finds in the file; a draft has none."""
    if content.is_draft or not content.reference:
        return ()
    return (f"hogerop-packet:{content.reference}:{packet_code(content.hash, language)}",)


def _shown(when: Callable[[Moment], str]) -> Callable[[Shown], str]:
    """Writes a value of an answer; "–" where a row leaves a column open."""
    return lambda one: answer_value(one.kind, one.value, when) if one.value else "–"


def _paper_label(code: object) -> str:
    return label(code, "paper")  # type: ignore[arg-type]
