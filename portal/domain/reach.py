"""How a recipient takes a packet: its own channels, in the order in which they are offered."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from portal.domain.case import Case
from portal.domain.codes import Display, RecipientKind
from portal.domain.recipient import Recipient
from portal.domain.router_bodies import Bodies, dispute_body_of
from portal.domain.rules import RulePack, Way, WayIn


class Means(StrEnum):
    """What the player does to send it."""

    EMAIL = "email"
    FORM = "form"
    POST = "post"


class Road(Struct, frozen=True, kw_only=True):
    """One way to send it. `value` is the address or link, "" when nobody knows it."""

    means: Means
    value: str = ""
    check_first: bool = False


class Reach(Struct, frozen=True, kw_only=True):
    """All ways, the best first; `no_email` when the recipient says that it takes none."""

    roads: tuple[Road, ...]
    no_email: bool = False

    @property
    def email(self) -> str:
        """The address for e-mail, "" when there is none."""
        return next((one.value for one in self.roads if one.means is Means.EMAIL), "")


_MEANS = {
    WayIn.EMAIL: Means.EMAIL,
    WayIn.ONLINE_FORM: Means.FORM,
    WayIn.WEBSITE: Means.FORM,
    WayIn.POST: Means.POST,
}
# Where nothing is known both are shown, without an address.
_EITHER = (Road(means=Means.FORM), Road(means=Means.EMAIL))


def reach_of(case: Case, recipient: Recipient, pack: RulePack, bodies: Bodies) -> Reach:
    """The ways to `recipient`; `pack` is the one that its packet is judged by."""
    match recipient.kind:
        case RecipientKind.CASINO:
            return Reach(roads=_to_the_casino(case))
        case RecipientKind.DISPUTE:
            return _to_the_body(case, pack, bodies)
        case RecipientKind.AUTHORITY | RecipientKind.REPORT:
            return _by(pack.ways, Road(means=Means.FORM, value=pack.website or ""))


def _to_the_casino(case: Case) -> tuple[Road, ...]:
    casino = case.casino
    address = casino.complaints_email.strip()
    email, form = Road(means=Means.EMAIL, value=address), Road(means=Means.FORM)
    post = Road(means=Means.POST, value=casino.address.strip())
    return (*((email, form) if address else (form, email)), *((post,) if post.value else ()))


def _to_the_body(case: Case, pack: RulePack, bodies: Bodies) -> Reach:
    known = dispute_body_of(case, bodies)
    named = pack.body_named(case.casino.dispute_body)
    website = (known.website if known else "") or (named.website if named else "")
    return _by(known.ways if known else (), Road(means=Means.FORM, value=website or ""))


def _by(ways: Iterable[Way], otherwise: Road) -> Reach:
    shown = [way for way in ways if way.is_shown and way.kind in _MEANS]
    roads: dict[Means, Road] = {}
    for way in shown:
        if not way.refused:
            road = Road(
                means=_MEANS[way.kind],
                value=way.value,
                check_first=way.display is Display.CHECK_FIRST,
            )
            roads.setdefault(road.means, road)
    no_email = any(way.refused and way.kind is WayIn.EMAIL for way in shown)
    found = tuple(roads.values()) or ((otherwise,) if otherwise.value else ())
    either = tuple(one for one in _EITHER if not (no_email and one.means is Means.EMAIL))
    return Reach(roads=found or either, no_email=no_email)
