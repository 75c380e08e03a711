"""Counting a case at its close, and the figures that the staff see of it when the year is over."""

import csv
import io
from collections import Counter
from datetime import date
from random import Random

import pytest
from flask import Flask

from portal.domain.counting import CountedCase
from portal.store import counts
from portal.store.counts import add_count, counts_of_year
from portal.vault import passwords
from tests.domain.counted_cases import SUN, YEAR, a_year, counted
from tests.web.staff_visitor import StaffVisitor, first_administrator
from tests.web.visitor import Visitor

CLOSE = "/en/case/close"
TODAY = date(2026, 11, 25)  # in week 48


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    for module in ("closing", "figures"):
        monkeypatch.setattr(f"portal.web.{module}.today", lambda: TODAY)


@pytest.fixture
def staff(app: Flask) -> StaffVisitor:
    return first_administrator(app)


def put_in(app: Flask, cases: Counter[CountedCase]) -> None:
    with app.app_context():
        for case in cases.elements():
            add_count(case)


def stored(app: Flask) -> dict[CountedCase, int]:
    with app.app_context():
        return counts_of_year(TODAY.year)


# -- closing -------------------------------------------------------------------------------


def test_a_case_is_counted_only_when_asked_and_only_once(app: Flask, visitor: Visitor) -> None:
    visitor.start_case()
    seen = visitor.get("/en/case/casino").find("input", attrs={"name": "seen"})["value"]
    site = {
        "seen": seen,
        "brand": "Zonnekoning",
        "website": "https://Jan.Zonnekoning.EXAMPLE/play?user=jan",
    }
    visitor.post("/en/case/casino", site)
    page = visitor.get(CLOSE)
    assert not page.find("input", attrs={"name": "count"}).has_attr("checked")
    shown = {row.dt.get_text(): row.dd.get_text() for row in page.select("dl.summary > div")}
    assert shown["Casino"] == SUN
    assert shown["When the case was closed"] == "Week 48 of 2026"
    close(visitor, count=False)
    assert stored(app) == {}
    for _ in range(2):
        close(visitor, count=True)
    assert "not counted twice" in visitor.get(CLOSE).get_text()
    ((case, number),) = stored(app).items()
    assert number == 1
    assert (case.week, case.casino, case.result, case.amount) == (
        "2026-W48",
        SUN,
        "solved",
        "none",
    )


def close(visitor: Visitor, *, count: bool) -> None:
    """Closes the case and opens it again."""
    visitor.get(CLOSE)
    ticked = {"count": "y"} if count else {}
    assert visitor.post(CLOSE, {"result": "solved", **ticked}).status_code == 303
    visitor.get(f"{CLOSE}/closed")
    assert visitor.post(f"{CLOSE}/closed").status_code == 303


def test_equal_cases_are_one_row_and_old_years_go(app: Flask) -> None:
    put_in(app, Counter({counted(): 3, counted(week="2020-W53"): 1}))
    with app.app_context():
        assert counts_of_year(YEAR) == {counted(): 3}
        assert counts.years_counted() == [YEAR, 2020]
        counts.sweep_counts(2021)
        assert counts.years_counted() == [YEAR]


# -- figures -------------------------------------------------------------------------------


def test_the_year_that_goes_on_has_no_figures(app: Flask, staff: StaffVisitor) -> None:
    put_in(app, Counter({counted(week="2026-W10"): 40}))
    page = staff.get("/en/staff/figures").get_text()
    assert "The figures of 2026 are here from 4 January 2027" in page
    for path in ("2026/table.csv", "2026/report/en", "2024/table.csv"):
        assert staff.client.get(f"/en/staff/figures/{path}").status_code == 404


def test_each_chart_has_its_table_and_can_be_about_one_casino(
    app: Flask, staff: StaffVisitor
) -> None:
    put_in(app, a_year(150, Random(1)))
    page = staff.get("/en/staff/figures")
    charts = page.select("section.chart")
    assert len(charts) == 8
    for chart in charts:
        drawn = [one.get_text() for one in chart.select("svg text.name")]
        assert drawn == [row.td.get_text() for row in chart.select("tbody tr")]
    codes = [str(one["value"]) for one in page.select("#part option")]
    casino = next(one for one in codes if one.startswith("casino:"))
    about = staff.get(f"/en/staff/figures?year={YEAR}&part={casino}")
    assert "Signal in Dutch (PDF)" in about.get_text()
    assert about.find("option", value=casino).has_attr("selected")
    assert "Figures for 2025" in staff.get("/en/staff/figures?part=x&year=2025").get_text()
    pdf = staff.client.get(f"/en/staff/figures/{YEAR}/report/nl?part={casino}")
    assert pdf.data.startswith(b"%PDF-")
    assert "signaal-zonnekoning.example-2025.pdf" in pdf.headers["Content-Disposition"]
    for wrong in ("nl?part=x", "fr"):
        path = f"/en/staff/figures/{YEAR}/report/{wrong}"
        assert staff.client.get(path).status_code == 404


@pytest.mark.parametrize(("language", "between"), [("nl", ";"), ("en", ",")])
def test_the_table_holds_all_figures(
    app: Flask, staff: StaffVisitor, language: str, between: str
) -> None:
    put_in(app, a_year(150, Random(1)))
    answer = staff.client.get(f"/{language}/staff/figures/{YEAR}/table.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=between))
    assert {len(line) for line in lines} == {6}
    assert all(int(line[4]) >= 5 for line in lines[1:])
