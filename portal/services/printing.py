"""Printing what belongs to a case but is not a packet; and how printing can fail."""

from collections.abc import Callable

from msgspec import UNSET

from portal.documents.keysheet import key_sheet
from portal.documents.pdf import PdfJob, RenderedPdf
from portal.documents.pool import RenderBusy, RenderFailed
from portal.domain.group import Mark

__all__ = ["RenderBusy", "RenderFailed", "print_key_sheet"]

Render = Callable[[PdfJob], RenderedPdf]


def print_key_sheet(key_text: str, language: str, render: Render, mark: Mark = UNSET) -> bytes:
    """The PDF to print and keep, with the key as text and as a QR code.

    `key_text` is the key in its groups; `mark` names the group on it.

    Raises RenderBusy, RenderFailed.
    """
    return render(key_sheet(key_text, language, mark)).pdf
