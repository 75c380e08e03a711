"""The group as data: what `group.toml` may say, and what is refused with which reason."""

import pytest
from msgspec.structs import replace

from portal.domain.colours import Colours
from portal.domain.group import Contact, Group, Link, Words, group_faults
from portal.domain.group_file import BadGroupFile, read_group, write_group
from portal.domain.plain_text import Piece, paragraphs

TRICKY = 'Een "teken" \\ en een #\n\nmet """ drie\n\ttab \x7f'
FULL = Group(
    name='Meldpunt "Kansspelen" \\',
    logo="logo.svg",
    on_packets=True,
    by_invitation=True,
    retention_months=6,
    topics=("withdrawal", "bonus"),
    authorities=("nl-ksa",),
    contact=Contact(address=("Straat 1", "1234 AB Plaats"), phone="020 - 123 45 67"),
    opening=Words(nl=TRICKY, en="x"),
    colours=Colours(brand="#14506b"),
    links=(Link(nl="Over ons", en="About us", url="https://a.example"),) * 2,
)


def test_what_is_written_is_read_as_the_same() -> None:
    assert read_group(write_group(FULL)) == FULL
    assert write_group(Group()).strip() == ""
    assert read_group("") == Group()


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("naam = 'x'", "$", "unknown field `naam`"),
        ("[opening]\nnl = 'alleen dit'", "opening", "missing required field `en`"),
        ("retention_months = 0", "retention_months", ">= 1"),
        ("topics = ['chess']", "topics[0]", "'chess'"),
        ("logo = '../secret.svg'", "logo", "regex"),
        ("[colours]\nbrand = 'red'", "colours.brand", "regex"),
        ("[[links]]\nnl = 'a'\nen = 'b'", "links[0]", "missing required field `url`"),
        ("name = ", "$", "at end of document"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_key(text: str, key: str, reason: str) -> None:
    with pytest.raises(BadGroupFile) as refused:
        read_group(text)
    assert refused.value.key == key
    assert reason in refused.value.reason


def codes_of(group: Group) -> list[tuple[str, str]]:
    return [(fault.key, fault.code) for fault in group_faults(group, {"nl-ksa", "mt-mga"})]


@pytest.mark.parametrize(
    ("group", "key", "code"),
    [
        (Group(authorities=("xx-no",)), "authorities", "unknown_authority"),
        (Group(on_packets=True), "name", "name_missing"),
        (Group(help=Words(nl=" ", en="x")), "help.nl", "language_missing"),
        (Group(help=Words(nl="a\x07", en="x")), "help.nl", "control_character"),
        (Group(name="a\u2028b"), "name", "control_character"),
        (Group(help=Words(nl="[x](javascript:alert)", en="x")), "help.nl", "bad_link"),
        (Group(contact=Contact(website="http://a.example")), "contact.website", "bad_link"),
        (Group(links=(Link(nl="a", en="b", url="data:x"),)), "links[0].url", "bad_link"),
        (Group(opening=Words(nl="x" * 601, en="x")), "opening", "too_long"),
        (Group(colours=Colours(brand="#aa3300")), "colours.brand", "too_faint"),
        (Group(colours=Colours(line="#dddddd")), "colours.line", "too_faint"),
        (Group(dark_colours=Colours(text="#555555")), "dark_colours.text", "too_faint"),
        (Group(colours=Colours(soft="#b0c0c8")), "colours.soft", "too_faint"),
    ],
)
def test_what_is_refused_is_told_at_its_own_key(group: Group, key: str, code: str) -> None:
    assert (key, code) in codes_of(group)


def test_a_group_without_faults_is_taken() -> None:
    assert codes_of(replace(FULL, opening=None)) == []
    assert codes_of(Group()) == []


def test_a_colour_is_told_with_what_was_measured_and_what_would_do() -> None:
    (fault,) = group_faults(Group(colours=Colours(brand="#aa3300")), ())
    assert fault.values == {
        "colour": "#aa3300",
        "name": "brand",
        "ground": "soft",
        "ratio": 5.95,
        "needed": 7.0,
        "better": "#972d00",
    }
    better = Colours(brand=str(fault.values["better"]))
    assert not list(group_faults(Group(colours=better), ()))


def test_text_has_paragraphs_and_links_and_nothing_else() -> None:
    text = "Bel [ons](tel:+31201234567) <b>nu</b>.\r\n\r\nOf zie https://a.example/x, dank."
    first, second = paragraphs(text)
    assert first == (Piece("Bel "), Piece("ons", "tel:+31201234567"), Piece(" <b>nu</b>."))
    address = Piece("https://a.example/x", "https://a.example/x")
    assert second == (Piece("Of zie "), address, Piece(", dank."))
    assert paragraphs("[a](javascript:b)\n \n\n") == ((Piece("[a](javascript:b)"),),)
