"""Cases that hypothesis makes up, wide enough to reach every result of the gate."""

from datetime import date, timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from portal.domain.case import (
    Answer,
    Case,
    Casino,
    Contact,
    Dispatch,
    Exhibit,
    Fact,
    Letter,
    Player,
    Remedy,
)
from portal.domain.codes import (
    AnswerKind,
    AskedFor,
    Channel,
    Confidence,
    Display,
    Outcome,
    RemedyKind,
    Step,
    TextKind,
    Topic,
    Unit,
)
from portal.domain.letters import ASIDE
from portal.domain.recipient import Recipient, parse_recipient
from portal.domain.rules import RulePack
from portal.domain.values import Moment, Money, Period
from portal.knowledge.loader import load_packs
from tests.domain.made_up_answers import answered

TODAY = date(2026, 11, 22)
PACKS = load_packs()


def firm(pack: RulePack) -> RulePack:
    """The same rules, as if all were read in the law: a host's own pack may be that sure."""
    sure = {"confidence": Confidence.HIGH, "display": Display.FACT}
    return replace(
        pack,
        terms=tuple(replace(one, **sure) for one in pack.terms),
        fields=tuple(replace(one, **sure) for one in pack.fields),
        ladder=tuple(replace(one, **sure) for one in pack.ladder),
    )


FIRM_PACKS = {pack.id: firm(pack) for pack in PACKS.values()}

WORDS = st.sampled_from(["", "Jan Jansen", "Zilver & Goud 100%", "%(name)s", "Łódź <b>", "a  b\nc"])
DAYS = st.one_of(st.integers(-10, 100), st.integers(100, 500)).map(
    lambda days: (TODAY - timedelta(days=days)).isoformat()
)
PARTIAL = st.one_of(DAYS, DAYS.map(lambda day: day[:7]))
MOMENTS = st.builds(Moment, date=st.one_of(st.just(""), PARTIAL))
AMOUNTS = st.one_of(st.none(), st.sampled_from(["10.00", "1250.00"]).map(lambda a: Money(amount=a)))
EXHIBITS = st.sampled_from([(), ("e1",)])


def some(
    part: type, /, **values: st.SearchStrategy[object]
) -> st.SearchStrategy[tuple[object, ...]]:
    """Up to three things of a kind, with ids."""
    return st.lists(st.builds(dict, **values), max_size=3).map(
        lambda made: tuple(part(id=f"x{number}", **one) for number, one in enumerate(made))
    )


CASINOS = st.builds(
    Casino,
    brand=WORDS,
    website=st.sampled_from(["", "casino.example"]),
    authority=st.sampled_from(["", "none", *PACKS]),
    authority_name=WORDS,
    complaints_email=st.sampled_from(["", "klachten@casino.example"]),
    username=WORDS,
    answer_time=st.one_of(
        st.none(), st.builds(Period, number=st.integers(1, 40), unit=st.sampled_from(Unit))
    ),
    dispute_body=st.sampled_from(["", "ecogra", "Een instantie"]),
    no_dispute_body=st.booleans(),
)

ANSWERS = st.one_of(
    st.none(),
    st.builds(
        Answer, received_on=PARTIAL, kind=st.sampled_from(AnswerKind), is_final=st.booleans()
    ),
)


def _contacts() -> st.SearchStrategy[tuple[Contact, ...]]:
    return some(
        Contact,
        step=st.sampled_from([Step.SUPPORT, Step.MANAGER, Step.COMPLAINT]),
        moment=MOMENTS,
        reference=WORDS,
        asked_for=st.lists(st.sampled_from(AskedFor), max_size=2, unique=True).map(tuple),
        outcome=st.one_of(st.none(), st.sampled_from(Outcome)),
        text=st.sampled_from([None, TextKind.REMINDER]),
        reply_by=PARTIAL,
    )


def _letters() -> st.SearchStrategy[tuple[Letter, ...]]:
    return some(
        Letter,
        kind=st.sampled_from(sorted(ASIDE)),
        sent_on=PARTIAL,
        channel=st.sampled_from(Channel),
        reply_by=PARTIAL,
        answered_on=PARTIAL,
    )


def _dispatches(authority: str) -> st.SearchStrategy[tuple[Dispatch, ...]]:
    sent_to = ["casino", "dispute", f"authority:{authority}", f"report:{authority}"]
    return some(
        Dispatch,
        recipient=st.sampled_from(sent_to),
        sent_on=PARTIAL,
        channel=st.sampled_from(Channel),
        reference=WORDS,
        more_time_asked=st.booleans(),
        answer=ANSWERS,
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case on which nothing is checked beyond its shape."""
    authority = draw(st.sampled_from(sorted(PACKS)))
    case = Case(
        reference=draw(st.sampled_from(["", "HO-2345"])),
        language=draw(st.sampled_from(["nl", "en", "pl", ""])),
        topic=draw(st.one_of(st.none(), st.sampled_from(Topic))),
        casino=draw(CASINOS),
        facts=draw(some(Fact, moment=MOMENTS, what=WORDS, amount=AMOUNTS, exhibits=EXHIBITS)),
        contacts=draw(_contacts()),
        no_manager_reason=draw(st.sampled_from(["", "Niemand nam op."])),
        remedy=Remedy(
            kinds=draw(st.lists(st.sampled_from(RemedyKind), max_size=3, unique=True).map(tuple)),
            amount=draw(AMOUNTS),
            amount_explanation=draw(st.sampled_from(["", "Met kosten."])),
        ),
        exhibits=(Exhibit(id="e1"),),
        player=draw(st.builds(Player, name=WORDS, email=WORDS, phone=WORDS)),
        dispatches=draw(_dispatches(authority)),
        letters=draw(_letters()),
    )
    return draw(answered(case))


RECIPIENTS: list[tuple[Recipient, str]] = [
    (parse_recipient(code), pack)
    for pack in PACKS
    for code in ("casino", "dispute", f"authority:{pack}", f"report:{pack}")
]
