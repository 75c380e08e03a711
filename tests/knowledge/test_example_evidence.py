"""Each exhibit of the example cases has an invented file that tells what the case tells."""

import email
import email.policy
import io
import re
from email.message import EmailMessage
from pathlib import Path

import pikepdf  # noqa: TID253 (looks at files that the repository ships)
import pytest
from pdfminer.high_level import extract_text
from PIL import ExifTags, Image  # noqa: TID253 (as above)

from portal.domain.evidence import FileForm
from portal.intake.child import normalise
from portal.knowledge import examples
from portal.knowledge.examples import example_case, example_files, example_names
from scripts.evidence_mails import breach_mails, withdrawal_mails
from scripts.evidence_papers import breach_papers, withdrawal_papers

WITHDRAWAL, BREACH = "withheld_withdrawal", "self_exclusion_breach"
FOLDER = Path(examples.__file__).parent
MOST_OF_ALL, MOST_OF_A_SCREENSHOT, MOST_OF_A_PHOTO = 1_200_000, 60_000, 150_000  # bytes
ALL = [(name, exhibit) for name in example_names() for exhibit in example_files(name)]

# What must be read in a file: dates, amounts, references and words of the case.
TOLD = {
    (WITHDRAWAL, "e3"): ["Thu, 23 Jul 2026", "goedgekeurd", "WD-20260718-5531"],
    (WITHDRAWAL, "e5"): ["25 juli 2026", "[20:15]", "Daan", "Binnen 48 uur krijgt u bericht."],
    (WITHDRAWAL, "e6"): ["28 juli 2026 om 08:50", "Fri, 07 Aug 2026 10:30", "leidinggevende"],
    (WITHDRAWAL, "e8"): ["4 augustus", "[18:45]", "6 augustus", "[19:20]", "Marek", "review"],
    (WITHDRAWAL, "e9"): ["12 augustus 2026", "[20:02]", "Lotte", "klachten@zilverster.example"],
    (WITHDRAWAL, "e10"): ["17 Aug 2026", "14 augustus 2026 om 09:00", "ZS-48213", "€ 1.250,00"],
    (WITHDRAWAL, "e11"): ["02 Sep 2026 16:24", "ZS-48213", "artikel 9", "A. Borg", "eCOGRA"],
    (WITHDRAWAL, "e12"): ["20 november 2026", "11-07-2026", "19:05", "50,00", "2208"],
    (WITHDRAWAL, "e13"): ["6 november 2026", "EC-2026-7719", "WD-20260718-5531", "ZS-48213"],
    (BREACH, "e1"): ["Mon, 04 May 2026", "4 mei 2026, 22.17", "12 maanden", "Cruks"],
    (BREACH, "e2"): ["Fri, 12 Jun 2026 17:03", "We missen je, Łukasz!", "50 gratis spins"],
    (BREACH, "e4"): ["23:41", "200,00", "01:26", "250,00", "00:12", "150,00", "juni 2026"],
    (BREACH, "e5"): ["ST-881204", "ST-881219", "ST-883070", "€ 600,00", "2 juli 2026"],
    (BREACH, "e6"): ["2 juli 2026", "[10:20]", "Kim", "Uw account is nu gesloten."],
    (BREACH, "e7"): ["6 juli 2026 om 09:05", "13 juli 2026 om 11:48", "belt u deze week"],
    (BREACH, "e9"): ["15 Sep 2026", "14 september 2026 om 08:15", "PW-2026-3308", "€ 600,00"],
    (BREACH, "e10"): ["10 Nov 2026 08:40", "19 oktober 2026 om 09:30", "PW-2026-3308"],
}
PEOPLE = {
    *("Sanne van der Meulen", "Zilverster Casino", "Klachten Zilverster Casino"),
    *("Łukasz Wiśniewski", "Cruks", "Polderwin", "Klantenservice Polderwin"),
    *("Van Dam, teamleider Polderwin", "Klachtenafdeling Polderwin"),
}
SPEAKERS = {"sanne_tulp", "lukasz_w", "Daan", "Marek", "Lotte", "Kim"}


