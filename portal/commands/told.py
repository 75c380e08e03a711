"""What a check of `./hogerop doctor` tells."""

from enum import StrEnum

from msgspec import Struct


class State(StrEnum):
    """How a check ended; a fault makes the command end with 1."""

    FINE = "fine"
    WARNING = "warning"
    FAULT = "fault"


class Told(Struct, frozen=True):
    """What one check found."""

    check: str
    state: State
    text: str
