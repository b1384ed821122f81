"""Many small objects at once: rows read, checked or stored by the hundred thousand hold no cycles to look for."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """Build many small objects without Python looking through all of them for cycles again and again.

    They hold no cycles, so nothing is missed; looking among a million records would double the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
