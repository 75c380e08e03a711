"""What the administrator made of the site: one draft, and one in force for every node."""

from datetime import UTC, datetime

import pytest

from portal.domain.staff import StaffEvent
from portal.store.group import (
    DRAFT,
    GroupChanged,
    drop_draft,
    forget_group,
    group_version,
    keep_draft,
    load_group,
    publish_draft,
)
from portal.store.staff_log import read_log

NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.mark.usefixtures("app")
def test_a_draft_is_put_in_force_as_it_was_seen():
    assert (group_version(), load_group(), load_group(DRAFT)) == (0, None, None)
    first = keep_draft(0, 'name = "A"', b"<svg/>", "image/svg+xml")
    with pytest.raises(GroupChanged):  # another administrator began too
        keep_draft(0, 'name = "B"', b"", "")
    second = keep_draft(first, 'name = "C"', b"", "")
    with pytest.raises(GroupChanged):
        publish_draft(first, "a@b.nl", NOW)
    assert group_version() == 0
    publish_draft(second, "a@b.nl", NOW)
    shown = load_group()
    assert shown is not None
    assert (shown.text, shown.version) == ('name = "C"', group_version())
    assert load_group(DRAFT) is None
    assert [(line.event, line.actor) for line in read_log(5)] == [
        (StaffEvent.SITE_CHANGED, "a@b.nl")
    ]


@pytest.mark.usefixtures("app")
def test_a_draft_is_thrown_away_alone_and_the_file_counts_again_without_both():
    publish_draft(keep_draft(0, "", b"", ""), "a@b.nl", NOW)
    version = group_version()
    keep_draft(0, "", b"", "")
    drop_draft()
    assert (load_group(DRAFT), group_version()) == (None, version)
    forget_group()
    assert group_version() == 0
    publish_draft(keep_draft(0, "", b"", ""), "a@b.nl", NOW)
    assert group_version() not in {0, version}
