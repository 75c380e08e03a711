"""Marks English source sentences that stand in tables, so that translators get them."""

from typing import Literal, NamedTuple

# The screen speaks to the player ("you"); the paper is the player's own letter, in which the
# results of the gate stand as neutral checks.
Voice = Literal["screen", "paper"]


def N_(message: str) -> str:  # noqa: N802 - the field's name; Babel looks for it
    """`message` itself. It is translated when it is shown, not when it is imported."""
    return message


class Said(NamedTuple):
    """One result of the gate in both voices, and what the link to its page says to do."""

    screen: str
    paper: str
    action: str = ""
