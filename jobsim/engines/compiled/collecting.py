"""Python's search for garbage, kept away from what is laid out for a run and stays as long as that."""

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


@contextmanager
def out_of_sight() -> Iterator[None]:
    """Let no search go through what there is now, until the end; nor through what somebody else has put out of sight.

    The first search after it was made would be through all of it.
    """
    if gc.get_freeze_count():
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
