"""Signatures of e-mails (DKIM): what fits, what does not, and what cannot be told."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.mail import KeyCheck
from portal.intake.child import check_signatures as check_in_child
from portal.intake.messages import PublishedKey
from portal.intake.signatures import check_signatures
from tests.intake.signed import DOMAIN, SELECTOR, published, signed

MAIL = (
    b"From: Casino <help@casino.example>\nTo: player@example.org\n"
    b"Subject:  Your   complaint\n about it\nDate: Mon, 4 May 2026 10:00:00 +0200\n"
    b"\nDear player,  \n\n\tno. \nBye\n\n\n"
)
# RFC 8463, appendix A: an e-mail signed twice, and both keys as published.
RFC_8463 = (
    b"DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
    b" d=football.example.com; i=@football.example.com;\r\n"
    b" q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
    b" subject : date : message-id : from : subject : date;\r\n"
    b" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
    b" b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
    b" Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
    b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
    b" d=football.example.com; i=@football.example.com;\r\n"
    b" q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n"
    b" date : message-id : from : subject : date;\r\n"
    b" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
    b" b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r\n"
    b" DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r\n"
    b" dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\r\n"
    b"From: Joe SixPack <joe@football.example.com>\r\n"
    b"To: Suzie Q <suzie@shopping.example.net>\r\n"
    b"Subject: Is dinner ready?\r\n"
    b"Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
    b"Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
    b"\r\nHi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"
)
RFC_8463_KEYS = (
    PublishedKey(
        domain="football.example.com",
        selector="brisbane",
        text=b"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    ),
    PublishedKey(
        domain="football.example.com",
        selector="test",
        text=b"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR"
        b"iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC"
        b"DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3"
        b"Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
    ),
)


def check(mail: bytes, key: bytes | None = None) -> list[KeyCheck]:
    text = published() if key is None else key
    keys = (PublishedKey(domain=DOMAIN, selector=SELECTOR, text=text),)
    return [one.check for one in check_signatures(mail, keys)]


def test_the_example_of_the_standard_fits() -> None:
    found = check_signatures(RFC_8463, RFC_8463_KEYS)
    assert [(one.selector, one.check) for one in found] == [
        ("brisbane", KeyCheck.FITS),
        ("test", KeyCheck.FITS),
    ]
    changed = RFC_8463.replace(b"dinner", b"supper")
    assert {one.check for one in check_signatures(changed, RFC_8463_KEYS)} == {KeyCheck.DIFFERS}


def test_a_signature_with_its_key_fits_whatever_the_line_ends() -> None:
    mail = signed(MAIL)
    assert check(mail) == [KeyCheck.FITS]
    assert check(mail.replace(b"\r\n", b"\n")) == [KeyCheck.FITS]
    assert check(b"Received: by x\r\n" + mail) == [KeyCheck.FITS]
    unfolded = mail.replace(b"Your   complaint\r\n about", b"Your complaint about")
    assert check(unfolded) == [KeyCheck.FITS]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"no. ", b"yes."), (b"Subject:  Your", b"Subject: My"), (b"help@", b"boss@")],
)
def test_a_changed_e_mail_does_not_fit(old: bytes, new: bytes) -> None:
    assert old in signed(MAIL)
    assert check(signed(MAIL).replace(old, new)) == [KeyCheck.DIFFERS]


def test_another_key_does_not_fit() -> None:
    assert check(signed(MAIL), published(3072)) == [KeyCheck.DIFFERS]


def test_what_a_signature_leaves_out_is_told() -> None:
    mail = signed(MAIL, l="13")
    assert check(mail + b"PS: the complaint is withdrawn.\r\n") == [KeyCheck.FITS_IN_PART]


def test_a_key_that_is_not_published_or_was_taken_back() -> None:
    for key in (b"", b"v=DKIM1; k=rsa; p=", b"v=DKIM1; p="):
        assert check(signed(MAIL), key) == [KeyCheck.NO_KEY]
    assert check_signatures(signed(MAIL), ()) == ()


@pytest.mark.parametrize(
    "key",
    [
        b"p=" + base64.b64encode(b"not a key"),
        b"p=!!!",
        b"k=ed25519; p=AAAA",
        b"\xff\xfe",
        b"v=spf1; p=x",
        published() + b"; h=sha1",
        published() + b"; s=tlsrpt",
        published() + b"; p=again",
    ],
)
def test_a_key_that_makes_no_sense_tells_nothing(key: bytes) -> None:
    assert check(signed(MAIL), key) == [KeyCheck.UNCLEAR]


@pytest.mark.parametrize(
    "tags",
    [
        {"v": "2"},
        {"a": "rsa-sha1"},
        {"c": "odd/simple"},
        {"c": "relaxed/odd"},
        {"i": "help@other.example"},
        {"bh": "!"},
        {"h": ""},
    ],
    ids=str,
)
def test_a_signature_that_breaks_the_rules_tells_nothing(tags: dict[str, str]) -> None:
    assert check(signed(MAIL, **tags)) == [KeyCheck.UNCLEAR]


@pytest.mark.parametrize("length", ["99999", "-1", "one"])
def test_a_length_that_the_text_does_not_have_tells_nothing(length: str) -> None:
    mail = signed(MAIL, l="13").replace(b"l=13", b"l=" + length.encode())
    assert check(mail) == [KeyCheck.UNCLEAR]


def test_a_tag_that_is_there_twice_is_no_signature() -> None:
    assert check(signed(MAIL, **{"v ": "1"})) == []


def test_the_sender_must_be_signed_and_stand_there_once() -> None:
    assert check(signed(MAIL, headers=("to", "subject"))) == [KeyCheck.UNCLEAR]
    mail = signed(MAIL)
    assert check(b"From: other@evil.example\r\n" + mail) == [KeyCheck.UNCLEAR]


def test_a_short_key_is_never_taken_as_valid() -> None:
    small = base64.b64decode(
        "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Q"
        "uKUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ=="
    )
    assert check(signed(MAIL), b"p=" + base64.b64encode(small)) == [KeyCheck.UNCLEAR]


def test_the_child_checks_without_a_network() -> None:
    keys = (PublishedKey(domain=DOMAIN, selector=SELECTOR, text=published()),)
    (found,) = check_in_child([signed(MAIL)], keys)
    assert (found.domain, found.check) == (DOMAIN, KeyCheck.FITS)


@given(st.binary(max_size=300), st.binary(max_size=100))
def test_any_bytes_are_checked_without_a_fault(data: bytes, key: bytes) -> None:
    for mail in (data, b"DKIM-Signature: " + data, signed(MAIL).replace(b"; b=", b"; x=" + data)):
        check(mail, key)
