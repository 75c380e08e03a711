"""How much of the machine a file may use, and how much of it is shown."""

from typing import Final

from msgspec import Struct


class Limits(Struct, frozen=True, kw_only=True):
    """What one file may cost. Beyond it the file is attached without being shown.

    The defaults were measured with hostile files: each of them ends within these limits.
    """

    memory: int = 1_500_000_000  # bytes of address space of the process
    cpu_seconds: int = 20
    wall_seconds: float = 30.0  # counted from when the whole file is handed over
    max_pages: int = 200  # pages that are shown: all, or the chosen ones
    max_pixels: int = 50_000_000  # of one picture
    max_lines: int = 5_000  # of a text
    max_characters: int = 500_000  # of a text
    max_content: int = 50_000_000  # bytes of one unpacked stream of a page
    max_answer: int = 300_000_000  # bytes of the normal form


DEFAULT: Final = Limits()
