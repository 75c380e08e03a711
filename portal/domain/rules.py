"""What we know of one authority, as data: the rule pack (portal/knowledge/authorities/*.toml).

Every value that can be shown carries its sources, its confidence and how it may be shown.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from portal.domain.case import Casino
from portal.domain.codes import Confidence, Display, DocumentKind, Step, Topic
from portal.domain.spelling import mentions
from portal.domain.values import Currency, Money, Period

UNKNOWN = "unknown"  # id of the plain default pack
NO_LICENCE = "none"  # Casino.authority when the player found no licence at all


def is_nobody(authority: str) -> bool:
    """Whether this value of `Casino.authority` means that no authority licensed the casino.

    "none", or the id of a pack about a country that has no authority ("cr-none").
    """
    return authority == NO_LICENCE or authority.endswith(f"-{NO_LICENCE}")


class Need(StrEnum):
    """How much the authority wants an earlier step."""

    REQUIRED = "required"
    REQUIRED_FOR_MONEY = "required_for_money"
    RECOMMENDED = "recommended"


class TermKind(StrEnum):
    """What a term limits."""

    ACKNOWLEDGE = "acknowledge"  # the casino confirms receipt within
    ANSWER = "answer"  # the casino decides within
    COMPLAIN_WITHIN = "complain_within"  # the player complains to the casino within
    DISPUTE_WITHIN = "dispute_within"  # the player goes to the dispute body within
    DISPUTE_DURATION = "dispute_duration"  # the dispute body decides within
    AUTHORITY_WITHIN = "authority_within"  # the player goes to the authority within


class StartEvent(StrEnum):
    """What starts a term."""

    INCIDENT = "incident"
    FIRST_CONTACT = "first_contact"
    COMPLAINT_SENT = "complaint_sent"
    FINAL_ANSWER = "final_answer"
    DISPUTE_SENT = "dispute_sent"


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """One text in both languages."""

    en: Annotated[str, Meta(min_length=1)]
    nl: Annotated[str, Meta(min_length=1)]

    def in_language(self, language: str) -> str:
        return self.nl if language == "nl" else self.en


class Source(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a fact was read."""

    id: str
    title: str
    url: Annotated[str, Meta(pattern=r"^https://")] | None = None
    date: str  # of publication or reading, as far as known ("2018-12-05", "undated")
    of_casino: bool = False  # no screen links there: its reader may be who must not gamble


