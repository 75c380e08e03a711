"""The table: for every rule of every pack the cases that show it."""

from portal.domain.codes import Topic, Unit
from portal.domain.finding import Code, Way
from portal.domain.parts import replace
from portal.domain.values import Period
from tests.domain.cases import (
    answered,
    casino,
    complete,
    day,
    decided,
    final,
    later,
    manager,
    send,
    sent,
)
from tests.domain.pack_rows_abroad import ABROAD
from tests.domain.row_groups import (
    MET,
    MISSING,
    NO_DECISION,
    NOT_APPLICABLE,
    STILL_OPEN,
    WAITING,
    WARNING,
    complaint_rows,
    dispute_rows,
    field_rows,
    money_rows,
    ninety_days_rows,
    one_year_rows,
    refuses_after_regulator_rows,
    report_rows,
    review_rows,
    six_months_rows,
    support_advised_rows,
)
from tests.domain.rows import Row

MGA = "authority:mt-mga"
MALTA = (
    *review_rows("mt-mga", MGA),
    *money_rows("mt-mga", MGA),
    *support_advised_rows("mt-mga", MGA),
    *complaint_rows("mt-mga", MGA, dispute=True),
    *dispute_rows("mt-mga", MGA),
    # no rule says how long a body may take: only its decision opens the next step
    Row(
        "ladder/dispute",
        send(answered("mt-mga", "A body"), "dispute", "2026-10-05"),
        MGA,
        Code.DISPUTE_DECIDED,
        MISSING,
        Way.DECIDED,
        closed_by=NO_DECISION,
    ),
    *one_year_rows("mt-mga"),
    Row(
        "terms/dispute_within/ecogra",
        answered("mt-mga", "ThePOGG"),
        "dispute",
        Code.DISPUTE_IN_TIME,
        NOT_APPLICABLE,
    ),
    # without a final answer the start is our own reckoning, on which nobody is too late
    Row(
        "terms/dispute_within/ecogra",
        casino(sent("mt-mga"), dispute_body="ecogra"),
        "dispute",
        Code.DISPUTE_IN_TIME,
        WARNING,
        Way.NOT_FIRM,
        "2027-11-05",
        on=day("2027-11-06"),
    ),
    *refuses_after_regulator_rows("mt-mga"),
    *report_rows("mt-mga"),
    Row("ways/email", decided("mt-mga"), MGA, Code.RIGHT_CHANNEL, WARNING, names=("email",)),
    *field_rows("name", name=" "),
    *field_rows("email", email=""),
    *field_rows("phone", phone=""),
    *field_rows("country", country=""),
    *field_rows("casino", brand="", website=""),
    *field_rows("username", username=" "),
)

KSA = "authority:nl-ksa"
_ENGLISH = replace(decided("nl-ksa"), language="en")
_UNLICENSED = casino(complete("nl-ksa"), authority="none")
_LICENSED_ELSEWHERE = casino(sent("nl-ksa", answer=final("2026-10-01")), authority="mt-mga")
NETHERLANDS = (
    *review_rows("nl-ksa", KSA),
    *money_rows("nl-ksa", KSA),
    *support_advised_rows("nl-ksa", KSA),
    *complaint_rows("nl-ksa", KSA, dispute=False),
    Row(
        "terms/answer",
        sent(),
        KSA,
        Code.CASINO_ANSWERED,
        WAITING,
        None,
        "2026-11-06",
        day("2026-11-05"),
        STILL_OPEN,
    ),
    Row(
        "terms/answer",
        sent(),
        KSA,
        Code.CASINO_ANSWERED,
        MET,
        Way.TIME_PASSED,
        "2026-11-06",
        day("2026-11-06"),
    ),
    # the law gives no extension, whatever the casino writes
    Row(
        "terms/answer",
        sent(more_time_asked=True),
        KSA,
        Code.CASINO_ANSWERED,
        MET,
        Way.TIME_PASSED,
        "2026-11-06",
    ),
    # the law goes before the casino's own terms
    Row(
        "terms/answer",
        casino(sent(), answer_time=Period(number=20, unit=Unit.WEEKS)),
        KSA,
        Code.CASINO_ANSWERED,
        MET,
        Way.TIME_PASSED,
        "2026-11-06",
    ),
    *report_rows("nl-ksa"),
    Row("report", _UNLICENSED, "report:nl-ksa", Code.TAKES_REPORTS, MET),
    Row("report", _UNLICENSED, "report:nl-ksa", Code.ITS_LICENCE, None),
    Row("report", _LICENSED_ELSEWHERE, "report:nl-ksa", Code.ITS_LICENCE, WARNING),
    Row(
        "warnings/unlicensed_player_liability",
        _UNLICENSED,
        "report:nl-ksa",
        Code.RISK_OF_FINE,
        WARNING,
    ),
    Row(
        "warnings/unlicensed_player_liability",
        _LICENSED_ELSEWHERE,
        KSA,
        Code.RISK_OF_FINE,
        WARNING,
        closed_by=frozenset({Code.ITS_LICENCE}),
    ),
    Row(
        "warnings/unlicensed_player_liability",
        complete(),
        "report:nl-ksa",
        Code.RISK_OF_FINE,
        None,
    ),
    Row("languages", decided("nl-ksa"), KSA, Code.LANGUAGE_READ, MET, names=("nl",)),
    Row("languages", _ENGLISH, KSA, Code.LANGUAGE_READ, WARNING, names=("nl",)),
    Row("languages", replace(_ENGLISH, language=""), KSA, Code.LANGUAGE_READ, None),
)

