"""The main job in a real browser: from the start page to every PDF, for both example cases."""

import subprocess
from pathlib import Path

import pytest

from portal.domain.case import Case, Dispatch
from portal.domain.readiness import document_of
from portal.domain.recipient import Recipient, parse_recipient
from portal.i18n import LANGUAGES, use_language
from portal.knowledge.examples import example_names
from portal.knowledge.loader import load_packs
from portal.services.gate import pack_for
from portal.web.packets import PacketForm
from portal.wording import document_title
from tests.browser.conftest import NewPlayer
from tests.browser.html_checker import html_faults
from tests.browser.player import Player
from tests.browser.telling import recent_example, tell_all, tell_answer, tell_dispatch

pytestmark = pytest.mark.browser


# Both cases, both languages, with and without script; tests/browser/test_eight_weeks.py plays each
# case in each language.
@pytest.mark.parametrize(
    ("name", "language", "script"),
    zip(example_names(), LANGUAGES, (True, False), strict=True),
)
def test_a_player_comes_from_the_start_page_to_every_pdf(
    new_player: NewPlayer, pages: Path, tmp_path: Path, name: str, language: str, script: bool
) -> None:
    case = recent_example(name)
    player = new_player(language, script=script, accept_downloads=True)
    start(player)
    tell_all(player, case)
    for dispatch in case.dispatches:
        make_packet(player, case, parse_recipient(dispatch.recipient), tmp_path)
        send(player, dispatch)
    make_packet(player, case, parse_recipient(f"authority:{case.casino.authority}"), tmp_path)
    player.follow("Your case")
    if not script:  # the site sends the same pages to a browser with script
        assert html_faults(pages) == []


def start(player: Player) -> None:
    player.open("/")
    player.press("Start your complaint")
    player.press("I have kept my key")


def make_packet(player: Player, case: Case, recipient: Recipient, folder: Path) -> None:
    """From the case's home to the file on the player's device."""
    player.follow("Your packet (PDF)")
    player.go(player.page.locator(f"a[href$='/ready/{recipient.code}']"))
    player.choose(PacketForm, "packet_language", player.language_name(player.language))
    made = player.press("Make the packet (PDF)")
    assert made.status == 200, player.page.get_by_role("alert").all_inner_texts()
    file = folder / f"{recipient.kind}.pdf"
    player.download("Download your packet (PDF)").save_as(file)
    assert file.read_bytes().startswith(b"%PDF-")
    assert pdf_title(file) == title_of(case, recipient, player.language)


def title_of(case: Case, recipient: Recipient, language: str) -> str:
    with use_language(language):
        pack = pack_for(case, recipient, load_packs())
        is_regulator = recipient.authority != ""
        name = pack.name.in_language(language) if is_regulator else case.casino.dispute_body
        return document_title(document_of(recipient, pack), name)


def pdf_title(file: Path) -> str:
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    return next(line for line in told.splitlines() if line.startswith("Title:"))[6:].strip()


def send(player: Player, dispatch: Dispatch) -> None:
    """Says that the packet was sent, and what came back; ends at the case's home."""
    player.follow("I sent it")
    tell_dispatch(player, dispatch)
    if dispatch.answer:
        player.follow("What you sent")
        player.go(player.page.locator(f"#{dispatch.id} a[href$='/answer']"))
        tell_answer(player, dispatch.answer)
