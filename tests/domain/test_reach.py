"""How each recipient takes a packet: only ways that it has, never one that it refuses."""

import pytest

from portal.domain.case import Case, Casino
from portal.domain.parts import replace
from portal.domain.reach import Means, Reach, reach_of
from portal.domain.recipient import parse_recipient
from portal.domain.rules import WayIn
from portal.knowledge.loader import load_bodies, load_packs

PACKS, BODIES = load_packs(), load_bodies()


def reach(to: str, case: Case | None = None, pack: str = "mt-mga") -> Reach:
    return reach_of(case or Case(), parse_recipient(to), PACKS[pack], BODIES)


def means(found: Reach) -> list[Means]:
    return [road.means for road in found.roads]


def test_a_casino_is_written_to_at_its_complaints_address() -> None:
    casino = Casino(complaints_email=" klachten@casino.example ", address="Street 1\nTown")
    found = reach("casino", Case(casino=casino))
    assert found.email == "klachten@casino.example"
    assert means(found) == [Means.EMAIL, Means.FORM, Means.POST]


def test_a_casino_without_that_address_is_first_reached_by_its_form() -> None:
    found = reach("casino")
    assert means(found) == [Means.FORM, Means.EMAIL]
    assert found.email == ""


def test_an_authority_that_takes_no_email_gets_none() -> None:
    found = reach("authority:mt-mga")
    assert found.no_email
    assert means(found) == [Means.FORM, Means.POST]


def test_the_ways_stand_in_the_order_of_the_pack() -> None:
    assert means(reach("report:nl-ksa", pack="nl-ksa")) == [Means.FORM, Means.EMAIL]
    assert means(reach("authority:be-ksc", pack="be-ksc")) == [Means.EMAIL, Means.POST]


def test_a_dispute_body_is_found_by_its_name() -> None:
    case = Case(casino=Casino(dispute_body="eCOGRA"))
    (road,) = reach("dispute", case).roads
    assert road.value.startswith("https://ecogra.org/")


def test_a_body_that_nobody_knows_is_reached_either_way() -> None:
    case = Case(casino=Casino(dispute_body="Somebody"))
    assert means(reach("dispute", case)) == [Means.FORM, Means.EMAIL]


@pytest.mark.parametrize("pack", sorted(PACKS))
def test_no_way_is_refused_or_hidden(pack: str) -> None:
    allowed = {way.value for way in PACKS[pack].ways if way.is_shown and not way.refused}
    allowed |= {PACKS[pack].website or "", ""}
    found = reach(f"authority:{pack}", replace(Case(), casino=Casino()), pack)
    assert found.roads
    assert {road.value for road in found.roads} <= allowed
    refused = {way.kind for way in PACKS[pack].ways if way.refused}
    assert found.no_email == (WayIn.EMAIL in refused)
    if found.no_email:
        assert Means.EMAIL not in means(found)