CGA = "authority:cw-cga"
_AT_CGA = casino(sent("cw-cga"), no_dispute_body=True)
_MORE_TIME = casino(sent("cw-cga", more_time_asked=True), no_dispute_body=True)
_EXCLUDED = replace(_AT_CGA, topic=Topic.SELF_EXCLUSION)
CURACAO = (
    *review_rows("cw-cga", CGA),
    *money_rows("cw-cga", CGA),
    Row(
        "ladder/support",
        replace(decided("cw-cga"), contacts=(manager(),)),
        CGA,
        Code.SUPPORT_CONTACTED,
        MISSING,
        closed_by=frozenset({Code.SUPPORT_CONTACTED}),
    ),
    Row("ladder/support", decided("cw-cga"), CGA, Code.SUPPORT_CONTACTED, MET, Way.CONTACT),
    *complaint_rows("cw-cga", CGA, dispute=True),
    *dispute_rows("cw-cga", CGA),
    *six_months_rows("cw-cga"),
    *ninety_days_rows("cw-cga", CGA),
    *(
        row
        for rule, case, opens in (
            ("terms/answer", _AT_CGA, "2026-10-09"),
            ("terms/answer", _MORE_TIME, "2026-11-06"),
            ("terms/answer/self_exclusion", _EXCLUDED, "2026-09-18"),
        )
        for row in (
            Row(
                rule,
                case,
                CGA,
                Code.CASINO_ANSWERED,
                WAITING,
                None,
                opens,
                later(day(opens), -1),
                STILL_OPEN,
            ),
            Row(
                rule,
                case,
                CGA,
                Code.CASINO_ANSWERED,
                MET,
                Way.TIME_PASSED,
                opens,
                day(opens),
            ),
        )
    ),
)

UKGC = "authority:gb-ukgc"
_AT_UKGC = casino(sent("gb-ukgc"), no_dispute_body=True)
_OTHER_BODY = answered("gb-ukgc", "IBAS")
GREAT_BRITAIN = (
    *review_rows("gb-ukgc", UKGC),
    *money_rows("gb-ukgc", UKGC),
    *complaint_rows("gb-ukgc", UKGC, dispute=True),
    *dispute_rows("gb-ukgc", UKGC),
    *six_months_rows("gb-ukgc"),
    # eight weeks from the very first contact, 3 September
    Row(
        "terms/answer",
        _AT_UKGC,
        UKGC,
        Code.CASINO_ANSWERED,
        WAITING,
        None,
        "2026-10-30",
        day("2026-10-29"),
        STILL_OPEN,
    ),
    Row(
        "terms/answer",
        _AT_UKGC,
        UKGC,
        Code.CASINO_ANSWERED,
        MET,
        Way.TIME_PASSED,
        "2026-10-30",
        day("2026-10-30"),
    ),
    Row(
        "terms/dispute_within",
        _OTHER_BODY,
        "dispute",
        Code.DISPUTE_IN_TIME,
        MET,
        None,
        "2027-10-01",
        day("2027-10-01"),
    ),
    Row(
        "terms/dispute_within",
        _OTHER_BODY,
        "dispute",
        Code.DISPUTE_IN_TIME,
        WARNING,
        Way.NOT_FIRM,
        "2027-10-01",
        day("2027-10-02"),
    ),
    *one_year_rows("gb-ukgc"),
    *refuses_after_regulator_rows("gb-ukgc"),
    *ninety_days_rows("gb-ukgc", UKGC),
    *report_rows("gb-ukgc"),
)

NOBODY = "authority:unknown"
_UNNAMED = casino(decided("unknown"), authority_name=" ")
ELSEWHERE = (
    Row("review", decided("unknown"), NOBODY, Code.PACK_FRESH, None, on=day("2036-11-19")),
    Row("review", decided("unknown"), NOBODY, Code.PACK_FRESH, WARNING, on=day("2036-11-20")),
    *support_advised_rows("unknown", NOBODY),
    *complaint_rows("unknown", NOBODY, dispute=False),
    Row("authority", decided("unknown"), NOBODY, Code.AUTHORITY_KNOWN, WARNING),
    Row(
        "authority",
        _UNNAMED,
        NOBODY,
        Code.AUTHORITY_KNOWN,
        MISSING,
        closed_by=frozenset({Code.AUTHORITY_KNOWN}),
    ),
)

ROWS: dict[str, tuple[Row, ...]] = {
    "mt-mga": MALTA,
    "nl-ksa": NETHERLANDS,
    "cw-cga": CURACAO,
    "gb-ukgc": GREAT_BRITAIN,
    "unknown": ELSEWHERE,
    **ABROAD,
}
