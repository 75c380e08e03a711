"""What a packet says before it is paper: numbers, names, terms, its hash."""

from datetime import date

import msgspec
import pytest

from portal.domain.case import Case, Contact, Dispatch, Exhibit, Fact
from portal.domain.codes import Channel, RecipientKind, Step
from portal.domain.finding import Code
from portal.domain.packet import TEMPLATE, PacketContent, build
from portal.domain.parts import replace
from portal.domain.procedure import is_outside_procedure, outside_procedure
from portal.domain.rules import Way, WayIn
from portal.domain.values import Money
from portal.i18n import LANGUAGES, use_language
from tests.domain.cases import (
    PACKS,
    TODAY,
    answered,
    ask,
    casino,
    complete,
    day,
    decided,
    fact,
    final,
    manager,
    moment,
    pack_for,
    send,
    sent,
    support,
)


def content(case: Case, to: str = "casino", on: date = TODAY, *, draft: bool = False):  # type: ignore[no-untyped-def]
    return build(case, ask(case, to, on), pack_for(to, case), is_draft=draft)


def proven(case: Case, *exhibits: str) -> Case:
    for name in exhibits:
        case = case.with_exhibit(Exhibit(id=name))
    return case


def many() -> Case:
    """Two facts, three contacts and five exhibits, entered in a muddle."""
    case = proven(complete(), "e2", "e3", "e4", "e5")
    return replace(
        case,
        facts=(
            fact("2026-09-02", id="f1", exhibits=("e4",)),
            fact("2026-09-01", id="f2", exhibits=("e5", "e4")),
            fact("", id="f3", exhibits=()),
        ),
        contacts=(manager(exhibits=("e2", "e5")), support(exhibits=()), support("", id="c3")),
    )


def test_facts_and_contacts_are_numbered_in_the_order_in_which_they_happened() -> None:
    made = content(many())
    assert [(one.number, one.moment.date) for one in made.facts] == [
        (1, "2026-09-01"),
        (2, "2026-09-02"),
        (3, ""),
    ]
    assert [(one.number, one.moment.date) for one in made.contacts] == [
        (1, "2026-09-03"),
        (2, "2026-09-05"),
        (3, ""),
    ]


def test_exhibits_are_numbered_by_first_mention_and_say_where_they_are_mentioned() -> None:
    made = content(many())
    assert [one.exhibits for one in made.facts] == [(1, 2), (2,), ()]
    assert [one.exhibits for one in made.contacts] == [(), (1, 3), ()]
    assert [(one.number, one.cited_by) for one in made.exhibits] == [
        (1, ("F1", "C2")),
        (2, ("F1", "F2")),
        (3, ("C2",)),
        (4, ()),
        (5, ()),
    ]
    assert made.unproven == (3,)


def test_more_than_nine_undated_facts_stay_in_the_order_in_which_they_were_entered() -> None:
    facts = tuple(Fact(id=f"f{n}", what=f"feit {n}") for n in range(1, 13))
    made = content(replace(complete(), facts=facts))
    assert [one.what for one in made.facts] == [one.what for one in facts]


def test_a_rung_shows_its_contacts_and_proof_by_number() -> None:
    rungs = {one.rung.step: one for one in content(many()).rungs}
    assert (rungs[Step.SUPPORT].contacts, rungs[Step.SUPPORT].exhibits) == ((1, 3), ())
    assert (rungs[Step.MANAGER].contacts, rungs[Step.MANAGER].exhibits) == ((2,), (1, 3))


def test_both_languages_are_made_from_the_same_content() -> None:
    made = []
    for language in LANGUAGES:
        with use_language(language):
            made.append(content(many()))
    assert made[0] == made[1]
    assert made[0].hash == made[1].hash


def test_the_same_content_has_the_same_hash_and_anything_else_another() -> None:
    base = content(many()).hash
    assert base == content(many()).hash
    assert len(base) == 64
    others = [
        content(many(), draft=True),
        content(many(), on=day("2026-11-23")),
        content(many(), "report:nl-ksa"),
        content(replace(many(), topic_words="anders")),
        content(many().with_exhibit(Exhibit(id="e5", description="anders"))),
    ]
    assert len({base, *(one.hash for one in others)}) == len(others) + 1


