"""Values that cost time, worked out once in a run of the tests, whichever worker asks first."""

import json
import os
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

Values = dict[int, float]

shared: list[Path] = []
"""The folder of all workers of a run; none where one process runs all tests."""


def once(solve: Callable[..., Values]) -> Callable[..., Values]:
    """A function of a seed, and of what is left out, that is remembered."""

    @cache
    @wraps(solve)
    def remembered(seed: int, drop: str | None = None) -> Values:
        asked = (seed,) if drop is None else (seed, drop)
        if not shared:
            return solve(*asked)
        path = shared[0] / "-".join(map(str, (solve.__name__, *asked))).replace(":", "-")
        if path.exists():
            return {int(tier): value for tier, value in json.loads(path.read_text()).items()}
        values = solve(*asked)
        own = path.with_name(f"{path.name}.{os.getpid()}")
        own.write_text(json.dumps(values))
        own.replace(path)
        return values

    return remembered
