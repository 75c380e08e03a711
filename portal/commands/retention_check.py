"""What `./hogerop doctor` says of retention: whether the nightly deleting still happens.

No note of the last run is kept. What should be gone and is still there tells it as well, for every
web node, and it is what counts for players.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.commands.told import State, Told
from portal.store.retention import left_over

_TOO_LATE = timedelta(days=3)  # one night may fail, and be told by its own log


def check_retention(moment: datetime) -> Iterator[Told]:
    """Whether anything is kept that should be gone for days. `moment` is now, in UTC.

    Needs an app context and the tables of this release.
    """
    by = moment - _TOO_LATE
    if late := left_over(by):
        text = f"{late} cases and visits should be gone since {by:%Y-%m-%d} or before."
        advice = "Run ./hogerop purge every night (docs/hosting.md)."
        yield Told("retention", State.FAULT, f"{text} {advice}")
    else:
        yield Told("retention", State.FINE, "Nothing is kept longer than it should be.")
