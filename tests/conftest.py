"""What all tests share."""

import gc


def pytest_collection_finish() -> None:
    """Ten thousand tests stay in memory. Printing a packet looks for garbage; without this it looks
    through all of them too, in a process that on a host holds nothing else.
    """
    gc.collect()
    gc.freeze()
