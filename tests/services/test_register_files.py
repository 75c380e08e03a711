"""Files of a register that are wrong are refused by name, line and column; odd ones are read."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.services import register_files
from portal.services.register_files import PARTS, RegisterFault, check_files, entries_of
from portal.store.models import DomainRow, LicenceRow
from tests.store.register_files import PREFIX, write_register

DOMAINS = "Account Number,Domain Name,Status"
BY_NAME = {part.name: part for part in PARTS}


def read(folder: Path, part: str) -> list[dict[str, str]]:
    return [row for _table, row in entries_of(folder, BY_NAME[part], lambda _read: None)]


def fault(folder: Path, part: str) -> str:
    with pytest.raises(RegisterFault) as refused:
        read(folder, part)
    return str(refused.value)


def write_bytes(folder: Path, part: str, content: bytes) -> Path:
    (write_register(folder) / f"{PREFIX}{part}.csv").write_bytes(content)
    return folder


@pytest.mark.parametrize("part", BY_NAME)
def test_a_missing_file_is_named(tmp_path: Path, part: str) -> None:
    path = write_register(tmp_path) / f"{PREFIX}{part}.csv"
    path.unlink()
    with pytest.raises(RegisterFault, match=path.name):
        check_files(tmp_path)


def test_a_folder_instead_of_a_file_is_refused(tmp_path: Path) -> None:
    path = write_register(tmp_path) / f"{PREFIX}licences.csv"
    path.unlink()
    path.mkdir()
    with pytest.raises(RegisterFault, match="is not a file"):
        check_files(tmp_path)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["Account Number,Status"], "domain-names.csv, line 1, Domain Name: the column is"),
        (["Account Number,Status,Status,Domain Name"], "line 1, Status: the column is"),
        ([DOMAINS, "1,a.com,Active", "x1,b.com,Active"], "line 3, Account Number: is not an"),
        ([DOMAINS, "1,a.com,Active,more"], "line 2: has 4 fields, not 3"),
        ([DOMAINS, f"1,a.com,{'A' * 101}"], "line 2, Status: is longer than 100"),
        ([DOMAINS, '1,"a.com,Active'], "unexpected end of data"),
        ([DOMAINS, '1,"a.com"x,Active'], "line 2: "),
        ([DOMAINS, "1,a\0.com,Active"], "line 2, Domain Name: has a control character"),
        ([DOMAINS, f"1,{'a' * 30_000},Active"], "line 2: is longer than 20000 bytes"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, lines: Sequence[str], said: str) -> None:
    assert said in fault(write_register(tmp_path, domain_names=lines), "domain-names")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (DOMAINS.encode("utf-16"), "line 1, byte 1: is not UTF-8"),
        (f"{DOMAINS}\n1,caf\xe9.com,Active\n".encode("latin-1"), "line 2, byte 6: is not UTF-8"),
        (b"a" * 30_000, "line 1: is longer than"),
    ],
)
def test_another_encoding_is_named_by_its_place(tmp_path: Path, content: bytes, said: str) -> None:
    folder = write_bytes(tmp_path, "domain-names", content)
    assert said in fault(folder, "domain-names")


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_files, "MAX_ROWS", 3)
    assert "more than 3 rows" in fault(write_register(tmp_path), "domain-names")


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_files, "MAX_BYTES", 100)
    with pytest.raises(RegisterFault, match="is larger than"):
        check_files(write_register(tmp_path))


def test_a_cell_with_very_many_addresses_counts_up_to_a_limit(tmp_path: Path) -> None:
    cell = " ".join(f"a{number}.com" for number in range(200))
    folder = write_register(tmp_path, domain_names=[DOMAINS, f"1,{cell},Active"])
    assert len(read(folder, "domain-names")) == register_files.MAX_IN_CELL


def test_order_case_and_further_columns_make_no_difference(tmp_path: Path) -> None:
    lines = ["status , Since,DOMAIN NAME,account number", "Active,2020,a.com,007", "", ",,,"]
    folder = write_register(tmp_path, domain_names=lines)
    assert read(folder, "domain-names") == [
        {"account": "7", "host": "a.com", "path": "", "status": "Active"}
    ]


def test_a_row_may_leave_out_empty_fields_at_its_end(tmp_path: Path) -> None:
    lines = ["Account Number,Licence Number,Status,Type,Activity,Start Date,End Date"]
    folder = write_register(tmp_path, licences=[*lines, "1,000001-R-000001-001,Active,Remote"])
    assert read(folder, "licences")[0]["activity"] == ""


def test_a_name_may_run_over_two_lines(tmp_path: Path) -> None:
    lines = ["Account Number,Trading Name,Status", '1,"Lucky\n  Lion",Active']
    folder = write_register(tmp_path, trading_names=lines)
    assert read(folder, "trading-names")[0]["name"] == "Lucky Lion"


@given(cells=st.lists(st.text(max_size=330), min_size=4, max_size=4))
def test_whatever_is_read_fits_into_its_column(
    cells: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([["Account Number", *list(BY_NAME["licences"].columns)[1:]]])
    csv.writer(file).writerow(["1", *cells])
    content = file.getvalue().encode(errors="replace")
    folder = write_bytes(tmp_path_factory.mktemp("any"), "licences", content)
    try:
        rows = read(folder, "licences")
    except RegisterFault:
        return
    columns = LicenceRow.__table__.c
    assert all(len(row[name]) <= columns[name].type.length for row in rows for name in row)


@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_within_the_columns(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = write_bytes(
        tmp_path_factory.mktemp("any"), "domain-names", f"{DOMAINS}\n".encode() + content
    )
    try:
        rows = read(folder, "domain-names")
    except RegisterFault:
        return
    longest = {name: DomainRow.__table__.c[name].type.length for name in rows[0]} if rows else {}
    assert all(len(row[name]) <= longest[name] for row in rows for name in row)


def test_a_licence_of_another_shape_is_kept_as_it_stands(tmp_path: Path) -> None:
    header = "Account Number,Licence Number,Status,Type,Activity"
    folder = write_register(tmp_path, licences=[header, "1,new style 7,Active,Remote,Casino"])
    ((table, row),) = entries_of(folder, BY_NAME["licences"], lambda _read: None)
    assert table is LicenceRow
    assert (row["number"], row["plain"]) == ("new style 7", "NEWSTYLE7")
