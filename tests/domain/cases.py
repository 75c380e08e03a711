"""Small builders: a complete case, and what is left out of it or added to it."""

from datetime import date, timedelta
from typing import Any

from portal.domain.case import (
    Answer,
    Case,
    Casino,
    Contact,
    Dispatch,
    Exhibit,
    Fact,
    Player,
    Remedy,
)
from portal.domain.codes import (
    AnswerKind,
    AskedFor,
    Channel,
    ExhibitKind,
    Outcome,
    RemedyKind,
    Step,
    Topic,
)
from portal.domain.finding import Readiness
from portal.domain.parts import replace
from portal.domain.readiness import assess
from portal.domain.recipient import parse_recipient
from portal.domain.rules import RulePack
from portal.domain.values import Moment, Money
from portal.knowledge.loader import load_packs

PACKS = load_packs()
TODAY = date(2026, 11, 22)  # the day on which all packs were checked
HAPPENED, ASKED, ESCALATED, SENT = "2026-09-01", "2026-09-03", "2026-09-05", "2026-09-10"


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> Moment:
    return Moment(date=text)


def support(when: str = ASKED, **changes: Any) -> Contact:
    """A contact with customer service that solved nothing."""
    return replace(
        Contact(
            id="c1",
            step=Step.SUPPORT,
            channel=Channel.CHAT,
            moment=moment(when),
            asked_for=(AskedFor.HELP,),
            outcome=Outcome.REFUSED,
        ),
        **changes,
    )


def manager(when: str = ESCALATED, **changes: Any) -> Contact:
    """A contact with a manager."""
    return support(when, **{"id": "c2", "step": Step.MANAGER, **changes})


def fact(when: str = HAPPENED, **changes: Any) -> Fact:
    """The one thing that happened, proven by the first exhibit."""
    made = Fact(
        id="f1",
        moment=moment(when),
        what="De uitbetaling is geweigerd.",
        amount=Money(amount="1250.00"),
        exhibits=("e1",),
    )
    return replace(made, **changes)


def complete(pack: str = "nl-ksa", **changes: Any) -> Case:
    """A case that is ready for the official complaint, at a casino with a licence of `pack`."""
    made = Case(
        reference="HO-2345",
        topic=Topic.WITHDRAWAL,
        casino=Casino(
            brand="Zilverster",
            website="zilverster.example",
            authority=pack,
            authority_name="Example Gaming Board",
            username="speler1",
            complaints_email="klachten@zilverster.example",
        ),
        facts=(fact(),),
        contacts=(support(), manager()),
        remedy=Remedy(kinds=(RemedyKind.PAY_OUT,), amount=Money(amount="1250.00")),
        exhibits=(Exhibit(id="e1", kind=ExhibitKind.SCREENSHOT, description="Scherm"),),
        player=Player(
            name="Sanne Tulp", email="sanne@example.org", phone="0600000000", country="NL"
        ),
    )
    return replace(made, **changes)


def casino(case: Case, **changes: Any) -> Case:
    """The same case with other answers about the casino."""
    return replace(case, casino=replace(case.casino, **changes))


def player(case: Case, **changes: Any) -> Case:
    return replace(case, player=replace(case.player, **changes))


def without_money(case: Case) -> Case:
    """The same case, asking for an explanation instead of money."""
    return replace(case, remedy=Remedy(kinds=(RemedyKind.EXPLANATION,)))


def send(case: Case, recipient: str, when: str, **changes: Any) -> Case:
    """The same case, sent to `recipient` on `when`."""
    letter = Dispatch(
        id=f"d{len(case.dispatches) + 1}", recipient=recipient, sent_on=when, channel=Channel.EMAIL
    )
    return case.with_dispatch(replace(letter, **changes))


def final(when: str, kind: AnswerKind = AnswerKind.REJECTED) -> Answer:
    """A final answer."""
    return Answer(received_on=when, kind=kind, is_final=True)


def sent(pack: str = "nl-ksa", when: str = SENT, **changes: Any) -> Case:
    """A complete case whose official complaint went out."""
    return send(complete(pack), "casino", when, **changes)


def answered(pack: str, body: str = "", answered_on: str = "2026-10-01") -> Case:
    """A case with the casino's final answer, and the dispute body that it names."""
    return casino(sent(pack, answer=final(answered_on)), dispute_body=body)


def decided(pack: str, body: str = "An example body") -> Case:
    """A case that the dispute body decided."""
    return send(answered(pack, body), "dispute", "2026-10-05", answer=final("2026-11-01"))


def pack_for(recipient: str, case: Case) -> RulePack:
    """The rules by which the site would judge a packet for `recipient`."""
    authority = parse_recipient(recipient).authority or case.casino.authority
    return PACKS.get(authority, PACKS["unknown"])


def ask(case: Case, recipient: str, on: date = TODAY, pack: RulePack | None = None) -> Readiness:
    """The gate's answer."""
    return assess(case, parse_recipient(recipient), pack or pack_for(recipient, case), on)


def later(when: date, days: int) -> date:
    return when + timedelta(days=days)
