"""Rows that several packs share: one function for each kind of rule, at its edges.

Dates: it happened on 1 September 2026, customer service on the 3rd, a manager on the 5th, the
official complaint on Thursday the 10th; asked on 22 November 2026 unless a row says otherwise.
"""

from datetime import date

from portal.domain.case import Case
from portal.domain.codes import State
from portal.domain.finding import Code, Way
from portal.domain.parts import replace
from tests.domain.cases import (
    answered,
    casino,
    complete,
    day,
    decided,
    fact,
    later,
    manager,
    player,
    send,
    sent,
    support,
    without_money,
)
from tests.domain.rows import Row

MET, MISSING, WAITING = State.MET, State.MISSING, State.WAITING
EXPIRED, WARNING, NOT_APPLICABLE = State.EXPIRED, State.WARNING, State.NOT_APPLICABLE

NOT_SENT = frozenset({Code.COMPLAINT_SENT})
NO_DECISION = frozenset({Code.DISPUTE_DECIDED})
STILL_OPEN = frozenset({Code.CASINO_ANSWERED})
LAST_FRESH_DAYS = {90: date(2027, 2, 20), 180: date(2027, 5, 21)}  # from 22 November 2026


def review_rows(pack: str, recipient: str, days: int = 180) -> tuple[Row, ...]:
    """What holds at every pack whose facts are reviewed after so many days."""
    fresh, whole, last = Code.PACK_FRESH, decided(pack), LAST_FRESH_DAYS[days]
    return (
        Row("review", whole, recipient, fresh, None, on=last),
        Row("review", whole, recipient, fresh, WARNING, on=later(last, 1)),
    )


def money_rows(pack: str, recipient: str) -> tuple[Row, ...]:
    """An authority that does not decide about money says so, to who asks for money."""
    code = Code.REPORTS_ONLY
    no_money = without_money(decided(pack))
    return (
        Row("decides_disputes", decided(pack), recipient, code, WARNING),
        Row("decides_disputes", no_money, recipient, code, None),
    )


def complaint_rows(pack: str, recipient: str, *, dispute: bool) -> tuple[Row, ...]:
    """The official complaint must have been sent, on a day that is not in the future."""
    rule, code = "ladder/complaint", Code.COMPLAINT_SENT
    closed = NOT_SENT | (NO_DECISION if dispute else frozenset())
    tomorrow = sent(pack, "2026-11-23")
    known_by_month = sent(pack, "2026-09")
    return (
        Row(rule, complete(pack), recipient, code, MISSING, closed_by=closed),
        Row(rule, known_by_month, recipient, code, MISSING, closed_by=closed),
        Row(rule, tomorrow, recipient, code, MISSING, closed_by=closed),
        Row(rule, decided(pack), recipient, code, MET),
    )


def dispute_rows(pack: str, recipient: str) -> tuple[Row, ...]:
    """For money the dispute body comes first, unless the casino has none."""
    rule, code = "ladder/dispute", Code.DISPUTE_DECIDED
    none_exists = casino(answered(pack), no_dispute_body=True)
    no_money = without_money(answered(pack, "A body"))
    planned = send(answered(pack, "A body"), "dispute", "2026-11-23")
    return (
        Row(rule, answered(pack), recipient, code, MISSING, closed_by=NO_DECISION),
        Row(rule, planned, recipient, code, MISSING, closed_by=NO_DECISION),
        Row(rule, none_exists, recipient, code, WARNING, Way.NONE_EXISTS),
        Row(rule, no_money, recipient, code, NOT_APPLICABLE),
        Row(rule, decided(pack), recipient, code, MET, Way.DECIDED),
    )


def ninety_days_rows(pack: str, recipient: str) -> tuple[Row, ...]:
    rule, code = "terms/dispute_duration", Code.DISPUTE_DECIDED
    at_body = send(answered(pack, "A body"), "dispute", "2026-10-20")
    opens = "2027-01-19"
    return (
        Row(rule, at_body, recipient, code, WAITING, None, opens, closed_by=NO_DECISION),
        Row(
            rule,
            at_body,
            recipient,
            code,
            WAITING,
            None,
            opens,
            on=date(2027, 1, 18),
            closed_by=NO_DECISION,
        ),
        Row(rule, at_body, recipient, code, MET, Way.TIME_PASSED, opens, on=date(2027, 1, 19)),
    )


def one_year_rows(pack: str) -> tuple[Row, ...]:
    """A year from the final answer; a month counts as too late only when all of it is."""
    rule, code, closed = "terms/dispute_within/ecogra", Code.DISPUTE_IN_TIME, frozenset()
    too_late = frozenset({Code.DISPUTE_IN_TIME})
    whole = answered(pack, "eCOGRA", "2026-10-01")
    month = answered(pack, "ecogra", "2026-10")
    last, end = "2027-10-01", "2027-10-31"
    early = day("2027-10-01")
    in_time = send(whole, "dispute", "2027-09-30")
    return (
        Row(rule, whole, "dispute", code, MET, None, last, early, closed),
        Row(rule, whole, "dispute", code, EXPIRED, None, last, later(early, 1), too_late),
        Row(rule, in_time, "dispute", code, MET, None, last, later(early, 9), closed),
        Row(rule, month, "dispute", code, MET, None, last, early, closed),
        Row(rule, month, "dispute", code, WARNING, Way.NOT_FIRM, last, later(early, 30), closed),
        Row(rule, month, "dispute", code, EXPIRED, None, end, later(early, 31), too_late),
    )


