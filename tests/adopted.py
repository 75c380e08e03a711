"""An example case in a store of its own, whose files were looked at once for all tests.

What a file becomes depends on its bytes, its name and the limits alone. Looking takes half a second
for each file, in a process of its own; tests of what comes after it need that once.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from unittest.mock import patch

from portal.domain.evidence import NormalForm
from portal.intake.child import normalise
from portal.services import evidence
from portal.services.evidence import Room
from portal.services.examples import adopt_example
from portal.store.cases import OpenCase
from portal.vault.keys import CaseKey

_looked_at: dict[tuple[str, ...], NormalForm] = {}


def adopted_example(
    name: str, today: date, months: int, room: Room, now: datetime
) -> tuple[CaseKey, OpenCase]:
    """What `adopt_example` gives."""
    with patch.object(evidence, "normalise", _normalise_once):
        return adopt_example(name, today, months, room, now)


def _normalise_once(source: Iterable[bytes], name: str, **how: Any) -> NormalForm:
    content = b"".join(source)
    key = (hashlib.sha256(content).hexdigest(), name, repr(how))
    if key not in _looked_at:
        _looked_at[key] = normalise([content], name, **how)
    return _looked_at[key]
