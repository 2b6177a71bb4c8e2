"""From the model's rows to exact rows over charges: heads, 0/1 and shortfalls are fixed."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, lcm

import numpy as np

from braid.kinds.block import EACH_CHARGE, NOTHING, WIDE
from braid.model.model import Model, Rows
from braid.plan import wholes
from braid.plan.columns import columns_of
from braid.plan.exact import ExactRows


def exact_rows(
    model: Model, x: np.ndarray, used: np.ndarray, *, sparing: bool = False
) -> ExactRows:
    """Every row as ``<=`` over the used charges (their columns), all else fixed as in ``x``.

    ``x`` has dollars, heads and 0/1 by column. Charges that are not used are zero, what is
    unfunded is what is left; rows with other variables in cents are left out. Decisions
    in cents, such as pledges, are treated as charges. What earlier spending has broken stays
    broken as far as ``x`` leaves it; ``sparing`` lets the cents that rounding takes off the charges
    that mend it be missing too, up to what it was broken by.
    """
    rows = model.rows
    place = np.full(model.columns, -1)
    place[used] = np.arange(len(used))
    fixed, short, other, past = _fixed(model, x)
    number = np.repeat(np.arange(len(rows)), np.diff(rows.start))
    of_charge = place[rows.column] >= 0
    kept = np.zeros(len(rows), dtype=bool)
    kept[number[of_charge]] = True
    kept[number[other[rows.column]]] = False
    loose = np.zeros(len(rows), dtype=bool)
    loose[number[short[rows.column]]] = True
    numbers = np.flatnonzero(kept)
    terms = np.flatnonzero(of_charge & kept[number])
    start = np.searchsorted(number[terms], np.append(numbers, len(rows)))
    sizes = np.diff(start)

    num, den = _reduced(rows, terms)
    scale = _scales(den, start)
    coefficient = wholes.times(num, np.repeat(scale, sizes) // den)
    coefficient[np.repeat(rows.sense[numbers] == 1, sizes)] *= -1
    kinds, of_cell = rows.kind, rows.cell_of
    balance = np.array([kinds[k] == "balance" for k in numbers.tolist()], dtype=bool)
    cell = np.array([of_cell.get(k, -1) for k in numbers.tolist()], dtype=np.int64)
    # a year's shared charge is cut over its periods in whole cents: up to a cent each way
    cut = (columns_of(model, rows.column[terms]).spread >= 0) & (den != 1)
    # against a group's part of the year all of it is held, uncut
    yearly = np.array([kinds[k] == "benefit" for k in numbers.tolist()], dtype=bool)
    safety = np.where(balance | yearly | (cell >= 0), 0, wholes.sums(cut.astype(np.int64), start))
    safety[np.isin(numbers, model.pledges.rows)] = 0
    for row, odd in model.pledges.odd.items():
        parts = int((place[odd.columns] >= 0).sum())
        safety[numbers == row] = ceil(odd.times * parts)
    for row, cents in rows.rounding.items():
        there = np.flatnonzero(numbers == row)
        safety[there] -= _missed(model, x, rows, row) if cents is EACH_CHARGE else cents
    stays = np.flatnonzero(past[rows.column] & kept[number])
    broken = dict(zip(number[stays].tolist(), fixed[rows.column[stays]].tolist(), strict=True))
    for at in np.flatnonzero(np.isin(numbers, list(broken))).tolist() if sparing else ():
        each = map(abs, coefficient[start[at] : start[at + 1]].tolist())
        broken[int(numbers[at])] += ceil(Fraction(sum(each), int(scale[at]))) + int(safety[at])
    fixed[past] = 0
    others = np.flatnonzero((fixed[rows.column] != 0) & kept[number])
    side = _sides(rows, numbers, number, others, fixed, broken, scale, safety)
    return ExactRows(
        used, start, place[rows.column[terms]], coefficient, side, scale, loose[numbers], balance,
        cell, numbers,
    )  # fmt: skip


def _fixed(model: Model, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Per column: its whole number (0 for charges), and whether it is a shortfall, of no use, or
    what earlier spending has broken.
    """
    fixed = np.zeros(model.columns, dtype=np.int64)
    fixed[model.counts] = np.rint(x[model.counts]).astype(np.int64)
    short, other, past = np.zeros((3, model.columns), dtype=bool)
    for name, column, _ in model.layout.extras:
        short[column] = name.startswith("short:")
        past[column] = name.startswith("past:")
        other[column] = not past[column] and not short[column]
        fixed[column] = 0 if other[column] else int(np.ceil(x[column] * 100 - 1e-4))
    return fixed, short, other, past


