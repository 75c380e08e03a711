"""The form that makes a packet, and the page of a packet that was made, in one file or several."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.documents.pdf import PdfJob, RenderedPdf
from portal.web import packets
from portal.web.files import room_of
from tests.adopted import adopted_example
from tests.web.visitor import Visitor

DAY = date(2026, 11, 22)
READY = "/en/case/ready/casino"
MAKE = f"{READY}/packet"


def weighing(job: PdfJob) -> RenderedPdf:
    """A file as large as its exhibits, and 150 kB."""
    size = 150_000 + sum(
        len(one.pdf) * len(one.words) // (one.first + len(one.words) - 1) for one in job.exhibits
    )
    return RenderedPdf(pdf=f"%PDF {job.title}".encode().ljust(size), pages=9, faults=())


@pytest.fixture
def player(make_app: Callable[..., Flask]) -> Visitor:
    app = make_app()
    app.extensions["render"] = weighing
    with app.app_context():
        now = datetime(2026, 11, 22, 12, tzinfo=UTC)
        room = room_of(app.extensions["settings"])
        key, _opened = adopted_example("withheld_withdrawal", DAY, 12, room, now)
    visitor = Visitor(app.test_client())
    visitor.sign_in(key.text)
    return visitor


def make(player: Visitor, **fields: str) -> TestResponse:
    player.get(READY)
    return player.post(MAKE, {"packet_language": "nl", "size": "small", "limit": "10", **fields})


@pytest.mark.parametrize("limit", ["0", "101", "2,5", "veel", "-1"])
def test_a_size_that_is_none_is_told_where_it_was_typed(player: Visitor, limit: str) -> None:
    answer = make(player, limit=limit)
    assert answer.status_code == 422
    page = player.look_at(answer)
    assert page.select_one(".error-summary a[href='#limit']")
    assert page.find("input", {"name": "limit"})["value"] == limit
    assert page.find("input", {"name": "size", "value": "small"}).has_attr("checked")


def test_a_packet_in_parts_names_them_all_and_each_can_be_downloaded(
    player: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packets, "MEGABYTE", 100_000)  # the example has small files
    answer = make(player, limit="2")
    page = player.get(answer.location)
    links = [a["href"] for a in page.select("main a[href$='/download']")]
    assert len(links) > 1
    assert "Send all of them" in page.get_text()
    names = {player.client.get(link).headers["Content-Disposition"] for link in links}
    assert len(names) == len(links)


def test_one_file_is_not_called_a_part(player: Visitor) -> None:
    page = player.get(make(player, size="complete").location)
    assert len(page.select("main a[href$='/download']")) == 1
    assert "Part 1" not in page.get_text()
