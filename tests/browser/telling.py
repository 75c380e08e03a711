"""Types a whole case into the site, page by page, as its player would."""

import json
from datetime import date, timedelta

from portal.commands.demo import DEMO_DAY
from portal.domain.case import Answer, Case, Casino, Contact, Dispatch, Exhibit, Fact
from portal.domain.codec import read_case, write_case
from portal.domain.codes import Step
from portal.domain.topics import TopicGuide
from portal.domain.values import Moment, Money
from portal.i18n import format_amount, format_partial, use_language
from portal.knowledge.examples import example_case
from portal.knowledge.loader import load_packs, load_topics
from portal.web.casino import AuthorityForm, ComplaintsForm, LicenceForm, NameForm
from portal.web.choices import regulator_label
from portal.web.clock import today
from portal.web.contacts import SaidForm, WhenForm
from portal.web.evidence import ExhibitForm
from portal.web.facts import FactForm
from portal.web.forms import AnswerForm
from portal.web.player import PlayerForm
from portal.web.proof import ProofForm, exhibit_line
from portal.web.remedy import RemedyForm
from portal.web.replies import AnswerBackForm
from portal.web.sending import SentForm
from portal.web.topic import AboutForm, TopicForm
from portal.web.topic_questions import values_of
from tests.browser.player import Player, click_on

_DAYS = frozenset({"date", "sent_on", "received_on"})


def recent_example(name: str) -> Case:
    """The example as if its story had just come to its end, so that no term is over by now."""
    moved = today() - DEMO_DAY
    return read_case(json.dumps(_move(json.loads(write_case(example_case(name))), moved)).encode())


def _move(value: object, by: timedelta) -> object:
    if isinstance(value, list):
        return [_move(one, by) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _moved_day(one, by) if name in _DAYS else _move(one, by)
        for name, one in value.items()
    }


def _moved_day(partial: str, by: timedelta) -> str:
    if not partial:
        return ""
    day = date.fromisoformat(partial if len(partial) == len("2026-09-14") else f"{partial}-01")
    return (day + by).isoformat()[: len(partial)]


def tell_all(player: Player, case: Case) -> None:
    """From the question about the topic to the player's own details, by the task list."""
    tell_topic(player, case)
    tell_casino(player, case)
    _tell_evidence(player, case)
    _tell_facts(player, case)
    _tell_contacts(player, case)
    _tell_remedy(player, case)
    _tell_player(player, case)


def tell_topic(player: Player, case: Case) -> None:
    assert case.topic
    player.choose(TopicForm, "topic", player.name_of(case.topic))
    player.save()
    if load_topics()[case.topic].offers_help_first:
        player.press("No, go on with my complaint")
    player.fill(AboutForm, topic_words=case.topic_words)
    player.save()
    guide = load_topics()[case.topic]
    waiting = _typed_answers(player, case, guide)
    for question in (one for one in guide.questions if one.columns):
        waiting = _fill_in(player, waiting)
        if any(name.startswith(f"q-{question.id}-") for name in waiting):
            listed = question.name.in_language(player.language)
            player.press("Save and add rows: %(list)s", list=listed)
    assert _fill_in(player, waiting) == {}
    player.save()


def _typed_answers(player: Player, case: Case, guide: TopicGuide) -> dict[str, str]:
    """What a player types or chooses, by the name of the field."""
    with use_language(player.language):
        return {
            name: _typed(name, value)
            for name, value in values_of(guide, case).items()
            if value and name != "topic"
        }


def _typed(name: str, value: object) -> str:
    if isinstance(value, Money):
        return format_amount(value)
    return format_partial(str(value)) if name.endswith("-date") else str(value)


def _fill_in(player: Player, answers: dict[str, str]) -> dict[str, str]:
    """Fills in the fields that the page has; the answers that have no field yet."""
    left = {}
    for name, text in answers.items():
        field = player.page.locator(f"[name='{name}']")
        if field.count() == 0:
            left[name] = text
        elif name.endswith("-yes"):
            click_on(player.page.locator(f"[name='{name}'][value='{text}']"))
        elif not name.endswith("-zone"):  # every time of the examples is one of home
            field.fill(text)
    return left


def tell_casino(player: Player, case: Case) -> None:
    casino = case.casino
    player.fill(NameForm, brand=casino.brand, website=casino.website, username=casino.username)
    player.save()
    player.fill(
        LicenceForm,
        footer_text=casino.footer_text,
        licence_number=casino.licence_number,
        licence_holder=casino.licence_holder,
    )
    player.save()
    with use_language(player.language):
        authority = regulator_label(load_packs()[casino.authority])
    player.choose(AuthorityForm, "authority", authority)
    player.save()
    _tell_complaints(player, case.casino)


def _tell_complaints(player: Player, casino: Casino) -> None:
    player.fill(ComplaintsForm, complaints_email=casino.complaints_email, address=casino.address)
    if casino.answer_time:
        number = player.page.locator("#answer_number")
        number.fill(str(casino.answer_time.number))
        player.choose(ComplaintsForm, "answer_unit", player.name_of(casino.answer_time.unit))
    player.fill(ComplaintsForm, dispute_body=casino.dispute_body)
    if casino.no_dispute_body:
        player.tick(ComplaintsForm, "no_dispute_body")
    player.choose(ComplaintsForm, "support_language", player.language_name(casino.support_language))
    player.save()


