"""The page of a packet, and what can be taken from it. The portal sends nothing."""

import email
import email.policy
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from portal.documents.letter import LetterJob
from portal.documents.pdf import PdfJob, RenderedPdf
from portal.services import leaving
from portal.web.clock import today
from portal.web.files import room_of
from tests.adopted import adopted_example
from tests.web.visitor import Visitor

DAY = date(2026, 11, 22)


def printed(job: PdfJob) -> RenderedPdf:
    return RenderedPdf(pdf=f"%PDF {job.title}".encode(), pages=9, faults=())


def written(job: LetterJob) -> bytes:
    return job.html.encode()


@pytest.fixture
def player(make_app: Callable[..., Flask]) -> Visitor:
    app = make_app()
    app.extensions["render"] = printed
    app.extensions["write_letter"] = written
    with app.app_context():
        now = datetime(2026, 11, 22, 12, tzinfo=UTC)
        room = room_of(app.extensions["settings"])
        key, _opened = adopted_example("withheld_withdrawal", DAY, 12, room, now)
    visitor = Visitor(app.test_client())
    visitor.sign_in(key.text)
    return visitor


def make(player: Visitor, to: str = "casino", language: str = "nl") -> str:
    """Makes a packet; the address of its page."""
    player.get(f"/en/case/ready/{to}")
    fields = {"packet_language": language, "size": "complete"}
    return str(player.post(f"/en/case/ready/{to}/packet", fields).location)


def ways(page: BeautifulSoup) -> list[str]:
    return [str(one["id"]).removeprefix("way-") for one in page.select("[id^=way-]")]


def test_the_page_offers_what_this_recipient_takes_in_its_order(player: Visitor) -> None:
    assert ways(player.get(make(player))) == ["email", "form", "post"]
    page = player.get(make(player, "authority:mt-mga"))
    assert ways(page) == ["form", "post"]
    assert "takes no complaints by e-mail" in page.get_text()
    assert not page.select("a[href^=mailto]")


def test_the_page_says_that_we_send_nothing(player: Visitor) -> None:
    assert "We send nothing." in player.get(make(player)).get_text()


def test_the_draft_goes_to_the_complaints_address_with_the_very_pdf(player: Visitor) -> None:
    path = make(player)
    answer = player.client.get(f"{path}/mail")
    assert answer.status_code == 200
    assert answer.content_type == "message/rfc822"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].endswith('.eml"')
    message = email.message_from_bytes(answer.data, policy=email.policy.default)
    assert message["To"] == "klachten@zilverster.example"
    assert message["From"] == "sanne@vandermeulen.example"
    assert "HO-2026-00417" in message["Subject"]
    (attached,) = message.iter_attachments()  # type: ignore[attr-defined]
    is_same = attached.get_content() == player.client.get(f"{path}/download").data
    assert is_same


def test_a_draft_that_is_too_large_is_not_offered(
    player: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(player)
    monkeypatch.setattr(leaving, "LARGEST_ATTACHED", 3)
    page = player.get(path)
    assert "too large for most mailboxes" in page.get_text()
    assert not page.select("a[href$='/mail']")
    assert player.client.get(f"{path}/mail").status_code == 404


@pytest.mark.parametrize("to", ["casino", "dispute", "authority:mt-mga", "report:nl-ksa"])
def test_the_sheet_has_a_text_and_a_button_for_each_field(player: Visitor, to: str) -> None:
    path = make(player, to)
    page = player.get(f"{path}/paste")
    fields = page.select("main [readonly]")
    assert len(fields) > 8
    for field in fields:
        assert page.select_one(f"label[for={field['id']}]")
        assert page.select_one(f"[data-copy={field['id']}]")
        assert page.select_one(f"#{field['id']}-hint")
        assert field["lang"] == "nl"
    assert fields[0]["value"] == "Sanne van der Meulen"


def test_the_letter_to_edit_is_gone_when_the_case_changed(player: Visitor) -> None:
    path = make(player)
    answer = player.client.get(f"{path}/letter")
    assert answer.headers["Content-Disposition"].endswith('.docx"')
    assert "Zilverster" in answer.text
    page = player.get("/en/case/topic/about")
    seen = page.find("input", {"name": "seen"})["value"]  # type: ignore[index]
    changed = player.post("/en/case/topic/about", {"seen": seen, "topic_words": "Iets anders."})
    assert changed.status_code == 303
    assert player.client.get(f"{path}/letter").location == path
    page = player.get(path)
    assert "Your case or our rules changed" in page.get_text()
    assert not page.select("a[href$='/letter']")


def test_reminders_are_there_while_a_day_is_still_to_come(player: Visitor) -> None:
    """The example asked for a reply long ago: nothing is left but what is open."""
    path = make(player)
    offered = bool(player.get(path).select("a[href$='/calendar']"))
    answer = player.client.get("/en/case/calendar")
    assert answer.status_code == (200 if offered else 404)


def test_reminders_come_as_a_calendar(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    with app.app_context():
        room = room_of(app.extensions["settings"])
        now = datetime(2026, 11, 22, 12, tzinfo=UTC)
        key, _opened = adopted_example("self_exclusion_breach", DAY, 12, room, now)
    visitor = Visitor(app.test_client())
    visitor.sign_in(key.text)
    page = visitor.get("/en/case/sent/d1/to/casino")
    seen = page.find("input", {"name": "seen"})["value"]  # type: ignore[index]
    values = {"seen": seen, "sent_on": today().isoformat(), "channel": "email", "to": "a@b.example"}
    assert visitor.post("/en/case/sent/d1/to/casino", values).status_code == 303
    answer = visitor.client.get("/nl/case/calendar")
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert 'filename="herinneringen.ics"' in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert "Polderwin" not in answer.text
