"""The weeks after sending, for both example cases: the clock goes on and the advice with it.

The player's browser runs no script here: every page was looked at with script elsewhere, and the
story must also be told without it.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect
from werkzeug.serving import make_server

from portal.config import Settings
from portal.domain.case import Answer, Case, Contact, Dispatch
from portal.domain.codes import AnswerKind, AskedFor, Channel, Outcome, Result, Step
from portal.domain.parts import replace
from portal.domain.values import Moment
from portal.factory import build_app
from portal.i18n import LANGUAGES, format_day, ngettext, use_language
from portal.knowledge.examples import example_case
from portal.services.cases import adopt_case
from portal.store.database import migrate_database
from portal.store.models import db
from portal.web import clock
from portal.web.closing import CloseForm
from portal.web.contacts import SaidForm
from portal.web.letters import SentTextForm
from portal.web.offers import OfferForm
from tests.browser.player import Player
from tests.browser.site import NO_LIMIT, Site
from tests.browser.telling import tell_answer, tell_contact, tell_dispatch
from tests.browser.watch import PHONE, Watch

pytestmark = pytest.mark.browser


class Life:
    """A player, his calendar, and the home of his case."""

    def __init__(self, player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
        self.player = player
        self._monkeypatch = monkeypatch

    def comes_back_on(self, day: str) -> None:
        self.set_day(day)
        self.player.open("/case")

    def set_day(self, day: str) -> None:
        noon = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=11)
        self._monkeypatch.setattr(clock, "now", lambda: noon)

    def is_told(self, message: str, **values: object) -> None:
        """The one thing to do now says this, in the player's language."""
        words = self.player.say(message, **values)
        expect(self.player.page.locator(".next")).to_contain_text(words)

    def is_told_of_delay(self, name: str, days: int) -> None:
        one = "%(name)s is %(number)s day late with its reply."
        many = "%(name)s is %(number)s days late with its reply."
        with use_language(self.player.language):
            words = ngettext(one, many, days, name=name)
        expect(self.player.page.locator(".next")).to_contain_text(words)

    def day(self, text: str) -> str:
        with use_language(self.player.language):
            return format_day(date.fromisoformat(text))

    def sends(self, dispatch: Dispatch) -> None:
        """Says that he sent it; the packets are made in another test."""
        self.player.open(f"/case/sent/{dispatch.id}/to/{dispatch.recipient}")
        tell_dispatch(self.player, replace(dispatch, answer=None))

    def gets(self, dispatch: str, answer: Answer) -> None:
        self.player.open(f"/case/sent/{dispatch}/answer")
        tell_answer(self.player, answer)

    def closes(self, result: Result) -> None:
        self.player.open("/case/close")
        self.player.choose(CloseForm, "result", self.player.name_of(result))
        self.player.press("Close your case")
        assert self.player.heading() == self.player.say("Your case is closed")


@pytest.fixture
def site_in_time(tmp_path: Path) -> Iterator[Site]:
    """The site in this process, so that its clock can be moved."""
    settings = Settings(
        instance_dir=tmp_path / "instance",
        render_processes=1,
        trusted_hosts=("127.0.0.1",),
        sign_in_limit=NO_LIMIT,
    )
    app = build_app(settings)
    with app.app_context():
        migrate_database()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", app)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def live(
    site_in_time: Site,
    tmp_path: Path,
    new_context: Callable[..., BrowserContext],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[Case, str, str], Life]]:
    watches: list[Watch] = []

    def begin(case: Case, language: str, day: str) -> Life:
        watch = Watch(
            new := new_context(java_script_enabled=False, viewport=PHONE),
            site_in_time,
            tmp_path,
            script=False,
        )
        watches.append(watch)
        life = Life(Player(new.new_page(), site_in_time, language, watch), monkeypatch)
        life.set_day(day)
        with site_in_time.app.app_context():
            key, _opened = adopt_case(case, date.fromisoformat(day), 12)
        life.player.sign_in(key.text)
        return life

    yield begin
    assert [fault for watch in watches for fault in watch.all_faults()] == []


def before_sending(name: str) -> Case:
    """The example on the day of its complaint."""
    case = example_case(name)
    first = case.dispatches[0].sent_on
    early = tuple(
        one
        for one in case.contacts
        if one.step in {Step.SUPPORT, Step.MANAGER} and one.moment.date < first
    )
    return replace(case, dispatches=(), contacts=early)


