"""What the instances of a limit are called, each by a name that no other of it has."""

from __future__ import annotations

import numpy as np

from braid.kinds import selection
from braid.kinds.entries import Entries
from braid.kinds.factors import YEARS
from braid.kinds.rows import Context

PER_HEAD = ("participant", "credential")
OF_POOL = ("stream", "family", "organization")
"""What names of awards say of themselves, and "all awards" does not."""


def columns_of(used: tuple[str, ...], *, family: bool) -> tuple[str, ...]:
    """What each part of a key is; a head count's is the group, then who serves it."""
    scope = "family" if family else "stream"
    found: list[str] = []
    for name in used:
        found += ("group", scope) if name in PER_HEAD else (name,)
    return tuple(found)


def label_of(
    used: tuple[str, ...], key: selection.Key, awards: tuple[str, ...], context: Context,
    *, cut: bool, seen: tuple[Entries | None, np.ndarray], pooled: str,
) -> str:  # fmt: skip
    """The awards, then what else the instance is cut by.

    ``seen`` are entries and the positions of its own; ``pooled`` one of its awards where
    ``awards`` does not name them.
    """
    parts: list[str] = []
    at = 0
    for name in used:
        value = key[at]
        if name in ("group", "participant", "credential"):
            parts.append(context.codes.groups[value])
            at += 1 if name == "group" else 2
            continue
        if name == selection.HOME:
            if cut and value >= 0:
                parts.append(context.inputs.partnerships[value].id)
        elif name == "line":
            parts.append(context.codes.lines[value])
        elif name == "funding_year" or name in YEARS:
            parts.append(str(value))
        elif name == "award":
            parts.append(context.codes.awards[value])
        elif name in ("program", "employer", "round"):
            entries, positions = seen
            if entries is not None and len(positions):
                parts.append(selection.name_of(name, entries, int(positions[0]), context))
        elif name in OF_POOL and pooled:
            parts.append(_of_pool(name, pooled, context))
        at += 1
    if not any(n == "award" for n in used):
        parts.insert(0, "+".join(name for name in awards if name))
    return " ".join(p for p in parts if p)


def _of_pool(name: str, award: str, context: Context) -> str:
    inputs, stated = context.inputs, context.inputs.awards[award]
    if name == "stream":
        return stated.stream
    if name == "family":
        return inputs.law.streams[stated.stream].family or stated.stream
    return inputs.recipient(stated)
