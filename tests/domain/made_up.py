"""Cases that hypothesis makes up: true stories with something left out, and wild ones."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import strategies as st

from portal.domain.case import Answer, Case, Contact, Dispatch, Exhibit, Fact
from portal.domain.codes import (
    AnswerKind,
    AskedFor,
    Channel,
    Outcome,
    RecipientKind,
    Step,
    Topic,
    Unit,
)
from portal.domain.parts import replace
from portal.domain.recipient import CASINO, DISPUTE, Recipient
from portal.domain.replies import with_reply
from portal.domain.values import Period
from tests.domain.cases import (
    PACKS,
    TODAY,
    casino,
    complete,
    fact,
    manager,
    moment,
    player,
    without_money,
)

PACK_IDS = st.sampled_from(sorted(PACKS))
PAST = st.integers(0, 400).map(lambda days: (TODAY - timedelta(days=days)).isoformat())
PARTIAL = st.one_of(PAST, PAST.map(lambda text: text[:7]), st.just(""))
BODIES = st.sampled_from(["", "ecogra", "eCOGRA", "A body"])
EXHIBITS = st.lists(st.sampled_from(["e1", "e2"]), max_size=2, unique=True).map(tuple)

CONTACTS = st.builds(
    Contact,
    id=st.just("c0"),
    step=st.sampled_from([Step.SUPPORT, Step.MANAGER, Step.COMPLAINT]),
    channel=st.sampled_from(Channel),
    moment=PARTIAL.map(moment),
    asked_for=st.lists(st.sampled_from(AskedFor), max_size=2, unique=True).map(tuple),
    outcome=st.one_of(st.none(), st.sampled_from(Outcome)),
    exhibits=EXHIBITS,
)
FACTS = st.builds(lambda when, proof: fact(when, exhibits=proof), PARTIAL, EXHIBITS)
ANSWERS = st.builds(
    Answer, received_on=PARTIAL, kind=st.sampled_from(AnswerKind), is_final=st.booleans()
)
REPLIES = st.lists(ANSWERS, max_size=3)

# what can be wrong with, or particular about, a case that is complete otherwise
CHANGES: list[Callable[[Case], Case]] = [
    lambda case: replace(case, contacts=case.contacts[1:]),
    lambda case: replace(case, contacts=()),
    lambda case: replace(case, contacts=(*case.contacts, manager(id="c77"))),
    lambda case: replace(case, facts=()),
    lambda case: replace(case, topic=Topic.SELF_EXCLUSION),
    lambda case: replace(case, topic=None),
    lambda case: replace(case, language="en"),
    lambda case: casino(case, no_dispute_body=True),
    lambda case: casino(case, complaints_email=""),
    lambda case: casino(case, answer_time=Period(number=30, unit=Unit.WORKING_DAYS)),
    lambda case: casino(case, authority="none"),
    lambda case: player(case, phone="", name=""),
    without_money,
]


def numbered(letter: str, parts: list[Contact] | list[Fact]) -> tuple[Contact | Fact, ...]:
    return tuple(replace(one, id=f"{letter}{number}") for number, one in enumerate(parts, 10))


@st.composite
def stories(draw: st.DrawFn, pack: st.SearchStrategy[str] = PACK_IDS) -> Case:
    """A case without dates in the future: complete but for up to three changes."""
    authority = draw(pack)
    case = casino(complete(authority), dispute_body=draw(BODIES))
    case = case.with_exhibit(Exhibit(id="e2"))
    case = replace(
        case,
        facts=(*case.facts, *numbered("f", draw(st.lists(FACTS, max_size=2)))),
        contacts=(*case.contacts, *numbered("c", draw(st.lists(CONTACTS, max_size=3)))),
        dispatches=draw(letters(authority)),
    )
    for change in draw(st.lists(st.sampled_from(CHANGES), max_size=3, unique=True)):
        case = change(case)
    return case


@st.composite
def letters(draw: st.DrawFn, authority: str) -> tuple[Dispatch, ...]:
    """What was sent: most often something to the casino, sometimes to the others."""
    to = draw(
        st.sampled_from(
            [
                (),
                ("casino",),
                ("casino", "dispute"),
                ("casino", "casino", "dispute"),
                ("casino", "dispute", f"authority:{authority}"),
                (f"report:{authority}",),
            ]
        )
    )
    return tuple(
        with_replies(
            Dispatch(
                id=f"d{number}",
                recipient=one,
                sent_on=draw(st.one_of(PAST, PARTIAL)),
                channel=Channel.EMAIL,
                more_time_asked=draw(st.booleans()),
            ),
            draw(REPLIES),
        )
        for number, one in enumerate(to)
    )


def with_replies(letter: Dispatch, replies: list[Answer]) -> Dispatch:
    """The letter with these replies, written down one after another."""
    for number, one in enumerate(replies, 1):
        letter = with_reply(letter, replace(one, id=f"r{number}"))
    return letter


def recipients_at(pack: str) -> list[Recipient]:
    """Everyone who is judged by the rules of `pack`."""
    authority = [Recipient(kind, pack) for kind in (RecipientKind.AUTHORITY, RecipientKind.REPORT)]
    return [CASINO, DISPUTE, *authority]


def days_from(first: date, most: int) -> st.SearchStrategy[date]:
    return st.integers(0, most).map(lambda days: first + timedelta(days=days))
