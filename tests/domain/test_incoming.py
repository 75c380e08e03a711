"""What an e-mail or a chat seems to be in a case."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.case import Case, Casino, Player
from portal.domain.chats import read_chat
from portal.domain.codes import Step
from portal.domain.incoming import (
    Direction,
    case_number,
    guess,
    guess_chat,
    guess_side,
    sent_moment,
    shortened,
    words_of,
)
from portal.domain.mail import Mail, Side, Speaker

ZONE = "Europe/Amsterdam"
DAY = datetime.date(2026, 6, 1)
CASE = Case(
    casino=Casino(website="www.casino.example", complaints_email="klacht@group.example"),
    player=Player(name="Sanne Jansen", email="sanne@mail.example"),
)


@pytest.mark.parametrize(
    ("sender", "to", "direction", "step"),
    [
        ("help@casino.example", "sanne@mail.example", Direction.FROM_CASINO, Step.SUPPORT),
        ("Klacht@Group.example", "sanne@mail.example", Direction.FROM_CASINO, Step.COMPLAINT),
        ("SANNE@mail.example", "help@casino.example", Direction.FROM_PLAYER, Step.SUPPORT),
        ("sanne@mail.example", "klacht@group.example", Direction.FROM_PLAYER, Step.COMPLAINT),
        ("other@mine.example", "vip@mail.casino.example", Direction.FROM_PLAYER, Step.SUPPORT),
        ("evil@notcasino.example", "sanne@mail.example", Direction.FROM_CASINO, Step.SUPPORT),
        ("", "", Direction.FROM_CASINO, Step.SUPPORT),
    ],
)
def test_addresses_tell_who_wrote_and_which_step(
    sender: str, to: str, direction: Direction, step: Step
) -> None:
    guessed = guess(Mail(sender=sender, to=(to,)), (), CASE, ZONE, DAY)
    assert (guessed.direction, guessed.step) == (direction, step)


def test_the_players_own_mail_host_is_not_the_casino() -> None:
    case = Case(
        casino=Casino(complaints_email="casino@mail.example"),
        player=Player(email="sanne@mail.example"),
    )
    mail = Mail(sender="friend@mail.example", to=("aunt@mail.example",))
    assert guess(mail, (), case, ZONE, DAY).direction is Direction.FROM_CASINO


def test_the_moment_is_told_in_the_players_zone() -> None:
    moment = sent_moment(Mail(sent="2026-05-04T00:30:00+04:00"), ZONE)
    assert (moment.date, moment.time, moment.zone) == ("2026-05-03", "22:30", ZONE)
    for odd in ("", "2026-13-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00"):
        assert not sent_moment(Mail(sent=odd), ZONE).is_dated


def test_a_day_that_is_still_to_come_is_not_proposed() -> None:
    later = guess(Mail(sent="2026-06-02T10:00:00+02:00"), (), CASE, ZONE, DAY)
    assert not later.moment.is_dated


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Re: [Ticket #12345] your question", "12345"),
        ("Your case number is AB-2026/77.", "AB-2026/77"),
        ("Ons kenmerk: K20260001", "K20260001"),
        ("Klachtnummer 9981", "9981"),
        ("Reference: ZL-0042", "ZL-0042"),
        ("(#998877) Withdrawal", "998877"),
        ("In any case we are sorry about the complaint", ""),
        ("casework 12345", ""),
    ],
)
def test_a_number_of_a_ticket_is_found(text: str, number: str) -> None:
    assert case_number(text) == number


def test_without_a_number_the_message_id_is_the_reference() -> None:
    assert guess(Mail(message_id="<1@x>"), ("no",), CASE, ZONE, DAY).reference == "<1@x>"


def test_quoted_lines_are_not_the_words_of_an_e_mail() -> None:
    assert words_of(("Dear,", "", "no.", "> you wrote", ">> before")) == "Dear,\n\nno."


@given(st.text(max_size=30), st.integers(min_value=0, max_value=400))
def test_words_fit_into_a_contact_and_say_when_they_were_cut(text: str, times: int) -> None:
    cut = shortened(text * times)
    assert len(cut) <= 5000
    assert cut == text * times or cut.endswith("\n…")


def test_who_is_who_in_a_chat() -> None:
    names = ("Ik", "Sanne", "sanne jansen", "Anna", "System")
    assert [guess_side(name, CASE) for name in names] == [
        *(Side.ME, Side.ME, Side.ME, Side.CASINO, Side.NOBODY),
    ]
    assert guess_side("", Case()) is Side.CASINO


def test_what_each_side_said_is_gathered() -> None:
    rows = read_chat(("12-03-2026 14:02 - Anna: hi", "14:03 Bot: menu", "14:04 Ik: no", "really"))
    speakers = (
        Speaker(name="Anna", side=Side.CASINO),
        Speaker(name="Ik", side=Side.ME),
        Speaker(name="Bot", side=Side.NOBODY),
    )
    guessed = guess_chat(rows, speakers, ZONE)
    assert (guessed.asked, guessed.answered, guessed.with_whom) == ("no\nreally", "hi", "Anna")
    assert (guessed.moment.date, guessed.moment.time) == ("2026-03-12", "14:02")
    assert not guess_chat((), (), ZONE).moment.is_dated