def refuses_after_regulator_rows(pack: str) -> tuple[Row, ...]:
    rule, code = "dispute_bodies/ecogra", Code.DISPUTE_STILL_OPEN
    named, other = answered(pack, "ecogra"), answered(pack, "Another body")
    told = send(named, f"report:{pack}", "2026-11-01")
    first = send(named, "dispute", "2026-10-05")
    unnamed = answered(pack)
    return (
        Row(rule, named, f"report:{pack}", code, WARNING, Way.DISPUTE_FIRST),
        Row(rule, unnamed, f"report:{pack}", code, WARNING, Way.DISPUTE_FIRST),
        Row(rule, first, f"report:{pack}", code, None),
        Row(rule, casino(named, no_dispute_body=True), f"report:{pack}", code, None),
        Row(rule, told, "dispute", code, WARNING),
        Row(rule, other, "dispute", code, None),
        Row(rule, named, "dispute", code, None),
    )


def support_advised_rows(pack: str, recipient: str) -> tuple[Row, ...]:
    rule, code = "ladder/support", Code.SUPPORT_CONTACTED
    silent = replace(decided(pack), contacts=(manager(),))
    return (
        Row(rule, silent, recipient, code, WARNING),
        Row(rule, decided(pack), recipient, code, MET, Way.CONTACT),
    )


def six_months_rows(pack: str) -> tuple[Row, ...]:
    """Known too unsurely to stop a player."""
    rule, last = "terms/complain_within", "2027-03-01"
    return (*unsure_limit_rows(rule, complete(pack), last), *near_limit_rows(rule, pack, last))


def unsure_limit_rows(rule: str, whole: Case, last: str) -> tuple[Row, ...]:
    """The last moment to complain to the casino, on a rule that only warns."""
    code, end = Code.COMPLAIN_IN_TIME, day(last)
    undated = replace(whole, facts=(fact(""),))
    in_time = send(whole, "casino", last)
    too_late = send(whole, "casino", later(end, 1).isoformat())
    return (
        Row(rule, whole, "casino", code, MET, None, last, end),
        Row(rule, whole, "casino", code, WARNING, Way.NOT_FIRM, last, later(end, 1)),
        Row(rule, in_time, "casino", code, MET, None, last, later(end, 30)),
        Row(rule, too_late, "casino", code, WARNING, Way.NOT_FIRM, last, later(end, 30)),
        Row(rule, undated, "casino", code, WARNING, Way.NO_DATE),
    )


def near_limit_rows(rule: str, pack: str, last: str) -> tuple[Row, ...]:
    """A missing manager step gives way 14 days before the last moment to complain."""
    unasked = replace(complete(pack), contacts=(support(),))
    end, manager_code = day(last), Code.MANAGER_CONTACTED
    far, near = later(end, -15), later(end, -14)
    return (
        Row(
            rule, unasked, "casino", manager_code, MISSING, None, "", far, frozenset({manager_code})
        ),
        Row(rule, unasked, "casino", manager_code, WARNING, Way.DEADLINE_NEAR, last, near),
    )


def authority_within_rows(pack: str, last: str) -> tuple[Row, ...]:
    """The last moment to go to the authority; on these rules nobody is certainly too late."""
    rule, code, to = "terms/authority_within", Code.AUTHORITY_IN_TIME, f"authority:{pack}"
    whole, end = decided(pack), day(last)
    undated = replace(whole, facts=(fact(""),))
    return (
        Row(rule, whole, to, code, MET, None, last, end),
        Row(rule, whole, to, code, WARNING, Way.NOT_FIRM, last, later(end, 1)),
        Row(rule, send(whole, to, last), to, code, MET, None, last, later(end, 30)),
        Row(rule, undated, to, code, None),
    )


def answer_rows(pack: str, opens: str) -> tuple[Row, ...]:
    """The casino may answer until the day before `opens`."""
    rule, code, to = "terms/answer", Code.CASINO_ANSWERED, f"authority:{pack}"
    silent, first = casino(sent(pack), no_dispute_body=True), day(opens)
    return (
        Row(rule, silent, to, code, WAITING, None, opens, later(first, -1), STILL_OPEN),
        Row(rule, silent, to, code, MET, Way.TIME_PASSED, opens, first),
    )


def language_rows(pack: str, reads: tuple[str, ...], other: str) -> tuple[Row, ...]:
    """The player's own words, in a language that the authority reads and in another one."""
    to, code, whole = f"authority:{pack}", Code.LANGUAGE_READ, decided(pack)
    return (
        *(
            Row("languages", replace(whole, language=one), to, code, MET, names=reads)
            for one in reads
        ),
        Row("languages", replace(whole, language=other), to, code, WARNING, names=reads),
    )


def report_rows(pack: str) -> tuple[Row, ...]:
    """Anyone may report at any time; what was not done is said."""
    rule, to = "report", f"report:{pack}"
    alone = replace(complete(pack), contacts=())
    return (
        Row(rule, alone, to, Code.TAKES_REPORTS, MET),
        Row(rule, decided(pack), to, Code.TAKES_REPORTS, MET),
    )


def field_rows(field: str, **changes: str) -> tuple[Row, ...]:
    """A field of a form that we know only from an unsure source warns, and closes nothing."""
    rule, to, code = f"fields/{field}", "authority:mt-mga", Code.FIELD_GIVEN
    whole = player(decided("mt-mga"), address="Straat 1", city="Utrecht")
    closed = {"name": {Code.PLAYER_NAMED}, "casino": {Code.CASINO_NAMED}}.get(field, set())
    lacks = player(whole, **changes) if field not in {"casino", "username"} else whole
    lacks = casino(lacks, **changes) if lacks is whole else lacks
    return (
        Row(rule, whole, to, code, None),
        Row(rule, lacks, to, code, WARNING, closed_by=frozenset(closed), names=(field,)),
    )
