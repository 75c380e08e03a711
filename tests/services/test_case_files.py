# ruff: noqa: TID253 - only the web process must not load Pillow
"""A case goes out as one file and comes back the same, also after it was deleted."""

import hashlib
import io
import json
from collections.abc import Iterator

import pyrage
import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace as with_fields
from PIL import Image
from sqlalchemy import func, select

from portal.documents.pdf import PdfJob, RenderedPdf
from portal.domain.case import Answer as Reply
from portal.domain.case import Case, Fact, Letter
from portal.domain.codes import AnswerKind, Channel, TextKind
from portal.domain.evidence import Box, PageEdit
from portal.domain.manifest import CaseFileProblem, CaseFileRefused
from portal.domain.page_edits import with_edit
from portal.domain.parts import replace
from portal.domain.recipient import CASINO
from portal.domain.record import CaseRecord
from portal.domain.replies import with_reply
from portal.domain.sharing import (
    Handler,
    Help,
    HelpEvent,
    JournalLine,
    Note,
    Section,
    Terms,
)
from portal.services.case_file_out import contents_of
from portal.services.cases import delete_case, start_case, update_record
from portal.services.evidence import change_file, looks_of, original_of
from portal.services.gate import ask, recipients_of
from portal.services.packets import download, issue
from portal.services.verify import Answer, verify_file
from portal.store.cases import OpenCase
from portal.store.models import BlobRow, CaseRow, PacketRow, ReceiptRow, db
from portal.store.objects import evidence
from tests.adopted import adopted_example
from tests.services.case_files import (
    MAKER,
    MONTHS,
    NOW,
    PACKS,
    ROOM,
    TODAY,
    add,
    file_of,
    opens,
    packed,
    unpacked,
)

WORDS = "modeka-lunifa-tobera"


def picture(number: int) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (60 + number, 40), (number, 0, 255 - number)).save(held, "PNG")
    return held.getvalue()


def printed(job: PdfJob) -> RenderedPdf:
    pdf = b"%PDF-1.7 " + hashlib.sha256(job.html.encode()).digest()
    return RenderedPdf(pdf=pdf, pages=3, faults=())


@pytest.fixture
def example() -> OpenCase:
    return adopted_example("withheld_withdrawal", TODAY, MONTHS, ROOM, NOW)[1]


@pytest.fixture
def with_packet(example: OpenCase) -> OpenCase:
    return issue(example, CASINO, "nl", PACKS, TODAY, printed)[1]


def verdicts(case: Case) -> list[object]:
    return [ask(case, one, PACKS, TODAY) for one in recipients_of(case, PACKS)]


def rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            table.__tablename__: connection.execute(
                select(func.count()).select_from(table)
            ).scalar_one()
            for table in (CaseRow, BlobRow, PacketRow, ReceiptRow)
        }


def originals(opened: OpenCase) -> Iterator[tuple[str, str]]:
    for one in opened.record.files:
        yield one, hashlib.sha256(b"".join(original_of(opened, one)[1])).hexdigest()


def test_a_case_with_a_hundred_files_comes_back_the_same_after_it_was_deleted() -> None:
    _key, opened = start_case("nl", TODAY, MONTHS)
    fact = Fact(id="f1", what="De uitbetaling kwam niet.")
    opened = update_record(opened, lambda one: _with_fact(one, fact))
    for number in range(100):
        content = picture(number) if number % 10 == 0 else f"Regel {number}: nee.\n".encode()
        name = f"\N{GRINNING FACE} ../سند {number}.{'txt' if number % 10 else 'png'}"
        opened = add(opened, name, content, "f1" if number < 50 else "")
    case, hashes, verdict = (
        opened.record.case,
        dict(originals(opened)),
        verdicts(opened.record.case),
    )
    data = file_of(opened)
    delete_case(opened)
    assert set(rows().values()) == {0}
    assert list(evidence().names()) == []
    back = opens(data)
    assert back.record.case == case
    assert dict(originals(back)) == hashes
    assert len(hashes) == 100
    assert verdicts(back.record.case) == verdict
    assert (back.case_id, back.case_data_key) != (opened.case_id, opened.case_data_key)


def _with_fact(record: CaseRecord, fact: Fact) -> CaseRecord:
    return with_fields(record, case=record.case.with_fact(fact))


