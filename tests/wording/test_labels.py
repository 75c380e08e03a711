"""Every code has a name, in the right words."""

from enum import StrEnum

import pytest

from portal.domain import codes
from portal.domain.codes import DocumentKind, RecipientKind, Step
from portal.domain.ladder import RungState
from portal.domain.next_step import Todo
from portal.domain.rules import Field, StartEvent, TermKind, WayIn
from portal.domain.staff import StaffRole
from portal.wording import document_title, label, request_sentence
from portal.wording.labels import _LABELS

# Told through whole sentences and titles instead: see names.py and findings.py.
WITHOUT = {RecipientKind, codes.Display}
LISTS = [
    *(one for one in vars(codes).values() if isinstance(one, type) and issubclass(one, StrEnum)),
    RungState,
    Field,
    StaffRole,
    StartEvent,
    TermKind,
    Todo,
    WayIn,
]


@pytest.mark.parametrize("codes_of", [one for one in LISTS if one not in {StrEnum, *WITHOUT}])
def test_every_code_of_a_list_has_its_own_name(codes_of: type[StrEnum]) -> None:
    assert set(_LABELS[codes_of]) == set(codes_of)
    names = [label(code) for code in codes_of]
    assert len(set(names)) == len(names)
    assert all(label(code, "paper") for code in codes_of)


def test_names_of_equal_codes_in_different_lists_do_not_mix() -> None:
    assert label(Step.MANAGER) != label(codes.AskedFor.MANAGER)


def test_a_report_is_never_called_a_complaint() -> None:
    for title in (
        document_title(DocumentKind.REPORT),
        document_title(DocumentKind.REPORT, "Kansspelautoriteit (Ksa)"),
        label(DocumentKind.REPORT),
    ):
        assert "report" in title.lower()
        assert "complaint" not in title.lower()


@pytest.mark.parametrize("document", DocumentKind)
def test_every_document_has_a_title_with_and_without_a_name(document: DocumentKind) -> None:
    assert document_title(document)
    assert "%" not in document_title(document, "eCOGRA")


@pytest.mark.parametrize("kind", codes.RemedyKind)
def test_every_remedy_can_be_asked_for(kind: codes.RemedyKind) -> None:
    assert request_sentence(kind).endswith(".")
