"""E-mails and a chat added in a browser, with what is wrong in them and then put right."""

from playwright.sync_api import FilePayload, expect

from portal.web.chat_rows import RowForm
from portal.web.chats import AddForm, ChatForm
from portal.web.mails import MailForm
from portal.web.transcripts import BlackForm
from tests.browser.player import Player

CHAT = "[14:02] Anna: hallo\n[14:03] Ik: waar blijft mijn geld?\n[14:05] Anna: nog even 😀 محمد"


def mail(number: int, sent: str) -> FilePayload:
    text = (
        f"From: Anna van het casino <anna{number}@casino.example>\r\nTo: me@example.org\r\n"
        f"Date: {sent}\r\nSubject: Uw uitbetaling, ticket #AB-{number}2345\r\n"
        f"Message-ID: <same@casino.example>\r\n"
        "DKIM-Signature: v=1; a=rsa-sha256; d=casino.example; s=k1; h=from; bh=x; b=x\r\n\r\n"
        + f"Beste speler {number},\r\n\r\nuw uitbetaling is in behandeling.\r\n"
        * 8
    )
    return {"name": f"mail{number}.eml", "mimeType": "message/rfc822", "buffer": text.encode()}


def take_in_mails_and_a_chat(player: Player) -> str:
    """Two e-mails with one Message-ID, one of them with a day to come; then a chat.

    The id of the first e-mail's exhibit.
    """
    player.watch.state = "refused"
    player.open("/case/mail")
    assert player.press("Read these e-mails").status == 422
    player.watch.state = "first"
    player.open("/case/mail")
    mails = [mail(1, "Mon, 4 May 2026 10:00:00 +0200"), mail(2, "Mon, 4 May 2099 10:00:00 +0200")]
    player.page.locator("input[type=file]").set_input_files(mails)
    player.press("Read these e-mails")
    first = player.page.url.rpartition("/")[2]
    player.watch.state = "wrong"
    player.fill(MailForm, time="quarter past")
    assert player.press("Save and continue").status == 422
    player.watch.state = "second"
    player.fill(MailForm, time="10:15")
    player.press("Save and continue")
    player.fill(MailForm, date=player.day("2026-05-05"))
    player.press("Save and continue")
    player.watch.state = "after"
    black_out_a_mail(player, first)
    take_in_a_chat(player)
    player.watch.state = ""
    return first


def black_out_a_mail(player: Player, exhibit: str) -> None:
    """Words that are not in it, then some that are, and a line of its head."""
    player.watch.state = "not-there"
    player.open(f"/case/evidence/{exhibit}")
    player.follow("Black out parts of this text")
    player.fill(BlackForm, words="Zonnekoning")
    save = player.button("Save and look at it")  # a long list has it twice
    assert player.go(save.first).status == 422
    player.watch.state = "black"
    player.fill(BlackForm, words="uitbetaling")
    player.page.locator("label", has_text="me@example.org").click()
    player.go(save.last)
    expect(player.page.locator(".lines")).to_contain_text(player.say("[blacked out by the player]"))
    expect(player.page.locator(".lines")).not_to_contain_text("uitbetaling")
    player.follow("Black out parts of this text")
    player.watch.state = "after"


def take_in_a_chat(player: Player) -> None:
    player.open("/case/chat")
    assert player.press("Read this chat").status == 422
    player.fill(AddForm, text=CHAT)
    player.press("Read this chat")
    player.page.locator("details summary").first.click()
    expect(player.page.locator("ol.rows li")).to_have_count(3)
    put_a_message_right(player)
    player.press("Save and continue")
    assert player.press("Save and continue").status == 422  # no outcome yet
    player.fill(ChatForm, date=player.day("2026-05-03"))
    player.choose(ChatForm, "outcome", player.say("They promised something"))
    player.press("Save and continue")


def put_a_message_right(player: Player) -> None:
    player.follow("Correct single messages: who wrote them, when, where one begins")
    player.page.locator("#messages a").nth(1).click()
    player.fill(RowForm, time="half past")
    assert player.press("Save and continue").status == 422
    player.fill(RowForm, other="Anna", time="14:04")
    player.press("Save and continue")
    player.follow("This is right")
