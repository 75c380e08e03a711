"""Issued packets, sealed, byte for byte. Needs an app context."""

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from portal.store.cases import CaseNotFound, OpenCase, StaleRevision
from portal.store.models import CaseRow, PacketRow, db
from portal.vault.sealing import Kind, seal, unseal


class PacketNotFound(LookupError):
    """This case has no packet with this id."""


def keep_packet(opened: OpenCase, packet_id: bytes, pdf: bytes) -> None:
    """Keeps a PDF under `packet_id` (16 random bytes, used once).

    Raises CaseNotFound when the case was deleted since it was opened, and StaleRevision when its
    data key changed: nobody would open this packet again.
    """
    blob = seal(Kind.PACKET, opened.case_data_key, pdf, opened.case_id, packet_id)
    row = {"id": packet_id, "case_id": opened.case_id, "blob": blob}
    try:
        with db.engine.begin() as connection:
            connection.execute(insert(PacketRow).values(row))
            # Behind the insert, when nobody else can write: a change of the key comes before this
            # and is seen, or after it and seals this packet too.
            number = select(CaseRow.key_number).where(CaseRow.id == opened.case_id)
            if connection.execute(number.with_for_update(read=True)).scalar() != opened.key_number:
                raise StaleRevision
    except IntegrityError:  # its case is gone
        raise CaseNotFound from None


def drop_packet(opened: OpenCase, packet_id: bytes) -> None:
    """Deletes a packet of this case that is not listed anywhere."""
    mine = (PacketRow.id == packet_id, PacketRow.case_id == opened.case_id)
    with db.engine.begin() as connection:
        connection.execute(delete(PacketRow).where(*mine))


def load_packet(opened: OpenCase, packet_id: bytes) -> bytes:
    """The PDF exactly as it was kept. Raises PacketNotFound, also for another case's packet."""
    mine = (PacketRow.id == packet_id, PacketRow.case_id == opened.case_id)
    with db.engine.connect() as connection:
        blob = connection.execute(select(PacketRow.blob).where(*mine)).scalar_one_or_none()
    if blob is None:
        raise PacketNotFound
    return unseal(Kind.PACKET, opened.case_data_key, blob, opened.case_id, packet_id)
