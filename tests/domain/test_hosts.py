"""Two ways of writing one host are equal; two hosts that only look alike are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.hosts import Address, addresses_in, hosts_above, read_address

LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
TOP = st.sampled_from(["com", "net", "nl", "bet", "example"])
HOSTS = st.builds(
    lambda labels, top: ".".join([*labels, top]), st.lists(LABEL, min_size=1, max_size=4), TOP
).filter(lambda host: not host.startswith("www."))


def host(text: str) -> str:
    found = read_address(text)
    return found.host if found else ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("bet365.com", "bet365.com"),
        ("HTTPS://WWW.Bet365.COM:443/en/?a=b#c", "bet365.com"),
        ("//bet365.com", "bet365.com"),
        ("bet365.com.", "bet365.com"),
        ("bet365.com:8080", "bet365.com"),
        ("www.com", "www.com"),
        ("www.bet.co.uk", "bet.co.uk"),
        ("https://bücher.example", "xn--bcher-kva.example"),
        ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("bu\u0308cher.example", "xn--bcher-kva.example"),
        ("straße.example", "xn--strae-oqa.example"),  # not strasse.example
        ("bet365\u3002com", "bet365.com"),
        ("bet\u200b365.com", "bet365.com"),
        ("ｂｅｔ３６５.com", "bet365.com"),
        ("b\u0435t365.com", "xn--bt365-zwe.com"),  # a Cyrillic e
        ("bet365.com@evil.com", "evil.com"),
        ("https://bet365.com:443@evil.com/", "evil.com"),
        ("https:\\\\evil.com\\@bet365.com", "evil.com"),
        ("https://evil.com?@bet365.com", "evil.com"),
        ("https://evil.com#@bet365.com", "evil.com"),
        ("bet365.com\uff0fevil.com", ""),  # a wide slash within a host is no host
        ("192.168.0.1", ""),
        ("localhost", ""),
        ("mailto:help@bet365.com", ""),
        ("javascript:alert(1)", ""),
        ("ftp://bet365.com", ""),
        ("-bet.com", ""),
        ("bet..com", ""),
        ("a" * 64 + ".com", ""),
        (".".join(["a" * 60] * 5) + ".com", ""),
        ("", ""),
        ("a mobile app", ""),
    ],
)
def test_a_written_address_is_read_as_a_browser_reads_it(written: str, read: str) -> None:
    assert host(written) == read


@given(
    HOSTS,
    st.sampled_from(["", "http://", "https://", "//", "HTTPS://"]),
    st.sampled_from(["", "www."]),
    st.sampled_from(["", ".", ":80", ":65535", ".:443"]),
    st.sampled_from(["", "/", "/?x=1", "#top", "?q"]),
    st.booleans(),
)
def test_ways_of_writing_make_no_difference(
    name: str, scheme: str, www: str, port: str, rest: str, is_loud: bool
) -> None:
    written = f"{scheme}{www}{name}{port}{rest}"
    plain = read_address(name)
    assert read_address(written.upper() if is_loud else written) == plain
    if plain:
        assert read_address(plain.host) == plain


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_and_what_is_read_is_plain(text: str) -> None:
    for found in addresses_in(text):
        assert found.host == found.host.lower()
        assert found.host.isascii()
        assert host(found.host) in {found.host, found.host.removeprefix("www.")}


@given(HOSTS, LABEL)
def test_only_a_dot_makes_a_part_of_a_host(name: str, more: str) -> None:
    listed = Address(name)
    assert listed.covers(Address(f"{more}.{name}"))
    assert not listed.covers(Address(f"{more}{name}"))
    assert not listed.covers(Address(f"{more}-{name}"))
    assert not listed.covers(Address(f"{name}.{more}.evil"))
    assert not Address(f"{more}.{name}").covers(listed)


@given(HOSTS, LABEL)
def test_the_hosts_above_are_those_that_cover_it(name: str, more: str) -> None:
    under = Address(f"{more}.{name}")
    assert all(Address(one).covers(under) for one in hosts_above(under.host))
    assert f"x{name}" not in hosts_above(under.host)


def test_what_many_share_is_no_host_above() -> None:
    assert hosts_above("a.bet.co.uk") == ("a.bet.co.uk", "bet.co.uk")
    assert hosts_above("a.bet.com") == ("a.bet.com", "bet.com")


def test_a_part_of_a_website_says_nothing_of_the_rest() -> None:
    listed = read_address("https://shop.example.com/App/Lion/")
    assert listed == Address("shop.example.com", "/app/lion")
    for written, is_part in {
        "shop.example.com/app/lion/1": True,
        "shop.example.com/app/lion?x": True,
        "shop.example.com/app/lioness": False,
        "shop.example.com": False,
        "a.shop.example.com/app/lion": False,
    }.items():
        found = read_address(written)
        assert found
        assert listed.covers(found) is is_part, written


def test_addresses_stand_in_running_text_but_mail_addresses_do_not_count() -> None:
    text = "See (https://www.one.com/), “two.nl”; mail help@three.com. Or ONE.com!"
    assert [one.host for one in addresses_in(text)] == ["one.com", "two.nl"]


def test_a_very_long_text_is_read_in_little_time() -> None:
    assert list(addresses_in("https://" + "a." * 50_000)) == []
    assert len(list(addresses_in("a.com " * 20_000))) == 1
