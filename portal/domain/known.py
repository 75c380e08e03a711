"""All that a site knows: the rule packs, the other bodies, and imitations of licences."""

from collections.abc import Collection, Mapping

from msgspec import Struct
from msgspec.structs import replace

from portal.domain.bodies import Body
from portal.domain.licence import Imitation
from portal.domain.rules import UNKNOWN, RulePack, is_nobody


class Known(Struct, frozen=True):
    """Packs and bodies by id; `own` are the ids of those that the host added or changed."""

    packs: Mapping[str, RulePack]
    bodies: Mapping[str, Body]
    imitations: tuple[Imitation, ...]
    own: frozenset[str] = frozenset()

    def only(self, authorities: Collection[str]) -> "Known":
        """The same with these packs alone, if there are any; what names nobody always stays."""
        if not authorities:
            return self
        stays = {UNKNOWN, *authorities}
        packs = {key: one for key, one in self.packs.items() if key in stays or is_nobody(key)}
        return replace(self, packs=packs)
