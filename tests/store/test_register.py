"""The public register in the database: whole or not at all, on SQLite and on PostgreSQL."""

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from portal.domain.hosts import Address
from portal.domain.register import Listing, RegisterQuery, Standing, Way
from portal.services.register import OlderRegister, import_register
from portal.services.register_files import RegisterFault
from portal.store import register, register_import
from portal.store.models import EditionRow, HolderRow, db
from portal.store.register import current_edition, find_listings
from portal.store.register_import import (
    ImportLost,
    ImportRunning,
    begin_edition,
    complete_edition,
    drop_editions_but,
    only_import,
)
from tests.store.register_files import ENTRIES, write_register

pytestmark = pytest.mark.usefixtures("app")

DAY = date(2026, 11, 20)
NEXT = DAY + timedelta(days=7)
NEWER = {"domain_names": ["Account Number,Domain Name,Status", "1002,new.com,Active"]}


class Killed(BaseException):
    """What ends a process in the middle, as far as Python sees it."""


def bring_in(folder: Path, day: date = DAY) -> int:
    return import_register(folder, day, lambda _read, _whole: None).entries


def find(**wanted: tuple[object, ...]) -> tuple[Listing, ...]:
    return find_listings(RegisterQuery(**wanted))[1]  # type: ignore[arg-type]


def at(*hosts: str) -> tuple[Listing, ...]:
    return find(addresses=tuple(Address(host) for host in hosts))


def rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            table.__tablename__: connection.execute(
                select(func.count()).select_from(table)
            ).scalar_one()
            for table in (EditionRow, *register_import.ENTRIES)
        }


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_register(tmp_path / "files")


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    return write_register(tmp_path / "newer", **NEWER)


# -- what is found -------------------------------------------------------------------------


def test_without_an_import_nothing_is_found():
    assert current_edition() is None
    assert find_listings(RegisterQuery(names=("luckylion",))) == (None, ())


def test_a_website_leads_to_its_company_and_all_its_licences(files: Path):
    assert bring_in(files) == ENTRIES
    (found,) = at("luckylion.com")
    assert (found.way, found.entry, found.entry_status) == (Way.DOMAIN, "luckylion.com", "Active")
    assert (found.account, found.holder) == ("1001", "Example Gaming Limited")
    assert [(one.activity, one.standing) for one in found.licences] == [
        ("Casino", Standing.ACTIVE),
        ("Bingo", Standing.CLOSED),
    ]
    assert found.is_in_force


def test_a_host_is_found_under_a_listed_one_and_only_there(files: Path):
    bring_in(files)
    (found,) = at("a.b.luckylion.com")
    assert (found.way, found.entry) == (Way.SUBDOMAIN, "luckylion.com")
    for host in ("evil-luckylion.com", "luckylion.com.evil.com", "xluckylion.com", "com"):
        assert at(host) == ()


def test_a_name_that_many_share_covers_nobody(files: Path):
    bring_in(files)
    assert at("anybody.co.uk") == ()


def test_a_part_of_a_website_is_found_by_its_path_alone(files: Path):
    bring_in(files)
    listed = Address("lion.example.org", "/games/slots")
    (found,) = find(addresses=(listed,))
    assert (found.entry, found.entry_standing) == (
        "lion.example.org/games",
        Standing.WHITE_LABEL,
    )
    assert at("lion.example.org") == ()


def test_each_website_of_one_cell_is_found(files: Path):
    bring_in(files)
    assert {one.account for one in at("second.co.uk", "second-chance.com")} == {"1002"}


def test_numbers_and_names_lead_to_companies_the_ones_in_force_first(files: Path):
    bring_in(files)
    assert [one.account for one in find(names=("luckylion",))] == ["1001", "1002"]
    assert [one.account for one in find(names=("gonelimited",))] == ["1003"]
    (by_licence,) = find(licences=("001002-R-300002",))
    assert (by_licence.account, by_licence.entry_standing) == ("1002", Standing.SUSPENDED)
    assert not by_licence.has_active_licence
    assert [one.holder for one in find(accounts=("1003", "9999"))] == ["Gone Limited"]


def test_a_company_comes_once_by_what_says_most(files: Path):
    bring_in(files)
    found = find(addresses=(Address("luckylion.com"),), accounts=("1001",), names=("luckylion",))
    assert [(one.account, one.way) for one in found] == [("1001", Way.DOMAIN), ("1002", Way.NAME)]


