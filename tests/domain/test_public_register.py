"""Numbers, names and statuses of the public register in the form in which they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.licence import holder_in
from portal.domain.register import (
    Standing,
    accounts_linked,
    licence_numbers_in,
    plain_account,
    plain_licence,
    plain_name,
    standing_of,
)
from tests.effort import at_most


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("Active", Standing.ACTIVE),
        ("White  label", Standing.WHITE_LABEL),
        ("Suspended", Standing.SUSPENDED),
        ("Revoked - Non Payment of Fee", Standing.CLOSED),
        ("Pending", Standing.CLOSED),
        ("Deactivated", Standing.UNKNOWN),
        ("", Standing.UNKNOWN),
    ],
)
def test_only_what_we_know_to_be_active_is_active(status: str, standing: Standing) -> None:
    assert standing_of(status) is standing


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Example Limited is licensed in Great Britain", "Example Limited"),
        ("This site is operated by Lion (UK) Games Ltd, Malta.", "Lion (UK) Games Ltd"),
        ("owned by Example Casino N.V., a company", "Example Casino N.V."),
        ("operated by Videolion Limited (C49090).", "Videolion Limited"),
        ("by Example\u00a0plc and others", "Example plc"),
        ("limited offers for 18+ players", ""),
        ("the company with Limited liability", ""),
        ("", ""),
    ],
)
def test_the_company_in_a_footer_is_known_by_its_legal_form(text: str, company: str) -> None:
    assert holder_in(text) == company


def test_a_company_is_looked_for_in_little_time() -> None:
    for text in ("A" * 5000, "Aa " * 1600 + "limited", "A, " * 1600):
        with at_most(seconds=0.5):
            holder_in(text)


@pytest.mark.parametrize(
    ("written", "plain"),
    [("001001", "1001"), (" 7 ", "7"), ("000", ""), ("1-2", ""), ("٣", ""), ("12345678901", "")],
)
def test_zeros_in_front_of_an_account_do_not_count(written: str, plain: str) -> None:
    assert plain_account(written) == plain


def test_the_version_and_the_first_block_of_a_licence_do_not_count() -> None:
    numbers = (
        "000-038991-R-319408-005",
        "038991-r-319408-001",
        "38991-R-319408",
        " 038991-R-319408 ",
    )
    assert {plain_licence(number) for number in numbers} == {"038991-R-319408"}
    assert plain_licence("000102-N-000000-000") != plain_licence("000102-R-000000-000")
    text = "licences 000-038991-R-319408-005 and 000-038991-N-319407-005."
    assert licence_numbers_in(text) == ("038991-R-319408", "038991-N-319407")


def test_the_link_to_the_register_tells_the_account() -> None:
    link = "https://www.gamblingcommission.gov.uk/public-register/business/detail/{}"
    text = f"{link.format('1001')} {link.format('domain-names/001002')}"
    assert accounts_linked(text) == ("1001", "1002")


@given(st.text(max_size=400))
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    assert plain_name(plain_name(name)) == plain_name(name)


def test_names_are_compared_by_letters_and_digits() -> None:
    assert plain_name("Bet-Way® Ltd.") == plain_name("BETWAY ltd")
    assert plain_name("Café 21") == "cafe21"
