"""Write the figures of a year: a report (PDF), the signal about a casino (PDF), or a table (CSV).

They are made of the closed cases that players had counted, when the year is over. Exit status: 0
made, 2 bad input or no figures.
"""

import argparse
import os
import sys
from pathlib import Path

from portal.commands.case_file import BAD_INPUT, READY, InputProblem, answering_problems
from portal.commands.database import ready_database
from portal.commands.packet import write_file
from portal.config import load_settings
from portal.documents.figures_table import figures_csv
from portal.documents.pdf import render_pdf
from portal.domain.disclosure import LEAST
from portal.domain.figures import ALL, Part, YearFigures, first_day_of_figures
from portal.i18n import LANGUAGES
from portal.services.counting import NoFigures, Site, figures_in, print_report
from portal.web.clock import today
from portal.web.known import read_known

_YEARS = range(2000, 2200)
_YEARLY, _SIGNAL, _TABLE = "yearly", "signal", "csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the year, the language, what to make, and where it goes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write")
    parser.add_argument(
        "--year",
        type=int,
        choices=_YEARS,
        metavar="YEAR",
        required=True,
        help="one that is over",
    )
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--report", choices=(_YEARLY, _SIGNAL), help="which PDF to make")
    what.add_argument("--csv", action="store_const", const=_TABLE, dest="report", help="a table")
    parser.add_argument("--casino", metavar="HOST", default="", help="for a signal: about whom")
    parser.add_argument("--authority", metavar="ID", help="for a signal: to whom, as in mt-mga")


def run(arguments: argparse.Namespace) -> int:
    """Write the file and return the exit status."""
    return answering_problems(lambda: _make(arguments))


def _make(arguments: argparse.Namespace) -> int:
    settings = load_settings(os.environ)
    known = read_known(settings)
    with ready_database(settings):
        try:
            figures = figures_in(arguments.year, today())
        except NoFigures:
            day = first_day_of_figures(arguments.year)
            print(
                f"There are no figures of {arguments.year}. They are there from {day}, if at least "
                f"{LEAST} cases were counted.",
                file=sys.stderr,
            )
            return BAD_INPUT
    if arguments.report == _TABLE:
        write_file(arguments.file, figures_csv(figures, arguments.language, known))
        return READY
    part = _casino_in(figures, arguments) if arguments.report == _SIGNAL else ALL
    site = Site(settings.site_name, known)
    pdf = print_report(figures, part, arguments.language, site, today(), render_pdf)
    write_file(arguments.file, pdf)
    return READY


def _casino_in(figures: YearFigures, arguments: argparse.Namespace) -> Part:
    """The casino that is asked for. Raises InputProblem, which names those that there are."""
    casinos = [one.part for one in figures.parts if one.part.casino]
    found = [
        one
        for one in casinos
        if one.casino == arguments.casino and arguments.authority in {None, one.authority}
    ]
    if len(found) == 1:
        return found[0]
    there = ", ".join(f"{one.casino} (--authority {one.authority})" for one in casinos)
    raise InputProblem(f"--casino: must be one of {there or 'none: too few cases'}")