class Backed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A value with its proof."""

    sources: Annotated[tuple[str, ...], Meta(min_length=1)]  # ids in RulePack.sources
    confidence: Confidence
    display: Display = Display.FACT

    @property
    def is_shown(self) -> bool:
        """Hidden and background values never reach a screen or a packet."""
        return self.display is not Display.HIDDEN and self.confidence is not Confidence.BACKGROUND

    @property
    def is_firm(self) -> bool:
        """Whether the gate may stop a player on this value; the rest only warns."""
        return self.display is Display.FACT and self.confidence in {
            Confidence.HIGH,
            Confidence.MEDIUM,
        }

    @property
    def is_sure(self) -> bool:
        """Whether the gate may call a player too late on this value."""
        return self.is_firm and self.confidence is Confidence.HIGH


class Statement(Backed, frozen=True, kw_only=True):
    """Something to tell the player, in both languages."""

    id: str
    text: Text
    topics: tuple[Topic, ...] = ()  # only for these topics; empty: for all


class Amount(Money, frozen=True, kw_only=True):
    """An amount that must say its currency: no number without its unit."""

    currency: Currency


class Refund(StrEnum):
    """Whether a player gets back what he paid."""

    NEVER = "never"
    IF_WON = "if_won"


class Cost(Backed, frozen=True, kw_only=True):
    """What a player pays: nothing (`free`) or `amount`; one of the two.

    `what` is that which costs it, as a sentence begins with it, when there is more than one;
    `refund` None means that nobody verified whether he gets it back.
    """

    free: bool = False
    amount: Amount | None = None
    refund: Refund | None = None
    what: Text | None = None


class Law(Statement, frozen=True, kw_only=True):
    """A rule for the casino. A `duty` about some topics stands in a packet too, with `article`.

    `text` tells the player; `duty` says the same of "the casino" and "the player".
    """

    duty: Text | None = None
    article: str = ""


class Flag(Backed, frozen=True, kw_only=True):
    """Yes or no."""

    value: bool


class Codes(Backed, frozen=True, kw_only=True):
    """A list of codes: languages (ISO 639-1)."""

    values: tuple[str, ...]


class LadderRule(Backed, frozen=True, kw_only=True):
    """An earlier step that this authority wants to see."""

    step: Step
    need: Need


class Term(Backed, frozen=True, kw_only=True):
    """A term: `number` of `unit`, counted from `starts`."""

    kind: TermKind
    period: Period
    starts: StartEvent
    extension: Period | None = None  # may be added once, when the casino announces it
    topics: tuple[Topic, ...] = ()  # only for these topics; empty: for all others
    dispute_body: str = ""  # only at this body
    article: str = ""  # the rule in the law, as cited


class Field(StrEnum):
    """What a recipient's form can ask; each maps to a part of the case."""

    NAME = "name"
    ADDRESS = "address"
    EMAIL = "email"
    PHONE = "phone"
    COUNTRY = "country"
    DATE_OF_BIRTH = "date_of_birth"
    CASINO = "casino"
    WEBSITE = "website"
    USERNAME = "username"
    LICENCE = "licence"
    TOPIC = "topic"
    SUMMARY = "summary"
    FACTS = "facts"
    AMOUNT = "amount"
    REMEDY = "remedy"
    CONTACTS = "contacts"
    COMPLAINT = "complaint"  # when it went to the casino
    REFERENCE = "reference"  # the player's own


class FormField(Backed, frozen=True, kw_only=True):
    """A field of the recipient's form; they stand in its order.

    `limit` is how many characters it takes, where that is known.
    """

    field: Field
    limit: Annotated[int, Meta(ge=1, le=100_000)] | None = None


class WayIn(StrEnum):
    """How one reaches an authority."""

    ONLINE_FORM = "online_form"
    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    WEBSITE = "website"


class Way(Backed, frozen=True, kw_only=True):
    """A way to reach the authority; `refused` when it says not to use it for complaints."""

    kind: WayIn
    value: str
    refused: bool = False


class Register(Backed, frozen=True, kw_only=True):
    """Where one sees which casinos have its licence."""

    url: Annotated[str, Meta(pattern=r"^https://")]


class FileLimit(Backed, frozen=True, kw_only=True):
    """How large one file may be that is sent to it."""

    megabytes: Annotated[int, Meta(ge=1, le=100)]


class ReportRule(Backed, frozen=True, kw_only=True):
    """The authority takes reports from anyone, without the ladder. No topics: about anything."""

    topics: tuple[Topic, ...] = ()
    unlicensed: bool = False  # also about casinos that it did not license


class LicencePattern(Backed, frozen=True, kw_only=True):
    """How its licence looks in a number or a footer: a regular expression, with an example."""

    pattern: str
    example: str


class DisputeBody(Backed, frozen=True, kw_only=True):
    """An independent dispute body that casinos with this licence name."""

    id: str
    name: str
    website: Annotated[str, Meta(pattern=r"^https://")]
    closed_after_regulator: bool = False  # refuses what a regulator has considered


class NamedBody(Struct, frozen=True, kw_only=True):
    """What the gate must know of a body that a casino can name: the rest is in its own file.

    `ended` is the day on which it ended: it never opens a step. `spelled` are its names and
    addresses. `refuses` is its rule that it refuses what a regulator looked at, `proof` that
    rule's sources.
    """

    id: str
    spelled: tuple[str, ...]
    ended: date | None
    verified_on: date
    review_by: date  # the last day on which what we know of it counts as fresh
    refuses: Backed | None = None
    proof: tuple[Source, ...] = ()