def test_the_example_comes_back_with_its_packet_and_the_gates_verdict(
    with_packet: OpenCase,
) -> None:
    record, verdict = with_packet.record, verdicts(with_packet.record.case)
    pdf = download(with_packet, record.packets[0]).pdf
    data = file_of(with_packet)
    delete_case(with_packet)
    back = opens(data)
    assert (back.record.case, verdicts(back.record.case)) == (record.case, verdict)
    (packet,) = back.record.packets
    assert download(back, packet).pdf == pdf
    assert packet == replace(record.packets[0], id=packet.id)
    again, _opened = issue(back, CASINO, "nl", PACKS, TODAY, printed)
    assert again == packet  # the same content is the packet that was already made


def test_the_journal_and_the_comments_come_back_and_nothing_is_shared(
    with_packet: OpenCase,
) -> None:
    note = Note(id="n1", section=Section.FACTS, words="Kanarie", by="Noor", on=TODAY)
    told = Help(
        terms=Terms(group="De Stichting", until=TODAY, may_write=True),
        handler=Handler(id="0" * 32, name="Noor"),
        journal=(JournalLine(on=TODAY, event=HelpEvent.SHARED, words="Yes", consent=1),),
        notes=(note,),
    )
    opened = update_record(with_packet, lambda one: with_fields(one, help=told))
    files = unpacked(file_of(opened))
    assert b"Kanarie" in files["manifest.json"]
    assert not [name for name in ("case.json", "index.html") if b"Kanarie" in files[name]]
    assert b"0" * 32 not in files["manifest.json"].partition(b'"help"')[2]
    back = opens(packed(files)).record.help
    assert (back.terms, back.handler, back.notes) == (None, None, (note,))
    events = [one.event for one in back.journal]
    assert events == [HelpEvent.SHARED, HelpEvent.CAME_IN_FILE]


def test_what_was_turned_cut_and_made_black_stays_so(example: OpenCase) -> None:
    edit = PageEdit(
        page=1,
        turn=90,
        crop=Box(left=0, top=0, right=900, bottom=900),
        black=(Box(left=10, top=10, right=300, bottom=300),),
    )
    exhibit = next(one.id for one in example.record.case.exhibits if one.file)
    opened = change_file(example, exhibit, lambda one: with_edit(one, edit), ROOM, NOW)
    back = opens(file_of(opened))
    assert back.record.case == opened.record.case
    assert not next(one for one in back.record.case.exhibits if one.id == exhibit).file.attach
    assert (looks_of(back, exhibit) == looks_of(opened, exhibit)) is True


def test_every_reply_to_a_letter_comes_back_and_stands_in_the_page(example: OpenCase) -> None:
    sent = example.record.case.dispatches[0]
    offer = Reply(
        id="r2", received_on="2026-08-20", kind=AnswerKind.OFFERED, words="U krijgt 200 euro."
    )
    case = example.record.case.with_dispatch(with_reply(sent, offer))
    opened = update_record(example, lambda one: with_fields(one, case=case))
    data = file_of(opened)
    assert opens(data).record.case == case
    assert "U krijgt 200 euro." in unpacked(data)["index.html"].decode()


def test_the_same_case_gives_the_same_bytes(with_packet: OpenCase) -> None:
    assert (file_of(with_packet) == file_of(with_packet)) is True


def test_names_in_the_zip_are_ours_and_say_nothing_of_a_kind_that_runs(example: OpenCase) -> None:
    opened = add(example, "C:\\..\\kwaad.html.txt", b"alert(1)\n")
    names = [name for name in unpacked(file_of(opened)) if name.startswith("evidence/")]
    assert names[-1] == "evidence/B14-c-kwaad-html.txt"
    assert len(names) == 14


def test_a_sealed_file_opens_elsewhere_and_here(example: OpenCase) -> None:
    data = file_of(example, WORDS)
    with pytest.raises(CaseFileRefused) as refused:
        opens(data)
    assert refused.value.problem is CaseFileProblem.LOCKED
    with pytest.raises(CaseFileRefused) as refused:
        opens(data, "modeka-lunifa-tobero")
    assert refused.value.problem is CaseFileProblem.NOT_UNLOCKED
    assert (pyrage.passphrase.decrypt(data, WORDS) == file_of(example)) is True
    assert opens(data, WORDS).record.case == example.record.case


