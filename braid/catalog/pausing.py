"""Work that makes many objects and no cycles goes without Python's collector of cycles.

The collector looks again and again at all that is already there, which takes as long as the
work itself; what is no longer used is freed all the same, by its count of references.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def without_collector(work: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """``work`` with the collector paused while it runs."""

    @wraps(work)
    def paused(*args: Arguments.args, **named: Arguments.kwargs) -> Result:
        running = gc.isenabled()
        gc.disable()
        try:
            return work(*args, **named)
        finally:
            if running:
                gc.enable()

    return paused
