"""What the tests of the store put into it."""

from datetime import UTC, date, datetime

from portal.domain.case import Case, Casino, Contact, Player
from portal.domain.record import CaseRecord

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MONTHS = 12

RECORD = CaseRecord(
    case=Case(
        reference="HO-TEST22",
        casino=Casino(brand="Zonnekoning Casino"),
        contacts=(Contact(id="c1", answered="Uw opname is geweigerd."),),
        player=Player(name="Marijke Canarie"),
    ),
    drafts={"player": {"name": ["Marijke Canar"]}},
)
