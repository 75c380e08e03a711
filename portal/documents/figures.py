"""Figures on paper: the report of a year, and the signal about one casino for its authority."""

from datetime import date

from markupsafe import Markup
from msgspec import Struct

from portal.documents.bar_picture import ChartBar, bars_svg
from portal.documents.html import render_document
from portal.documents.pdf import PdfJob
from portal.domain.figures import PartFigures, Question, Spread, first_day_of_figures
from portal.domain.known import Known
from portal.i18n import format_day, gettext, use_language
from portal.wording.figures import (
    authority_name,
    bar_name,
    group_name,
    how_counted,
    part_name,
    question_title,
    rest_name,
)

_PERCENT = 100


class Chart(Struct, frozen=True):
    """A chart with the table that says the same: name, number and rounded share of each group."""

    id: str
    title: str
    picture: Markup
    rows: tuple[tuple[str, int, int], ...]


def charts_of(found: PartFigures, known: Known, *, paper: bool = False) -> list[Chart]:
    """The charts of a part of a year in the current language."""
    shown = [one for one in found.spreads if one.bars]
    return [_chart(one, found.total, known, paper=paper) for one in shown]


def left_out(found: PartFigures) -> list[str]:
    """What is asked of these cases too, but cannot be shown: the groups would be too small."""
    return [question_title(one.question) for one in found.spreads if not one.bars]


def bars_of(spread: Spread, known: Known) -> list[ChartBar]:
    """Each group by its name, and last what cannot be shown apart."""
    bars = [ChartBar(bar_name(spread.question, bar, known), bar.number) for bar in spread.bars]
    return [*bars, ChartBar(rest_name(), spread.rest, is_rest=True)] if spread.rest else bars


def _chart(spread: Spread, total: int, known: Known, *, paper: bool) -> Chart:
    title, bars = question_title(spread.question), bars_of(spread, known)
    rows = tuple((bar.name, bar.number, round(_PERCENT * bar.number / total)) for bar in bars)
    picture = bars_svg(title, spread.question, bars, paper=paper)
    return Chart(spread.question, title, picture, rows)


def report_job(
    year: int, found: PartFigures, language: str, site: str, known: Known, today: date
) -> PdfJob:
    """The report of a part of a year; of a casino it is the signal for the authority.

    `site` is the name of the group that hosts the portal and signs the report.
    """
    with use_language(language):
        title = report_title(year, found, known)
        html = render_document(
            "v1/figures.html",
            language,
            title=title,
            year=year,
            site=site,
            day=format_day(today),
            found=found,
            part=part_name(found.part, known),
            casino=_casino(found, known),
            authority=authority_name(found.part.authority or "", known),
            charts=charts_of(found, known, paper=True),
            left_out=left_out(found),
            explained=how_counted(year, first_day_of_figures(year)),
        )
    return PdfJob(html=html, title=title, language=language, created=today.isoformat())


def report_title(year: int, found: PartFigures, known: Known) -> str:
    """What the report is called, in the current language."""
    casino = _casino(found, known)
    if casino:
        return gettext("Signal about %(casino)s, %(year)s", casino=casino, year=year)
    return gettext("Disputes with online casinos in %(year)s", year=year)


def _casino(found: PartFigures, known: Known) -> str:
    if found.part.casino is None:
        return ""
    return group_name(Question.CASINO, found.part.casino, known)