# -- importing again -----------------------------------------------------------------------


def test_the_same_files_again_change_nothing_but_the_day(files: Path):
    bring_in(files)
    before, first = rows(), current_edition()
    assert bring_in(files) == 0
    assert (rows(), current_edition()) == (before, first)
    assert bring_in(files, NEXT) == 0
    assert rows() == before
    assert current_edition().day == NEXT


def test_a_newer_register_takes_the_place_of_the_older(files: Path, newer: Path):
    bring_in(files)
    bring_in(newer, NEXT)
    assert at("luckylion.com") == ()
    assert [one.account for one in at("new.com")] == ["1002"]
    assert rows()["register_edition"] == 1
    assert rows()["register_domain"] == 1


def test_an_older_register_is_refused(files: Path, newer: Path):
    bring_in(files, NEXT)
    with pytest.raises(OlderRegister):
        bring_in(newer, DAY)
    assert at("luckylion.com")


@pytest.mark.parametrize("stop", [RegisterFault, Killed])
def test_an_import_that_ends_half_way_leaves_the_old_register_in_place(
    files: Path, newer: Path, stop: type[BaseException], monkeypatch: pytest.MonkeyPatch
):
    bring_in(files)
    before = find_listings(RegisterQuery(names=("luckylion",)))
    monkeypatch.setattr("portal.services.register._BATCH", 1)
    with pytest.raises(stop):
        import_register(newer, NEXT, raising(stop))
    assert rows()["register_edition"] == 2
    assert find_listings(RegisterQuery(names=("luckylion",))) == before
    assert at("luckylion.com")
    assert at("new.com") == ()
    bring_in(newer, NEXT)
    assert at("new.com")
    assert rows()["register_edition"] == 1


def raising(stop: type[BaseException]) -> Callable[[int, int], None]:
    """Ends the import after some batches."""
    calls: Iterator[int] = iter(range(3))

    def progress(_read: int, _whole: int) -> None:
        if next(calls, None) is None:
            raise stop("half", "way") if stop is RegisterFault else stop

    return progress


def test_readers_see_the_old_register_until_the_new_one_is_whole(
    files: Path, newer: Path, monkeypatch: pytest.MonkeyPatch
):
    bring_in(files)
    monkeypatch.setattr("portal.services.register._BATCH", 1)
    seen = []
    import_register(newer, NEXT, lambda _read, _whole: seen.append(len(at("luckylion.com"))))
    assert len(seen) > 5
    assert set(seen) == {1}
    assert at("luckylion.com") == ()


def test_a_reader_starts_again_when_its_edition_went_away(
    files: Path, newer: Path, monkeypatch: pytest.MonkeyPatch
):
    bring_in(files)
    plain, waiting = register._listings, [lambda: bring_in(newer, NEXT)]

    def interrupted(*arguments: object) -> Iterator[Listing]:
        if waiting:
            in_a_thread(waiting.pop())
        return plain(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(register, "_listings", interrupted)
    edition, listings = find_listings(RegisterQuery(addresses=(Address("new.com"),)))
    assert edition is not None
    assert edition.day == NEXT
    assert [one.account for one in listings] == ["1002"]


def in_a_thread(work: Callable[[], object]) -> None:
    """Runs `work` to its end in a thread, with the app context of this one."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def inside() -> None:
        with app.app_context():
            work()

    thread = threading.Thread(target=inside)
    thread.start()
    thread.join()


# -- two at once ---------------------------------------------------------------------------


def test_a_second_import_is_refused_while_the_first_runs(files: Path, newer: Path):
    refused = []

    def second(_read: int, _whole: int) -> None:
        try:
            bring_in(newer, NEXT)
        except ImportRunning:
            refused.append(True)

    import_register(files, DAY, second)
    assert refused
    assert at("luckylion.com")
    bring_in(newer, NEXT)
    assert at("new.com")


def test_the_lock_ends_with_a_failing_import():
    with pytest.raises(Killed), only_import():
        raise Killed
    with only_import():
        pass


def test_an_edition_that_was_cleared_away_cannot_be_completed(files: Path):
    bring_in(files)
    edition = begin_edition(NEXT, "0" * 64)
    drop_editions_but(register_import.newest_id())
    with pytest.raises(ImportLost):
        complete_edition(edition)
    with pytest.raises(SQLAlchemyError):
        register_import.add_entries(edition, HolderRow, [{"account": "1", "name": "Late"}])
    assert at("luckylion.com")
