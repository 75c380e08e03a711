"""The pages for e-mails and chats, also without script, and the reply to what was sent."""

import pytest
from playwright.sync_api import expect

from portal.domain.case import Dispatch
from portal.domain.codes import Channel
from portal.domain.parts import replace
from portal.i18n import LANGUAGES
from portal.web.replies import AnswerBackForm
from tests.browser.conftest import NewPlayer
from tests.browser.incoming import mail, take_in_mails_and_a_chat
from tests.browser.site import Site
from tests.browser.telling import recent_example

pytestmark = pytest.mark.browser
SENT = Dispatch(id="d9", recipient="casino", sent_on="2026-05-01", channel=Channel.EMAIL)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_e_mails_and_a_chat_become_contacts(
    new_player: NewPlayer, site: Site, language: str, script: bool
) -> None:
    player = new_player(language, script=script)
    case = replace(recent_example("withheld_withdrawal"), contacts=(), dispatches=())
    player.sign_in(site.put_in(case))
    take_in_mails_and_a_chat(player)
    expect(player.page.locator("#contacts li h3")).to_have_count(3)


def test_an_e_mail_is_the_reply_to_what_was_sent(new_player: NewPlayer, site: Site) -> None:
    player = new_player("nl")
    case = replace(recent_example("withheld_withdrawal"), dispatches=(SENT,))
    player.sign_in(site.put_in(case))
    player.open("/case/mail")
    chosen = mail(1, "Mon, 4 May 2026 10:00:00 +0200")
    player.page.locator("input[type=file]").set_input_files([chosen])
    player.press("Read these e-mails")
    player.page.locator(".note.info a").click()
    expect(player.field(AnswerBackForm, "received_on")).to_have_value("4 mei 2026")
    player.choose(AnswerBackForm, "kind", player.say("Rejected"))
    player.choose(AnswerBackForm, "is_final", player.say("No"))
    player.press("Save and continue")
    assert player.open("/case/sent").status == 200
    expect(player.page.locator("#d9")).to_contain_text("4 mei 2026")
