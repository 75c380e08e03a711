"""E-mails cut out of a mailbox, and what is read of their headers."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.evidence import FileForm, FileProblem, FileRefused
from portal.domain.mail import Mail, Signature
from portal.intake.child import letters_of
from portal.intake.limits import Limits
from portal.intake.mailboxes import letters

HEAD = b"From: a@b.example\nTo: c@d.example\nSubject: x\n"
BEGIN = b"From a@b.example Mon May  4 10:00:00 2026\n"


def mail_of(head: bytes) -> Mail:
    (found,) = letters(b"To: c@d.example\nSubject: x\n" + head + b"\n\nhello\n", "a.eml", Limits())
    assert found.normal.mail is not None
    return found.normal.mail


def test_a_mailbox_gives_its_e_mails_as_they_stand_there() -> None:
    first, second = HEAD + b"\nhello\n> From me\n", HEAD + b"\nFrom here on\nit is quiet\n"
    found = letters(BEGIN + first + b"\n" + BEGIN + second, "a.mbox", Limits())
    assert [one.data.rstrip(b"\n") for one in found] == [first.rstrip(b"\n"), second.rstrip(b"\n")]
    assert [one.normal.form for one in found] == [FileForm.EMAIL, FileForm.EMAIL]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_mark_before_from_is_taken_away_once(end: bytes) -> None:
    kept, marked = [b">From: a header", b"", b"a >From b", b">from c"], [b"From d", b">>From e"]
    text = end.join([*HEAD.split(b"\n")[:-1], *kept, *(b">" + one for one in marked), b""])
    plain = end.join([*HEAD.split(b"\n")[:-1], *kept, *marked, b""])
    begin = BEGIN.replace(b"\n", end)
    assert [one.data for one in letters(begin + text, "a.mbox", Limits())] == [plain]


def test_an_e_mail_of_its_own_keeps_every_mark() -> None:
    data = HEAD + b"\n>From a reply\n"
    assert [one.data for one in letters(data, "a.eml", Limits())] == [data]


def test_one_e_mail_is_one_also_with_words_that_look_like_a_beginning() -> None:
    data = HEAD + b"\nhello\nFrom you at 10:00 yesterday\nno header here\n"
    assert [one.data for one in letters(data, "a.eml", Limits())] == [data]


def test_more_e_mails_than_a_case_holds_are_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        letters((BEGIN + HEAD + b"\nx\n") * 101, "a.mbox", Limits())
    assert refused.value.problem is FileProblem.TOO_MANY_PAGES


@pytest.mark.parametrize(
    "data",
    [
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Disposition: attachment; filename=x\n\nx\n" * 10_000,
        HEAD
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
        ),
        HEAD + b"X-Long: " + b"a" * 5_000_000 + b"\n\nx",
        HEAD + b"Cc: " + b"(" * 200_000 + b"\n\nx",
        HEAD + b"Cc: " + b"a@b.example, " * 200_000 + b"\n\nx",
        HEAD + b"X: y\n" * 400_000 + b"\nx",
        b"From x 00:00" * 1_000_000 + b"\n" + HEAD + b"\nx",
        (b"From x 00:00 00:00 00:00 00:00\n" * 300_000),
    ],
    ids=["parts", "nested", "header", "comments", "addresses", "headers", "from", "lines"],
)
def test_a_hostile_e_mail_ends_in_time(data: bytes) -> None:
    started = time.monotonic()
    with suppress(FileRefused):  # said so, in time
        assert len(letters_of([data], "a.eml", limits=Limits())) == 1
    assert time.monotonic() - started < 30


def test_the_header_is_read_as_values() -> None:
    mail = mail_of(
        b"From: =?utf-8?q?Anna_van_=C3=89=2C_Casino?= <help@casino.example>\n"
        b"Cc: Two <two@d.example>\nDate: Mon, 4 May 2026 10:00:00 +0200\nMessage-ID: <1@x>\n"
        b"DKIM-Signature: v=1; d=casino.example; s=k1; i=@casino.example; h=From:To:\n Date; b=x"
    )
    assert mail == Mail(
        sender="help@casino.example",
        name="Anna van É, Casino",
        to=("c@d.example", "two@d.example"),
        sent="2026-05-04T10:00:00+02:00",
        subject="x",
        message_id="<1@x>",
        signatures=(
            Signature(
                domain="casino.example",
                selector="k1",
                identity="@casino.example",
                headers=("From", "To", "Date"),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mon, 4 May 2026 10:00:00 -0330", "2026-05-04T10:00:00-03:30"),
        ("4 May 26 10:00 GMT", "2026-05-04T10:00:00+00:00"),
        ("Mon, 4 May 2026 10:00:00 -0000", "2026-05-04T10:00:00+00:00"),
        ("Mon, 4 May 2026 10:00:00 +9999", ""),
        ("Mon, 4 May 9999 10:00:00 +0000", ""),
        ("Mon, 31 Feb 2026 10:00:00 +0000", ""),
        ("gisteren", ""),
        ("", ""),
        ("1" * 5000, ""),
    ],
)
def test_a_date_is_read_with_its_zone_or_not_at_all(written: str, read: str) -> None:
    assert mail_of(f"From: a@b.example\nDate: {written}".encode()).sent == read


@pytest.mark.parametrize(
    "head",
    [
        b"From: =?utf-8?q?x=0D=0ATo:_evil@e.example?= <a@b.example>",
        b"From: a@b.example\nSubject: =?utf-8?b?DQpGcm9tOiB4?=",
        b"From: " + b"a" * 1000 + b"@b.example",
        b"From: <<<@@@>>>, , ;",
        b"From: \xff\xfe <\x80@b.example>",
        b"DKIM-Signature: d=<script>; s=x",
        b"DKIM-Signature: d=a.example; s=" + b"x" * 500,
        b"DKIM-Signature: ;;;=;=",
    ],
)
def test_an_odd_header_becomes_one_short_line_each(head: bytes) -> None:
    mail = mail_of(head)
    for text in (mail.sender, mail.name, mail.subject, mail.message_id, *mail.to):
        assert "\n" not in text
        assert "\r" not in text
        assert len(text) <= 200
    assert mail.signatures == ()


@given(st.binary(max_size=400))
def test_any_header_is_read_or_refused(data: bytes) -> None:
    with suppress(FileRefused):
        assert len(letters(HEAD + data + b"\n\nhello", "a.eml", Limits())) >= 1
