"""The e-mail draft is one plain message to one address, whatever the player typed."""

import email
import email.policy
import re
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from portal.documents.mail_draft import Draft, mail_draft, plain_address
from tests.documents.hard_texts import HARD

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 30
DRAFT = Draft(
    to="klachten@casino.example",
    sender="",
    subject="Formele klacht (mijn kenmerk: HO-2026-00417)",
    body="Geachte klachtenafdeling,\n\nMijn klacht zit hierbij.",
    pdf=PDF,
    file_name="klacht-casino-2026-11-22.pdf",
)
HEADERS = ["To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"]
INJECTIONS = (
    "x\r\nBcc: spy@example.org",
    "x\n\nbody",
    "x\rBcc: spy@example.org",
    "=?utf-8?q?x=0D=0ABcc:_spy@example.org?=",
    "x\u2028Bcc: spy@example.org",
    "x\x85Bcc: spy@example.org",
    "x\x00\x0bBcc: y",
)


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def test_a_draft_is_a_new_message_with_its_pdf() -> None:
    message = read(mail_draft(DRAFT))
    assert message.keys() == HEADERS
    assert message["To"] == "klachten@casino.example"
    assert message["Subject"] == DRAFT.subject
    assert message["X-Unsent"] == "1"
    body = message.get_body()
    assert body is not None
    assert body.get_content().splitlines() == DRAFT.body.splitlines()
    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == DRAFT.file_name
    is_same = attached.get_content() == PDF
    assert is_same


def test_a_subject_starts_on_the_line_of_its_name() -> None:
    subject = "Formele klacht: Het casino betaalt niet uit (mijn kenmerk: HO-2026-00417)"
    data = mail_draft(replace(DRAFT, subject=subject))
    assert f"\r\nSubject: {subject}\r\n".encode() in data


def test_the_file_has_what_mail_programs_ask_of_a_draft() -> None:
    """One header opens it for writing; the name of the file is plain, so that all can read it."""
    data = mail_draft(DRAFT)
    head, _, rest = data.partition(b"\r\n\r\n")
    assert head.split(b"\r\n").count(b"X-Unsent: 1") == 1
    assert not re.search(rb"(?mi)^(date|message-id|received|sender|x-mailer):", head)
    assert f'filename="{DRAFT.file_name}"'.encode() in rest  # no pieces of it (RFC 2231)
    assert max(map(len, rest.split(b"\r\n"))) <= 76  # RFC 2045, sections 6.7 and 6.8


def test_the_player_is_the_sender_when_he_gave_an_address() -> None:
    message = read(mail_draft(replace(DRAFT, sender="sanne@vandermeulen.example")))
    assert message["From"] == "sanne@vandermeulen.example"


def test_the_same_draft_gives_the_same_bytes_and_another_one_another_boundary() -> None:
    assert mail_draft(DRAFT) == mail_draft(DRAFT)
    other = read(mail_draft(replace(DRAFT, pdf=PDF + b"x")))
    assert other.get_boundary() != read(mail_draft(DRAFT)).get_boundary()


def check(subject: str, body: str) -> None:
    data = mail_draft(replace(DRAFT, subject=subject, body=body))
    assert data.isascii()
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"Subject:\r\n " not in data.partition(b"\r\n\r\n")[0]
    message = read(data)
    assert message.keys() == HEADERS
    assert message["To"] == DRAFT.to
    assert len(list(message.iter_attachments())) == 1


@pytest.mark.parametrize("text", [*INJECTIONS, *HARD.values()])
def test_no_text_becomes_a_header_or_a_part(text: str) -> None:
    check(text, f"{text}\r\n--=_\r\n{text}")


@settings(max_examples=150, deadline=None)
@given(subject=st.text(max_size=400), body=st.text(max_size=800))
def test_no_made_up_text_does_either(subject: str, body: str) -> None:
    check(subject, body)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(categories=("L", "N", "So", "Zs")), min_size=1, max_size=200))
def test_a_subject_in_any_script_arrives_whole(subject: str) -> None:
    message = read(mail_draft(replace(DRAFT, subject=subject)))
    assert " ".join(message["Subject"].split()) == " ".join(subject.split())


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (" klachten@casino.example ", "klachten@casino.example"),
        ("a.b+c@x-y.example", "a.b+c@x-y.example"),
        ("klachten@münchen.example", "klachten@xn--mnchen-3ya.example"),
        ("", ""),
        ("klachten", ""),
        ("a@b", ""),
        ("a@b.example, c@d.example", ""),
        ("a@b.example\r\nBcc: c@d.example", ""),
        ("Jan <a@b.example>", ""),
        ("ä@b.example", ""),
        ("a..b@c.example", ""),
        (".a@c.example", ""),
        ("a@-c.example", ""),
        ("a@" + "x" * 70 + ".example", ""),
    ],
)
def test_only_one_plain_address_is_written_to(typed: str, plain: str) -> None:
    assert plain_address(typed) == plain
    message = read(mail_draft(replace(DRAFT, to=typed)))
    assert message.get("To", "") == plain
