"""Counts of closed cases, apart from all cases. Needs an app context."""

import msgspec
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from portal.domain.counting import CountedCase
from portal.store.database import checkpoint
from portal.store.models import CountRow, db

_VALUES = [CountRow.__table__.c[name] for name in CountedCase.__struct_fields__]


def add_count(case: CountedCase) -> None:
    """One more case with these values."""
    values = {name: str(value) for name, value in msgspec.structs.asdict(case).items()}
    if _add_one(values):
        return
    try:
        with db.engine.begin() as connection:
            connection.execute(insert(CountRow).values(**values, number=1))
    except IntegrityError:  # the same values came in at this moment
        _add_one(values)


def counts_of_year(year: int) -> dict[CountedCase, int]:
    """What was counted in the weeks of an ISO year."""
    found = select(*_VALUES, CountRow.number).where(CountRow.week.startswith(f"{year}-W"))
    with db.engine.connect() as connection:
        rows = connection.execute(found).all()
    names = CountedCase.__struct_fields__
    return {
        msgspec.convert(dict(zip(names, row, strict=False)), CountedCase): row.number
        for row in rows
    }


def years_counted() -> list[int]:
    """The years in which something was counted, the newest first."""
    year = func.substr(CountRow.week, 1, 4)
    with db.engine.connect() as connection:
        found = connection.execute(select(year).distinct()).scalars()
        return sorted((int(one) for one in found), reverse=True)


def sweep_counts(first_year: int) -> None:
    """Deletes what was counted before `first_year`."""
    with db.engine.begin() as connection:
        old = CountRow.week < f"{first_year}-W"
        count = connection.execute(delete(CountRow).where(old)).rowcount
    if count:
        checkpoint()


def _add_one(values: dict[str, str]) -> bool:
    same = [column == values[column.name] for column in _VALUES]
    with db.engine.begin() as connection:
        added = update(CountRow).where(*same).values(number=CountRow.number + 1)
        return bool(connection.execute(added).rowcount)
