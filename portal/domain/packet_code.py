"""The packet code: with the case's reference, it names one packet; printed on its every page."""

import hashlib

CODE_LENGTH = 12  # hex digits
_GROUP = 4


def packet_code(content_hash: str, language: str) -> str:
    """The 12 hex digits of a packet, "3f9c21ab77de": the same content and language, the same code.

    `content_hash` is `PacketContent.hash`, `language` the language of the paper.
    """
    return hashlib.sha256((content_hash + language).encode()).hexdigest()[:CODE_LENGTH]


def grouped(code: str) -> str:
    """The code as it is printed: "3f9c-21ab-77de"."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
