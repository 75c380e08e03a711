"""Where a player is in his case, and what he sent or heard."""

from datetime import date
from typing import NamedTuple

from portal.domain.case import Answer, Case
from portal.domain.codes import AnswerKind, OfferReply, Outcome, TextKind
from portal.domain.letters import as_contact
from portal.domain.next_step import NextStep, next_step
from portal.domain.parts import replace
from tests.domain.cases import PACKS, TODAY, complete, support


class Stand(NamedTuple):
    """Where a player is: his case, the day, and the packets that he made."""

    case: Case
    today: date = TODAY
    issued: frozenset[str] = frozenset()

    @property
    def step(self) -> NextStep:
        pack = PACKS.get(self.case.casino.authority, PACKS["unknown"])
        return next_step(self.case, pack, self.today, self.issued, (pack,))


OFFER = Answer(received_on="2026-10-01", kind=AnswerKind.OFFERED)


def accepted(when: str, did: OfferReply = OfferReply.ACCEPTED) -> Answer:
    return replace(OFFER, offer_reply=did, offer_replied_on=when)


def asked(kind: TextKind, when: str, by: str, case: Case) -> Case:
    """`case` with one of our texts in it, sent and without a reply."""
    fresh = support(when, id="c8", outcome=None, reply_by=by)
    return case.with_contact(as_contact(fresh, kind, case, TODAY))


def said(outcome: Outcome, when: str = "2026-11-01") -> Case:
    """A complete case whose last contact brought this."""
    return complete().with_contact(support(when, id="c9", outcome=outcome))


NO_MANAGER = replace(complete(), contacts=(support(),))
