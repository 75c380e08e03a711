"""Exhibits on paper: what the index says of each, its pages, its transcript, its original."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from portal.documents.pdf import Attachment
from portal.documents.pdf_exhibits import ExhibitPages
from portal.documents.pdf_following import PageWords
from portal.documents.text import printable_label
from portal.documents.transcripts import TextSheet, page_stamp, text_sheets
from portal.domain.evidence import EvidenceFile, FileForm, NormalForm, Transcript
from portal.domain.packet import SMALL, PacketContent
from portal.domain.packet_exhibits import ExhibitLine
from portal.domain.packet_parts import Share
from portal.i18n import format_file_size, gettext, ngettext
from portal.wording import (
    chat_edit_sentences,
    file_not_shown,
    in_words,
    label,
    signature_sentences,
    speaker_sentences,
)
from portal.wording.source import N_

_LONGEST_NAME: Final = 100  # of an attached file
_LONGEST_SUFFIX: Final = 12  # a longer one is part of the name
_GROUP: Final = 8  # digits of a fingerprint that stand together
_FORMS: Final = {
    FileForm.IMAGE: N_("picture"),
    FileForm.PDF: N_("PDF"),
    FileForm.TEXT: N_("text"),
    FileForm.EMAIL: N_("e-mail"),
}


class ExhibitFile(Struct, frozen=True, kw_only=True):
    """The file of an exhibit: its normal form, and its original when that goes along."""

    normal: NormalForm
    original: bytes | None = None

    def __repr__(self) -> str:
        return "ExhibitFile(…)"


Files = Mapping[int, ExhibitFile]
NO_FILES: Final[Files] = MappingProxyType({})


class PageView(Struct, frozen=True, kw_only=True):
    """The first page of an exhibit that is shown here: the address of its picture, its shape."""

    address: str
    is_wide: bool


class ExhibitPart(Struct, frozen=True, kw_only=True):
    """What the packet shows of one exhibit. `notes` stand in the index, `why` on its page.

    `other_parts` are the numbers of the packet's other files that hold it, or the rest of it.
    """

    number: int
    label: str
    title: str
    kind: str
    notes: tuple[str, ...]
    fingerprint: str
    why: str
    page: PageView | None
    words: tuple[PageWords, ...]  # of all its pages that are shown here
    only_stamp: str  # of its page that is neither a picture nor lines
    transcript: Transcript | None
    sheets: tuple[TextSheet, ...]
    enclosed: tuple[str, ...]
    has_page: bool
    other_parts: tuple[int, ...]


def exhibit_label(number: int) -> str:
    """ "E3" in English, "B3" in Dutch."""
    return gettext("E%(number)s", number=number)


def exhibit_parts(content: PacketContent, files: Files) -> list[ExhibitPart]:
    """Every exhibit in the order of its number, in the current language.

    A later part of a packet lists its own alone.
    """
    return [
        _part(content, line, files.get(line.number))
        for line in content.exhibits
        if content.part == 1 or share_here(content, line.number)
    ]


def indexed_exhibits(content: PacketContent) -> list[ExhibitPart]:
    """Every exhibit for an index that stands alone: without pages, and without reading a file."""
    return [
        replace(_part(content, line, None), notes=tuple(_index_notes(line)))
        for line in content.exhibits
    ]


def _index_notes(line: ExhibitLine) -> Iterator[str]:
    if line.file is None:
        yield gettext("Described only. The file is not in this packet.")
        return
    size = format_file_size(line.file.size)
    yield gettext("File: %(name)s, %(size)s.", name=line.file.name, size=size)
    if line.file.hides:
        yield gettext("The player left out pages or made parts unreadable.")


def share_here(content: PacketContent, number: int) -> Share | None:
    """What this part of the packet holds of an exhibit, when it is one of several."""
    return next((one for one in content.shares_of(number) if one.part == content.part), None)


def is_here(content: PacketContent, number: int) -> bool:
    """Whether this file shows an exhibit that has a file, or some of it."""
    return not content.shares or share_here(content, number) is not None


def _part(content: PacketContent, line: ExhibitLine, held: ExhibitFile | None) -> ExhibitPart:
    name = exhibit_label(line.number)
    file, normal = line.file, held.normal if held else None
    transcript = normal.transcript if normal else None
    sheets = text_sheets(name, transcript) if transcript else ()
    transcript = transcript and in_words(transcript)
    share = share_here(content, line.number)
    shown = normal if normal and normal.pages and is_here(content, line.number) else None
    return ExhibitPart(
        number=line.number,
        label=name,
        title=line.description or label(line.kind),
        kind=_kind(line),
        notes=tuple(_notes(content, line, held)),
        fingerprint=_grouped(file.sha256) if file else "",
        why=file_not_shown(file.problem) if file and file.problem else "",
        page=_first_page(line, shown, share) if shown else None,
        words=tuple(_page_words(line, name, shown, share)) if shown else (),
        only_stamp=page_stamp(name, 1, 1),
        transcript=transcript,
        sheets=sheets,
        enclosed=tuple(_enclosed(transcript)) if transcript else (),
        has_page=held is not None and is_here(content, line.number),
        other_parts=tuple(
            one.part for one in content.shares_of(line.number) if one.part != content.part
        ),
    )


def _kind(line: ExhibitLine) -> str:
    kind = label(line.kind)
    if line.file is None or line.file.form is None:
        return kind
    return f"{kind} ({gettext(_FORMS[line.file.form])})"


def _notes(content: PacketContent, line: ExhibitLine, held: ExhibitFile | None) -> Iterator[str]:
    """What a reader wants to know of the file, as whole sentences."""
    file = line.file
    if file is None or held is None:
        yield gettext("Described only. The file is not in this packet.")
        return
    size = format_file_size(file.size)
    yield gettext("File: %(name)s, %(size)s.", name=file.name, size=size)
    yield from _length(file, held.normal)
    yield from signature_sentences(file.mail)
    yield from speaker_sentences(file.speakers)
    yield from chat_edit_sentences(file.chat_edits)
    if file.hides:
        yield gettext("The player left out pages or made parts unreadable.")
    if _carries(content, file, held):
        yield gettext("The original is attached.")
    else:
        yield gettext("The original is not attached. The player keeps it.")


def _length(file: EvidenceFile, normal: NormalForm) -> Iterator[str]:
    if normal.transcript:
        count = len(normal.transcript.lines)
        yield ngettext("%(number)s numbered line.", "%(number)s numbered lines.", count)
    elif normal.pages:
        yield ngettext("%(number)s page.", "%(number)s pages.", len(normal.pages))
    elif file.problem:
        yield file_not_shown(file.problem)


def _carries(content: PacketContent, file: EvidenceFile, held: ExhibitFile) -> bool:
    return content.variant != SMALL and file.attach and held.original is not None


def _grouped(fingerprint: str) -> str:
    places = range(0, len(fingerprint), _GROUP)
    return " ".join(fingerprint[place : place + _GROUP] for place in places)


def _first_page(line: ExhibitLine, normal: NormalForm, share: Share | None) -> PageView:
    first = share.first if share else 1
    address = f"exhibit:{line.number}-{first}"
    return PageView(address=address, is_wide=normal.pages[first - 1].is_wide)


def _page_words(
    line: ExhibitLine, name: str, normal: NormalForm, share: Share | None
) -> Iterator[PageWords]:
    count = len(normal.pages)
    for number, page in enumerate(normal.pages, 1):
        if share and not share.first <= number <= share.last:
            continue
        mark = page_stamp(name, number, count)
        words = [f"{mark}: {line.description or label(line.kind)}", page.text]
        yield PageWords(mark, printable_label(". ".join(filter(None, words))))


def _enclosed(transcript: Transcript) -> Iterator[str]:
    for name, size in transcript.enclosed:
        yield f"{name} ({format_file_size(size)})"


def exhibit_pages(
    content: PacketContent, files: Files, parts: list[ExhibitPart]
) -> Iterator[ExhibitPages]:
    """The pages that this file holds, of all exhibits in `parts` that have some."""
    for part in parts:
        held = files.get(part.number)
        if held and held.normal.pdf and part.page:
            share = share_here(content, part.number)
            first = share.first if share else 1
            yield ExhibitPages(
                number=part.number, pdf=held.normal.pdf, first=first, words=part.words
            )


def exhibit_lengths(parts: list[ExhibitPart]) -> tuple[tuple[int, int], ...]:
    """The number of each exhibit that has pages in this file, and of how many (see _exhibits.html).

    A transcript whose sheet takes more than a page would have more.
    """
    return tuple(
        (one.number, len(one.words) or len(one.sheets) or 1) for one in parts if one.has_page
    )


def originals(content: PacketContent, files: Files) -> tuple[Attachment, ...]:
    """The untouched files that travel inside the packet, each under a name of its own."""
    return tuple(
        Attachment(
            name=_file_name(line.number, line.file.name),
            content=held.original or b"",
            description=printable_label(f"{exhibit_label(line.number)}: {line.description}"),
            relationship="Source",
        )
        for line in content.exhibits
        if line.file and (held := files.get(line.number)) and _carries(content, line.file, held)
    )


def _file_name(number: int, name: str) -> str:
    """The same in both languages; a name without what a disk or a page cannot hold."""
    path = PurePath(printable_label(name).replace("/", "-").replace("\\", "-"))
    suffix = path.suffix if len(path.suffix) <= _LONGEST_SUFFIX else ""
    stem = f"E{number} {path.name.removesuffix(suffix)}"[: _LONGEST_NAME - len(suffix)]
    return stem.strip() + suffix
