"""What each document says, and what it must not say."""

import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from portal.documents.packet import packet_file_name, packet_html
from portal.domain.case import Answer, Case, Casino, Contact, Exhibit, Letter, Player
from portal.domain.codes import (
    AnswerKind,
    Channel,
    ExhibitKind,
    OfferReply,
    Outcome,
    Step,
    TextKind,
)
from portal.domain.parts import replace
from portal.domain.replies import with_reply
from portal.domain.values import Moment
from portal.knowledge.examples import example_case
from tests.documents.packet_cases import (
    BREACH,
    LANGUAGES,
    READY,
    WITHDRAWAL,
    content_of,
    html_of,
    words_of,
)

RECIPIENTS = ("casino", "dispute", "authority:mt-mga", "report:nl-ksa", "authority:unknown")
EMPTY = Case()


def english(name: str, recipient: str) -> str:
    return words_of(html_of(name, recipient, "en"))


# -- each document -------------------------------------------------------------------------


def test_the_complaint_is_a_letter_with_request_term_and_next_step() -> None:
    said = english(WITHDRAWAL, "casino")
    for sentence in (
        "Zilverster Interactive Limited For the attention of the complaints team",
        "Subject: Formal complaint about a withdrawal that is not paid (€1,250.00)",
        "Dear Sir or Madam, 1. My complaint in brief",
        "I sent it to you on 14 August 2026. You gave your final response on 2 September 2026.",
        "I ask you for the following: payment of €1,250.00 an explanation in writing",
        "Please reply in writing by 7 December 2026.",
        "Your own terms give 15 calendar days for a reply.",
        "If we cannot solve this, I will report it to the MGA.",
        "Yours faithfully, Name Place and date Signature Sanne van der Meulen",
    ):
        assert sentence in said


def test_an_offer_and_what_was_said_to_it_stay_beside_the_final_response() -> None:
    case = example_case(WITHDRAWAL)
    sent = next(one for one in case.dispatches if one.recipient == "casino")
    offer = Answer(
        id="r2",
        received_on="2026-08-20",
        kind=AnswerKind.OFFERED,
        words="U krijgt 200 euro.",
        offer_reply=OfferReply.DECLINED,
        offer_replied_on="2026-08-22",
    )
    thanks = Answer(id="r3", received_on="2026-09-05", kind=AnswerKind.NOT_SOLVED)
    for one in (offer, thanks):
        sent = with_reply(sent, one)
    content = content_of(case.with_dispatch(sent), "casino")
    said = words_of(packet_html(content, "en"))
    assert "You gave your final response on 2 September 2026." in said
    for sentence in (
        "Received: 20 August 2026. Result: They offered something.",
        "The text is as I recorded it. U krijgt 200 euro. Offer declined: 22 August 2026",
        "Received: 2 September 2026. Result: Rejected.",
        "The text is as I recorded it. This is the final response. Wij hebben",
        "Received: 5 September 2026. Result: They replied, but it is not solved.",
        "final response 2 September 2026; reply 5 September 2026",
        "The reply came on 2 September 2026.",
    ):
        assert sentence in said
    dutch = words_of(packet_html(content, "nl"))
    assert "Ontvangen: 5 september 2026. Uitkomst:" in dutch
    assert "Dit is het definitieve standpunt." in dutch


def test_a_letter_beside_the_complaint_shows_its_number_and_its_receipt() -> None:
    case = example_case(WITHDRAWAL)
    receipt = Exhibit(id="e90", kind=ExhibitKind.PHOTO, description="Bewijs van verzending")
    notice = Letter(
        id="l1",
        kind=TextKind.NOTICE_OF_DEFAULT,
        sent_on="2026-10-25",
        time="09:05",
        channel=Channel.REGISTERED_LETTER,
        to="Sliema",
        reference="3SABC123",
        exhibits=("e90",),
    )
    content = content_of(case.with_exhibit(receipt).with_letter(notice), "casino")
    said = words_of(packet_html(content, "en"))
    for sentence in (
        "25 October 2026, 09:05 S3 · Notice of default (ingebrekestelling)",
        "Sliema Reference: 3SABC123",
        "No reply E14",
        "25 October 2026 at 09:05 Sent to Zilverster Casino · Registered letter (signed for)",
        "· Notice of default (ingebrekestelling) S3 E14",
    ):
        assert sentence in said
    assert content.exhibits[13].cited_by == ("S3",)


