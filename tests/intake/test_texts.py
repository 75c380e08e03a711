from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.evidence import FileForm, FileProblem, FileRefused, NormalForm, Transcript
from portal.intake.child import normalise
from portal.intake.limits import Limits
from portal.intake.mails import normal_mail, text_of_html
from portal.intake.sniff import EMAIL, TEXT, sniff
from portal.intake.texts import normal_text


def transcript(data: bytes, name: str = "a.txt") -> Transcript:
    normal = normalise([data], name)
    assert normal.transcript is not None
    assert (normal.pages, normal.pdf, normal.looks) == ((), b"", ())
    return normal.transcript


def mail(text: str = "Dear player", **head: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Casino <help@casino.example>"
    message["To"] = "player@example.org"
    for name, value in head.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def read(message: EmailMessage) -> Transcript:
    normal = normal_mail(message.as_bytes(), Limits())
    assert (normal.form, normal.media_type) == (FileForm.EMAIL, "message/rfc822")
    assert normal.transcript is not None
    return normal.transcript


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    assert transcript("één\r\n\r\ntwee €".encode(encoding)).lines == ("één", "", "twee €")


def test_tabs_become_spaces_and_control_characters_go() -> None:
    text = "a\tb  c\n\x1b[31mred\x1b[0m\u0085x\n\n\n"
    assert transcript(text.encode()).lines == ("a   b  c", "[31mred[0mx")


def test_a_text_that_is_too_long_is_attached_only() -> None:
    for data in (b"a\n" * 5001, b"a" * 500_001):
        normal = normalise([data], "a.txt")
        assert (normal.form, normal.problem) == (None, FileProblem.TOO_MANY_PAGES)
    assert len(transcript(b"a\n" * 5000).lines) == 5000


def test_bytes_that_are_no_text_are_of_no_known_type() -> None:
    for data in (b"hello\x00you", b"\x00\x01\x02", b"\xff\xfeh\xd8", b"\x81\x8d hello"):
        with pytest.raises(FileRefused) as refused:
            sniff(data, "a.txt")
        assert refused.value.problem is FileProblem.UNKNOWN_TYPE


def test_a_mail_is_told_from_a_text_by_two_known_header_lines() -> None:
    for text in ("From: me\nTo: you\n\nhello", "Received: by x\n (y)\nDate: today\n\nhello"):
        assert sniff(text.encode(), "a") == EMAIL, text
    for text in ("From: me\n\nTo: you", "To: do\nclean: house", "Dear you\nFrom: me\nTo: you"):
        assert sniff(text.encode(), "a.eml") == TEXT, text


def test_the_head_of_a_mail_is_decoded_and_in_order() -> None:
    message = mail(Subject="Uw klacht é", Date="Mon, 4 May 2026 10:00:00 +0200")
    message["Message-ID"] = "<1@casino.example>"
    message["Reply-To"] = "complaints@casino.example"
    message["X-Secret"] = "not shown"
    head = read(message).head
    assert [name for name, _ in head] == [
        *("From", "To", "Reply-To", "Date", "Subject", "Message-ID"),
    ]
    assert dict(head)["Subject"] == "Uw klacht é"
    assert dict(head)["From"] == "Casino <help@casino.example>"


def test_the_plain_words_of_a_mail_are_preferred() -> None:
    message = mail("plain words")
    message.add_alternative("<p>html words</p>", subtype="html")
    assert read(message).lines == ("plain words",)


def test_a_mail_with_html_only_is_read_as_words() -> None:
    message = mail()
    message.set_content(
        "<html><head><style>x{}</style></head><body><p>Dear&nbsp;<b>play</b>er,</p>"
        "<script>alert(1)</script><table><tr><td>Won</td><td>€ 5</td></tr></table>bye<br>C</body>",
        subtype="html",
    )
    assert read(message).lines == ("Dear player,", "", "Won € 5", "", "bye", "C")


def test_enclosed_files_are_named_with_their_sizes() -> None:
    message = mail()
    message.add_attachment(b"12345", maintype="image", subtype="jpeg", filename="foto é.jpg")
    message.add_attachment("words", filename="more.txt")
    message.add_attachment(mail("inner"), filename="forwarded.eml")
    names = dict(read(message).enclosed)
    assert (names["foto é.jpg"], names["more.txt"]) == (5, 6)
    assert names["forwarded.eml"] > 100


@pytest.mark.parametrize("charset", ["unknown-8bit", "no-such-charset", "utf-8", "ascii"])
def test_a_charset_that_is_wrong_does_not_stop_a_mail(charset: str) -> None:
    data = f"From: a@b.example\nTo: c@d.example\nContent-Type: text/plain; charset={charset}\n\n"
    lines = transcript(data.encode() + "caf\xe9".encode("latin-1"), "a.eml").lines
    assert lines == ("café",)


@pytest.mark.parametrize(
    "head",
    [
        "Subject: =?utf-8?b?////?=",
        "Date: not a day",
        "From: <<<@@@>>>, , ;",
        "Content-Type: multipart/mixed",
        "Content-Type: text/plain; charset*=x'y'%%",
        "Content-Transfer-Encoding: base64",
        "Message-ID: <[]>",
        "To: \x80\xff",
    ],
)
def test_an_odd_header_does_not_stop_a_mail(head: str) -> None:
    data = f"From: a@b.example\nSubject: x\n{head}\n\nhello\n".encode("latin-1")
    assert normalise([data], "a.eml").form is FileForm.EMAIL


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_kind_or_refused(data: bytes) -> None:
    try:
        kind = sniff(data, "a.txt")
    except FileRefused:
        return
    if kind == TEXT:
        assert_clean(normal_text(data, Limits()))


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_a_mail_with_any_text_is_read(text: str) -> None:
    data = b"From: a@b.example\nTo: c@d.example\n\n" + text.encode("utf-8", "surrogatepass")
    assert_clean(normal_mail(data, Limits()))


@given(st.text(alphabet="<>/ap b&;!-\n\"'", max_size=80))
def test_any_html_becomes_words(html: str) -> None:
    assert "\x00" not in text_of_html(html)


def assert_clean(normal: NormalForm) -> None:
    assert normal.transcript is not None
    text = "".join(normal.transcript.lines)
    assert not any(character < " " or "\x7f" <= character < "\xa0" for character in text)