class RulePack(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One authority, or a country without one (`is_no_authority`: its id ends in "-none").

    The loader fills in `hash` from the file's bytes, `public_holidays` for the country, and
    `named` from the files of the bodies.
    """

    id: Annotated[str, Meta(pattern=r"^[a-z]{2}-[a-z]+$|^unknown$")]
    country: Annotated[str, Meta(pattern=r"^([A-Z]{2})?$")]
    name: Text
    short_name: str
    aliases: tuple[str, ...] = ()  # other names and hosts by which footers mean it
    website: Annotated[str, Meta(pattern=r"^https://")] | None = None
    verified_on: date
    review_after_days: Annotated[int, Meta(ge=1)]
    document: DocumentKind  # what a packet to this authority is: referral or report
    decides_disputes: Flag | None = None
    report: ReportRule | None = None
    ladder: tuple[LadderRule, ...] = ()
    terms: tuple[Term, ...] = ()
    languages: Codes | None = None
    ways: tuple[Way, ...] = ()
    fields: tuple[FormField, ...] = ()
    handles: tuple[Statement, ...] = ()
    not_handles: tuple[Statement, ...] = ()
    outcomes: tuple[Statement, ...] = ()
    warnings: tuple[Statement, ...] = ()  # ids with a rule of their own: see readiness
    costs: tuple[Cost, ...] = ()  # at the authority itself
    dispute_costs: tuple[Cost, ...] = ()  # what its rules let a dispute body ask of a player
    laws: tuple[Law, ...] = ()
    licences: tuple[LicencePattern, ...] = ()
    register: Register | None = None
    file_limit: FileLimit | None = None
    dispute_bodies: tuple[DisputeBody, ...] = ()
    sources: tuple[Source, ...] = ()
    hash: str = ""
    public_holidays: frozenset[date] = frozenset()
    named: tuple[NamedBody, ...] = ()

    @property
    def is_no_authority(self) -> bool:
        return is_nobody(self.id)

    def sources_of(self, value: Backed) -> tuple[Source, ...]:
        return tuple(source for source in self.sources if source.id in value.sources)

    def is_stale(self, today: date) -> bool:
        return today > self.verified_on + timedelta(days=self.review_after_days)

    def ladder_rule(self, step: Step) -> LadderRule | None:
        return next((rule for rule in self.ladder if rule.step is step), None)

    def term(self, kind: TermKind, topic: Topic | None, dispute_body: str = "") -> Term | None:
        """The most particular term of this kind: for the topic or the body, else the general."""
        fitting = [
            term
            for term in self.terms
            if term.kind is kind
            and (not term.topics or topic in term.topics)
            and (not term.dispute_body or term.dispute_body == dispute_body)
        ]
        return max(fitting, key=lambda term: bool(term.topics or term.dispute_body), default=None)

    def has_dispute_step(self, casino: Casino) -> bool:
        """Whether this authority's rules or the casino's own terms have a dispute step."""
        if casino.no_dispute_body:
            return False
        names_one = casino.dispute_body.strip() and not self.ended_body(casino.dispute_body)
        return bool(names_one or self.ladder_rule(Step.DISPUTE))

    def ended_body(self, text: str) -> NamedBody | None:
        """The ended route that `text` (a dispute body as the casino writes it) names, alone."""
        found = [one for one in self.named if mentions(text, one.spelled)]
        return found[0] if found and all(one.ended for one in found) else None

    def body_on_file(self, text: str) -> NamedBody | None:
        """The body that `text` (its id or a name, nothing else) means."""
        wanted = text.strip().casefold()
        fitting = (one for one in self.named if wanted in {one.id, *map(str.casefold, one.spelled)})
        return next(fitting, None)

    def body_named(self, text: str) -> DisputeBody | None:
        """The dispute body that `text` (an id or a name, as the casino writes it) means."""
        wanted = text.strip().casefold()
        return next(
            (one for one in self.dispute_bodies if wanted in {one.id, one.name.casefold()}), None
        )
