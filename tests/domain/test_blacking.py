"""Blacking out parts of a text: what is found, what is shown, what is told beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.blacking import (
    BLACK,
    LEFT_OUT,
    Secrets,
    TooMuchBlack,
    found,
    kept,
    masked,
    told,
    told_in,
    whole,
    wholes,
    with_black,
)
from portal.domain.case import Answer, Case, Contact, Dispatch, Exhibit, Fact, Letter
from portal.domain.codes import AnswerKind, Channel, TextKind
from portal.domain.evidence import MAX_BLACK, BlackText, EvidenceFile, TextPart, Transcript
from portal.domain.mail import ChatEdit, Mail, Side, Signature, Speaker
from portal.domain.parts import replace

FILE = EvidenceFile(name="a.txt", media_type="text/plain", size=1, sha256="0" * 64)
HEAD = (("From", "Jan <jan@me.example>"), ("To", "help@casino.example"), ("Subject", "Money"))


def text(*lines: str) -> Transcript:
    return Transcript(lines=lines, head=HEAD, enclosed=(("scan of Jan.png", 9),))


def lines_without(words: str, *lines: str) -> tuple[str, ...]:
    held = text(*lines)
    return masked(held, found(held, words)).lines


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("NL91 ABNA 0417", "x NL91ABNA0417 y"),
        ("NL91ABNA0417", "x NL91 ABNA 0417 y"),
        ("nl91abna0417", "x NL91-ABNA.0417 y"),
        ("06-1234 5678", "x 0612345678 y"),
        ("+31 6 1234 5678", "x \u202a+31\u00a06\u00a01234\u00a05678 y"),
        ("Jan  de Vries", "x jan de\u00a0VRIES y"),
        (".*", "x .* y"),
    ],
)
def test_words_are_found_however_they_are_written(words: str, line: str) -> None:
    (shown,) = lines_without(words, line)
    assert shown.startswith("x ")
    assert shown.endswith(f"{BLACK} y")


def test_what_an_e_mail_program_cut_in_two_is_found_too() -> None:
    assert lines_without("NL91 ABNA 0417", "> to NL91", "> ABNA 0417 now") == (
        f"> to {BLACK}",
        f"{BLACK} now",
    )
    assert lines_without("de Vries", "Jan de", "Vries") == (f"Jan {BLACK}", BLACK)


@pytest.mark.parametrize("words", ["", "a", " . ", "\n"])
def test_too_few_characters_are_not_looked_for(words: str) -> None:
    assert found(text("a . - a"), words) == ()


def test_head_and_enclosed_files_are_searched_too() -> None:
    held = text("Hi Jan")
    shown = masked(held, found(held, "jan"))
    assert shown.head[0] == ("From", f"{BLACK} <{BLACK}@me.example>")
    assert shown.enclosed == ((f"scan of {BLACK}.png", 9),)
    assert shown.lines == (f"Hi {BLACK}",)


@given(
    lines=st.lists(st.text("ab ", max_size=12), max_size=8),
    spans=st.lists(
        st.builds(
            lambda number, begin, size: BlackText(number=number, begin=begin, end=begin + size),
            st.integers(1, 10),
            st.integers(0, 14),
            st.integers(1, 9),
        ),
        max_size=12,
    ),
)
def test_lines_keep_their_numbers_and_every_black_character_is_gone(
    lines: list[str], spans: list[BlackText]
) -> None:
    shown = masked(Transcript(lines=tuple(lines)), spans).lines
    assert len(shown) == len(lines)
    for number, (before, after) in enumerate(zip(lines, shown, strict=True), 1):
        black = {at for one in spans if one.number == number for at in range(one.begin, one.end)}
        left = "".join(one for at, one in enumerate(before) if at not in black)
        assert after.replace(BLACK, "") == left


def test_words_stay_black_when_the_line_around_them_is_shown_again() -> None:
    held = text("It is Jan")
    line, words = whole(held, [(TextPart.LINE, 1)]), found(held, "Jan")
    black = kept((*line, *words, *words))
    assert masked(held, black).lines == (BLACK,)
    left = tuple(one for one in black if one not in wholes(held, black))
    assert masked(held, left).lines == (f"It is {BLACK}",)


def test_nothing_is_chosen_where_there_is_no_text() -> None:
    odd = [(TextPart.LINE, 2), (TextPart.LINE, 9), (TextPart.HEAD, 4), (TextPart.FILE, 0)]
    assert whole(text("a", ""), odd) == ()


def test_a_file_that_begins_to_hide_goes_without_its_original() -> None:
    black = (BlackText(number=1, begin=0, end=1),)
    hiding = with_black(FILE, black)
    assert hiding.hides
    assert not hiding.attach
    assert with_black(FILE, ()).attach
    assert not with_black(hiding, ()).attach  # the player said nothing else


def test_more_than_a_case_keeps_is_refused() -> None:
    many = (BlackText(number=1, begin=n, end=n + 1) for n in range(MAX_BLACK + 1))
    with pytest.raises(TooMuchBlack):
        kept(many)
    held = text("ab" * 100_000)
    with pytest.raises(TooMuchBlack):
        kept(found(held, "ab"))


def test_a_black_text_has_a_length() -> None:
    with pytest.raises(ValueError, match="length"):
        BlackText(number=1, begin=3, end=3)


# -- what is told beside it ----------------------------------------------------------------

MAIL = Mail(
    sender="jan@me.example",
    name="Jan",
    to=("help@casino.example",),
    subject="Money for Jan",
    signatures=(Signature(domain="me.example", selector="k"),),
)


def exhibit(black: tuple[BlackText, ...], **more: object) -> Exhibit:
    file = EvidenceFile(
        name="Jan.txt", media_type="text/plain", size=1, sha256="0" * 64, black=black, **more
    )
    return Exhibit(id="e1", description="Chat of Jan", file=file)


def test_names_and_descriptions_lose_the_same_words() -> None:
    held = text("Hi Jan")
    shown = told(exhibit(found(held, "Jan"), mail=MAIL), held)
    assert shown.description == f"Chat of {LEFT_OUT}"
    assert shown.file
    assert shown.file.mail
    assert shown.file.name == f"{LEFT_OUT}.txt"
    assert shown.file.mail.subject == f"Money for {LEFT_OUT}"
    assert "jan" not in repr(shown).lower()


def test_a_black_header_line_is_told_nowhere_and_its_domain_neither() -> None:
    held = text("Hi")
    mail = told(exhibit(whole(held, [(TextPart.HEAD, 1)]), mail=MAIL), held).file
    assert mail
    assert mail.mail == Mail(to=MAIL.to, subject=MAIL.subject)


def test_a_name_that_stands_in_black_lines_alone_is_told_no_more() -> None:
    held = text("[14:02] Anna: Hi", "[14:03] Jan: Hi", "[14:04] Anna: Bye")
    speakers = (Speaker(name="Anna", side=Side.CASINO), Speaker(name="Jan", side=Side.ME))
    edits = (
        ChatEdit(line=1, who="Jan"),
        ChatEdit(line=2, who="Piet"),
        ChatEdit(line=3, who="Piet"),
    )
    black = whole(held, [(TextPart.LINE, 2)])
    file = told(exhibit(black, speakers=speakers, chat_edits=edits), held).file
    assert file
    assert file.speakers == speakers[:1]
    assert file.chat_edits == edits[2:]


def test_without_black_parts_everything_is_told() -> None:
    whole_one = exhibit((), mail=MAIL)
    assert told(whole_one, text("Hi Jan")) is whole_one


SENT = Dispatch(id="d1", recipient="casino", sent_on="2026-09-01", channel=Channel.EMAIL)
DATA = Letter(id="l1", kind=TextKind.ASK_DATA, sent_on="2026-09-01", channel=Channel.EMAIL)


def test_own_words_in_which_it_stands_too_are_named() -> None:
    held = text("[14:03] Me: I live in Kerkstraat 12", "ok")
    secrets = Secrets(held, whole(held, [(TextPart.LINE, 1), (TextPart.LINE, 2)]))
    facts = (Fact(id="f1", what="ok, I moved"), Fact(id="f2", what="I live in  KERKSTRAAT 12."))
    contact = Contact(id="c1", asked="Hi\nI live in Kerkstraat 12")
    offer = AnswerKind.OFFERED
    said = Answer(received_on="2026-09-02", kind=offer, words="I live in Kerkstraat 12")
    last = Answer(id="r2", received_on="2026-09-09", kind=AnswerKind.REJECTED, words="no")
    sent = replace(SENT, earlier_answers=(said,), answer=last)
    letters = (replace(DATA, answer="I live in Kerkstraat 12"), replace(DATA, id="l2"))
    case = Case(facts=facts, contacts=(contact,), dispatches=(sent,), letters=letters)
    assert [one.id for one in told_in(case, secrets)] == ["f2", "c1", "d1", "l1"]
