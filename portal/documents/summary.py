"""The case in 50 to 150 words, for a form that has little room."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from babel import Locale

from portal import i18n
from portal.documents.packet_words import remedy_phrases
from portal.domain.case import Case, Fact
from portal.domain.codes import AskedFor, Outcome, Step, Topic
from portal.domain.recipient import CASINO, DISPUTE
from portal.domain.replies import final_reply
from portal.domain.values import Moment
from portal.i18n import gettext, ngettext
from portal.wording import label, when

MOST_WORDS: Final = 150
_CUT: Final = "…"


def short_summary(case: Case) -> str:
    """What happened, what was done and what is asked, in the current language.

    "" for a case without facts. What happened is told by the player's own few words on it, where
    he gave some, and by as many facts as fit; a text that does not fit is cut.
    """
    facts = [_fact(one) for one in case.facts_in_order if one.what.strip()]
    if not facts:
        return ""
    before, after, opening = list(_before(case)), list(_after(case)), _opening_of_facts(case)
    room = MOST_WORDS - len(" ".join([*before, *after, opening]).split())
    gist = " ".join(case.topic_words.split())
    told = [gist, *facts] if gist and len(gist.split()) <= room else facts
    story = " ".join([opening, *_told(told, room)])
    return "\n\n".join(filter(None, [" ".join(before), story, " ".join(after)]))


def _before(case: Case) -> Iterator[str]:
    casino = " ".join((case.casino.brand or case.casino.website).split())
    if casino:
        yield gettext("I have a dispute with the online casino %(casino)s.", casino=casino)
    if case.topic not in {None, Topic.OTHER}:
        yield gettext("It is about this: %(topic)s.", topic=label(case.topic))


def _opening_of_facts(case: Case) -> str:
    if case.language in {"", i18n.current_language()}:
        return gettext("This is what happened:")
    language = str(Locale(i18n.current_language()).languages.get(case.language, case.language))
    return gettext("This is what happened, in my own words, in %(language)s:", language=language)


def _told(told: list[str], room: int) -> Iterator[str]:
    """The texts in their order, as far as there is room (words); only the first is ever cut."""
    for number, text in enumerate(told):
        words = text.split()
        if len(words) > room:
            if number == 0:
                yield " ".join(words[: room - 1]) + f" {_CUT}"
            return
        room -= len(words)
        yield " ".join(words)


def _fact(fact: Fact) -> str:
    what, day = " ".join(fact.what.split()), i18n.format_partial(fact.moment.date)
    told = gettext("%(date)s: %(what)s", date=day, what=what) if day else what
    return told if told.rstrip("'\"’”)").endswith((".", "!", "?", _CUT)) else f"{told}."


def _after(case: Case) -> Iterator[str]:
    yield from _contacts(case)
    yield from _letters(case)
    if case.remedy.kinds:
        yield gettext("I ask for: %(list)s.", list="; ".join(remedy_phrases(case.remedy)))
    yield gettext("The file that I send with this has all details, dates and evidence.")


def _contacts(case: Case) -> Iterator[str]:
    number = len(case.contacts_on(Step.SUPPORT))
    if number:
        yield ngettext(
            "I contacted customer service %(number)s time.",
            "I contacted customer service %(number)s times.",
            number,
        )
    refused = {Outcome.REFUSED, Outcome.NO_ANSWER}
    if case.contacts_on(Step.MANAGER):
        yield gettext("I had contact with a manager.")
    elif any(AskedFor.MANAGER in one.asked_for and one.outcome in refused for one in case.contacts):
        yield gettext("I asked for a manager, but did not get one.")
    if not any(one.outcome is Outcome.SOLVED for one in case.contacts) and case.contacts:
        yield gettext("My problem is not solved.")


def _letters(case: Case) -> Iterator[str]:
    """What was sent, and whether a final response came back."""
    complaint, dispute = case.dispatch_to(CASINO.code), case.dispatch_to(DISPUTE.code)
    if complaint and complaint.sent_on:
        yield gettext("I sent a formal complaint %(when)s.", when=_on(complaint.sent_on))
        final = final_reply(complaint)
        if final:
            received = _on(final.received_on)
            yield gettext("I got the final response of the casino %(when)s.", when=received)
        else:
            yield gettext("The casino did not give a final response yet.")
    if dispute and dispute.sent_on:
        sent = _on(dispute.sent_on)
        yield gettext("I sent the dispute to the dispute body %(when)s.", when=sent)


def _on(partial: str) -> str:
    return when(_day(partial), partial)


def _day(partial: str) -> date | None:
    return Moment(date=partial).day
