"""Looking into the public register. Needs an app context.

Every look-up goes through an index; answers are limited in number, and so are the statements, each
of which is a way to the server and back.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, Select, select

from portal.domain.hosts import Address, hosts_above
from portal.domain.register import Licence, Listing, RegisterQuery, Standing, Way, standing_of
from portal.store.models import DomainRow, EditionRow, HolderRow, LicenceRow, NameRow, db

MOST_LISTINGS = 5
MOST_LICENCES = 40  # of one company; a large one has some twenty
_MOST_LINES = 50  # that match one thing that was looked for
_MOST_READ = 1000  # rows about all companies that were found, before they are sorted
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
    then it is read again from the new one. (Each statement sees what is there now; where a
    transaction sees one moment only, nothing can go away.)
    """
    with db.engine.connect() as connection:
        while edition := _edition(connection):
            listings = tuple(_listings(connection, edition.id, query))
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
    accounts = list(lines)[:MOST_LISTINGS]
    holders = _holders(connection, edition, accounts)
    licences = _licences(connection, edition, accounts)
    for account in accounts:
        way, entry, status, _account = lines[account]
        yield Listing(
            way=way,
            entry=entry,
            entry_status=status,
            account=account,
            holder=holders.get(account, ""),
            licences=tuple(licences.get(account, ())),
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
    for account in _holders(connection, edition, query.accounts):
        yield Way.ACCOUNT, account, "", account
    for name in query.names:
        names = select(NameRow.name, NameRow.status, NameRow.account)
        found = names.where(NameRow.edition_id == edition, NameRow.plain == name)
        for row in _best(connection, found):
            yield Way.NAME, row.name, row.status, row.account


def _websites(connection: Connection, edition: int, address: Address) -> Iterator[_Line]:
    """The listed websites that `address` is or lies under, the nearest first."""
    columns = select(DomainRow.host, DomainRow.status, DomainRow.account, DomainRow.path)
    hosts = DomainRow.host.in_(hosts_above(address.host))
    found = _best(connection, columns.where(DomainRow.edition_id == edition, hosts))
    for row in sorted(found, key=lambda row: -len(row.host)):
        way = Way.DOMAIN if row.host == address.host else Way.SUBDOMAIN
        if Address(row.host, row.path).covers(address):
            yield way, f"{row.host}{row.path}", row.status, row.account


def _best(connection: Connection, found: _Found) -> list[Row[*tuple[Any, ...]]]:
    """The rows, those that are in force first."""
    rows = connection.execute(found.limit(_MOST_LINES)).all()
    return sorted(rows, key=lambda row: _rank(row.status))


def _holders(connection: Connection, edition: int, accounts: Sequence[str]) -> dict[str, str]:
    """The names of those of `accounts` that the register has, in their order."""
    if not accounts:
        return {}
    columns = select(HolderRow.account, HolderRow.name)
    wanted = columns.where(HolderRow.edition_id == edition, HolderRow.account.in_(accounts))
    rows = connection.execute(wanted.limit(_MOST_READ)).all()
    names: dict[str, str] = {row.account: row.name for row in rows}
    return {account: names[account] for account in accounts if account in names}


def _licences(
    connection: Connection, edition: int, accounts: Sequence[str]
) -> dict[str, list[Licence]]:
    """The licences of each of `accounts`, those in force first."""
    if not accounts:
        return {}
    wanted = select(LicenceRow).where(
        LicenceRow.edition_id == edition, LicenceRow.account.in_(accounts)
    )
    rows = connection.execute(wanted.order_by(LicenceRow.id).limit(_MOST_READ)).all()
    found: dict[str, set[Licence]] = {}
    for row in rows:
        licence = Licence(
            number=row.number, status=row.status, kind=row.kind, activity=row.activity
        )
        found.setdefault(row.account, set()).add(licence)
    return {account: sorted(of, key=_by_use)[:MOST_LICENCES] for account, of in found.items()}


def _by_use(licence: Licence) -> tuple[int, str, str]:
    return _rank(licence.status), licence.number, licence.activity


def _rank(status: str) -> int:
    return _RANKS[standing_of(status)]
