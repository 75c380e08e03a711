"""What a file is, by its bytes. Its name only matters when it claims something else.

Order matters: a file that is a valid PDF and something else too is taken as what its first bytes
say, and only that one reader ever sees it.
"""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from enum import StrEnum
from pathlib import PurePath
from typing import Final, NamedTuple

from portal.domain.evidence import FileForm, FileProblem, FileRefused


class Kind(NamedTuple):
    """A file's form and media type; `reader` is Pillow's name of a picture format."""

    form: FileForm
    media_type: str
    reader: str = ""


class Encoding(StrEnum):
    """Character encodings that a text file may have."""

    UTF8 = "utf-8-sig"
    UTF16 = "utf-16"
    WINDOWS = "cp1252"


PDF: Final = Kind(FileForm.PDF, "application/pdf")
EMAIL: Final = Kind(FileForm.EMAIL, "message/rfc822")
TEXT: Final = Kind(FileForm.TEXT, "text/plain")
_HEIC: Final = Kind(FileForm.IMAGE, "image/heic", "HEIF")
_AVIF: Final = Kind(FileForm.IMAGE, "image/avif", "AVIF")
_PICTURES: Final = (
    (b"\xff\xd8\xff", Kind(FileForm.IMAGE, "image/jpeg", "JPEG")),
    (b"\x89PNG\r\n\x1a\n", Kind(FileForm.IMAGE, "image/png", "PNG")),
    (b"GIF87a", Kind(FileForm.IMAGE, "image/gif", "GIF")),
    (b"GIF89a", Kind(FileForm.IMAGE, "image/gif", "GIF")),
    (b"II*\x00", Kind(FileForm.IMAGE, "image/tiff", "TIFF")),
    (b"MM\x00*", Kind(FileForm.IMAGE, "image/tiff", "TIFF")),
)
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1"})
_PDF_HEADER_WITHIN: Final = 1024  # bytes; ISO 32000-1, annex H, note 13
_MAIL_NAMES: Final = frozenset({"from", "to", "subject", "date", "message-id", "received"})
_HEADER_LINE: Final = re.compile(rb"[!-9;-~]+:[ \t]?|[ \t]+\S|From ")
# Text that is a program's format, not words: shown as it is, nobody could read it.
_MARKUP: Final = re.compile(
    rb"\s*(?:<\?xml|<!doctype|<!--|<html|<svg|<head|<body|<script|\{\\rtf|%!PS|#!)", re.IGNORECASE
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
# Endings of binary formats: text under such a name is not what the name says.
_BINARY_NAMES: Final = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".tif", ".tiff", ".heic", ".heif"}
    | {".avif", ".pdf", ".bmp", ".svg", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".zip", ".rtf"}
    | {".htm", ".html", ".xml", ".eps", ".ps", ".exe", ".msg", ".mp3", ".mp4", ".mov", ".avi"}
)


def sniff(data: bytes, name: str) -> Kind:
    """What `data` is. Raises FileRefused (EMPTY, UNKNOWN_TYPE)."""
    if not data:
        raise FileRefused(FileProblem.EMPTY)
    kind = _binary(data)
    if kind is not None:
        return kind
    text = decode(data)
    if text is None:
        raise FileRefused(FileProblem.UNKNOWN_TYPE)
    if not text.strip():
        raise FileRefused(FileProblem.EMPTY)
    if _MARKUP.match(data.removeprefix(codecs.BOM_UTF8)) or _MARKUP.match(
        text[:200].encode("utf-8", "replace")
    ):
        raise FileRefused(FileProblem.UNKNOWN_TYPE)
    if PurePath(name).suffix.lower() in _BINARY_NAMES:
        raise FileRefused(FileProblem.UNKNOWN_TYPE)
    return EMAIL if _is_mail(data) else TEXT


def decode(data: bytes) -> str | None:
    """The characters of a text file; None when it is not text."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _encodings(data: bytes) -> tuple[Encoding, ...]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return (Encoding.UTF16,)
    return (Encoding.UTF8, Encoding.WINDOWS)


def _binary(data: bytes) -> Kind | None:
    for magic, kind in _PICTURES:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind(FileForm.IMAGE, "image/webp", "WEBP")
    if data[4:8] == b"ftyp":
        return _boxed(data)
    # Not only at the start: some programs put a line in front. Not in the middle of words.
    before, header, _ = data[:_PDF_HEADER_WITHIN].partition(b"%PDF-")
    if header and (not before or before.endswith((b"\n", b"\r", b"\x00", b" ", b"\xbf"))):
        return PDF
    return None


def _boxed(data: bytes) -> Kind | None:
    """The kind by the brands of an ISO media file (ISO 14496-12, 4.3)."""
    end = min(int.from_bytes(data[:4], "big"), 200)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))}
    if b"avif" in brands:
        return _AVIF
    return _HEIC if brands & _HEIC_BRANDS else None


def _is_mail(data: bytes) -> bool:
    """Whether it starts with header lines (RFC 5322, 2.2), two or more of them known."""
    head = re.split(rb"\r?\n\r?\n", data.removeprefix(codecs.BOM_UTF8)[:100_000], maxsplit=1)[0]
    if not all(_HEADER_LINE.match(line) for line in head.splitlines()):
        return False
    message = email.message_from_bytes(head, policy=email.policy.compat32)
    return len({name.lower() for name in message} & _MAIL_NAMES) >= 2
