"""Every page of the site, also those beside the journey: with errors, when removing, at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, ViewportSize, expect

from portal.documents.texts import offered_texts
from portal.domain.case import Case, Letter, Transaction
from portal.domain.codes import AnswerKind, Channel, Result, TextKind, TransactionKind
from portal.domain.parts import replace
from portal.domain.topic_answers import TopicAnswer
from portal.domain.values import Moment, Money
from portal.i18n import LANGUAGES
from portal.web.access import DeleteForm
from portal.web.case_files import LockForm
from portal.web.clock import today
from portal.web.closing import CloseForm
from portal.web.file_pages import ChosenForm
from portal.web.payments import RowsForm
from portal.web.reminders import ReminderForm
from portal.web.verify import CodeForm
from tests.browser.conftest import NewPlayer
from tests.browser.html_checker import html_faults
from tests.browser.incoming import take_in_mails_and_a_chat
from tests.browser.player import Player
from tests.browser.site import STALE_AND_OWN, Site
from tests.browser.staff_pages import look_at_the_staff
from tests.browser.telling import recent_example
from tests.browser.watch import PHONE, WIDE
from tests.web.walker import two_pages

pytestmark = pytest.mark.browser

# These answer with a file, or only lead to another page.
NO_PAGE = {
    "access.key_sheet",
    "access.sign_out",
    "figures.report",
    "figures.rows",
    "files.look",
    "files.original",
    "files.upload",
    "leaving.calendar",
    "leaving.letter",
    "leaving.mail",
    "packets.download",
    "packets.preview",
    "staff_codes.table",
    "staff_desk.key_sheet",
}
WITHDRAWAL = Transaction(
    id="m1", kind=TransactionKind.WITHDRAWAL, amount=Money(amount="1250.00"), note="WD-1"
)
LETTERS = tuple(
    Letter(id=f"l{number}", kind=kind, sent_on="2026-10-01", channel=Channel.EMAIL)
    for number, kind in enumerate((TextKind.NOTICE_OF_DEFAULT, TextKind.ASK_DATA), 1)
)
ASKED = TopicAnswer(question="withdrawal_asked", moment=Moment(date="2026-07-01"))
# Each has a form whose answers are kept.
QUESTIONS = (
    "/case/topic",
    "/case/topic/about",
    "/case/topic/questions",
    "/case/topic/evidence",
    "/case/casino",
    "/case/casino/licence",
    "/case/casino/authority",
    "/case/casino/complaints",
    "/case/facts/f1",
    "/case/facts/f1/proof",
    "/case/facts/answer/withdrawal_asked/proof",
    "/case/contacts/c1",
    "/case/contacts/c1/said",
    "/case/contacts/c1/proof",
    "/case/contacts/no-manager",
    "/case/remedy",
    "/case/payments/m1",
    "/case/evidence/e1",
    "/case/you",
    "/case/sent/d1/to/casino",
    "/case/sent/d1/answer",
    "/case/sent/d1/more-time",
    "/case/sent/d1/proof",
    "/case/sent/d1/receipt",
    "/case/texts/ask_manager/c90",
    "/case/texts/notice_of_default/l1",
    "/case/texts/ask_data/l2",
    "/case/texts/l2/answer",
    "/case/texts/l1/proof",
)
# On a new row these have a required answer, so an empty form is refused.
REFUSED = (
    "/case/facts/f90",
    "/case/contacts/c90",
    "/case/payments/m90",
    "/case/evidence/e90",
    "/case/sent/d90/to/casino",
    "/case/sent/d1/answer/r90",
    "/case/texts/keep_evidence/l90",
)
EMPTY = (
    "/case",
    "/case/history",
    "/case/who",
    "/case/check",
    "/case/facts",
    "/case/contacts",
    "/case/payments",
    "/case/evidence",
    "/case/sent",
    "/case/texts",
)
# One page of what we know for each shape that it has; tests/web/test_known_pages.py looks at all.
KNOWN = {
    "list": "",
    "look-alikes": "/look-alikes",
    "with-procedure": "/nl-ksa",
    "without-procedure": "/be-ksc",
    "stale-and-own": f"/{STALE_AND_OWN}",
    "dispute-body": "/body/eadr",
    "neighbour": "/body/kifid",
    "retired": "/body/eu-odr",
}
OTHERS = (
    "/case",
    "/case/topic/help-first",
    "/case/history",
    "/case/who",
    "/case/check",
    "/case/key",
    "/case/second-key",
    "/case/delete",
    "/case/reminder",
    "/case/file",
    "/case/facts",
    "/case/facts/f1/remove",
    "/case/contacts",
    "/case/contacts/c1/remove",
    "/case/payments",
    "/case/payments/m1/remove",
    "/case/payments/rows",
    "/case/evidence",
    "/case/evidence/e1/remove",
    "/case/ready",
    "/case/ready/casino",
    "/case/ready/dispute",
    "/case/ready/authority:mt-mga",
    "/case/sent",
    "/case/sent/d1/remove",
    "/case/sent/d1/answer/r1/remove",
    "/case/texts",
    "/case/texts/l1/remove",
    "/case/contacts/words/notice_of_default/nl?days=28",
    "/privacy",
    "/help",
)


def full_case() -> Case:
    """A case in which every list of the site has a row."""
    return replace(
        recent_example("withheld_withdrawal"),
        transactions=(WITHDRAWAL,),
        letters=LETTERS,
        topic_answers=(ASKED,),
    )


@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [("nl", PHONE, "light"), ("en", WIDE, "dark")],
    ids=["phone-in-dutch", "wide-and-dark-in-english"],
)
def test_every_page_is_for_everyone_and_valid(
    new_player: NewPlayer, site: Site, pages: Path, language: str, size: ViewportSize, scheme: str
) -> None:
    player = new_player(language, viewport=size, color_scheme=scheme)
    look_before_signing_in(player)
    look_at_an_empty_case(player)
    case = full_case()
    player.sign_in(site.put_in(case))
    for path in (*QUESTIONS, *OTHERS, *texts(case)):
        assert player.open(path).status == 200, path
    make_mistakes(player)
    paste_payments(player)
    add_files(player)
    mail = take_in_mails_and_a_chat(player)
    for path in ("reply/d1", "answers/l1"):
        assert player.open(f"/case/mail/{mail}/{path}").status == 200
    make_things(player)
    ask_for_a_reminder(player)
    player.press("Sign out")
    look_at_an_offer_and_the_end(player, site, case)
    leave(player)
    look_at_the_staff(player, site, site.put_in(case))
    assert site.pages() - player.watch.endpoints == NO_PAGE
    assert html_faults(pages) == []


def texts(case: Case) -> Iterator[str]:
    for language in LANGUAGES:
        for kind in offered_texts(case, today()):
            yield f"/case/contacts/words/{kind}/{language}"


def look_before_signing_in(player: Player) -> None:
    player.open("/")
    for shape, path in KNOWN.items():
        player.watch.state = shape
        assert player.open(f"/authorities{path}").status == 200, path
    player.watch.state = ""
    assert player.open("/nothing-here").status == 404
    player.open("/sign-in?visible=yes")
    player.open("/sign-in")
    assert player.press("Open your case").status == 422
    check_a_packet(player)
    open_a_case_file(player)


def open_a_case_file(player: Player) -> None:
    """No file, then one that is none."""
    player.watch.state = "refused"
    player.open("/open-file")
    assert player.press("Open this case file").status == 422
    chosen = {"name": "a.zip", "mimeType": "application/zip", "buffer": b"text"}
    player.page.locator("input[type=file]").set_input_files(chosen)
    assert player.press("Open this case file").status == 422
    player.watch.state = ""
    player.open("/open-file")


def check_a_packet(player: Player) -> None:
    """A file that nobody knows, a file that is no PDF, and a code that cannot be read."""
    for content, status in ((b"%PDF-1.7", 200), (b"text", 422)):
        player.watch.state = f"answered-{status}"
        player.open("/verify")
        chosen = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content}
        player.page.locator("input[type=file]").set_input_files(chosen)
        assert player.press("Check this file").status == status
    player.fill(CodeForm, code="unreadable")
    assert player.press("Check this code").status == 422
    player.watch.state = ""


def look_at_an_empty_case(player: Player) -> None:
    player.watch.state = "empty"
    player.open("/")
    player.press("Start your complaint")
    player.press("I have kept my key")
    for path in EMPTY:
        player.open(path)
    player.open("/case/ready/casino")
    assert player.press("Make the packet (PDF)").status == 422
    expect(player.page.locator(".error-summary")).to_be_focused()
    player.press("Sign out")
    player.watch.state = ""


def make_mistakes(player: Player) -> None:
    for path in REFUSED:
        player.open(path)
        for box in player.page.get_by_role("textbox").all():
            box.fill("")
        assert player.press("Save and continue").status == 422, path
    player.open("/case/delete")
    player.fill(DeleteForm, word="no")
    assert player.press("Delete everything now").status == 422
    player.open("/case/file")
    player.fill(LockForm, passphrase="short")
    assert player.press("Download the locked file").status == 422


def paste_payments(player: Player) -> None:
    player.watch.state = "pasted"
    player.open("/case/payments/rows")
    player.fill(RowsForm, rows="12-07-2026;deposit;50\n13-07-2026;present;1")
    assert player.press("Look at the lines first").status == 200
    player.watch.state = ""


def add_files(player: Player) -> None:
    """Two files at once by script, a part made black by drawing, and what is refused."""
    player.open("/case/evidence")
    files = [upload(f"{number}.pdf", two_pages("Zonnekoning")) for number in (1, 2)]
    player.page.locator("input[type=file]").set_input_files(files)
    player.press("Add this file")
    player.open("/case/evidence/e14")
    player.open("/case/evidence/e14/page/2")
    player.press("Turn to the right")
    draw(player)
    player.press("Black out this part")
    player.watch.state = "without-a-part"
    assert player.press("Black out this part").status == 422
    player.open("/case/evidence/e14/pages")
    player.fill(ChosenForm, pages="7")
    assert player.press("Show these pages").status == 422
    player.watch.state = "refused"
    player.open("/case/evidence")
    player.page.locator("input[type=file]").set_input_files([upload("3.pdf", b"")])
    player.button("Add this file").click()
    expect(player.page.locator(".progress-errors li")).to_contain_text("3.pdf")
    player.watch.state = ""


def upload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def draw(player: Player) -> None:
    """Over the upper half of the page."""
    box = player.page.locator("[data-stage] img").bounding_box()
    assert box
    mouse = player.page.mouse
    mouse.move(box["x"] + 5, box["y"] + 5)
    mouse.down()
    mouse.move(box["x"] + box["width"] - 5, box["y"] + box["height"] / 2)
    mouse.up()


def make_things(player: Player) -> None:
    player.open("/case/ready/casino")
    player.press("Make the packet (PDF)")
    packet = player.download("Download your packet (PDF)")
    player.follow("Texts for the form")
    player.follow("Back to your packet")
    player.watch.state = "unchanged"
    player.open("/verify")
    player.page.locator("input[type=file]").set_input_files(packet.path())
    player.press("Check this file")
    unchanged = player.say("This file is unchanged")
    expect(player.page.get_by_role("status").get_by_role("heading")).to_have_text(unchanged)
    player.watch.state = ""
    player.open("/case/ready")
    player.open("/case/second-key")
    player.press("Make a second key")
    player.press("I have kept my key")


def look_at_an_offer_and_the_end(player: Player, site: Site, case: Case) -> None:
    complaint, *_others = case.dispatches
    assert complaint.answer
    offered = replace(complaint, answer=replace(complaint.answer, kind=AnswerKind.OFFERED))
    player.sign_in(site.put_in(replace(case, dispatches=(offered,))))
    player.watch.state = "offered"
    player.open("/case")
    player.follow("Look at your choices")
    assert player.press("Save and continue").status == 422
    player.open("/case/close")
    assert player.press("Close your case").status == 422
    player.choose(CloseForm, "result", player.name_of(Result.PARTLY_SOLVED))
    player.press("Close your case")
    player.watch.state = "closed"
    player.open("/case")
    player.watch.state = ""


def ask_for_a_reminder(player: Player) -> None:
    player.open("/case/reminder")
    assert player.press("Remind me").status == 422
    player.fill(ReminderForm, email="noor@example.org")
    assert player.press("Remind me").status == 200
    player.watch.state = "with-one"
    player.open("/case/reminder")
    player.watch.state = ""
    player.open(f"/reminders/{'0' * 32}")
    player.press("Stop all reminders")


def leave(player: Player) -> None:
    player.press("Sign out")
    player.open("/deleted")
    player.open("/exit")
