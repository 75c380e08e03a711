"""The end of a case: the player closed it, and can open it again while it is kept."""

import datetime

from portal.domain.codes import Result
from portal.domain.parts import Part


class Closing(Part, frozen=True, kw_only=True):
    """On which day the player closed the case, and how the dispute ended."""

    on: datetime.date
    result: Result
