"""What is over is deleted, by month, without any key."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.domain.closing import Closing
from portal.domain.codes import Result
from portal.services.cases import close_case, kept_until, open_again
from portal.store.cases import CaseNotFound, create_case, open_case
from portal.store.models import CaseKeyRow, CaseRow, db
from portal.store.retention import last_day_of, month_after, month_of, purge
from portal.vault.keys import new_case_key
from tests.store.examples import MONTHS, RECORD, TODAY


@pytest.mark.parametrize(
    ("day", "months", "month"),
    [
        (date(2026, 11, 22), 12, "2027-11"),
        (date(2026, 11, 30), 1, "2026-12"),
        (date(2026, 12, 31), 1, "2027-01"),
        (date(2026, 1, 31), 36, "2029-01"),
    ],
)
def test_months_are_counted_over_the_year(day, months, month):
    assert month_after(day, months) == month


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60), st.integers(0, 60))
def test_more_months_never_end_earlier(day, fewer, more):
    first, last = sorted((fewer, more))
    assert month_of(day) <= month_after(day, first) <= month_after(day, last)


@pytest.mark.usefixtures("app")
def test_purging_deletes_expired_cases_with_their_keys_and_no_others():
    expired, kept = new_case_key(), new_case_key()
    create_case(RECORD, expired, date(2025, 10, 31), MONTHS)
    create_case(RECORD, kept, date(2025, 11, 1), MONTHS)
    assert purge(TODAY) == 1
    assert purge(TODAY) == 0
    assert open_case(kept, TODAY, MONTHS).record == RECORD
    with pytest.raises(CaseNotFound):
        open_case(expired, date(2025, 10, 31), MONTHS)
    with db.engine.connect() as connection:
        for table in (CaseRow, CaseKeyRow):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 1


@pytest.mark.parametrize(
    ("month", "day"),
    [
        ("2027-02", date(2027, 2, 28)),
        ("2028-02", date(2028, 2, 29)),
        ("2026-12", date(2026, 12, 31)),
    ],
)
def test_a_case_is_there_up_to_the_last_day_of_its_month(month: str, day: date) -> None:
    assert last_day_of(month) == day


@pytest.mark.usefixtures("app")
def test_a_visit_does_not_keep_a_closed_case_for_longer():
    key = new_case_key()
    opened = create_case(RECORD, key, TODAY, MONTHS)
    closing = Closing(on=TODAY, result=Result.SOLVED)
    opened = close_case(opened, closing, 3)
    assert kept_until(opened) == date(2027, 2, 28)
    visited = open_case(key, date(2027, 2, 20), MONTHS)
    assert (visited.record.case.closing, kept_until(visited)) == (closing, date(2027, 2, 28))
    again = open_again(visited, date(2027, 2, 20), MONTHS)
    assert (again.record.case.closing, kept_until(again)) == (None, date(2028, 2, 29))


@pytest.mark.usefixtures("app")
def test_a_closed_case_goes_after_its_day():
    key = new_case_key()
    close_case(create_case(RECORD, key, TODAY, MONTHS), Closing(on=TODAY, result=Result.SOLVED), 3)
    assert purge(date(2027, 2, 28)) == 0
    assert purge(date(2027, 3, 1)) == 1
    with pytest.raises(CaseNotFound):
        open_case(key, date(2027, 2, 28), MONTHS)