def test_the_complaint_names_the_legal_term_and_says_when_it_has_passed() -> None:
    said = english(BREACH, "casino")
    assert "Your reply was due on 9 November 2026 at the latest (Bkoa art. 4.37(2)b)." in said
    assert "I have recorded no final response." in said


def test_a_complaint_that_was_not_sent_asks_for_a_receipt_and_names_the_last_day() -> None:
    case = replace(example_case(BREACH), dispatches=())
    said = words_of(packet_html(content_of(case, "casino"), "en"))
    assert "Please confirm by 25 November 2026 that you received this." in said
    assert "The last day for your reply is 17 January 2027 (Bkoa art. 4.37(2)b)." in said
    assert "I sent it to you" not in said


def test_the_dispute_submission_asks_for_a_decision() -> None:
    said = english(WITHDRAWAL, "dispute")
    assert "I ask you to decide this dispute." in said
    assert "Yours faithfully" not in said


def test_a_report_asks_for_supervision_and_not_for_money() -> None:
    for name, recipient in READY:
        if ":" in recipient:
            said = english(name, recipient)
            assert "register this report and to use it in your supervision" in said
            assert "I do not ask you to decide about money." in said
            assert "I ask you for the following" not in said
            assert "complaint to you" not in said


def test_a_report_counts_the_term_that_passed() -> None:
    said = english(BREACH, "authority:nl-ksa")
    assert "The complaint was sent on 14 September 2026. 8 weeks later is 9 November 2026." in said


def test_each_step_of_a_sum_has_its_own_line() -> None:
    content = content_of(example_case(BREACH), "authority:nl-ksa")
    soup = BeautifulSoup(packet_html(content, "en"), "html.parser")
    lines = [one.get_text(strip=True) for one in soup.select(".check-list .small")]
    first = lines.index("The complaint was sent on 14 September 2026.")
    assert lines[first + 1 : first + 3] == [
        "8 weeks later is 9 November 2026.",
        "The next step is possible from 10 November 2026.",
    ]


def test_a_report_says_on_its_first_page_which_steps_were_not_taken() -> None:
    case = replace(example_case(BREACH), contacts=(), dispatches=())
    content = content_of(case, "report:nl-ksa")
    soup = BeautifulSoup(packet_html(content, "en"), "html.parser")
    summary = soup.find(id="summary").parent.get_text(" ", strip=True)
    assert "Steps that are not complete: Customer service, A manager, Formal complaint." in summary


def test_advice_for_the_player_alone_stays_out_of_the_packet() -> None:
    case = replace(example_case(BREACH), casino=Casino(brand="Polderwin", authority="none"))
    said = words_of(packet_html(content_of(case, "report:nl-ksa"), "en"))
    assert "8,700" not in said
    assert "criminal" not in said


# -- nothing that the case does not hold ---------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_an_empty_case_gives_a_draft_without_gaps_or_claims(recipient: str, language: str) -> None:
    html = packet_html(content_of(EMPTY, recipient, is_draft=True), language)
    said = words_of(html)
    assert not re.search(r"\bNone\b|Undefined|%\(", said)
    assert 'href="#"' not in html
    assert "€" not in said


def test_no_sentence_speaks_of_an_answer_that_is_not_recorded() -> None:
    case = replace(example_case(WITHDRAWAL), dispatches=())
    said = words_of(packet_html(content_of(case, "casino"), "en"))
    assert "final response on" not in said
    assert "What the casino answered" not in said


def test_the_players_own_words_are_unchanged_and_carry_their_language() -> None:
    case = example_case(WITHDRAWAL)
    for language in LANGUAGES:
        soup = BeautifulSoup(html_of(WITHDRAWAL, "casino", language), "html.parser")
        marked = " ".join(tag.get_text() for tag in soup.find_all(lang="nl") if tag.name != "html")
        for text in (case.topic_words, case.remedy.words, *(fact.what for fact in case.facts)):
            assert text in marked


def test_only_a_packet_in_another_language_labels_the_players_words() -> None:
    assert "In my own words, in Dutch" in english(WITHDRAWAL, "casino")
    case = replace(example_case(WITHDRAWAL), language="en")
    said = words_of(packet_html(content_of(case, "casino"), "en"))
    assert "In my own words, in" not in said


