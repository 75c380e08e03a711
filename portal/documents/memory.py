"""What a document takes of memory, given back before the next large thing needs it."""

import ctypes
import gc
from contextlib import suppress


def give_back_memory() -> None:
    """Free what a document left behind: its parts refer to each other in circles."""
    gc.collect()
    with suppress(AttributeError):  # the C library of another system does this by itself
        ctypes.CDLL(None).malloc_trim(0)
