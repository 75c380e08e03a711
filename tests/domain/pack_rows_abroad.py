"""The table of pack_rows.py, for the authorities of which less is known."""

from portal.domain.codes import Topic
from portal.domain.finding import Code, Way
from portal.domain.parts import replace
from tests.domain.cases import answered, casino, complete, day, decided, later, send, sent
from tests.domain.row_groups import (
    EXPIRED,
    MET,
    MISSING,
    WARNING,
    answer_rows,
    authority_within_rows,
    complaint_rows,
    dispute_rows,
    language_rows,
    money_rows,
    near_limit_rows,
    report_rows,
    review_rows,
    unsure_limit_rows,
)
from tests.domain.rows import Row

KSC = "authority:be-ksc"
_FINED = "warnings/unlicensed_player_liability"
_AT_MALTA = casino(decided("be-ksc"), authority="mt-mga")
_NOT_ITS_LICENCE = frozenset({Code.ITS_LICENCE})
BELGIUM = (
    *review_rows("be-ksc", KSC),
    *complaint_rows("be-ksc", KSC, dispute=False),
    *language_rows("be-ksc", ("nl", "fr"), "en"),
    Row(_FINED, _AT_MALTA, KSC, Code.RISK_OF_FINE, WARNING, closed_by=_NOT_ITS_LICENCE),
    Row(_FINED, decided("be-ksc"), KSC, Code.RISK_OF_FINE, None),
)

GGC = "authority:gi-ggc"
GIBRALTAR = (
    *review_rows("gi-ggc", GGC, 90),
    *complaint_rows("gi-ggc", GGC, dispute=False),
    *authority_within_rows("gi-ggc", "2028-09-01"),
)

AGCC = "authority:gg-agcc"
ALDERNEY = (
    *review_rows("gg-agcc", AGCC),
    *complaint_rows("gg-agcc", AGCC, dispute=False),
)

SGA, ARN = "authority:se-spelinspektionen", "terms/dispute_within/arn"
_AT_ARN = answered("se-spelinspektionen", "arn")
_SILENT = casino(sent("se-spelinspektionen"), dispute_body="arn")
# a year from the very first contact, 3 September 2026, not from the final answer; surely too late
# is only who waits a year from the official complaint, 10 September
_LAST, _END = day("2027-09-03"), day("2027-09-10")
_IN_TIME, _TOO_LATE = Code.DISPUTE_IN_TIME, frozenset({Code.DISPUTE_IN_TIME})
_SENT_TO_ARN = send(_AT_ARN, "dispute", "2027-09-03")
SWEDEN = (
    *review_rows("se-spelinspektionen", SGA),
    *money_rows("se-spelinspektionen", SGA),
    *report_rows("se-spelinspektionen"),
    *(
        row
        for case in (_AT_ARN, _SILENT)
        for row in (
            Row(ARN, case, "dispute", _IN_TIME, MET, None, "2027-09-03", _LAST),
            Row(
                ARN,
                case,
                "dispute",
                _IN_TIME,
                WARNING,
                Way.NOT_FIRM,
                "2027-09-03",
                later(_LAST, 1),
            ),
            Row(ARN, case, "dispute", _IN_TIME, WARNING, Way.NOT_FIRM, "2027-09-03", _END),
            Row(
                ARN,
                case,
                "dispute",
                _IN_TIME,
                EXPIRED,
                None,
                "2027-09-10",
                later(_END, 1),
                _TOO_LATE,
            ),
        )
    ),
    Row(ARN, _SENT_TO_ARN, "dispute", _IN_TIME, MET, None, "2027-09-03", later(_END, 9)),
)

DGA = "authority:dk-spillemyndigheden"
DENMARK = (
    *review_rows("dk-spillemyndigheden", DGA),
    *money_rows("dk-spillemyndigheden", DGA),
    *complaint_rows("dk-spillemyndigheden", DGA, dispute=False),
    *answer_rows("dk-spillemyndigheden", "2026-09-25"),
)

