"""All that a site knows: the rule packs, the other bodies, and imitations of licences."""

from collections.abc import Mapping

from msgspec import Struct

from portal.domain.bodies import Body
from portal.domain.licence import Imitation
from portal.domain.rules import RulePack


class Known(Struct, frozen=True):
    """Packs and bodies by id; `own` are the ids of those that the host added or changed."""

    packs: Mapping[str, RulePack]
    bodies: Mapping[str, Body]
    imitations: tuple[Imitation, ...]
    own: frozenset[str] = frozenset()
