"""Closed lists of codes. Their sentences are in portal.wording and the catalogues."""

from enum import StrEnum


class Step(StrEnum):
    """A rung of the ladder, in the order of climbing."""

    SUPPORT = "support"
    MANAGER = "manager"
    COMPLAINT = "complaint"
    DISPUTE = "dispute"
    AUTHORITY = "authority"


class Topic(StrEnum):
    """What the dispute is about (docs/product.md, journey 2)."""

    WITHDRAWAL = "withdrawal"
    IDENTITY_CHECK = "identity_check"
    BONUS = "bonus"
    ACCOUNT_CLOSED = "account_closed"
    GAME_FAULT = "game_fault"
    GAME_FAIRNESS = "game_fairness"
    LOSSES = "losses"
    SELF_EXCLUSION = "self_exclusion"
    MARKETING = "marketing"
    MINORS = "minors"
    PRIVACY = "privacy"
    OTHER = "other"


class Channel(StrEnum):
    """How a contact or a dispatch went."""

    CHAT = "chat"
    EMAIL = "email"
    PHONE = "phone"
    FORM = "form"
    LETTER = "letter"
    REGISTERED_LETTER = "registered_letter"
    OTHER = "other"


class AskedFor(StrEnum):
    """What the player asked for in a contact."""

    HELP = "help"
    MANAGER = "manager"
    COMPLAINTS_ADDRESS = "complaints_address"
    ANSWER = "answer"
    FINAL_ANSWER = "final_answer"


class Outcome(StrEnum):
    """What came of a contact."""

    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    PROMISED = "promised"
    OFFERED = "offered"
    PARTLY_SOLVED = "partly_solved"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"  # they replied, and the problem is still there
    CHAT_CLOSED = "chat_closed"


# Nobody said anything that could solve it.
UNANSWERED = frozenset({Outcome.NO_ANSWER, Outcome.CHAT_CLOSED})


class RemedyKind(StrEnum):
    """What the player wants."""

    PAY_OUT = "pay_out"
    REFUND = "refund"
    REOPEN = "reopen"
    CORRECT_DATA = "correct_data"
    EXPLANATION = "explanation"
    APOLOGY = "apology"
    STOP_MARKETING = "stop_marketing"
    EXCLUDE = "exclude"


MONEY_REMEDIES = frozenset({RemedyKind.PAY_OUT, RemedyKind.REFUND})


class ExhibitKind(StrEnum):
    """What kind of thing a piece of evidence is."""

    SCREENSHOT = "screenshot"
    PHOTO = "photo"
    CHAT = "chat"
    EMAIL = "email"
    LETTER = "letter"
    STATEMENT = "statement"
    TERMS = "terms"
    NOTES = "notes"
    OTHER = "other"


class AnswerKind(StrEnum):
    """What the answer to a sent complaint or dispute said."""

    REJECTED = "rejected"
    OFFERED = "offered"
    PARTLY_SOLVED = "partly_solved"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"  # it neither says no nor helps


class OfferReply(StrEnum):
    """What the player did with the casino's offer."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    COUNTERED = "countered"  # he asked for something else


class Result(StrEnum):
    """How the dispute ended, by the player's own word."""

    SOLVED = "solved"
    PARTLY_SOLVED = "partly_solved"
    NOT_SOLVED = "not_solved"


class RecipientKind(StrEnum):
    """Whom a packet is for. `REPORT` is the authority too, without the ladder."""

    CASINO = "casino"
    DISPUTE = "dispute"
    AUTHORITY = "authority"
    REPORT = "report"


class DocumentKind(StrEnum):
    """What the packet is called and may ask."""

    COMPLAINT = "complaint"
    DISPUTE_SUBMISSION = "dispute_submission"
    REFERRAL = "referral"
    REPORT = "report"


class State(StrEnum):
    """The state of a finding. `MISSING`, `WAITING` and `EXPIRED` close the gate."""

    MET = "met"
    MISSING = "missing"
    WAITING = "waiting"
    EXPIRED = "expired"
    WARNING = "warning"
    NOT_APPLICABLE = "not_applicable"


class Unit(StrEnum):
    """The unit of a period."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Confidence(StrEnum):
    """How sure a fact about an authority is (docs/architecture.md, "A new authority")."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    BACKGROUND = "background"


class Display(StrEnum):
    """Whether a fact may be shown: as a fact, with "check this first", or never."""

    FACT = "fact"
    CHECK_FIRST = "check_first"
    HIDDEN = "hidden"


class TransactionKind(StrEnum):
    """What a line of the payment history is."""

    DEPOSIT = "deposit"
    STAKE = "stake"
    WITHDRAWAL = "withdrawal"  # asked for; what came is RECEIVED
    PROMISED = "promised"
    RECEIVED = "received"


class TextKind(StrEnum):
    """Which of our texts to the casino (portal/documents/texts.py); so is its template named."""

    ASK_HELP = "ask_help"
    ASK_MANAGER = "ask_manager"
    ASK_COMPLAINTS_ADDRESS = "ask_complaints_address"
    COMPLAINT = "complaint"
    REMINDER = "reminder"
    ASK_FINAL_ANSWER = "ask_final_answer"
    NOTICE_OF_DEFAULT = "notice_of_default"
    ASK_DATA = "ask_data"
    KEEP_EVIDENCE = "keep_evidence"
    ASK_TERMS = "ask_terms"
    ASK_RECORDS = "ask_records"
    ACCEPT_OFFER = "accept_offer"
    DECLINE_OFFER = "decline_offer"
    COUNTER_OFFER = "counter_offer"
    # questions after a stock reply of the casino
    ON_FINAL_DECISION = "on_final_decision"
    ON_BONUS_ABUSE = "on_bonus_abuse"
    ON_IDENTITY_CHECK = "on_identity_check"
    ON_GAME_DEVELOPER = "on_game_developer"