# -- packets -------------------------------------------------------------------------------


def test_a_deleted_packet_is_known_again_where_it_was_made_and_only_there(
    with_packet: OpenCase,
) -> None:
    sha256 = with_packet.record.packets[0].sha256
    data = file_of(with_packet)
    delete_case(with_packet)
    assert verify_file(sha256, None).answer is Answer.UNKNOWN
    elsewhere = opens(data, secret=b"the secret of another site, 32 b")
    assert not elsewhere.record.packets[0].made_here
    assert verify_file(sha256, None).answer is Answer.UNKNOWN
    assert opens(data).record.packets[0].made_here
    assert verify_file(sha256, None).answer is Answer.UNCHANGED


@pytest.mark.parametrize("field", ["issued_on", "document", "content_hash", "language", "pages"])
def test_a_packet_of_which_anything_was_changed_is_not_ours(
    with_packet: OpenCase, field: str
) -> None:
    files = unpacked(file_of(with_packet))
    manifest = json.loads(files["manifest.json"])
    changed = {"issued_on": "2026-11-21", "document": "report", "language": "en", "pages": 4}
    manifest["packets"][0]["issued"][field] = changed.get(field, "0" * 64)
    files["manifest.json"] = json.dumps(manifest).encode()
    delete_case(with_packet)
    back = opens(packed(files))
    assert not back.record.packets[0].made_here
    assert rows()["receipt"] == 0


def test_a_strangers_packet_never_stands_in_for_the_one_to_be_made(with_packet: OpenCase) -> None:
    """Its content hash may be right: the PDF is another one."""
    files = unpacked(file_of(with_packet))
    manifest = json.loads(files["manifest.json"])
    path = manifest["packets"][0]["path"]
    files[path] = b"%PDF-1.7 a stranger's"
    facts = {"size": len(files[path]), "sha256": hashlib.sha256(files[path]).hexdigest()}
    manifest["packets"][0]["issued"] |= facts | {"file_name": 'a"\r\nSet-Cookie: b.pdf'}
    next(one for one in manifest["files"] if one["path"] == path).update(facts)
    files["manifest.json"] = json.dumps(manifest).encode()
    delete_case(with_packet)
    back = opens(packed(files))
    assert back.record.packets[0].file_name == path.removeprefix("packets/")
    made, saved = issue(back, CASINO, "nl", PACKS, TODAY, printed)
    assert made.made_here
    assert download(saved, made).pdf != files[path]
    assert len(saved.record.packets) == 2


def test_packets_that_do_not_fit_are_left_out_the_oldest_first(with_packet: OpenCase) -> None:
    _packet, opened = issue(with_packet, CASINO, "en", PACKS, TODAY, printed)
    held = sum(one.size for one in contents_of(opened, MAKER).entries if "/" in one.path)
    texts = 3 * len(unpacked(file_of(opened))["case.json"]) + 1_000_000
    maker = with_fields(MAKER, limit=held + texts - 1)
    files = unpacked(file_of(opened, maker=maker))
    (packet,) = (name for name in files if name.startswith("packets/"))
    assert packet == "packets/01-complaint-en.pdf"
    page = BeautifulSoup(files["index.html"], "html.parser")
    assert "te groot" in page.find(id="packets").parent.get_text()


# -- the page inside -----------------------------------------------------------------------


