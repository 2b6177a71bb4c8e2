"""Grounds and models compared array by array."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from braid.kinds.entries import Entries


def differences(one: Any, other: Any, at: str) -> Iterator[str]:
    """Where two models are not the same, looking into everything but the ground's own look-ups."""
    if isinstance(one, np.ndarray):
        if one.dtype != other.dtype or not np.array_equal(one, other):
            yield at
    elif isinstance(one, Entries):
        columns = sorted(one.whole)
        yield from differences(
            [getattr(one, name) for name in columns], [getattr(other, name) for name in columns], at
        )
    elif is_dataclass(one) and not isinstance(one, type):
        for part in fields(one):
            if part.name not in ("inputs", "permissions", "refusals", "ground", "parts"):
                yield from differences(
                    getattr(one, part.name), getattr(other, part.name), f"{at}.{part.name}"
                )
    elif isinstance(one, dict | list | tuple):
        yield from _inside(one, other, at)
    elif one != other:
        yield at


def _inside(one: Any, other: Any, at: str) -> Iterator[str]:
    keys = list(one) if isinstance(one, dict) else list(range(len(one)))
    others = list(other) if isinstance(other, dict) else list(range(len(other)))
    if keys != others:
        yield at
    else:
        for key in keys:
            yield from differences(one[key], other[key], f"{at}[{key}]")
