"""Administrators make codes for members, hand them out once, and end them."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.store.staff_log import read_log
from portal.vault import passwords
from portal.web.clock import today
from tests.web.staff_visitor import StaffVisitor, first_administrator
from tests.web.test_canary import found_in

PAGE = "/en/staff/member-codes"
LAST_DAY = today() + timedelta(days=90)
ASKED = {"name": "Leden", "count": "3", "uses": "2", "last_day": f"{LAST_DAY:%d-%m-%Y}"}


@pytest.fixture
def admin(app: Flask, monkeypatch: pytest.MonkeyPatch) -> StaffVisitor:
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    return first_administrator(app)


def make(admin: StaffVisitor, **other: str) -> int:
    admin.get(f"{PAGE}/make")
    return admin.post(f"{PAGE}/make", {**ASKED, **other}).status_code


def row(admin: StaffVisitor) -> list[str]:
    """The one line of the list: name, codes, cases started, cases left."""
    cells = admin.get(PAGE).select("tbody tr > *")
    return [cell.get_text(strip=True) for cell in cells[:4]]


def test_codes_are_shown_until_they_are_kept_and_nobody_can_read_them_back(
    admin: StaffVisitor, tmp_path: Path
) -> None:
    assert "There are no codes." in admin.get(PAGE).get_text()
    assert make(admin) == 303
    page = admin.get(f"{PAGE}/new")
    codes = page.find(id="member-codes").get_text().split()
    file = admin.client.get(f"{PAGE}/new/table.csv")
    assert "attachment" in file.headers["Content-Disposition"]
    assert file.headers["Cache-Control"] == "no-store"
    first, *rows = csv.reader(io.StringIO(file.text))
    assert first == ["Code", "Uses", "Last day"]
    assert rows == [[code, "2", LAST_DAY.isoformat()] for code in codes]
    assert len(set(codes)) == 3
    assert found_in(tmp_path, *codes) == []
    admin.get(f"{PAGE}/new")
    assert admin.post(f"{PAGE}/new").status_code == 303
    for path in (f"{PAGE}/new", f"{PAGE}/new/table.csv"):
        assert admin.client.get(path).headers["Location"] == PAGE
    assert row(admin) == ["Leden", "3", "0", "6"]
    assert "asks for no codes now" in admin.get(PAGE).get_text()


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"name": ""}, "Enter a name"),
        ({"name": "x" * 41}, "Use at most 40 characters"),
        ({"count": "201"}, "Enter a number from 1 to 200."),
        ({"count": "many"}, "Enter a number from 1 to 200."),
        ({"uses": "0"}, "Enter a number from 1 to 1000."),
        ({"last_day": ""}, "Enter a day from today on"),
        ({"last_day": "2099-01"}, "Enter a day from today on"),
        ({"last_day": "01-01-2020"}, "Enter a day from today on"),
        ({"last_day": "soon"}, "last_day-error"),
    ],
)
def test_what_cannot_be_made_is_told(admin: StaffVisitor, other: dict[str, str], says: str) -> None:
    admin.get(f"{PAGE}/make")
    answer = admin.post(f"{PAGE}/make", {**ASKED, **other})
    assert answer.status_code == 422
    assert says in answer.text
    assert "integer" not in answer.text
    assert "There are no codes." in admin.get(PAGE).get_text()


def test_codes_of_one_name_are_made_once_and_ended_together(
    admin: StaffVisitor, app: Flask
) -> None:
    assert make(admin) == 303
    assert make(admin) == 422
    admin.get(PAGE)
    for _twice in range(2):
        assert admin.post(f"{PAGE}/end", {"name": "Leden"}).status_code == 303
    assert "There are no codes." in admin.get(PAGE).get_text()
    with app.app_context():
        told = [(line.event.value, line.subject) for line in read_log(2)]
    assert told == [("codes-ended", "Leden"), ("codes-made", "Leden")]
    assert "ended codes for members: Leden" in admin.get("/en/staff/log").get_text()
