"""Effort that must stay in proportion, counted so that tests beside this one do not disturb it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fails when the block takes more than `seconds` of this process's own computing.

    The limit tells work that grows with the square of its input from work that does not; how fast
    things are is measured by `./hogerop bench`.
    """
    began = time.process_time()
    yield
    assert time.process_time() - began < seconds
