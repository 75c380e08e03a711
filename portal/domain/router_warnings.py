"""What a player should know before he chooses where to go: about the licence and old routes."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from portal.domain.authority_checks import RISK_OF_FINE
from portal.domain.bodies import Body
from portal.domain.case import Case
from portal.domain.known import Known
from portal.domain.licence import Imitation, look_alikes
from portal.domain.router_bodies import retired_in
from portal.domain.rules import UNKNOWN, RulePack, Text, is_nobody
from portal.domain.told import Told, is_unsure, told


class Alert(StrEnum):
    """What is wrong; portal.wording has its sentences."""

    UNLICENSED = "unlicensed"  # nobody licensed the casino
    LICENCE_ELSEWHERE = "licence_elsewhere"  # the licence is of another country than the player
    LOOK_ALIKE = "look_alike"  # the seal or number is no licence
    RETIRED_ROUTE = "retired_route"  # the casino names a route that ended


class Warned(Struct, frozen=True, kw_only=True):
    """One warning; `names` are whom it is about, `told` what our files say about it.

    `body` is the id of the body that it is about, if it is about one.
    """

    alert: Alert
    names: tuple[Text, ...] = ()
    told: tuple[Told, ...] = ()
    body: str = ""


def warnings_of(case: Case, pack: RulePack, known: Known) -> tuple[Warned, ...]:
    """All warnings for this player; `pack` is the one of the casino's authority."""
    home = [
        one for one in known.packs.values() if one.country and one.country == case.player.country
    ]
    home = [one for one in home if not one.is_no_authority]
    return (
        *_about_licence(case, pack, home),
        *_about_seals(case, known.imitations),
        *(
            Warned(
                alert=Alert.RETIRED_ROUTE,
                names=(one.name,),
                told=told(one, one.warnings, case.topic),
                body=one.id,
            )
            for one in _retired(case, known)
        ),
    )


def _retired(case: Case, known: Known) -> tuple[Body, ...]:
    return retired_in(f"{case.casino.dispute_body}\n{case.casino.footer_text}", known.bodies)


def _about_licence(case: Case, pack: RulePack, home: list[RulePack]) -> Iterable[Warned]:
    fines = tuple(one for known in home for one in _fine(case, known))
    if is_nobody(case.casino.authority):
        nobody = told(pack, pack.warnings, case.topic) if pack.is_no_authority else ()
        yield Warned(alert=Alert.UNLICENSED, told=(*nobody, *fines))
    elif home and pack.id != UNKNOWN and pack.country != case.player.country:
        names = (pack.name, *(one.name for one in home))
        yield Warned(alert=Alert.LICENCE_ELSEWHERE, names=names, told=fines)


def _fine(case: Case, home: RulePack) -> tuple[Told, ...]:
    """The possible fine for who played without a licence of this country, where its pack says so.

    The gate warns of it again before a packet to that authority is made.
    """
    return told(home, (one for one in home.warnings if one.id == RISK_OF_FINE), case.topic)


def _about_seals(case: Case, imitations: Iterable[Imitation]) -> Iterable[Warned]:
    text = f"{case.casino.licence_number}\n{case.casino.footer_text}"
    for one in look_alikes(text, imitations):
        found = Text(en=one.found, nl=one.found)
        proof = Told(one.imitation.text, one.imitation.proof, is_unsure(one.imitation))
        yield Warned(alert=Alert.LOOK_ALIKE, names=(found,), told=(proof,))