def content_of(name: str, exhibit: str) -> bytes:
    return example_files(name)[exhibit].content


def of_ending(*endings: str) -> list[tuple[str, str]]:
    return [
        (name, exhibit)
        for name, exhibit in ALL
        if example_files(name)[exhibit].name.endswith(endings)
    ]


def mail_of(name: str, exhibit: str) -> EmailMessage:
    message = email.message_from_bytes(content_of(name, exhibit), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def words_of(name: str, exhibit: str) -> str:
    """What can be read in a chat, an e-mail with its head, or a PDF; on one line."""
    content = content_of(name, exhibit)
    if (name, exhibit) in of_ending(".pdf"):
        text = extract_text(io.BytesIO(content))
    elif (name, exhibit) in of_ending(".eml"):
        message = mail_of(name, exhibit)
        body = message.get_body(("plain", "html"))
        assert body is not None
        text = "\n".join([*map(str, message.values()), body.get_content()])
    else:
        text = content.decode()
    return " ".join(text.replace("> ", "").split())


@pytest.mark.parametrize("name", example_names())
def test_each_exhibit_has_one_file_and_no_file_is_left_over(name: str) -> None:
    exhibits = sorted(one.id for one in example_case(name).exhibits)
    stored = sorted(path.stem for path in (FOLDER / name).iterdir() if path.suffix != ".toml")
    assert sorted(example_files(name)) == stored == exhibits


def test_the_files_are_small() -> None:
    sizes = {one: len(content_of(*one)) for one in ALL}
    assert sum(sizes.values()) < MOST_OF_ALL
    assert max(sizes[one] for one in of_ending(".png")) < MOST_OF_A_SCREENSHOT
    assert max(sizes[one] for one in of_ending(".jpg")) < MOST_OF_A_PHOTO


def test_every_text_mail_and_pdf_is_in_the_table() -> None:
    assert sorted(TOLD) == sorted(of_ending(".txt", ".eml", ".pdf"))


@pytest.mark.parametrize("one", TOLD, ids="-".join)
def test_a_file_tells_the_dates_and_references_of_its_case(one: tuple[str, str]) -> None:
    words = words_of(*one)
    assert [wanted for wanted in TOLD[one] if wanted not in words] == []


@pytest.mark.parametrize("one", TOLD, ids="-".join)
def test_a_file_says_that_it_is_invented(one: tuple[str, str]) -> None:
    assert re.search("Voorbeeld.*verzonnen", words_of(*one))


@pytest.mark.parametrize(("dispatch", "exhibit"), [(0, "e11"), (1, "e13")])
def test_an_answer_is_written_as_the_case_quotes_it(dispatch: int, exhibit: str) -> None:
    answer = example_case(WITHDRAWAL).dispatches[dispatch].answer
    assert answer is not None
    assert answer.words in words_of(WITHDRAWAL, exhibit)


@pytest.mark.parametrize("one", of_ending(".eml", ".txt"), ids="-".join)
def test_addresses_end_in_example(one: tuple[str, str]) -> None:
    words = words_of(*one)
    domains = re.findall(r"@([\w.-]+)", words) + re.findall(r"(?:www\.|//)([\w.-]+)", words)
    assert [domain for domain in domains if not domain.rstrip(".").endswith(".example")] == []


@pytest.mark.parametrize("one", of_ending(".eml"), ids="-".join)
def test_mails_are_between_invented_people(one: tuple[str, str]) -> None:
    message = mail_of(*one)
    people = [*message["From"].addresses, *message["To"].addresses]
    assert {person.display_name for person in people} <= PEOPLE


@pytest.mark.parametrize("one", of_ending(".txt"), ids="-".join)
def test_chats_are_between_invented_people(one: tuple[str, str]) -> None:
    speakers = set(re.findall(r"^\[\d\d:\d\d\] (\w+):", content_of(*one).decode(), re.MULTILINE))
    assert speakers
    assert speakers <= SPEAKERS


def test_one_mail_is_html_only() -> None:
    kinds = {one: mail_of(*one).get_content_type() for one in of_ending(".eml")}
    assert [one for one, kind in kinds.items() if kind == "text/html"] == [(BREACH, "e2")]


def test_one_mail_encloses_a_pdf() -> None:
    enclosed = {one: list(mail_of(*one).iter_attachments()) for one in of_ending(".eml")}
    assert [one for one, parts in enclosed.items() if parts] == [(BREACH, "e9")]
    with pikepdf.open(io.BytesIO(enclosed[BREACH, "e9"][0].get_content())) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize("one", of_ending(".png"), ids="-".join)
def test_screenshots_have_the_size_of_a_screen(one: tuple[str, str]) -> None:
    with Image.open(io.BytesIO(content_of(*one))) as image:
        assert image.size == ((1280, 800) if one == (WITHDRAWAL, "e4") else (1080, 2160))


def test_one_photo_is_stored_on_its_side_and_names_no_place() -> None:
    with Image.open(io.BytesIO(content_of(WITHDRAWAL, "e7"))) as photo:
        exif = photo.getexif()
        assert photo.width > photo.height
        assert exif[ExifTags.Base.Orientation] == 6
        assert not exif.get_ifd(ExifTags.IFD.GPSInfo)


def test_one_photo_says_where_it_was_taken() -> None:
    with Image.open(io.BytesIO(content_of(BREACH, "e8"))) as photo:
        exif = photo.getexif()
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    degrees, minutes, seconds = place[ExifTags.GPS.GPSLatitude]
    assert exif[ExifTags.Base.Orientation] == 1
    assert float(degrees + minutes / 60 + seconds / 3600) == pytest.approx(52.0907, abs=1e-4)


@pytest.mark.parametrize("one", of_ending(".pdf"), ids="-".join)
def test_pdfs_have_their_pages(one: tuple[str, str]) -> None:
    with pikepdf.open(io.BytesIO(content_of(*one))) as pdf:
        assert len(pdf.pages) == (1 if one == (WITHDRAWAL, "e13") else 2)


def amounts_in(name: str, exhibit: str) -> list[str]:
    return sorted(re.findall(r"[\d.]+,\d\d\b", words_of(name, exhibit)))


def test_one_statement_shows_the_three_deposits_and_no_other_amount() -> None:
    assert amounts_in(BREACH, "e4") == ["150,00", "200,00", "250,00"]


def test_the_other_statement_shows_every_amount_received_and_the_withdrawal_is_not_there() -> None:
    received = ["18,50", *["2.134,18"] * 4, "42,00"]
    assert amounts_in(WITHDRAWAL, "e12") == sorted([*received, "50,00"])


@pytest.mark.parametrize("one", ALL, ids="-".join)
def test_every_file_can_be_shown_in_the_packet(one: tuple[str, str]) -> None:
    file = example_files(one[0])[one[1]]
    normal = normalise([file.content], file.name)
    forms = {".png": "image", ".jpg": "image", ".pdf": "pdf", ".eml": "email", ".txt": "text"}
    assert normal.problem is None
    assert normal.form == FileForm(forms[Path(file.name).suffix])
    assert normal.has_location == (one == (BREACH, "e8"))
    assert {page.is_vector for page in normal.pages} == (
        {one != (BREACH, "e5")}
        if normal.form is FileForm.PDF
        else {False}
        if normal.form is FileForm.IMAGE
        else set()
    )


def test_mails_come_out_the_same_when_made_again() -> None:
    for name, made in ((WITHDRAWAL, withdrawal_mails()), (BREACH, breach_mails())):
        assert made == {exhibit: content_of(name, exhibit) for exhibit in made}


@pytest.mark.pdf
def test_pdfs_come_out_the_same_when_made_again() -> None:
    for name, made in ((WITHDRAWAL, withdrawal_papers()), (BREACH, breach_papers())):
        kept = {exhibit: content_of(name, exhibit) for exhibit in made}
        # not the bytes themselves: to tell how megabytes differ takes pytest ten minutes
        assert [exhibit for exhibit in made if made[exhibit] != kept[exhibit]] == []
