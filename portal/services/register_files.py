"""Reading the files of the public register: a line at a time, within limits, with clear refusals.

The files are those of the Gambling Commission's download page (facts: GB22, GB23). Columns may
stand in any order, others beside them do no harm, and a row may leave out empty fields at its end.
"""

import csv
import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct

from portal.domain.hosts import addresses_in
from portal.domain.register import (
    MAX_ACTIVITY,
    MAX_NAME,
    MAX_SHORT,
    plain_account,
    plain_licence,
    plain_name,
)
from portal.store.models import DomainRow, HolderRow, LicenceRow, NameRow
from portal.store.register_import import EntryRow

PREFIX = "business-licence-register-"
MAX_BYTES = 200_000_000  # of one file; the whole register has about 3 MB
MAX_ROWS = 1_000_000
MAX_LINE = 20_000  # bytes
MAX_IN_CELL = 20  # addresses in one cell
_BOM = b"\xef\xbb\xbf"

ACCOUNT, NAME, STATUS = "Account Number", "Licence Account Name", "Status"
LICENCE, KIND, ACTIVITY = "Licence Number", "Type", "Activity"
TRADING_NAME, DOMAIN = "Trading Name", "Domain Name"

Entry = tuple[EntryRow, dict[str, Any]]
Told = Callable[[int], None]


class RegisterFault(Exception):
    """Something is wrong with the files; says file, line and column as far as they are known."""

    def __init__(self, file: str, reason: str, line: int = 0, column: str = "") -> None:
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}, {column}: {reason}" if column else f"{place}: {reason}")


class Part(Struct, frozen=True):
    """One of the files: its columns with the most characters of each, and what a row of it says."""

    name: str
    columns: dict[str, int]
    entries: Callable[[dict[str, str]], Iterator[Entry]]

    @property
    def file(self) -> str:
        return f"{PREFIX}{self.name}.csv"


def _of_business(row: dict[str, str]) -> Iterator[Entry]:
    account, name = row[ACCOUNT], row[NAME]
    yield HolderRow, {"account": account, "name": name}
    yield from _of_name({ACCOUNT: account, TRADING_NAME: name, STATUS: ""})


def _of_licence(row: dict[str, str]) -> Iterator[Entry]:
    yield (
        LicenceRow,
        {
            "account": row[ACCOUNT],
            "number": row[LICENCE],
            "plain": plain_licence(row[LICENCE]),
            "status": row[STATUS],
            "kind": row[KIND],
            "activity": row[ACTIVITY],
        },
    )


def _of_name(row: dict[str, str]) -> Iterator[Entry]:
    if plain := plain_name(row[TRADING_NAME]):
        name = {"name": row[TRADING_NAME], "plain": plain, "status": row[STATUS]}
        yield NameRow, {"account": row[ACCOUNT], **name}


def _of_domain(row: dict[str, str]) -> Iterator[Entry]:
    """The cell is free text: one address, several, or none."""
    for address in islice(addresses_in(row[DOMAIN]), MAX_IN_CELL):
        website = {"host": address.host, "path": address.path, "status": row[STATUS]}
        yield DomainRow, {"account": row[ACCOUNT], **website}


_NUMBER = {ACCOUNT: MAX_SHORT}
PARTS = (
    Part("businesses", {**_NUMBER, NAME: MAX_NAME}, _of_business),
    Part(
        "licences",
        {**_NUMBER, LICENCE: MAX_SHORT, STATUS: MAX_SHORT, KIND: MAX_SHORT, ACTIVITY: MAX_ACTIVITY},
        _of_licence,
    ),
    Part("trading-names", {**_NUMBER, TRADING_NAME: MAX_NAME, STATUS: MAX_SHORT}, _of_name),
    Part("domain-names", {**_NUMBER, DOMAIN: 2000, STATUS: MAX_SHORT}, _of_domain),
)


def check_files(folder: Path) -> int:
    """The size of all files together, in bytes. Raises RegisterFault when one is not there."""
    return sum(_size(folder / part.file) for part in PARTS)


def _size(path: Path) -> int:
    try:
        is_file, size = path.is_file(), path.stat().st_size
    except OSError as problem:
        raise RegisterFault(str(path), problem.strerror or "cannot be read") from problem
    if not is_file:
        raise RegisterFault(str(path), "is not a file")
    if size > MAX_BYTES:
        raise RegisterFault(path.name, f"is larger than {MAX_BYTES // 1_000_000} MB")
    return size


def digest_of(folder: Path) -> str:
    """The SHA-256 of all files together, in hex."""
    whole = hashlib.sha256()
    for part in PARTS:
        with _opened(folder, part) as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def entries_of(folder: Path, part: Part, told: Told) -> Iterator[Entry]:
    """What one file lists; `told` hears how many bytes of it were read. Raises RegisterFault."""
    with _opened(folder, part) as file:
        for row in _rows(part, file, told):
            yield from part.entries(row)


def _opened(folder: Path, part: Part) -> BufferedReader:
    try:
        return (folder / part.file).open("rb")
    except OSError as problem:
        raise RegisterFault(part.file, problem.strerror or "cannot be read") from problem


def _rows(part: Part, file: BufferedReader, told: Told) -> Iterator[dict[str, str]]:
    """The rows, with the columns of the part alone, their white space plain."""
    reader = csv.reader(_lines(part, file, told), strict=True)
    header: list[str] = []
    try:
        for count, cells in enumerate(reader):
            if count > MAX_ROWS:
                raise RegisterFault(part.file, f"has more than {MAX_ROWS} rows")
            if not header:
                header = _header(part, cells)
            elif any(cells):
                yield _row(part, header, cells, reader.line_num)
    except csv.Error as problem:
        raise RegisterFault(part.file, str(problem), reader.line_num) from problem
    if not header:
        raise RegisterFault(part.file, "is empty")


def _lines(part: Part, file: BufferedReader, told: Told) -> Iterator[str]:
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise RegisterFault(part.file, f"is longer than {MAX_LINE} bytes", number)
        told(len(line))
        if number == 1:
            line = line.removeprefix(_BOM)
        try:
            yield line.decode()
        except UnicodeDecodeError as problem:
            place = f"byte {problem.start + 1}"
            raise RegisterFault(part.file, "is not UTF-8", number, place) from problem


def _header(part: Part, cells: list[str]) -> list[str]:
    names = [" ".join(cell.split()).casefold() for cell in cells]
    for column in part.columns:
        if names.count(column.casefold()) != 1:
            raise RegisterFault(part.file, "the column is missing or there twice", 1, column)
    return names


def _row(part: Part, header: list[str], cells: list[str], line: int) -> dict[str, str]:
    if len(cells) > len(header):
        raise RegisterFault(part.file, f"has {len(cells)} fields, not {len(header)}", line)
    given = dict(zip(header, cells, strict=False))
    row = {}
    for column, longest in part.columns.items():
        row[column] = value = " ".join(given.get(column.casefold(), "").split())
        if fault := _fault_in(value, longest):
            raise RegisterFault(part.file, fault, line, column)
    row[ACCOUNT] = plain_account(row[ACCOUNT])
    if not row[ACCOUNT]:
        raise RegisterFault(part.file, "is not an account number", line, ACCOUNT)
    return row


def _fault_in(value: str, longest: int) -> str:
    if len(value) > longest:
        return f"is longer than {longest} characters"
    # Invisible signs from copied text do no harm; PostgreSQL takes no zero byte.
    is_plain = all(unicodedata.category(char) != "Cc" for char in value)
    return "" if is_plain else "has a control character"
