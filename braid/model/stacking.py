"""Blocks of rows below one another, in compressed row form with exact terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from braid.kinds.block import LARGEST, WIDE, Block, Cut
from braid.model.model import SENSES, Rows

Terms = tuple[np.ndarray, np.ndarray, np.ndarray]
SMALL = 2**30
"""Numerators and denominators below this multiply within 64 bits."""
_NONE = np.empty(0, dtype=np.int64)


def stack(blocks: Sequence[Block], width: int, *, spent: bool = False) -> Rows:
    """All blocks below one another, in compressed row form; there are ``width`` columns.

    Of blocks that are ``spent`` nobody needs the terms any more: they are let go.
    """
    offset = 0
    places: list[np.ndarray] = []
    numerators: list[np.ndarray] = []
    denominators: list[np.ndarray] = []
    wide: list[Fraction] = []
    sense: list[int] = []
    side: list[Fraction] = []
    kind: list[str] = []
    rule: list[str] = []
    label: list[str] = []
    cell_of: dict[int, int] = {}
    whole_cents: set[int] = set()
    rounding: dict[int, int | None] = {}
    cut: list[Cut] = []
    for block in blocks:
        place, nums, dens = _in_order(block, offset, width)
        if block.wide:
            nums = np.where(dens == WIDE, nums + len(wide), nums)
        places.append(place)
        numerators.append(nums)
        denominators.append(dens)
        if spent:
            block.forget()
        wide += block.wide
        cell_of.update({row + offset: cell for row, cell in block.cell_of.items()})
        whole_cents |= {row + offset for row in block.whole_cents}
        rounding.update({row + offset: cents for row, cents in block.rounding.items()})
        cut += [replace(one, row=one.row + offset) for one in block.cut]
        sense += [SENSES[s] for s in block.senses]
        side += block.sides
        kind += [block.kind] * len(block.senses)
        rule += [block.rule] * len(block.senses)
        label += block.labels
        offset += len(block.senses)
    terms = [_joined(places), _joined(numerators), _joined(denominators)]
    place, nums, dens = _merged(terms, wide)
    rows, columns = place // width, place % width
    start = np.zeros(offset + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=offset), out=start[1:])
    return Rows(
        start, columns, nums, dens, tuple(wide), np.array(sense), tuple(side), tuple(kind),
        tuple(rule), tuple(label), cell_of, frozenset(whole_cents), rounding, Cut.joined(cut),
    )  # fmt: skip


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    """Arrays behind one another; their list is empty afterwards, so that they need no room."""
    found: np.ndarray = np.concatenate(parts)
    parts.clear()
    return found


def _in_order(block: Block, offset: int, width: int) -> Terms:
    """A block's terms in order of place, those of one place as they were added.

    Its rows begin at ``offset``, behind those of the blocks before it.
    """
    parts = list(block.terms())
    if not parts:
        return _NONE, _NONE, _NONE
    rows, columns, nums, dens = (_behind(column) for column in zip(*parts, strict=True))
    place = (rows + offset) * width + columns
    if (place[1:] < place[:-1]).any():
        order = np.argsort(place, kind="stable")
        place, nums, dens = place[order], nums[order], dens[order]
    return place, nums, dens


def _behind(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Arrays behind one another; one alone is not copied."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _merged(terms: list[np.ndarray], wide: list[Fraction]) -> Terms:
    """Places, numerators, denominators in order of place; those of one place added up exactly.

    ``terms`` is empty afterwards.
    """
    dens, nums, place = terms.pop(), terms.pop(), terms.pop()
    again = np.flatnonzero(place[1:] == place[:-1]) + 1
    if not len(again):
        return place, nums, dens
    begin = np.flatnonzero(np.diff(again, prepend=-1) != 1)
    first, sizes = again[begin] - 1, np.diff(begin, append=len(again))
    small = (np.abs(nums) < SMALL) & (dens < SMALL) & (dens != WIDE)
    twice = first[(sizes == 1) & small[first] & small[first + 1]]
    n = nums[twice] * dens[twice + 1] + nums[twice + 1] * dens[twice]
    d = dens[twice] * dens[twice + 1]
    common = np.gcd(n, d)
    nums[twice], dens[twice] = n // common, d // common
    keep = np.ones(len(place), dtype=bool)
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
    return place[keep], nums[keep], dens[keep]
