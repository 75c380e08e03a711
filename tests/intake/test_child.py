import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.domain.evidence import FileForm, FileProblem, read_normal, write_normal
from portal.intake.child import normalise, rasterise, run
from portal.intake.limits import Limits
from portal.intake.messages import Request
from tests.intake import makers

ROOT = Path(__file__).parents[2]
LIBRARIES = ("PIL", "pikepdf", "pypdfium2", "pillow_heif", "page", "weasyprint")


def loaded(module: str) -> str:
    code = f"import sys, {module}; print(sorted(set(sys.modules) & set({LIBRARIES!r})))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return result.stdout.strip()


def test_the_site_loads_no_library_that_reads_files() -> None:
    assert loaded("portal.intake.child") == "[]"


def test_the_child_never_loads_weasyprint() -> None:
    modules = "portal.intake.worker, portal.intake.pdfs, portal.intake.pictures"
    assert "weasyprint" not in loaded(f"{modules}, portal.intake.redraw")
    assert "pypdfium2" in loaded(modules)


def test_a_file_that_takes_too_long_is_ended_and_its_type_is_kept() -> None:
    photo = makers.encoded(makers.noise((3000, 2000)), "PNG")
    started = time.monotonic()
    normal = normalise([photo], "a.png", limits=Limits(wall_seconds=0.3))
    assert time.monotonic() - started < 5
    assert (normal.form, normal.problem) == (None, FileProblem.TOO_COMPLEX)


def test_a_file_that_takes_too_much_memory_is_too_complex() -> None:
    photo = makers.encoded(makers.picture((6000, 6000)), "PNG")
    normal = normalise([photo], "a.png", limits=Limits(memory=180_000_000))
    assert (normal.form, normal.problem) == (None, FileProblem.TOO_COMPLEX)
    assert normal.media_type == "image/png"


def test_a_child_that_ends_while_the_file_still_comes_is_too_complex() -> None:
    pieces = [b"x" * 1_000_000] * 200  # more than the child may hold
    normal = normalise(pieces, "a.txt", limits=Limits(memory=120_000_000))
    assert normal.problem is FileProblem.TOO_COMPLEX


def test_an_answer_that_is_larger_than_allowed_is_not_taken() -> None:
    photo = makers.encoded(makers.noise((600, 600)), "JPEG")
    normal = normalise([photo], "a.jpg", limits=Limits(max_answer=1000))
    assert normal.problem is FileProblem.TOO_COMPLEX


def test_what_the_source_raises_comes_out_and_the_child_ends() -> None:
    class Unreadable(Exception):
        pass

    def source() -> Iterator[bytes]:
        yield b"hello"
        raise Unreadable

    with pytest.raises(Unreadable):
        normalise(source(), "a.txt")
    assert normalise([b"hello"], "a.txt").form is FileForm.TEXT


def test_pieces_are_put_together_and_the_memory_used_is_told() -> None:
    photo = makers.encoded(makers.noise((600, 600)), "JPEG")
    pieces = [photo[at : at + 1000] for at in range(0, len(photo), 1000)]
    request = Request(name="a.jpg", limits=Limits())
    media_type, outcome = run(request, pieces)
    assert media_type == "image/jpeg"
    assert outcome.normal == normalise([photo], "a.jpg")
    assert 10_000_000 < outcome.peak < 300_000_000


def test_the_same_file_gives_the_same_bytes() -> None:
    files = {
        "a.jpg": makers.encoded(makers.noise((600, 600)), "JPEG"),
        "a.png": makers.encoded(makers.picture(), "PNG"),
        "a.pdf": makers.saved(makers.pdf([makers.words("hello"), makers.square(9, 9, 99)])),
    }
    for name, data in files.items():
        first, second = (write_normal(normalise([data], name)) for _ in range(2))
        assert first == second, name
        assert read_normal(first).pages


def test_files_of_several_players_are_looked_at_at_once() -> None:
    photo = makers.encoded(makers.noise((300, 200)), "JPEG")
    with ThreadPoolExecutor(6) as threads:
        normals = list(threads.map(lambda name: normalise([photo], name), "abcdef"))
    assert {write_normal(normal) for normal in normals} == {write_normal(normals[0])}


def test_a_normal_form_without_pages_is_not_redrawn() -> None:
    normal = normalise([b"hello"], "a.txt")
    assert rasterise(normal, dpi=110, only_vector=False) is normal
