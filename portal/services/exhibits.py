"""The files that a packet shows and carries, by the numbers of their exhibits."""

from collections.abc import Callable, Mapping

from portal.documents.exhibits import ExhibitFile
from portal.domain.evidence import NormalForm
from portal.domain.packet_exhibits import exhibit_numbers
from portal.intake.child import rasterise
from portal.services.blacking import normal_of
from portal.services.evidence import original_of
from portal.store.cases import OpenCase

SMALL_DPI = 110
FALLBACK_DPI = 150

Files = Mapping[int, ExhibitFile]


def files_of(opened: OpenCase, *, is_small: bool) -> dict[int, ExhibitFile]:
    """Every file of the case. A small packet has smaller pictures and no originals."""
    numbers = exhibit_numbers(opened.record.case)
    return {
        numbers[exhibit_id]: _file(opened, exhibit_id, is_small=is_small)
        for exhibit_id in sorted(opened.record.files, key=numbers.__getitem__)
    }


def _file(opened: OpenCase, exhibit_id: str, *, is_small: bool) -> ExhibitFile:
    normal = normal_of(opened, exhibit_id)
    if is_small:
        return ExhibitFile(normal=_smaller(normal), original=None)
    file, pieces = original_of(opened, exhibit_id)
    return ExhibitFile(normal=normal, original=b"".join(pieces) if file.attach else None)


def _smaller(normal: NormalForm) -> NormalForm:
    """With smaller pictures, where that helps: PDF content is often smaller as it is."""
    if not normal.pdf:
        return normal
    reduced = rasterise(normal, dpi=SMALL_DPI, only_vector=False)
    return reduced if reduced.pdf and len(reduced.pdf) < len(normal.pdf) else normal


def without_vectors(files: Files) -> dict[int, ExhibitFile]:
    """The same with every page as a picture: for a file in which PDF content broke a rule."""
    return {number: _with(file, _flat) for number, file in files.items()}


def has_vectors(files: Files) -> bool:
    return any(page.is_vector for file in files.values() for page in file.normal.pages)


def _flat(normal: NormalForm) -> NormalForm:
    flat = rasterise(normal, dpi=FALLBACK_DPI, only_vector=True)
    return flat if flat.pdf else normal


def _with(file: ExhibitFile, change: Callable[[NormalForm], NormalForm]) -> ExhibitFile:
    return ExhibitFile(normal=change(file.normal), original=file.original)
