"""Blocks of rows below one another, in compressed row form with exact terms."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from braid.kinds.block import LARGEST, WIDE, Block, Terms
from braid.model.model import SENSES, Rows

SMALL = 2**30
"""Numerators and denominators below this multiply within 64 bits."""


def stack(blocks: Sequence[Block]) -> Rows:
    """All blocks below one another, in compressed row form."""
    offset = 0
    parts: list[Terms] = []
    wide: list[Fraction] = []
    sense: list[int] = []
    side: list[Fraction] = []
    kind: list[str] = []
    rule: list[str] = []
    label: list[str] = []
    cell_of: dict[int, int] = {}
    whole_cents: set[int] = set()
    rounding: dict[int, int | None] = {}
    for block in blocks:
        for rows, columns, nums, dens in block.terms():
            if block.wide:
                nums = np.where(dens == WIDE, nums + len(wide), nums)
            parts.append((rows + offset, columns, nums, dens))
        wide += block.wide
        cell_of.update({row + offset: cell for row, cell in block.cell_of.items()})
        whole_cents |= {row + offset for row in block.whole_cents}
        rounding.update({row + offset: cents for row, cents in block.rounding.items()})
        sense += [SENSES[s] for s in block.senses]
        side += block.sides
        kind += [block.kind] * len(block.senses)
        rule += [block.rule] * len(block.senses)
        label += block.labels
        offset += len(block.senses)
    rows, columns, nums, dens = (np.concatenate([p[k] for p in parts]) for k in range(4))
    rows, columns, nums, dens = _merged(rows, columns, nums, dens, wide)
    start = np.zeros(offset + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=offset), out=start[1:])
    return Rows(
        start, columns, nums, dens, tuple(wide), np.array(sense), tuple(side), tuple(kind),
        tuple(rule), tuple(label), cell_of, frozenset(whole_cents), rounding,
    )  # fmt: skip


def _merged(
    rows: np.ndarray, columns: np.ndarray, nums: np.ndarray, dens: np.ndarray, wide: list[Fraction]
) -> Terms:
    """Terms in order of row and column; terms of the same place are added up exactly."""
    place = rows * (int(columns.max(initial=0)) + 1) + columns
    steps = np.diff(place)
    if (steps < 0).any():
        order = np.argsort(place, kind="stable")
        rows, columns, nums, dens = rows[order], columns[order], nums[order], dens[order]
        steps = np.diff(place[order])
    again = np.flatnonzero(steps == 0) + 1
    if not len(again):
        return rows, columns, nums, dens
    begin = np.flatnonzero(np.diff(again, prepend=-1) != 1)
    first, sizes = again[begin] - 1, np.diff(begin, append=len(again))
    small = (np.abs(nums) < SMALL) & (dens < SMALL) & (dens != WIDE)
    twice = first[(sizes == 1) & small[first] & small[first + 1]]
    n = nums[twice] * dens[twice + 1] + nums[twice + 1] * dens[twice]
    d = dens[twice] * dens[twice + 1]
    common = np.gcd(n, d)
    nums[twice], dens[twice] = n // common, d // common
    keep = np.ones(len(rows), dtype=bool)
    keep[twice + 1] = False

    def value(at: int) -> Fraction:
        return wide[nums[at]] if dens[at] == WIDE else Fraction(int(nums[at]), int(dens[at]))

    left = keep[again]
    for at, k in zip(np.repeat(first, sizes)[left].tolist(), again[left].tolist(), strict=True):
        total = value(at) + value(k)
        num, den = total.numerator, total.denominator
        if not -LARGEST < num < LARGEST or den >= LARGEST:
            wide.append(total)
            num, den = len(wide) - 1, WIDE
        nums[at], dens[at] = num, den
    keep[again] = False
    return rows[keep], columns[keep], nums[keep], dens[keep]