LETTER = Letter(
    id="l1",
    kind=TextKind.ASK_DATA,
    sent_on="2026-10-05",
    channel=Channel.EMAIL,
    to="privacy@zonnekoning.example",
    answer="U krijgt uw gegevens later.",
)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_inside_tells_the_whole_case_and_its_links_lead_somewhere(
    with_packet: OpenCase, language: str
) -> None:
    maker = with_fields(MAKER, language=language)
    with_packet = update_record(
        with_packet, lambda one: with_fields(one, case=one.case.with_letter(LETTER))
    )
    files = unpacked(file_of(with_packet, maker=maker))
    page = BeautifulSoup(files["index.html"], "html.parser")
    assert page.html["lang"] == language
    assert len(page.find_all("h1")) == 1
    assert page.find_all(["script", "link", "img", "iframe", "form"]) == []
    text = page.get_text()
    case = with_packet.record.case
    told = [one.what for one in case.facts] + [one.answered for one in case.contacts]
    told += [one.description for one in case.exhibits] + [case.player.name, case.topic_words]
    told += [one.words for one in case.topic_answers if one.words]
    told += [one.answer.words for one in case.dispatches if one.answer]
    told += [LETTER.to, LETTER.answer]
    assert case.topic_answers
    assert [one for one in told if one not in text] == []
    links = [str(one["href"]) for one in page.find_all("a")]
    inside = {one[1:] for one in links if one.startswith("#")}
    assert all(page.find(id=one) for one in inside)
    beside = {one for one in links if not one.startswith("#")}
    assert beside == files.keys() - {"index.html", "case.json", "manifest.json"}


def test_what_a_player_wrote_is_text_in_the_page(example: OpenCase) -> None:
    fact = Fact(id="f99", what="<script>alert(1)</script><img src=https://example.org/x>")
    opened = update_record(example, lambda one: _with_fact(one, fact))
    page = BeautifulSoup(unpacked(file_of(opened))["index.html"], "html.parser")
    assert page.find_all(["script", "img"]) == []
    assert "<script>alert(1)</script>" in page.get_text()


# -- nothing half --------------------------------------------------------------------------


def test_evidence_that_intake_refuses_leaves_nothing(example: OpenCase) -> None:
    before, objects = rows(), evidence().names()
    files = unpacked(file_of(example))
    name = next(one for one in files if one.startswith("evidence/") and one.endswith("pdf"))
    spoiled = _with_file(files, name, b"MZ\x90 a program")
    with pytest.raises(CaseFileRefused) as refused:
        opens(packed(spoiled))
    problem = refused.value
    assert problem.problem is CaseFileProblem.BAD_EVIDENCE
    assert problem.exhibit == 5
    assert (rows(), evidence().names()) == (before, objects)


def test_what_intake_would_say_is_never_taken_from_the_file(example: OpenCase) -> None:
    """Pages, forms and kinds are those that intake finds."""
    files = unpacked(file_of(example))
    case = json.loads(files["case.json"])
    for one in case["exhibits"]:
        one["file"] |= {"pages": 0, "lines": 0, "media_type": "text/html", "form": None}
    back = opens(packed(_with_case(files, json.dumps(case).encode())))
    assert back.record.case == example.record.case


def test_a_fault_of_ours_on_the_way_leaves_nothing(
    with_packet: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, before = file_of(with_packet), rows()

    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("portal.services.case_file_in.keep_packet", broken)
    with pytest.raises(ZeroDivisionError):
        opens(data)
    assert rows() == before


def test_a_recipient_that_is_not_known_here_is_refused(example: OpenCase) -> None:
    files = unpacked(file_of(example))
    case = json.loads(files["case.json"])
    case["dispatches"][0]["recipient"] = "authority:xx-none-of-ours"
    with pytest.raises(CaseFileRefused) as refused:
        opens(packed(_with_case(files, json.dumps(case).encode())))
    assert refused.value.problem is CaseFileProblem.UNKNOWN_AUTHORITY


def _with_case(files: dict[str, bytes], case: bytes) -> dict[str, bytes]:
    manifest = json.loads(files["manifest.json"])
    _relist(manifest, "case.json", case)
    return {**files, "case.json": case, "manifest.json": json.dumps(manifest).encode()}


def _with_file(files: dict[str, bytes], name: str, content: bytes) -> dict[str, bytes]:
    """The same with other evidence, about which everything fits."""
    manifest, case = json.loads(files["manifest.json"]), json.loads(files["case.json"])
    exhibit = _relist(manifest, name, content)
    told = next(one for one in case["exhibits"] if one["id"] == exhibit)["file"]
    told |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    changed = {**files, name: content, "manifest.json": json.dumps(manifest).encode()}
    return _with_case(changed, json.dumps(case).encode())


def _relist(manifest: dict[str, list[dict[str, object]]], path: str, content: bytes) -> object:
    listed = next(one for one in manifest["files"] if one["path"] == path)
    listed |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return listed.get("exhibit", "")