def test_another_version_of_the_rules_is_another_packet() -> None:
    case, pack = complete(), msgspec.structs.replace(PACKS["nl-ksa"], hash="0" * 12)
    changed = build(case, ask(case, "casino"), pack, is_draft=False)
    assert (changed.pack.hash, changed.hash) != (PACKS["nl-ksa"].hash, content(case).hash)


def test_the_player_s_own_words_stand_as_he_wrote_them() -> None:
    made = content(many())
    assert (made.player, made.remedy, made.topic) == (many().player, many().remedy, many().topic)
    assert (made.reference, made.words_language, made.template) == ("HO-2345", "nl", TEMPLATE)
    assert made.casino == many().casino


def test_the_findings_and_their_sources_stand_in_it_once() -> None:
    made = content(decided("nl-ksa"), "authority:nl-ksa")
    assert made.findings == ask(decided("nl-ksa"), "authority:nl-ksa").findings
    ids = [one.id for one in made.sources]
    assert len(ids) == len(set(ids)) > 1


@pytest.mark.parametrize("written", ["ecogra", "ECOGRA", " eCOGRA "])
@pytest.mark.parametrize("to", ["casino", "dispute", "authority:mt-mga"])
def test_a_dispute_body_goes_on_paper_under_its_own_name(written: str, to: str) -> None:
    made = content(answered("mt-mga", written), to)
    assert made.casino.dispute_body == "eCOGRA"
    if to == "dispute":
        assert (made.addressee.name_en, made.addressee.name_nl) == ("eCOGRA", "eCOGRA")
        assert made.addressee.website.startswith("https://ecogra.org/")


def test_a_dispute_body_that_we_do_not_know_stands_as_the_player_wrote_it() -> None:
    made = content(answered("mt-mga", "Onbekende commissie"), "dispute")
    assert made.casino.dispute_body == made.addressee.name_nl == "Onbekende commissie"
    assert made.addressee.website == ""


def test_the_letter_to_the_casino_is_addressed_to_the_licence_holder() -> None:
    case = casino(complete(), licence_holder="Zilver BV", address="Straat 1\n\n Sliema\n")
    to = content(case).addressee
    assert (to.kind, to.name_nl, to.email) == (
        RecipientKind.CASINO,
        "Zilver BV",
        "klachten@zilverster.example",
    )
    assert to.lines == ("Straat 1", " Sliema")
    assert content(complete()).addressee.name_en == "Zilverster"
    assert content(casino(complete(), brand="")).addressee.name_en == "zilverster.example"


def test_an_authority_is_addressed_by_its_name_and_its_postal_address() -> None:
    case = casino(decided("mt-mga"), authority_name="")
    to = content(case, "authority:mt-mga").addressee
    assert (to.name_en, to.website) == ("Malta Gaming Authority", "https://www.mga.org.mt/")
    assert len(to.lines) == 1
    assert to.lines[0].startswith("Malta Gaming Authority, Building SCM")
    ksa = casino(decided("nl-ksa"), authority_name="")
    assert content(ksa, "authority:nl-ksa").addressee.lines == ()


def test_a_postal_address_that_the_authority_refuses_is_not_used() -> None:
    case, pack = decided("mt-mga"), PACKS["mt-mga"]
    refused = Way(kind=WayIn.POST, value="x", refused=True, sources=("eg-2018",), confidence="high")
    pack = msgspec.structs.replace(pack, ways=(refused,))
    made = build(case, ask(case, "report:mt-mga"), pack, is_draft=False)
    assert made.addressee.lines == ()


def test_an_authority_that_we_do_not_know_has_the_name_that_the_player_found() -> None:
    made = content(decided("unknown"), "authority:unknown")
    assert (made.addressee.name_en, made.addressee.name_nl) == ("Example Gaming Board",) * 2


@pytest.mark.parametrize(
    ("case", "to", "step"),
    [
        (complete("nl-ksa"), "casino", Step.AUTHORITY),
        (complete("mt-mga"), "casino", Step.DISPUTE),
        (casino(complete("mt-mga"), no_dispute_body=True), "casino", Step.AUTHORITY),
        (answered("mt-mga", "ecogra"), "dispute", Step.AUTHORITY),
        (decided("mt-mga"), "authority:mt-mga", None),
        (decided("mt-mga"), "report:mt-mga", None),
    ],
)
def test_a_packet_announces_only_a_next_step_that_exists(
    case: Case, to: str, step: Step | None
) -> None:
    assert content(case, to).next_step is step


