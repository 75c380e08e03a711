"""Cases: started, changed without overwriting, opened by a second key, deleted."""

from datetime import date

import pytest
from msgspec.structs import replace

from portal.domain.case import Case, Remedy
from portal.domain.parts import replace as change_part
from portal.services import cases
from portal.services.cases import PartChanged, fingerprint
from portal.store.cases import CaseNotFound, OpenCase, open_case

DAY = date(2026, 11, 22)
MONTHS = 12


@pytest.fixture
def opened() -> OpenCase:
    return cases.start_case("nl", DAY, MONTHS)[1]


def say(words: str) -> cases.Change:
    return lambda case: change_part(case, topic_words=words)


def words_of(case: Case) -> str:
    return case.topic_words


def test_a_new_case_opens_with_its_key_and_has_a_reference() -> None:
    key, opened = cases.start_case("nl", DAY, MONTHS)
    again = open_case(key, DAY, MONTHS)
    assert again.record == opened.record
    assert opened.record.case.reference.startswith("HO-")


def test_a_change_is_saved_and_its_draft_goes(opened: OpenCase) -> None:
    opened = cases.keep_draft(opened, "about", {"topic_words": ["half"]})
    saved = cases.change(opened, "about", words_of, fingerprint(""), say("whole"))
    assert saved.record.case.topic_words == "whole"
    assert saved.record.drafts == {}


def test_what_another_tab_saved_meanwhile_is_kept(opened: OpenCase) -> None:
    stale = opened
    cases.change(
        opened,
        "remedy",
        lambda case: case.remedy,
        fingerprint(Remedy()),
        lambda case: change_part(case, remedy=Remedy(words="elsewhere")),
    )
    saved = cases.change(stale, "about", words_of, fingerprint(""), say("here"))
    assert (saved.record.case.remedy.words, saved.record.case.topic_words) == ("elsewhere", "here")


def test_the_same_part_is_never_overwritten(opened: OpenCase) -> None:
    seen = fingerprint("")
    cases.change(opened, "about", words_of, seen, say("tab one"))
    with pytest.raises(PartChanged) as conflict:
        cases.change(opened, "about", words_of, seen, say("tab two"))
    assert conflict.value.opened.record.case.topic_words == "tab one"


def test_saving_the_same_twice_is_no_conflict(opened: OpenCase) -> None:
    seen = fingerprint("")
    cases.change(opened, "about", words_of, seen, say("same"))
    assert cases.change(opened, "about", words_of, seen, say("same")).record.case.topic_words


def test_a_second_key_opens_the_same_case_and_replaces_an_earlier_one(opened: OpenCase) -> None:
    first, opened = cases.add_recovery_key(opened)
    second, opened = cases.add_recovery_key(opened)
    assert open_case(second, DAY, MONTHS).case_id == opened.case_id
    with pytest.raises(CaseNotFound):
        open_case(first, DAY, MONTHS)


def test_a_deleted_case_is_gone_for_every_key() -> None:
    key, opened = cases.start_case("nl", DAY, MONTHS)
    second, opened = cases.add_recovery_key(opened)
    cases.delete_case(opened)
    for one in (key, second):
        with pytest.raises(CaseNotFound):
            open_case(one, DAY, MONTHS)


def test_equal_parts_have_equal_marks() -> None:
    assert fingerprint(Remedy(words="a")) == fingerprint(replace(Remedy(), words="a"))
    assert fingerprint(Remedy(words="a")) != fingerprint(Remedy(words="b"))
