"""Who works for the group that runs the site, and what its log says about them."""

from enum import StrEnum

SHORTEST_PASSWORD = 15
"""Characters; NIST SP 800-63B-4, section 3.1.1.2, for a password that stands alone."""
LONGEST_PASSWORD = 1000
MAX_STAFF_NAME = 100
"""Characters."""


class StaffRole(StrEnum):
    """What a member of staff may do. An administrator never has the team's key."""

    ADMINISTRATOR = "administrator"
    CASEWORKER = "caseworker"


class StaffEvent(StrEnum):
    """What the staff log says. Each event has who did it, and of whom."""

    INVITED = "invited"
    WITHDRAWN = "withdrawn"
    JOINED = "joined"
    SIGNED_IN = "signed-in"
    RECOVERY_CODE = "recovery-code"
    RENEWED = "renewed"
    APPROVED = "approved"
    REMOVED = "removed"
    TEAM_RENEWED = "team-renewed"
    SITE_CHANGED = "site-changed"
    MEMBER_KEY = "member-key"
    CODES_MADE = "codes-made"
    CODES_ENDED = "codes-ended"


class Weakness(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    EASY = "easy"
