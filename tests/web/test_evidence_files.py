# ruff: noqa: TID253 - only the web process must not load Pillow
"""Files of evidence through the site: added, refused with what to do, changed, given back."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from portal.domain.evidence import FileProblem, NormalForm
from portal.services.evidence import NoFile
from portal.web import file_pages
from tests.intake.makers import pdf, saved
from tests.web.visitor import Visitor

UPLOAD = "/en/case/evidence/upload"
EVIDENCE = "/en/case/evidence"
TEXT = b"[20:15] Daan: uw uitbetaling is in behandeling.\n[20:16] Ik: al een week!\n"


def picture(colour: str = "white", size: tuple[int, int] = (400, 300), form: str = "PNG") -> bytes:
    held = io.BytesIO()
    Image.new("RGB", size, colour).save(held, form)
    return held.getvalue()


def add(visitor: Visitor, name: str, content: bytes, proves: str = "", **kwargs: Any) -> Any:
    visitor.get(EVIDENCE)
    fields = {"csrf_token": visitor.token, "proves": proves}
    body, kind = multipart(fields, name, content)
    return visitor.client.post(UPLOAD, data=body, content_type=kind, **kwargs)


def multipart(fields: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    """A form with a file as a browser sends it, and its content type."""
    parts = [f'name="{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()]
    head = f'name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
    parts.append(head.encode() + content)
    start = b"--frontier\r\nContent-Disposition: form-data; "
    body = b"".join(start + part + b"\r\n" for part in parts) + b"--frontier--\r\n"
    return body, "multipart/form-data; boundary=frontier"


def look(visitor: Visitor, number: int = 1, exhibit: str = "e1") -> Image.Image:
    response = visitor.client.get(f"{EVIDENCE}/{exhibit}/look/{number}")
    assert response.mimetype == "image/jpeg"
    assert response.headers["Cache-Control"] == "no-store"
    return Image.open(io.BytesIO(response.data))


def sealed_files(app: Flask) -> list[Path]:
    folder = Path(app.config["EVIDENCE_FOLDER"])
    return [one for one in folder.rglob("*") if one.is_file()]


@pytest.fixture
def player(visitor: Visitor) -> Visitor:
    visitor.start_case()
    return visitor


def test_a_picture_is_shown_at_once_and_comes_back_as_it_was(player: Visitor) -> None:
    content = picture("red")
    answer = add(player, "Scherm 😀 محمد.png", content)
    assert answer.headers["Location"] == f"{EVIDENCE}/e1"
    page = player.get(f"{EVIDENCE}/e1")
    assert "Scherm 😀 محمد.png" in page.get_text()
    assert page.find("input", {"name": "kind", "checked": True})["value"] == "screenshot"
    assert look(player).convert("RGB").getpixel((5, 5))[0] > 200
    back = player.client.get(f"{EVIDENCE}/e1/original")
    assert hashlib.sha256(back.data).digest() == hashlib.sha256(content).digest()
    assert back.headers["Content-Disposition"].startswith("attachment")
    assert back.mimetype == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("leeg.png", b"", "empty"),
        ("brief.docx", b"PK\x03\x04" + b"\0" * 200, "save a Word file as a PDF"),
        ("foto.jpg", TEXT, "cannot use this kind of file"),
        ("foto.heic", b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + b"\0" * 100, "Save it as JPG"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_nothing(
    app: Flask, player: Visitor, name: str, content: bytes, told: str
) -> None:
    answer = add(player, name, content)
    assert answer.status_code == 422
    page = player.look_at(answer)
    assert told in page.select_one(".error-summary").get_text()
    assert sealed_files(app) == []
    assert "not written down any evidence" in player.get(EVIDENCE).get_text()


def test_a_file_over_the_limit_is_told_and_not_kept(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app(file_max_bytes=200_000)
    visitor = Visitor(app.test_client())
    visitor.start_case()
    answer = add(visitor, "groot.txt", b"x" * 300_000)
    assert answer.status_code == 422
    assert "200 kB at most" in visitor.look_at(answer).get_text().replace("\xa0", " ")
    assert add(visitor, "reus.txt", b"x" * 1_500_000).status_code == 413
    assert sealed_files(app) == []


def test_all_files_together_have_a_limit(make_app: Callable[..., Flask]) -> None:
    app = make_app(case_files_max_bytes=100_000)
    visitor = Visitor(app.test_client())
    visitor.start_case()
    assert add(visitor, "a.txt", b"woord " * 10_000).status_code == 303
    answer = add(visitor, "b.txt", b"woord " * 10_000)
    assert "Remove a file" in answer.text or "remove a file" in answer.text
    assert len(sealed_files(app)) == 2  # the original and its normal form


def test_a_script_gets_json(player: Visitor) -> None:
    wants = {"Accept": "application/json"}
    assert add(player, "a.txt", TEXT, headers=wants).json == {"next": f"{EVIDENCE}/e1"}
    refused = add(player, "a.png", b"", headers=wants)
    assert (refused.status_code, list(refused.json)) == (422, ["said"])


def test_no_file_chosen_says_so(player: Visitor) -> None:
    player.get(EVIDENCE)
    answer = player.post(UPLOAD, {"proves": ""}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Choose a file first" in player.look_at(answer).select_one(".error-summary").get_text()


def test_a_file_proves_the_event_on_whose_page_it_was_added(player: Visitor) -> None:
    seen = player.get("/en/case/facts/f1").find("input", {"name": "seen"})["value"]
    fact = {"what": "Iets", "unknown": "y", "seen": seen}
    assert player.post("/en/case/facts/f1", fact).status_code == 303
    page = player.get("/en/case/facts/f1/proof")
    assert page.select_one("form.upload input[name=proves]")["value"] == "f1"
    add(player, "a.txt", TEXT, proves="f1")
    ticked = player.get("/en/case/facts/f1/proof").select("input[name=exhibits][checked]")
    assert [one["value"] for one in ticked] == ["e1"]


def test_evidence_that_was_described_before_gets_its_file_later(player: Visitor) -> None:
    seen = player.get(f"{EVIDENCE}/e1").find("input", {"name": "seen"})["value"]
    told = {"kind": "chat", "description": "Chat met Daan", "unknown": "y", "seen": seen}
    assert player.post(f"{EVIDENCE}/e1", told).status_code == 303
    page = player.get(f"{EVIDENCE}/e1")
    assert page.select_one("form.upload input[name=proves]")["value"] == "e1"
    assert add(player, "a.txt", TEXT, proves="e1").headers["Location"] == f"{EVIDENCE}/e1"
    page = player.get(f"{EVIDENCE}/e1")
    assert page.find("input", {"name": "description"})["value"] == "Chat met Daan"
    assert page.select_one("form.upload") is None
    assert add(player, "b.txt", TEXT, proves="e1").headers["Location"] == f"{EVIDENCE}/e2"


def test_what_is_made_black_is_gone_from_the_picture_and_the_original_stays_home(
    app: Flask, player: Visitor
) -> None:
    add(player, "rood.png", picture("red"))
    before = set(sealed_files(app))
    player.get(f"{EVIDENCE}/e1/page/1")
    part = {"left": "0", "right": "50", "top": "0", "bottom": "100"}
    answer = player.post(f"{EVIDENCE}/e1/page/1", {"do": "black", **part})
    assert answer.status_code == 303
    shown = look(player).convert("RGB")
    assert max(shown.getpixel((20, 20))) < 40
    assert shown.getpixel((shown.width - 20, 20))[0] > 200
    page = player.get(f"{EVIDENCE}/e1")
    assert page.find("input", {"name": "attach"}).get("checked") is None
    after = set(sealed_files(app))
    assert len(after) == len(before) == 3  # the old normal form and its pictures are deleted
    assert len(after & before) == 1


def test_a_page_is_turned_cut_and_shown_as_it_was(player: Visitor) -> None:
    add(player, "blauw.png", picture("blue"))
    path = f"{EVIDENCE}/e1/page/1"
    player.get(path)
    player.post(path, {"do": "right"})
    assert look(player).height > look(player).width
    part = {"left": "0", "right": "100", "top": "0", "bottom": "25,0"}
    player.post(path, {"do": "cut", **part})
    assert look(player).width > look(player).height
    player.post(path, {"do": "undo"})
    assert look(player).width > look(player).height


@pytest.mark.parametrize(
    "part",
    [
        {"left": "", "right": "50", "top": "0", "bottom": "10"},
        {"left": "60", "right": "50", "top": "0", "bottom": "10"},
        {"left": "0", "right": "101", "top": "0", "bottom": "10"},
        {"left": "٣", "right": "<b>", "top": "-1", "bottom": "1e2"},
    ],
)
def test_a_part_that_is_no_part_is_told_and_kept_as_typed(
    player: Visitor, part: dict[str, str]
) -> None:
    add(player, "blauw.png", picture("blue"))
    player.get(f"{EVIDENCE}/e1/page/1")
    answer = player.post(f"{EVIDENCE}/e1/page/1", {"do": "black", **part})
    assert answer.status_code == 422
    page = player.look_at(answer)
    assert page.select_one(".error-summary")
    assert page.find("input", {"name": "right"})["value"] == part["right"]


def test_an_exhibit_that_is_removed_takes_its_files_along(app: Flask, player: Visitor) -> None:
    add(player, "a.txt", TEXT)
    assert sealed_files(app)
    player.get(f"{EVIDENCE}/e1/remove")
    player.post(f"{EVIDENCE}/e1/remove")
    assert sealed_files(app) == []
    assert player.client.get(f"{EVIDENCE}/e1/original").status_code == 404


def test_another_case_sees_nothing(player: Visitor, new_visitor: Callable[[], Visitor]) -> None:
    add(player, "a.png", picture())
    other = new_visitor()
    other.start_case()
    for path in ("look/1", "original", "page/1", "pages"):
        assert other.client.get(f"{EVIDENCE}/e1/{path}").status_code == 404
        assert new_visitor().client.get(f"{EVIDENCE}/e1/{path}").status_code == 302 + 1


def test_a_wrong_token_or_no_visit_leaves_nothing(
    app: Flask, player: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    data = {"csrf_token": "wrong", "file": (io.BytesIO(TEXT), "a.txt")}
    assert player.client.post(UPLOAD, data=data).status_code == 400
    stranger = new_visitor()
    stranger.get("/en/")
    data = {"csrf_token": "x", "file": (io.BytesIO(TEXT), "a.txt")}
    assert stranger.client.post(UPLOAD, data=data).status_code >= 300
    assert sealed_files(app) == []


def test_a_damaged_picture_is_attached_and_the_page_says_so(player: Visitor) -> None:
    held = io.BytesIO()
    Image.effect_noise((600, 600), 90).convert("RGB").save(held, "JPEG")
    assert add(player, "stuk.jpg", held.getvalue()[:20_000]).status_code == 303
    assert "damaged" in player.get(f"{EVIDENCE}/e1").get_text()
    assert player.client.get(f"{EVIDENCE}/e1/page/1").status_code == 404
    assert player.client.get(f"{EVIDENCE}/e1/look/1").status_code == 404


def test_a_page_of_evidence_that_was_removed_meanwhile_says_so(
    player: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(player, "blauw.png", picture("blue"))
    player.get(f"{EVIDENCE}/e1/page/1")

    def gone(*_: object) -> None:
        raise NoFile

    monkeypatch.setattr(file_pages.evidence, "change_file", gone)
    assert player.post(f"{EVIDENCE}/e1/page/1", {"do": "right"}).status_code == 409


def test_a_change_that_cannot_be_shown_changes_nothing(
    player: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(player, "blauw.png", picture("blue"))
    player.get(f"{EVIDENCE}/e1/page/1")
    too_much = NormalForm(media_type="image/png", problem=FileProblem.TOO_COMPLEX)
    monkeypatch.setattr("portal.services.evidence.normalise", lambda *_, **__: too_much)
    answer = player.post(f"{EVIDENCE}/e1/page/1", {"do": "right"})
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.text
    assert look(player).width > look(player).height


def test_the_pages_of_all_files_together_have_a_limit(make_app: Callable[..., Flask]) -> None:
    app = make_app(case_files_max_pages=5)
    visitor = Visitor(app.test_client())
    visitor.start_case()
    four, three = saved(pdf((b"",) * 4)), saved(pdf((b"",) * 3))
    add(visitor, "vier.pdf", four)
    add(visitor, "drie.pdf", three)
    assert "too many pages" in visitor.get(f"{EVIDENCE}/e2").get_text()
    path = f"{EVIDENCE}/e2/pages"
    visitor.get(path)
    assert "at most 1 pages" in visitor.post(path, {"pages": "1-2"}).text
    assert visitor.post(path, {"pages": "2"}).status_code == 303
    assert "too many pages" not in visitor.get(f"{EVIDENCE}/e2").get_text()
