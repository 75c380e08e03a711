"""One result of the gate, and all results for one recipient on one day."""

from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct

from portal.domain.case import Case
from portal.domain.codes import Confidence, Display, DocumentKind, State, Step
from portal.domain.dates import Count
from portal.domain.errors import DomainError
from portal.domain.recipient import Recipient
from portal.domain.rules import Backed, RulePack, Source, Text
from portal.domain.topics import TopicGuide
from portal.domain.values import Money

CLOSING = frozenset({State.MISSING, State.WAITING, State.EXPIRED})


class Code(StrEnum):
    """What a finding is about. wording.py has a sentence for each state that it can have."""

    CASINO_NAMED = "casino_named"
    TOPIC_CHOSEN = "topic_chosen"
    SUPPORT_CONTACTED = "support_contacted"
    MANAGER_CONTACTED = "manager_contacted"
    COMPLAINTS_ADDRESS = "complaints_address"
    FACTS_TOLD = "facts_told"
    FACTS_PROVEN = "facts_proven"
    REMEDY_CHOSEN = "remedy_chosen"
    AMOUNT_AGREES = "amount_agrees"
    PLAYER_NAMED = "player_named"
    PLAYER_REACHABLE = "player_reachable"
    COMPLAIN_IN_TIME = "complain_in_time"
    COMPLAINT_SENT = "complaint_sent"
    CASINO_ANSWERED = "casino_answered"
    DISPUTE_BODY_NAMED = "dispute_body_named"
    DISPUTE_DECIDED = "dispute_decided"
    DISPUTE_IN_TIME = "dispute_in_time"
    DISPUTE_STILL_OPEN = "dispute_still_open"
    ITS_LICENCE = "its_licence"
    TAKES_REPORTS = "takes_reports"
    REPORTS_ONLY = "reports_only"
    FIELD_GIVEN = "field_given"
    RIGHT_CHANNEL = "right_channel"
    LANGUAGE_READ = "language_read"
    STEPS_NOT_TAKEN = "steps_not_taken"
    RISK_OF_FINE = "risk_of_fine"
    PACK_FRESH = "pack_fresh"
    AUTHORITY_KNOWN = "authority_known"
    AUTHORITY_IN_TIME = "authority_in_time"
    ONE_ADDRESS = "one_address"  # after the complaint, everything about it goes there
    DECIDING_EVIDENCE = "deciding_evidence"


class Way(StrEnum):
    """How a step came to be met; the sentence differs."""

    CONTACT = "contact"
    REQUEST = "request"  # asked for and refused, or not answered
    REASON = "reason"
    ADDRESS = "address"
    FINAL_ANSWER = "final_answer"
    TIME_PASSED = "time_passed"
    DEADLINE_NEAR = "deadline_near"
    NOT_ASKED = "not_asked"  # this recipient does not ask for the step
    NONE_EXISTS = "none_exists"
    OF_BODY = "of_body"  # about what we know of the dispute body
    ENDED = "ended"  # what the casino names no longer exists
    DECIDED = "decided"
    EXPLAINED = "explained"
    NO_AMOUNT = "no_amount"
    DIFFERS = "differs"
    BY_HISTORY = "by_history"  # the payment history backs the amount
    HISTORY_EXPLAINED = "history_explained"
    HISTORY_DIFFERS = "history_differs"
    NOT_FIRM = "not_firm"  # the rule is not sure enough to stop a player
    NO_DATE = "no_date"  # no fact is dated, so that nothing can be counted
    CASINO_HAS_IT = "casino_has_it"  # a letter can ask the casino for what is missing
    DISPUTE_FIRST = "dispute_first"  # before a regulator is written to


class Page(StrEnum):
    """Where the player can do something about a finding."""

    TOPIC = "topic"
    CASINO = "casino"
    COMPLAINTS = "complaints"  # the casino's complaints address, terms and dispute body
    REGULATOR = "regulator"  # which authority licensed the casino
    FACTS = "facts"
    CONTACTS = "contacts"
    REMEDY = "remedy"
    EVIDENCE = "evidence"
    DECIDING_EVIDENCE = "deciding_evidence"
    PLAYER = "player"
    READY = "ready"
    SENDING = "sending"
    AUTHORITY = "authority"
    DISPUTE_BODY = "dispute_body"  # what we know of the one that the casino names


class Finding(Struct, frozen=True, kw_only=True):
    """One rule, its state, why, until when, what to do, and where the rule comes from."""

    code: Code
    state: State
    page: Page
    step: Step | None = None
    way: Way | None = None
    day: date | None = None  # the day that proves a met step, as in "sent on"
    month: str = ""  # the same, when only the month is known
    until: date | None = None  # waiting: the first day on which this is met; else the last day
    count: Count | None = None  # how `until` was counted
    latest: Count | None = None  # the same from the last day that may start it, when that differs
    amounts: tuple[Money, ...] = ()  # asked, and what facts or payments add up to
    number: int = 0  # how many facts, contacts, days
    names: tuple[str, ...] = ()  # codes of fields, steps, languages, evidence
    text: Text | None = None  # the pack's own sentence
    article: str = ""
    sources: tuple[Source, ...] = ()
    confidence: Confidence | None = None
    display: Display | None = None
    exhibits: tuple[str, ...] = ()  # ids of what proves it

    @property
    def closes(self) -> bool:
        return self.state in CLOSING


class Readiness(Struct, frozen=True, kw_only=True):
    """All findings for one recipient on one day: the only gate."""

    recipient: Recipient
    document: DocumentKind
    today: date
    findings: tuple[Finding, ...]

    @property
    def is_ready(self) -> bool:
        """The packet can be issued when nothing is missing, waiting or expired."""
        return not self.blockers

    @property
    def blockers(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.closes)

    def in_state(self, *states: State) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.state in states)

    def of(self, code: Code) -> Finding | None:
        return next((finding for finding in self.findings if finding.code is code), None)

    @property
    def waiting_until(self) -> date | None:
        """The first day on which nothing waits any more; None when nothing waits."""
        days = [one.until for one in self.in_state(State.WAITING) if one.until]
        return max(days, default=None)


class CaseNotReady(DomainError):
    """A packet was asked for while the gate is closed; `readiness` says why."""

    def __init__(self, readiness: Readiness) -> None:
        super().__init__("case_not_ready")
        self.readiness = readiness


class Situation(Struct, frozen=True):
    """What every check looks at."""

    case: Case
    recipient: Recipient
    pack: RulePack
    today: date
    guide: TopicGuide | None = None  # of the case's topic

    def backing(self, value: Backed | None) -> dict[str, Any]:
        """The proof of a rule, as keyword arguments of a Finding."""
        if value is None:
            return {}
        return {
            "sources": self.pack.sources_of(value),
            "confidence": value.confidence,
            "display": value.display,
        }
