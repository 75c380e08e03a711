"""The figures of a year, for the staff: charts with their tables, reports, and a file of them."""

from flask import Blueprint, Response, abort, current_app, g, render_template, request
from msgspec import Struct
from werkzeug.wrappers import Response as AnyResponse

from portal.config import Settings
from portal.documents.figures import charts_of, left_out
from portal.documents.figures_table import figures_csv
from portal.domain.disclosure import LEAST
from portal.domain.figures import (
    LEAST_FOR_A_PAGE,
    PartFigures,
    YearFigures,
    first_day_of_figures,
)
from portal.i18n import LANGUAGES, use_language
from portal.i18n import gettext as _
from portal.services import counting
from portal.services.counting import NoFigures, Site
from portal.web.clock import today
from portal.web.known import known
from portal.web.language import PREFIX
from portal.web.security import never_store
from portal.web.staff_access import for_templates, leave_no_copy, needs_staff
from portal.wording.figures import how_counted, part_name

blueprint = Blueprint("figures", __name__, url_prefix=f"{PREFIX}/staff/figures")
blueprint.after_request(leave_no_copy)
blueprint.context_processor(for_templates)


class _Choice(Struct, frozen=True):
    """One line of the list of parts."""

    code: str
    name: str


@blueprint.route("")
@needs_staff()
def overview() -> str:
    """The figures of `year` about `part`; without them the newest year, and all of it."""
    years = counting.years_with_figures(today())
    year = request.args.get("year", years[0] if years else 0, type=int)
    if year not in years:
        return _none_page(years)
    try:
        figures = counting.figures_in(year, today())
    except NoFigures:
        return _none_page([one for one in years if one != year])
    found = figures.by_code(request.args.get("part", "all")) or figures.parts[0]
    return render_template(
        "pages/figures/overview.html",
        years=years,
        figures=figures,
        found=found,
        parts=[_Choice(one.part.code, part_name(one.part, known())) for one in figures.parts],
        charts=charts_of(found, known()),
        left_out=left_out(found),
        explained=how_counted(year, first_day_of_figures(year)),
        languages=LANGUAGES,
        least=LEAST_FOR_A_PAGE,
    )


@blueprint.route("/<int:year>/table.csv")
@needs_staff()
def rows(year: int) -> AnyResponse:
    """All figures of a year for a spreadsheet, in the language of the page."""
    table = figures_csv(_figures(year), g.language, known())
    file_name = _("figures-%(year)s.csv", year=year)
    return _file(table, "text/csv; charset=utf-8", file_name)


@blueprint.route("/<int:year>/report/<string:packet_language>")
@needs_staff()
def report(year: int, packet_language: str) -> AnyResponse:
    """The report about `part` as a PDF; of a casino it is the signal for its authority."""
    if packet_language not in LANGUAGES:
        abort(404)
    figures = _figures(year)
    found = figures.by_code(request.args.get("part", "all"))
    if found is None:
        abort(404)
    pdf = counting.print_report(
        figures, found.part, packet_language, _site(), today(), current_app.extensions["render"]
    )
    return _file(pdf, "application/pdf", _report_name(year, found, packet_language))


def _figures(year: int) -> YearFigures:
    try:
        return counting.figures_in(year, today())
    except NoFigures:
        abort(404)


def _none_page(years: list[int]) -> str:
    """When there are no figures: from which day this year's are there."""
    year = today().isocalendar().year
    return render_template(
        "pages/figures/none.html",
        years=years,
        year=year,
        first_day=first_day_of_figures(year),
        least=LEAST,
    )


def _report_name(year: int, found: PartFigures, language: str) -> str:
    with use_language(language):
        if found.part.casino:
            return _("signal-%(casino)s-%(year)s.pdf", casino=found.part.casino, year=year)
        return _("figures-%(year)s.pdf", year=year)


def _site() -> Site:
    settings: Settings = current_app.extensions["settings"]
    return Site(settings.site_name, known())


def _file(data: bytes, mimetype: str, name: str) -> AnyResponse:
    response = Response(data, content_type=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return never_store(response)
