"""Normal forms in a packet, as tagged figures of an archival file."""

from __future__ import annotations

import io
from collections.abc import Iterable

import msgspec
import pikepdf

from portal.domain.evidence import NormalForm
from portal.intake.carrier import as_packet


def with_pdf(normal: NormalForm, pdf: bytes) -> NormalForm:
    """The same normal form with another PDF."""
    return msgspec.structs.replace(normal, pdf=pdf)


def packet(normals: Iterable[NormalForm]) -> bytes:
    """All pages in one tagged archival file, each a figure."""
    joined = pikepdf.new()
    for normal in normals:
        with pikepdf.open(io.BytesIO(normal.pdf)) as source:
            joined.pages.extend(source.pages)
    return as_packet(joined)