def before_the_manager(name: str) -> Case:
    """The example while only customer service was asked for help."""
    case = before_sending(name)
    asked = {AskedFor.HELP, AskedFor.ANSWER}
    early = tuple(one for one in case.contacts if asked.issuperset(one.asked_for))
    return replace(case, contacts=tuple(one for one in early if one.step is Step.SUPPORT))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withheld_withdrawal_is_offered_half_then_decided_and_closed(
    live: Callable[[Case, str, str], Life], language: str
) -> None:
    complaint, dispute = example_case("withheld_withdrawal").dispatches
    life = live(before_the_manager("withheld_withdrawal"), language, "2026-08-06")
    asks_for_a_manager(life, "2026-08-13")
    writes_that_no_reply_came(life, "2026-08-14")
    life.is_told("Make your formal complaint (PDF)")
    life.sends(complaint)
    life.is_told("Wait until %(until)s", until=life.day("2026-08-30"))  # 15 days, by its own terms

    life.comes_back_on("2026-08-26")
    talks_to_customer_service(life)

    life.comes_back_on("2026-09-10")
    life.is_told("Make the PDF for %(body)s", body="eCOGRA")
    life.is_told_of_delay("Zilverster Casino", 12)

    life.gets("d1", Answer(received_on="2026-09-10", kind=AnswerKind.OFFERED, words="€ 600"))
    life.is_told("Decide about the offer of %(casino)s", casino="Zilverster Casino")
    declines(life, "2026-09-11")
    life.is_told("Make the PDF for %(body)s", body="eCOGRA")

    life.sends(replace(dispute, sent_on="2026-09-11"))
    life.comes_back_on("2026-11-30")
    life.gets("d2", Answer(received_on="2026-11-30", kind=AnswerKind.SOLVED, is_final=True))
    life.is_told("Close your case")
    life.closes(Result.SOLVED)
    life.comes_back_on("2027-02-28")
    life.is_told("We delete everything after %(day)s.", day=life.day("2027-02-28"))


def asks_for_a_manager(life: Life, until: str) -> None:
    """With our text; then the home waits until the day that the text names."""
    player = life.player
    player.open("/case")
    life.is_told("Ask for a manager")
    player.follow("Ask for a manager")
    player.follow("I sent this")
    player.choose(SentTextForm, "channel", player.name_of(Channel.CHAT))
    player.save()
    player.open("/case")
    casino = "Zilverster Casino"
    life.is_told(
        "Wait until %(until)s for a reply from %(casino)s", until=life.day(until), casino=casino
    )


def writes_that_no_reply_came(life: Life, day: str) -> None:
    player = life.player
    life.comes_back_on(day)
    life.is_told("Write down what came of your request")
    player.follow("Write down what came of it")
    player.choose(SaidForm, "outcome", player.name_of(Outcome.NO_ANSWER))
    player.save()
    player.open("/case")


def talks_to_customer_service(life: Life) -> None:
    """About the problem, after the complaint: he is warned, then says that it was not about it."""
    contact = Contact(
        id="c90",
        step=Step.SUPPORT,
        channel=Channel.CHAT,
        moment=Moment(date="2026-08-26"),
        outcome=Outcome.CHAT_CLOSED,
    )
    player = life.player
    player.follow("Contact with the casino")
    player.follow("Add another contact")
    tell_contact(player, contact)
    player.save()
    warned = player.page.locator(".timeline .note.warning")
    expect(warned).to_have_count(1)
    player.go(player.page.locator(".timeline li:has(.note.warning) a[href$='/said']"))
    player.tick(SaidForm, "about_other")
    player.save()
    player.save()
    expect(warned).to_have_count(0)


def declines(life: Life, day: str) -> None:
    player = life.player
    life.set_day(day)
    player.follow("Look at your choices")
    player.choose(OfferForm, "offer_reply", player.say("Offer declined"))
    player.fill(OfferForm, offer_replied_on=player.day(day))
    player.save()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_breached_self_exclusion_waits_eight_weeks_and_goes_to_the_regulator(
    live: Callable[[Case, str, str], Life], language: str
) -> None:
    example = example_case("self_exclusion_breach")
    life = live(before_sending("self_exclusion_breach"), language, "2026-09-14")
    now = "You can report this now, without the other steps: %(authority)s"
    with use_language(language):
        ksa = life.player.say("the %(name)s", name="Ksa")
    life.is_told(now, authority="Kansspelautoriteit (Ksa)")
    life.sends(example.dispatches[0])
    life.is_told("Wait until %(until)s", until=life.day("2026-11-10"))  # 8 weeks, then a day

    life.comes_back_on("2026-11-09")
    life.is_told("Wait until %(until)s", until=life.day("2026-11-10"))
    life.comes_back_on("2026-11-21")
    life.is_told("Make the PDF for %(authority)s", authority=ksa)
    life.is_told_of_delay("Polderwin", 12)

    report = Dispatch(
        id="d2", recipient="authority:nl-ksa", sent_on="2026-11-21", channel=Channel.FORM
    )
    life.sends(report)
    life.is_told("Wait for a reply from %(authority)s", authority=ksa)
    life.comes_back_on("2026-12-20")
    life.gets("d2", Answer(received_on="2026-12-18", kind=AnswerKind.NOT_SOLVED, is_final=True))
    life.is_told("You took every step")
    life.closes(Result.NOT_SOLVED)
    life.player.press("Open your case again")
    life.is_told("You took every step")