def test_only_the_letter_to_the_casino_names_a_term_that_ends_on_a_working_day() -> None:
    for to in ("dispute", "authority:nl-ksa", "report:nl-ksa"):
        assert content(decided("nl-ksa"), to).deadline is None
    deadline = content(complete(), on=day("2026-11-20")).deadline
    assert deadline
    assert deadline.asked == day("2026-12-04")
    assert content(complete(), on=day("2026-11-21")).deadline.asked == day("2026-12-07")


def test_what_was_sent_and_answered_stands_in_it() -> None:
    case = decided("mt-mga")
    made = content(case, "authority:mt-mga")
    assert (made.complaint, made.dispute) == case.dispatches
    assert made.final_answer == final("2026-10-01")
    early = content(case, "casino", day("2026-09-30"))
    assert early.final_answer is None
    bare = content(complete())
    assert (bare.complaint, bare.dispute, bare.final_answer) == (None, None, None)


def test_a_report_lists_the_steps_that_were_not_taken() -> None:
    made = content(replace(complete("mt-mga"), contacts=(support(),)), "report:mt-mga")
    assert made.steps_not_taken == (Step.MANAGER, Step.COMPLAINT, Step.DISPUTE)
    assert content(complete("mt-mga")).steps_not_taken == ()


def test_a_draft_can_be_made_of_an_empty_case() -> None:
    made: PacketContent = content(Case(), draft=True)
    assert made.is_draft
    assert {one.code for one in made.findings if one.closes} >= {Code.FACTS_TOLD}


@pytest.mark.parametrize(
    ("sent_on", "when", "outside"),
    [
        ("2026-09-10", "2026-09-11", True),
        ("2026-09-10", "2026-09-10", False),
        ("2026-09-10", "2026-09-09", False),
        ("2026-09-10", "2026-10", False),
        ("2026-09-10", "", False),
        ("2026-09", "2026-09-20", False),
        ("2026-09", "2026-10-01", True),
        ("", "2026-09-20", False),
    ],
)
def test_a_contact_is_outside_the_procedure_when_it_surely_came_after_the_complaint(
    sent_on: str, when: str, outside: bool
) -> None:
    letter = Dispatch(
        id="d1", recipient="casino", sent_on=sent_on, channel=Channel.EMAIL, to="c@casino.example"
    )
    assert is_outside_procedure(support(when), letter) is outside
    assert is_outside_procedure(manager(when), letter) is outside
    assert not is_outside_procedure(Contact(id="c1", step=Step.COMPLAINT), letter)
    assert not is_outside_procedure(support(when), None)
    assert not is_outside_procedure(support(when, about_other=True), letter)
    theirs = support(when, asked_for=(), answered="Wij wachten.", channel=Channel.EMAIL)
    assert not is_outside_procedure(theirs, letter)
    chat = replace(theirs, channel=Channel.CHAT)
    assert is_outside_procedure(chat, letter) is outside


@pytest.mark.parametrize(
    ("address", "to", "told"),
    [
        ("c@casino.example", "c@casino.example", ["c3"]),
        ("c@casino.example", "the form on the site", ["c3"]),
        ("", "support@casino.example", []),  # the casino gave no address of its own for it
        ("c@casino.example", "", []),
    ],
)
def test_nobody_goes_round_an_address_that_he_was_never_told(
    address: str, to: str, told: list[str]
) -> None:
    case = casino(sent(to=to), complaints_email=address)
    later = case.with_contact(support("2026-09-20", id="c3"))
    assert [one.id for one in outside_procedure(later)] == told


def test_contacts_outside_the_procedure_are_marked_in_the_packet() -> None:
    case = sent(to="c@casino.example").with_contact(support("2026-09-20", id="c3"))
    assert [one.outside for one in content(case).contacts] == [False, False, True]


def test_amounts_stay_as_they_were_written() -> None:
    case = complete().with_fact(fact(id="f2", amount=Money(amount="10.5", currency="GBP")))
    assert content(case).facts[1].amount == Money(amount="10.5", currency="GBP")
    assert content(send(case, "casino", "2026-11-01")).facts[0].moment == moment("2026-09-01")


def test_nobody_is_blamed_who_was_never_told_the_complaints_address() -> None:
    case = sent(to="").with_contact(support("2026-09-20", id="c3"))
    assert not any(one.outside for one in content(case).contacts)