def _tell_evidence(player: Player, case: Case) -> None:
    player.follow("Evidence")
    for exhibit in case.exhibits:
        player.follow("Describe evidence without a file")
        tell_exhibit(player, exhibit)
    _tell_deciding_evidence(player, case)
    player.follow("Back")


def _tell_deciding_evidence(player: Player, case: Case) -> None:
    """Opens what is folded away, and ticks; ends at the list of evidence."""
    player.follow("Tick which pieces show it")
    for one in case.deciding_evidence:
        group = player.page.locator("details").filter(
            has=player.page.locator(f"[name='e-{one.evidence}']")
        )
        group.locator("summary").click()
        for exhibit in one.exhibits:
            click_on(group.locator(f"[value='{exhibit}']"))
    player.save()


def tell_exhibit(player: Player, exhibit: Exhibit) -> None:
    player.choose(ExhibitForm, "kind", player.name_of(exhibit.kind))
    player.fill(ExhibitForm, description=exhibit.description)
    _tell_moment(player, ExhibitForm, exhibit.moment)
    player.save()


def _tell_facts(player: Player, case: Case) -> None:
    player.follow("What happened")
    for number, fact in enumerate(case.facts):
        player.open(f"/case/facts/f{number + 1}")
        tell_fact(player, fact)
        _tell_proof(player, case, fact)
    player.follow("I am done with this")


def tell_fact(player: Player, fact: Fact) -> None:
    player.fill(FactForm, what=fact.what)
    _tell_moment(player, FactForm, fact.moment)
    if fact.amount:
        with use_language(player.language):
            player.fill(FactForm, amount=format_amount(fact.amount))
    player.save()


def _tell_contacts(player: Player, case: Case) -> None:
    player.follow("Contact with the casino")
    with_casino = [one for one in case.contacts if one.step is not Step.DISPUTE]
    for number, contact in enumerate(with_casino):
        player.follow("Add another contact" if number else "Add the first contact")
        tell_contact(player, contact)
        _tell_proof(player, case, contact)
    player.follow("I am done with this")


def tell_contact(player: Player, contact: Contact) -> None:
    """Both pages about a contact; the page about its evidence comes next."""
    assert contact.channel
    assert contact.outcome
    player.choose(WhenForm, "step", player.name_of(contact.step))
    player.choose(WhenForm, "channel", player.name_of(contact.channel))
    _tell_moment(player, WhenForm, contact.moment)
    player.fill(WhenForm, with_whom=contact.with_whom, reference=contact.reference)
    player.save()
    player.choose(SaidForm, "asked_for", *map(player.name_of, contact.asked_for))
    player.choose(SaidForm, "outcome", player.name_of(contact.outcome))
    player.fill(SaidForm, asked=contact.asked, answered=contact.answered)
    player.save()


def _tell_proof(player: Player, case: Case, part: Fact | Contact) -> None:
    with use_language(player.language):
        lines = [exhibit_line(one) for one in case.exhibits if one.id in part.exhibits]
    player.choose(ProofForm, "exhibits", *lines)
    player.save()


def _tell_moment(player: Player, form: type[AnswerForm], moment: Moment) -> None:
    if moment.date:
        player.fill(form, date=player.day(moment.date))
    else:
        player.tick(form, "unknown")
    player.fill(form, time=moment.time)


def _tell_remedy(player: Player, case: Case) -> None:
    remedy = case.remedy
    player.follow("What you want")
    player.choose(RemedyForm, "kinds", *map(player.name_of, remedy.kinds))
    if remedy.amount:
        # Players type amounts without a thought for the form: "1250" and "600" do as well.
        player.fill(RemedyForm, amount=remedy.amount.amount.removesuffix(".00"))
    player.fill(RemedyForm, amount_explanation=remedy.amount_explanation, words=remedy.words)
    player.save()


def _tell_player(player: Player, case: Case) -> None:
    person = case.player
    player.follow("About you")
    names = ("name", "email", "phone", "address", "postcode", "city")
    player.fill(PlayerForm, **{name: getattr(person, name) for name in names})
    player.page.locator("#country").select_option(person.country)
    birth = player.field(PlayerForm, "date_of_birth")
    if birth.count():  # asked only when the regulator asks
        birth.fill(player.day(person.date_of_birth))
    player.save()


def tell_dispatch(player: Player, dispatch: Dispatch) -> None:
    """The page "I sent it"."""
    player.fill(SentForm, sent_on=player.day(dispatch.sent_on), time=dispatch.time)
    player.choose(SentForm, "channel", player.name_of(dispatch.channel))
    player.fill(SentForm, to=dispatch.to, reference=dispatch.reference)
    player.save()


def tell_answer(player: Player, given: Answer) -> None:
    """The page about what came back."""
    player.fill(AnswerBackForm, received_on=player.day(given.received_on), words=given.words)
    player.choose(AnswerBackForm, "kind", player.name_of(given.kind))
    final = "Yes, they say this is their decision" if given.is_final else "No"
    player.choose(AnswerBackForm, "is_final", player.say(final))
    player.save()
