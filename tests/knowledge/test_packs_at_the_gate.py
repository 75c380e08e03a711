"""The gate answers for every authority: whatever the topic, the recipient and the case."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.case import Case
from portal.domain.codes import RecipientKind, Topic
from portal.domain.finding import Code, Readiness
from portal.domain.parts import replace
from portal.domain.recipient import CASINO, DISPUTE, Recipient
from portal.i18n import LANGUAGES, use_language
from portal.services.gate import ask, pack_for, recipients_of
from portal.wording import arithmetic, finding_sentence, finding_title, names_of
from tests.domain.cases import PACKS, TODAY, answered, casino, complete, decided, player, sent
from tests.domain.made_up import PACK_IDS, days_from, stories

NEW = sorted(set(PACKS) - {"mt-mga", "nl-ksa", "cw-cga", "gb-ukgc", "unknown"})
SOME = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def every_recipient(pack: str) -> tuple[Recipient, ...]:
    """Whoever a packet can be for, also where the portal would not offer it."""
    own = (RecipientKind.AUTHORITY, RecipientKind.REPORT)
    return (CASINO, DISPUTE, *(Recipient(kind, pack) for kind in own))


def said_in_full(case: Case, recipient: Recipient, on: date = TODAY) -> Readiness:
    """The gate's answer, with every finding said in both languages."""
    readiness = ask(case, recipient, PACKS, on)
    pack = pack_for(case, recipient, PACKS)
    for language in LANGUAGES:
        with use_language(language):
            names = names_of(case, pack)
            for finding in readiness.findings:
                assert finding_title(finding)
                assert finding_sentence(finding, names)
                assert "None" not in arithmetic(finding, names)
    return readiness


@pytest.mark.parametrize("topic", [None, *Topic])
@pytest.mark.parametrize("pack", NEW)
def test_the_gate_answers_for_every_topic_and_recipient(pack: str, topic: Topic | None) -> None:
    for story in (complete(pack), sent(pack), answered(pack), decided(pack), Case()):
        case = casino(replace(story, topic=topic), authority=pack)
        for recipient in {*every_recipient(pack), *recipients_of(case, PACKS)}:
            assert said_in_full(case, recipient).findings


@SOME
@given(
    case=stories(),
    pack=PACK_IDS,
    topic=st.sampled_from(Topic),
    on=days_from(TODAY - timedelta(days=30), 900),
)
def test_the_gate_answers_for_any_story_on_any_day(
    case: Case, pack: str, topic: Topic, on: date
) -> None:
    case = casino(replace(case, topic=topic), authority=pack)
    for recipient in every_recipient(pack):
        assert said_in_full(case, recipient, on).findings


@pytest.mark.parametrize("pack", NEW)
def test_only_a_country_without_an_authority_has_none_to_write_to(pack: str) -> None:
    recipients = recipients_of(decided(pack), PACKS)
    assert (Recipient(RecipientKind.AUTHORITY, pack) in recipients) == (pack != "cr-none")


@pytest.mark.parametrize(("country", "home"), [("NL", "nl-ksa"), ("DE", "de-ggl")])
def test_a_player_at_a_casino_from_costa_rica_can_report_it_at_home(
    country: str, home: str
) -> None:
    case = player(complete("cr-none"), country=country)
    assert recipients_of(case, PACKS) == (CASINO, Recipient(RecipientKind.REPORT, home))
    readiness = said_in_full(case, Recipient(RecipientKind.REPORT, home))
    assert readiness.is_ready
    assert readiness.of(Code.ITS_LICENCE) is None


def test_elsewhere_only_the_complaint_to_the_casino_remains() -> None:
    assert recipients_of(player(complete("cr-none"), country="FR"), PACKS) == (CASINO,)
