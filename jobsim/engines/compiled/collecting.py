"""Python's search for garbage, left out while nothing but what stays is made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Search for no garbage in between.

    What is made for thousands of submitters would be looked through again and again, to find none: that takes a
    third of the time.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
