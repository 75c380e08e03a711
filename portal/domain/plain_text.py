"""Text of a group as it is typed: paragraphs with an empty line between them, and links.

A link is written [words](https://example.org), or as the bare address. Nothing else has a meaning.
"""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

LINK_STARTS: Final = ("https://", "mailto:", "tel:")
_LINK = re.compile(
    r"\[(?P<words>[^\[\]\n]{1,200})\]\((?P<url>[^\s()]{1,500})\)"
    r"|(?P<bare>https://[^\s<>()\[\]\"']{1,500})"
)
_STARTS = re.compile(r"(?:https://|mailto:|tel:)[^\s\"'<>]+")
_AFTER = ".,;:!?"  # the end of a sentence is not part of an address


class Piece(Struct, frozen=True):
    """Some words of a paragraph; with a `url` they are a link."""

    words: str
    url: str = ""


def paragraphs(text: str) -> tuple[tuple[Piece, ...], ...]:
    """The paragraphs of a text, each in pieces."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip())
    return tuple(tuple(_pieces(block.strip())) for block in blocks if block.strip())


def bad_links(text: str) -> tuple[str, ...]:
    """The addresses of links that lead elsewhere than to a site, a mailbox or a telephone."""
    found = (match["url"] for match in _LINK.finditer(text))
    return tuple(url for url in found if url and not is_link(url))


def is_link(url: str) -> bool:
    """Whether an address is one that a page of ours may link to."""
    return bool(_STARTS.fullmatch(url))


def _pieces(block: str) -> Iterator[Piece]:
    end = 0
    for match in _LINK.finditer(block):
        url = match["url"] or match["bare"].rstrip(_AFTER)
        if not is_link(url):
            continue
        if match.start() > end:
            yield Piece(block[end : match.start()])
        yield Piece(match["words"] or url, url)
        end = match.end() if match["url"] else match.start() + len(url)
    if end < len(block):
        yield Piece(block[end:])
