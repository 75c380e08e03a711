import time

import pytest

from portal.domain.evidence import FileForm, FileProblem, FileRefused, NormalForm
from portal.intake.child import normalise, run
from portal.intake.limits import Limits
from portal.intake.messages import Outcome, Request
from tests.intake import makers
from tests.intake.hostile import TABLE, Hostile, with_scripts

LIMITS = Limits()
REFUSED = {
    FileProblem.EMPTY,
    FileProblem.UNKNOWN_TYPE,
    FileProblem.LOCKED,
    FileProblem.BROKEN_PHOTO,
}


def answer(name: str, data: bytes) -> FileForm | FileProblem | None:
    """What `normalise` says of a file, in one word."""
    try:
        normal = normalise([data], name)
    except FileRefused as refusal:
        return refusal.problem if refusal.problem in REFUSED else None
    assert (normal.form is None) != (normal.problem is None)
    assert normal.problem not in REFUSED
    return normal.problem or normal.form


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_hostile_file_is_answered_within_its_limits(row: Hostile) -> None:
    data = row.make()
    started = time.monotonic()
    assert answer(row.name, data) in row.answers
    assert time.monotonic() - started < LIMITS.wall_seconds


@pytest.mark.parametrize(
    "name", ["box-huge.pdf", "image-50000-squared.pdf", "pages-100000.pdf", "frames.gif"]
)
def test_a_hostile_file_takes_little_memory(name: str) -> None:
    row = next(row for row in TABLE if row.name == name)
    _, outcome = run(Request(name=name, limits=LIMITS), [row.make()])
    assert 0 < outcome.peak < 500_000_000


def test_a_file_with_more_pages_than_shown_tells_how_many_and_a_choice_helps() -> None:
    data = makers.saved(makers.pdf([b""] * 12))
    limits = Limits(max_pages=10)
    normal = normalise([data], "a.pdf", limits=limits)
    assert (normal.problem, normal.source_pages) == (FileProblem.TOO_MANY_PAGES, 12)
    chosen = normalise([data], "a.pdf", limits=limits, chosen=(12, 3, 99))
    assert [page.number for page in chosen.pages] == [12, 3]
    assert chosen.source_pages == 12


def test_scripts_and_programs_do_not_come_along() -> None:
    normal = normalise([with_scripts()], "a.pdf")
    assert normal.pages[0].is_vector
    for word in (b"EVIL", b"JavaScript", b"Launch", b"Annot", b"/AA", b"OpenAction"):
        assert word not in makers.unpacked(normal.pdf), word


def test_one_hostile_page_does_not_hide_the_others() -> None:
    file = makers.pdf([makers.square(9, 9, 99), b"BT (never ended", makers.square(9, 9, 99)])
    normal = normalise([makers.saved(file)], "a.pdf")
    assert len(normal.pages) == len(normal.looks) == 3
    assert normal.pages[0].is_vector
    assert normal.pages[2].is_vector


def test_a_page_that_says_nonsense_of_its_size_is_still_shown() -> None:
    for key, value in (("/Rotate", "x"), ("/MediaBox", [0, 0, "a", 1]), ("/CropBox", [0] * 4)):
        file = makers.pdf([makers.square(9, 9, 99)])
        file.pages[0].obj[key] = value
        assert len(normalise([makers.saved(file)], "a.pdf").looks) == 1, key


def test_a_refusal_holds_nothing_of_the_file() -> None:
    with pytest.raises(FileRefused) as caught:
        normalise([b"MZ\x00secret"], "secret-name.jpg")
    assert "secret" not in repr(caught.value)
    assert isinstance(caught.value.problem, FileProblem)


def test_an_outcome_is_one_or_the_other() -> None:
    _, outcome = run(Request(name="a.jpg", limits=LIMITS), [b"words"])
    assert outcome == Outcome(refused=FileProblem.UNKNOWN_TYPE, peak=outcome.peak)
    _, outcome = run(Request(name="a.txt", limits=LIMITS), [b"words"])
    assert isinstance(outcome.normal, NormalForm)
    assert outcome.refused is None
