"""Our texts after they were sent: which record each becomes, and its clock."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.case import Case, Contact, Dispatch, Letter, Player, Remedy
from portal.domain.codes import (
    AskedFor,
    Channel,
    Outcome,
    RecipientKind,
    RemedyKind,
    Step,
    TextKind,
)
from portal.domain.letters import (
    ASIDE,
    NOTICE_DAYS,
    STOCK_REPLIES,
    Basis,
    Waiting,
    WaitState,
    as_contact,
    can_be_recorded,
    can_give_notice,
    last_day,
    named_day,
    sent_texts,
    waiting_for,
)
from portal.domain.parts import replace
from portal.domain.readiness import assess
from portal.domain.recipient import CASINO, DISPUTE, Recipient
from portal.domain.values import Moment, Money
from tests.domain.cases import PACKS, TODAY, complete
from tests.domain.made_up import stories

MONDAY = date(2026, 11, 23)
NO_DAYS: frozenset[date] = frozenset()


def letter(kind: TextKind = TextKind.ASK_DATA, **parts: object) -> Letter:
    fields = {"sent_on": "2026-10-12", "channel": Channel.EMAIL, **parts}
    return replace(Letter(id="l1", kind=kind, sent_on="", channel=Channel.EMAIL), **fields)


def clock(one: Letter, today: date = MONDAY, free: frozenset[date] = NO_DAYS) -> Waiting:
    return waiting_for(sent_texts(Case(letters=(one,)))[0], today, free)


# -- the term of a request for personal data: GDPR article 12(3) ----------------------------


@pytest.mark.parametrize(
    ("sent_on", "channel", "more_time", "last"),
    [
        ("2026-10-12", Channel.EMAIL, False, date(2026, 11, 12)),
        ("2026-10-12", Channel.EMAIL, True, date(2027, 1, 12)),
        ("2026-10-12", Channel.LETTER, False, date(2026, 11, 16)),  # 14 November is a Saturday
        ("2026-10-14", Channel.EMAIL, False, date(2026, 11, 16)),
        ("2027-01-31", Channel.EMAIL, False, date(2027, 3, 1)),  # 28 February is a Sunday
    ],
)
def test_a_request_for_data_is_due_one_month_after_it_came(
    sent_on: str, channel: Channel, more_time: bool, last: date
) -> None:
    one = letter(sent_on=sent_on, channel=channel, more_time_asked=more_time)
    assert last_day(one) == last


def test_a_public_holiday_moves_the_end_of_the_legal_term() -> None:
    day = date(2026, 11, 12)
    assert clock(letter(), day).last == day
    assert clock(letter(), day, frozenset({day})).last == date(2026, 11, 13)


def test_the_days_before_on_and_after_the_last_day_are_counted() -> None:
    last = date(2026, 11, 12)
    for today, state, days in (
        (date(2026, 11, 11), WaitState.WAITING, 1),
        (last, WaitState.WAITING, 0),
        (date(2026, 11, 13), WaitState.LATE, 1),
    ):
        found = clock(letter(), today)
        assert (found.state, found.days, found.last) == (state, days, last)
        assert found.basis is Basis.LAW


# -- the other clocks ----------------------------------------------------------------------


def test_a_text_that_names_a_day_is_late_after_that_day() -> None:
    found = clock(letter(TextKind.KEEP_EVIDENCE, reply_by="2026-11-20"))
    assert (found.basis, found.state, found.days) == (Basis.NAMED, WaitState.LATE, 3)


def test_without_a_named_day_the_usual_time_is_ours() -> None:
    found = clock(letter(TextKind.KEEP_EVIDENCE))
    assert (found.basis, found.last) == (Basis.OURS, date(2026, 10, 26))


def test_a_month_alone_starts_no_clock() -> None:
    assert clock(letter(sent_on="2026-10")).state is WaitState.UNCOUNTED
    assert clock(letter(sent_on="")).state is WaitState.UNCOUNTED


def test_a_reply_ends_the_clock() -> None:
    assert clock(letter(answered_on="2026-10")).state is WaitState.CLOSED


@given(
    kind=st.sampled_from(sorted(ASIDE)),
    sent_on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    today=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    channel=st.sampled_from(Channel),
    more_time=st.booleans(),
    named=st.none() | st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_nothing_is_called_late_before_its_last_day_is_over(
    kind: TextKind,
    sent_on: date,
    today: date,
    channel: Channel,
    more_time: bool,
    named: date | None,
) -> None:
    one = letter(
        kind,
        sent_on=sent_on.isoformat(),
        channel=channel,
        more_time_asked=more_time,
        reply_by=named.isoformat() if named else "",
    )
    found = clock(one, today)
    assert found.last
    assert (found.state is WaitState.LATE) == (today > found.last)
    assert found.days == abs((today - found.last).days)
    if named is None or kind is TextKind.ASK_DATA:
        assert found.last > sent_on


# -- which record it becomes ---------------------------------------------------------------


def test_every_text_but_the_complaint_can_be_recorded() -> None:
    assert [kind for kind in TextKind if not can_be_recorded(kind)] == [TextKind.COMPLAINT]


def test_a_request_for_a_manager_is_a_contact_that_asks_for_one() -> None:
    made = as_contact(Contact(id="c1"), TextKind.ASK_MANAGER, Case(), TODAY)
    assert (made.step, made.asked_for) == (Step.SUPPORT, (AskedFor.MANAGER,))


def test_a_stock_reply_is_answered_where_the_problem_is_handled() -> None:
    sent = Dispatch(id="d1", recipient="casino", sent_on="2026-09-14", channel=Channel.EMAIL)
    for kind in STOCK_REPLIES:
        before = as_contact(Contact(id="c1"), kind, Case(), TODAY)
        after = as_contact(Contact(id="c1"), kind, Case(dispatches=(sent,)), TODAY)
        assert (before.step, after.step) == (Step.SUPPORT, Step.COMPLAINT)


def test_what_was_sent_is_listed_in_the_order_of_sending() -> None:
    asked = Contact(id="c1", text=TextKind.ASK_MANAGER, moment=Moment(date="2026-10-01"))
    plain = Contact(id="c2", moment=Moment(date="2026-10-02"))
    case = Case(
        contacts=(asked, plain),
        letters=(
            letter(),
            letter().__class__(
                id="l2", kind=TextKind.ASK_TERMS, sent_on="2026-09-01", channel=Channel.CHAT
            ),
        ),
    )
    assert [one.id for one in sent_texts(case)] == ["l2", "c1", "l1"]
    closed = case.with_contact(replace(asked, outcome=Outcome.NO_ANSWER))
    assert [one.is_closed for one in sent_texts(closed)] == [False, True, False]


@pytest.mark.parametrize("name", ["reply_by", "answered_on", "sent_on"])
def test_a_letter_takes_no_day_that_does_not_exist(name: str) -> None:
    with pytest.raises(ValueError, match="day is out of range"):
        letter(**{name: "2026-02-30"})


def test_two_letters_cannot_have_one_id() -> None:
    with pytest.raises(ValueError, match="two letters have the same id"):
        Case(letters=(letter(), letter()))


# -- the gate ------------------------------------------------------------------------------


@given(case=stories(), kind=st.sampled_from(sorted(ASIDE)))
def test_a_letter_changes_nothing_at_the_gate(case: Case, kind: TextKind) -> None:
    pack = PACKS.get(case.casino.authority, PACKS["unknown"])
    with_letter = case.with_letter(letter(kind))
    for recipient in (CASINO, DISPUTE, Recipient(RecipientKind.AUTHORITY, pack.id)):
        before = assess(case, recipient, pack, TODAY)
        assert assess(with_letter, recipient, pack, TODAY) == before


# -- notice of default ---------------------------------------------------------------------

MONEY = Remedy(kinds=(RemedyKind.PAY_OUT,), amount=Money(amount="1250.00"))


def test_a_notice_needs_something_that_can_be_owed() -> None:
    assert can_give_notice(Case(remedy=MONEY))
    assert can_give_notice(Case(remedy=Remedy(kinds=(RemedyKind.REOPEN,))))
    for kinds in ((), (RemedyKind.EXPLANATION,), (RemedyKind.APOLOGY,), (RemedyKind.EXCLUDE,)):
        assert not can_give_notice(Case(remedy=Remedy(kinds=kinds)))


def test_a_notice_about_money_needs_the_amount() -> None:
    assert not can_give_notice(Case(remedy=replace(MONEY, amount=None)))


def test_no_notice_under_dutch_law_for_who_lives_elsewhere() -> None:
    assert can_give_notice(Case(remedy=MONEY, player=Player(country="NL")))
    assert not can_give_notice(Case(remedy=MONEY, player=Player(country="DE")))


def test_no_notice_about_what_is_solved() -> None:
    solved = Contact(id="c1", outcome=Outcome.SOLVED)
    assert not can_give_notice(Case(remedy=MONEY, contacts=(solved,)))


@pytest.mark.parametrize("days", NOTICE_DAYS)
def test_a_notice_ends_on_a_working_day_not_before_the_chosen_term(days: int) -> None:
    named = named_day(TextKind.NOTICE_OF_DEFAULT, date(2026, 11, 22), days)
    assert named
    assert (named - date(2026, 11, 22)).days in {days, days + 1, days + 2}
    assert named.weekday() < 5


def test_a_request_for_data_names_no_day_of_its_own() -> None:
    assert named_day(TextKind.ASK_DATA, TODAY) is None


def test_evidence_of_a_letter_must_exist_and_goes_with_the_exhibit() -> None:
    letter = Letter(
        id="l1",
        kind=TextKind.ASK_DATA,
        sent_on="2026-09-14",
        channel=Channel.EMAIL,
        exhibits=("e1",),
    )
    case = complete().with_letter(letter)
    assert case.without_exhibit("e1").letters == (replace(letter, exhibits=()),)
    with pytest.raises(ValueError, match="exhibit that does not exist"):
        case.with_letter(replace(letter, exhibits=("e9",)))
