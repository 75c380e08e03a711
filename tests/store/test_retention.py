"""What is over is deleted, by month, without any key."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.store.cases import CaseNotFound, create_case, open_case
from portal.store.models import CaseKeyRow, CaseRow, db
from portal.store.retention import month_after, month_of, purge
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