def test_the_date_of_birth_is_not_printed() -> None:
    for name, recipient in READY:
        assert "1989" not in english(name, recipient)
        assert "1996" not in english(name, recipient)


def test_a_contact_past_the_complaints_address_is_marked() -> None:
    said = english(WITHDRAWAL, "casino")
    assert said.count("After the complaint was sent, and not to the complaints address.") == 1


def test_markup_in_a_players_text_is_printed_as_text() -> None:
    hostile = '<img src="file:///etc/passwd"><script>x</script>&amp;'
    case = replace(example_case(WITHDRAWAL), topic_words=hostile)
    soup = BeautifulSoup(packet_html(content_of(case, "casino"), "en"), "html.parser")
    assert soup.find(["img", "script"]) is None
    assert hostile in soup.get_text().replace("\u200b", "")


# -- both languages ------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "recipient"), READY)
def test_both_languages_carry_the_same_numbers_rows_and_links(name: str, recipient: str) -> None:
    dutch, english_html = (
        BeautifulSoup(html_of(name, recipient, language), "html.parser") for language in LANGUAGES
    )
    for soup in (dutch, english_html):
        targets = {tag["id"] for tag in soup.find_all(id=True)}
        links = {tag["href"][1:] for tag in soup.find_all("a") if tag["href"].startswith("#")}
        assert links <= targets
    assert [tag["id"] for tag in dutch.find_all(id=True)] == [
        tag["id"] for tag in english_html.find_all(id=True)
    ]
    assert [tag["href"] for tag in dutch.find_all("a")] == [
        tag["href"] for tag in english_html.find_all("a")
    ]
    numbers = [re.findall(r"^\d+\.", tag.get_text()) for tag in dutch.find_all("h2")]
    assert numbers == [re.findall(r"^\d+\.", tag.get_text()) for tag in english_html.find_all("h2")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "recipient"), READY)
def test_headings_go_down_one_level_at_a_time_and_tables_name_their_headers(
    name: str, recipient: str, language: str
) -> None:
    soup = BeautifulSoup(html_of(name, recipient, language), "html.parser")
    levels = [int(tag.name[1]) for tag in soup.find_all(["h1", "h2", "h3", "h4"])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(tag.get("scope") in {"col", "row"} for tag in soup.find_all("th"))


# -- file names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recipient", "language", "name"),
    [
        ("casino", "nl", "klacht-zilverster-casino-2026-11-22.pdf"),
        ("casino", "en", "complaint-zilverster-casino-2026-11-22.pdf"),
        ("dispute", "nl", "geschil-zilverster-casino-2026-11-22.pdf"),
        ("authority:mt-mga", "nl", "melding-zilverster-casino-2026-11-22.pdf"),
        ("report:mt-mga", "en", "report-zilverster-casino-2026-11-22.pdf"),
    ],
)
def test_a_file_name_says_what_about_whom_and_when(
    recipient: str, language: str, name: str
) -> None:
    assert packet_file_name(content_of(example_case(WITHDRAWAL), recipient), language) == name


@pytest.mark.parametrize("brand", ["", "../../etc", "Казино", "Ünïcode & Cö\r\n", "a" * 200])
def test_a_file_name_is_plain_ascii_whatever_the_brand(brand: str) -> None:
    case = replace(EMPTY, casino=Casino(brand=brand))
    name = packet_file_name(content_of(case, "casino", is_draft=True), "nl")
    assert re.fullmatch(r"concept-klacht-[a-z0-9-]{1,40}-2026-11-22\.pdf", name)


# -- much text -----------------------------------------------------------------------------


def test_many_contacts_are_one_run_of_numbers_in_the_summary() -> None:
    contacts = tuple(
        Contact(
            id=f"k{number}",
            step=Step.SUPPORT,
            channel=Channel.CHAT,
            moment=Moment(date="2026-08-01"),
            outcome=Outcome.REFUSED,
        )
        for number in range(60)
    )
    case = replace(EMPTY, contacts=contacts, player=Player(name="A"))
    soup = BeautifulSoup(
        packet_html(content_of(case, "casino", is_draft=True), "en"), "html.parser"
    )
    assert "C1–C60" in soup.find(id="summary").parent.get_text()
