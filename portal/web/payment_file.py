"""A CSV file with a payment history: its bytes as text. It stays in memory and is not kept."""

import re
from typing import Final

from portal.web.payment_rows import LONGEST_TEXT

LARGEST_FILE: Final = 1_000_000  # bytes; many times what fits in a payment history
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_SEPARATOR_LINE: Final = re.compile(r"\A\"?sep=.\"?\r?\n", re.IGNORECASE)  # Excel puts it on top
_OTHER_KINDS: Final = ("%PDF", "{\\rtf", "<")  # PDF, rich text, web pages that are called .xls
_FEW: Final = 4  # of its bytes, one in so many may be NUL in UTF-16 of a text in Latin letters


class NoRows(Exception):
    """The file gives no lines: it is "empty", "too_large" or "not_csv"."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class RowsSink:
    """Keeps the bytes of an arriving file in memory, one more than the largest at most."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, piece: bytes) -> int:
        self.data += piece[: LARGEST_FILE + 1 - len(self.data)]
        return len(piece)

    def seek(self, place: int, whence: int = 0) -> int:  # noqa: ARG002 - as a file has it
        """The form's reader goes back to the start when the file is whole: nothing to do."""
        return 0


def read_text(data: bytes) -> str:
    """The text of a CSV file in UTF-8, UTF-16 or Windows-1252. Raises NoRows."""
    if len(data) > LARGEST_FILE:
        raise NoRows("too_large")
    text = _SEPARATOR_LINE.sub("", _decoded(data))
    if not text.strip():
        raise NoRows("empty")
    if _CONTROL.search(text) or text.lstrip().startswith(_OTHER_KINDS):
        raise NoRows("not_csv")
    if len(text) > LONGEST_TEXT:
        raise NoRows("too_large")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data.removeprefix(mark), encoding)
    if guessed := _without_mark(data):
        return _strictly(data, guessed)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "cp1252")


def _without_mark(data: bytes) -> str:
    """UTF-16 without its mark: every second byte of Latin letters is zero."""
    often = len(data) // _FEW
    if data[1::2].count(0) > often:
        return "utf-16-le"
    return "utf-16-be" if data[::2].count(0) > often else ""


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NoRows("not_csv") from error
