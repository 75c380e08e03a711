"""Issued packets are kept sealed and come back byte for byte."""

import secrets

import pytest
from sqlalchemy import select, update

from portal.store.cases import create_case
from portal.store.models import PacketRow, db
from portal.store.packets import PacketNotFound, keep_packet, load_packet
from portal.vault.keys import new_case_key
from portal.vault.sealing import NotOpened
from tests.store.examples import MONTHS, RECORD, TODAY

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def opened():
    return create_case(RECORD, new_case_key(), TODAY, MONTHS)


def test_a_packet_comes_back_byte_for_byte(opened):
    pdfs = {secrets.token_bytes(16): b"%PDF" + secrets.token_bytes(size) for size in (0, 300_000)}
    for packet_id, pdf in pdfs.items():
        keep_packet(opened, packet_id, pdf)
    assert {packet_id: load_packet(opened, packet_id) for packet_id in pdfs} == pdfs


def test_a_packet_lies_sealed(opened):
    keep_packet(opened, b"p" * 16, b"%PDF canary")
    with db.engine.connect() as connection:
        assert b"canary" not in connection.execute(select(PacketRow.blob)).scalar_one()


def test_a_packet_that_was_never_kept_is_not_found(opened):
    with pytest.raises(PacketNotFound):
        load_packet(opened, b"p" * 16)


def test_another_case_does_not_find_the_packet(opened):
    keep_packet(opened, b"p" * 16, b"%PDF")
    other = create_case(RECORD, new_case_key(), TODAY, MONTHS)
    with pytest.raises(PacketNotFound):
        load_packet(other, b"p" * 16)


def test_two_packets_that_changed_places_do_not_open(opened):
    keep_packet(opened, b"p" * 16, b"%PDF one")
    with db.engine.begin() as connection:
        connection.execute(update(PacketRow).values(id=b"q" * 16))
    with pytest.raises(NotOpened):
        load_packet(opened, b"q" * 16)
