"""Counting closed cases, and the figures that come of it."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from portal.documents.figures import report_job
from portal.domain.codes import Result
from portal.domain.counting import CountedCase, counted_case
from portal.domain.figures import (
    Part,
    YearFigures,
    figures_of,
    year_is_over,
)
from portal.domain.known import Known
from portal.domain.record import CaseRecord
from portal.domain.rules import NO_LICENCE
from portal.services.cases import update_record
from portal.services.printing import Render
from portal.store import counts as store
from portal.store.cases import OpenCase


class NoFigures(Exception):
    """There are no figures of this: the year is not over, or too few cases were counted."""


def to_be_counted(opened: OpenCase, result: Result, today: date, known: Known) -> CountedCase:
    """What would be counted of the case when it is closed today."""
    return counted_case(opened.record.case, result, today, {*known.packs, NO_LICENCE})


def count_case(opened: OpenCase, counted: CountedCase) -> OpenCase:
    """Counts the case, once: a case that was counted before, in any tab, is not counted again.

    The case notes it first: when the site fails in between, it is not counted at all.
    """
    is_new = False

    def noted(record: CaseRecord) -> CaseRecord:
        nonlocal is_new
        is_new = not record.was_counted
        return replace(record, was_counted=True)

    saved = update_record(opened, noted)
    if is_new:
        store.add_count(counted)
    return saved


def years_with_figures(today: date) -> list[int]:
    """The years that are over and in which something was counted, the newest first."""
    return [year for year in store.years_counted() if year_is_over(year, today)]


def figures_in(year: int, today: date) -> YearFigures:
    """The figures of a year. Raises NoFigures when it is not over or has too few cases."""
    if not year_is_over(year, today):
        raise NoFigures
    figures = figures_of(year, store.counts_of_year(year))
    if not figures.parts:
        raise NoFigures
    return figures


class Site(Struct, frozen=True):
    """Who makes a report, and what the site calls authorities."""

    name: str
    known: Known


def print_report(
    figures: YearFigures, part: Part, language: str, site: Site, today: date, render: Render
) -> bytes:
    """The report as a PDF: of the whole year, or with a casino the signal for its authority.

    Raises NoFigures, RenderBusy, RenderFailed.
    """
    found = figures.of(part)
    if found is None:
        raise NoFigures
    return render(report_job(figures.year, found, language, site.name, site.known, today)).pdf
