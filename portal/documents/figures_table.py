"""The figures of a year as a table for a spreadsheet (CSV, RFC 4180)."""

import csv
import io
from codecs import BOM_UTF8

from portal.documents.figures import bars_of
from portal.domain.figures import YearFigures
from portal.domain.known import Known
from portal.i18n import gettext, use_language
from portal.wording.figures import part_name, question_title
from portal.wording.source import N_

# A program where numbers have a decimal comma reads semicolons.
_BETWEEN = {"nl": ";", "en": ","}
_HEADS = (
    N_("Year"),
    N_("Cases of"),
    N_("Question"),
    N_("Group"),
    N_("Cases"),
    N_("Cases in all"),
)
# A cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def figures_csv(figures: YearFigures, language: str, known: Known) -> bytes:
    """All figures of a year: a line for each bar of each chart of each part.

    UTF-8 with a mark in front, without which spreadsheets take it for something else.
    """
    written = io.StringIO()
    with use_language(language):
        lines = csv.writer(written, delimiter=_BETWEEN[language])
        lines.writerow(map(gettext, _HEADS))
        for part in figures.parts:
            about = part_name(part.part, known)
            for spread in part.spreads:
                asked = question_title(spread.question)
                for bar in bars_of(spread, known):
                    told = (about, asked, bar.name)
                    lines.writerow([figures.year, *map(plain, told), bar.number, part.total])
    return BOM_UTF8 + written.getvalue().encode()


def plain(text: str) -> str:
    """`text`, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