GGL = "authority:de-ggl"
_UNLICENSED = casino(decided("de-ggl"), authority="none")
GERMANY = (
    *review_rows("de-ggl", GGL),
    *money_rows("de-ggl", GGL),
    *report_rows("de-ggl"),
    Row("report", _UNLICENSED, "report:de-ggl", Code.TAKES_REPORTS, MET),
    Row("report", _UNLICENSED, "report:de-ggl", Code.ITS_LICENCE, None),
    Row(
        "report",
        casino(_UNLICENSED, authority="cr-none"),
        "report:de-ggl",
        Code.ITS_LICENCE,
        None,
    ),
)

GRAI = "authority:ie-grai"
IRELAND = (*review_rows("ie-grai", GRAI, 90), *authority_within_rows("ie-grai", "2027-09-01"))

DGOJ = "authority:es-dgoj"
SPAIN = (
    *review_rows("es-dgoj", DGOJ),
    *complaint_rows("es-dgoj", DGOJ, dispute=False),
    *answer_rows("es-dgoj", "2026-10-11"),
    *unsure_limit_rows("terms/complain_within", complete("es-dgoj"), "2026-12-01"),
    *near_limit_rows("terms/complain_within", "es-dgoj", "2026-12-01"),
)

IGO = "authority:ca-igo"
ONTARIO = (
    *review_rows("ca-igo", IGO),
    *complaint_rows("ca-igo", IGO, dispute=False),
    *answer_rows("ca-igo", "2026-12-10"),
)

ALSI = "authority:km-anjouan"
_OF_GAMES = "terms/complain_within/game_fault/game_fairness"
_OF_MONEY = "terms/complain_within/withdrawal/account_closed/bonus"
_FAULT = replace(complete("km-anjouan"), topic=Topic.GAME_FAULT)
ANJOUAN = (
    *review_rows("km-anjouan", ALSI, 90),
    *money_rows("km-anjouan", ALSI),
    *complaint_rows("km-anjouan", ALSI, dispute=True),
    *dispute_rows("km-anjouan", ALSI),
    *answer_rows("km-anjouan", "2026-10-11"),
    *language_rows("km-anjouan", ("en",), "nl"),
    *unsure_limit_rows(_OF_GAMES, _FAULT, "2026-09-15"),
    *unsure_limit_rows(_OF_MONEY, complete("km-anjouan"), "2026-10-01"),
    *near_limit_rows(_OF_MONEY, "km-anjouan", "2026-10-01"),
)

KGC = "authority:ca-kgc"
KAHNAWAKE = (
    *review_rows("ca-kgc", KGC, 90),
    *complaint_rows("ca-kgc", KGC, dispute=False),
    *authority_within_rows("ca-kgc", "2027-03-01"),
    *language_rows("ca-kgc", ("en",), "nl"),
)

TGC = "authority:ca-tgc"
TOBIQUE = (
    *review_rows("ca-tgc", TGC, 90),
    *complaint_rows("ca-tgc", TGC, dispute=False),
    *authority_within_rows("ca-tgc", "2027-03-01"),
)

NOBODY = "authority:cr-none"
COSTA_RICA = (
    *review_rows("cr-none", "casino"),
    Row(
        "authority",
        decided("cr-none"),
        NOBODY,
        Code.ITS_LICENCE,
        MISSING,
        closed_by=_NOT_ITS_LICENCE,
    ),
    # nobody gives an answering time: the usual one is taken
    Row(
        "authority",
        sent("cr-none"),
        NOBODY,
        Code.CASINO_ANSWERED,
        MET,
        Way.TIME_PASSED,
        "2026-11-06",
        closed_by=_NOT_ITS_LICENCE,
    ),
)

ABROAD: dict[str, tuple[Row, ...]] = {
    "be-ksc": BELGIUM,
    "gi-ggc": GIBRALTAR,
    "gg-agcc": ALDERNEY,
    "im-gsc": review_rows("im-gsc", "authority:im-gsc", 90),
    "se-spelinspektionen": SWEDEN,
    "dk-spillemyndigheden": DENMARK,
    "de-ggl": GERMANY,
    "ie-grai": IRELAND,
    "ee-emta": review_rows("ee-emta", "authority:ee-emta", 90),
    "es-dgoj": SPAIN,
    "ca-igo": ONTARIO,
    "km-anjouan": ANJOUAN,
    "ca-kgc": KAHNAWAKE,
    "ca-tgc": TOBIQUE,
    "cr-none": COSTA_RICA,
}