def _missed(model: Model, x: np.ndarray, rows: Rows, row: int) -> int:
    """Whole cents that rounding down takes off the charges of a row at most."""
    columns = rows.column[rows.start[row] : rows.start[row + 1]]
    charged = columns[columns < model.layout.charges]
    return max(0, int((x[charged] * 100 >= 1).sum()) - 1)


def _reduced(rows: Rows, terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numerators and denominators of some terms, in lowest terms."""
    num, den = rows.num[terms], rows.den[terms]
    if (den == WIDE).any():
        exact = [rows.value(at) for at in terms.tolist()]
        return (
            wholes.narrow([value.numerator for value in exact]),
            wholes.narrow([value.denominator for value in exact]),
        )
    broken = np.flatnonzero(den != 1)
    common = np.gcd(num[broken], den[broken])
    num[broken] //= common
    den[broken] //= common
    return num, den


def _scales(den: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The least common denominator of each row's terms."""
    scale = [1] * (len(start) - 1)
    broken = np.flatnonzero(den != 1)
    row = np.searchsorted(start, broken, side="right") - 1
    for k, one in zip(row.tolist(), den[broken].tolist(), strict=True):
        scale[k] = lcm(scale[k], one)
    return wholes.narrow(scale)


def _mended(side: Fraction, cents: int) -> Fraction:
    """A side that nothing can reach, nearer by some cents: to 0 at most, what is broken stays so.

    That is exact where an excess is not whole cents.
    """
    return min(side + cents, NOTHING) if side < 0 else max(side - cents, NOTHING)


def _sides(
    rows: Rows, numbers: np.ndarray, number: np.ndarray, others: np.ndarray, fixed: np.ndarray,
    broken: dict[int, int], scale: np.ndarray, safety: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """The sides for ``<=``: less what is fixed and ``safety``, times ``scale``, rounded down.

    ``numbers`` are the rows that are wanted, ``number`` is the row of every term, ``others`` are
    the terms with something ``fixed``, ``broken`` the cents by which rows stay broken. In Python's
    integers: common denominators may be large.
    """
    nums, dens = [0] * len(rows), [1] * len(rows)
    wanted = numbers.tolist()
    for k in wanted:
        side = rows.side[k] if k not in broken else _mended(rows.side[k], broken[k])
        nums[k], dens[k] = side.as_integer_ratio()
    terms = (number[others], fixed[rows.column[others]], rows.num[others], rows.den[others])
    for k, times, num, den in zip(*(part.tolist() for part in terms), strict=True):
        if den == WIDE:
            num, den = rows.wide[num].as_integer_ratio()
        if den == 1:
            nums[k] -= num * times * dens[k]
        else:
            nums[k], dens[k] = nums[k] * den - num * times * dens[k], dens[k] * den
    sides = []
    rising = (rows.sense[numbers] == 1).tolist()
    for k, up, by, less in zip(wanted, rising, scale.tolist(), safety.tolist(), strict=True):
        num, den = nums[k], dens[k]
        if k in rows.whole_cents:
            num, den = num // den, 1
        sides.append(((-num if up else num) - less * den) * by // den)
    return wholes.narrow(sides)
