"""Looking into the public register. Needs an app context.

Every look-up goes through an index that begins with the edition; answers are limited in number.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, select

from portal.domain.hosts import Address, hosts_above
from portal.domain.register import Licence, Listing, RegisterQuery, Standing, Way, standing_of
from portal.store.models import DomainRow, EditionRow, HolderRow, LicenceRow, NameRow, db

MOST_LISTINGS = 5
MOST_LICENCES = 40  # of one company; a large one has some twenty
_MOST_LINES = 50  # that match one thing that was looked for
_MOST_READ = 500  # licences of one company, before they are sorted
_RANKS = {standing: rank for rank, standing in enumerate(Standing)}

_NEWEST = select(EditionRow).where(EditionRow.complete).order_by(EditionRow.id.desc()).limit(1)
_Found = Select[*tuple[Any, ...]]
_Line = tuple[Way, str, str, str]  # by what, the entry, its status, its account


class Edition(Struct, frozen=True):
    """The import that counts."""

    id: int
    day: date
    digest: str


def current_edition() -> Edition | None:
    """The register that counts now; None when none was imported."""
    with db.engine.connect() as connection:
        return _edition(connection)


def find_listings(query: RegisterQuery) -> tuple[Edition | None, tuple[Listing, ...]]:
    """What the register that counts says, the surest first, and which edition said it.

    Each company comes once. A new import may end meanwhile, and delete the edition that is read:
    then it is read again from the new one.
    """
    with db.engine.connect() as connection:
        while edition := _edition(connection):
            listings = tuple(_listings(connection, edition.id, query))
            connection.rollback()
            again = _edition(connection)
            if again and again.id == edition.id:
                return edition, listings
    return None, ()


def _edition(connection: Connection) -> Edition | None:
    row = connection.execute(_NEWEST).one_or_none()
    return Edition(row.id, row.day, row.digest) if row else None


def _listings(connection: Connection, edition: int, query: RegisterQuery) -> Iterator[Listing]:
    lines: dict[str, _Line] = {}
    for line in _lines(connection, edition, query):
        lines.setdefault(line[3], line)
    for way, entry, status, account in list(lines.values())[:MOST_LISTINGS]:
        holders = select(HolderRow.name).where(_of(HolderRow, edition, account))
        yield Listing(
            way=way,
            entry=entry,
            entry_status=status,
            account=account,
            holder=connection.execute(holders.limit(1)).scalar() or "",
            licences=tuple(_licences(connection, edition, account)),
        )


def _lines(connection: Connection, edition: int, query: RegisterQuery) -> Iterator[_Line]:
    """The lines of the register that the query hits, in the order in which they count."""
    for address in query.addresses:
        yield from _websites(connection, edition, address)
    for number in query.licences:
        licences = select(LicenceRow.number, LicenceRow.status, LicenceRow.account)
        found = licences.where(LicenceRow.edition_id == edition, LicenceRow.plain == number)
        for row in _best(connection, found):
            yield Way.LICENCE, row.number, row.status, row.account
    for account in query.accounts:
        holders = select(HolderRow.account).where(_of(HolderRow, edition, account))
        if connection.execute(holders.limit(1)).first():
            yield Way.ACCOUNT, account, "", account
    for name in query.names:
        names = select(NameRow.name, NameRow.status, NameRow.account)
        found = names.where(NameRow.edition_id == edition, NameRow.plain == name)
        for row in _best(connection, found):
            yield Way.NAME, row.name, row.status, row.account


def _websites(connection: Connection, edition: int, address: Address) -> Iterator[_Line]:
    """The listed websites that `address` is or lies under, the nearest first."""
    columns = select(DomainRow.host, DomainRow.status, DomainRow.account, DomainRow.path)
    for host in hosts_above(address.host):
        found = columns.where(DomainRow.edition_id == edition, DomainRow.host == host)
        way = Way.DOMAIN if host == address.host else Way.SUBDOMAIN
        for row in _best(connection, found):
            if Address(row.host, row.path).covers(address):
                yield way, f"{row.host}{row.path}", row.status, row.account


def _best(connection: Connection, found: _Found) -> list[Row[*tuple[Any, ...]]]:
    """The rows, those that are in force first."""
    rows = connection.execute(found.limit(_MOST_LINES)).all()
    return sorted(rows, key=lambda row: _rank(row.status))


def _licences(connection: Connection, edition: int, account: str) -> list[Licence]:
    columns = select(
        LicenceRow.number, LicenceRow.status, LicenceRow.kind, LicenceRow.activity
    ).where(_of(LicenceRow, edition, account))
    rows = connection.execute(columns.limit(_MOST_READ)).all()
    licences = {Licence(**row._mapping) for row in rows}
    by_use = sorted(licences, key=lambda one: (_rank(one.status), one.number, one.activity))
    return by_use[:MOST_LICENCES]


def _rank(status: str) -> int:
    return _RANKS[standing_of(status)]


def _of(
    table: type[HolderRow] | type[LicenceRow], edition: int, account: str
) -> ColumnElement[bool]:
    return and_(table.edition_id == edition, table.account == account)
