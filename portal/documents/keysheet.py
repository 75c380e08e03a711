"""The sheet of paper on which a player keeps the case key."""

from __future__ import annotations

from msgspec import UNSET

from portal import i18n
from portal.documents.group_mark import mark_lines
from portal.documents.html import render_document
from portal.documents.pdf import PdfJob
from portal.documents.qr import qr_code
from portal.domain.group import Mark


def key_sheet(key_text: str, language: str, mark: Mark = UNSET) -> PdfJob:
    """One A4 page with the key in large type and as a QR code, and how to keep it.

    `key_text` is the key as it is written out ("M1CQ-QRMN-…"). The code holds that text alone,
    no address: a scanned address with the key in it would end up in histories and logs. The
    sheet carries no name, casino or date, so that who finds it learns nothing from it; and of the
    group only what `mark` says, which it has to ask for.
    """
    with i18n.use_language(language):
        title = str(i18n.gettext("Your case key"))
        code = qr_code(key_text, str(i18n.gettext("QR code of the case key printed above")))
        lines = mark_lines("", mark)
    html = render_document(
        "v1/key_sheet.html",
        language,
        title=title,
        key_text=key_text,
        qr_code=code,
        group_mark=lines,
    )
    return PdfJob(html=html, title=title, language=language)
