"""What multipliers of rows prove: a bound for every plan, in exact arithmetic.

For multipliers p of the rows, at least 0 where a row has a least value and at most 0 where it has
a greatest one, each plan costs at least ``p sides + sum_j min(d_j low_j, d_j high_j)`` with
``d = costs - p rows``: whatever the multipliers are, and wherever they come from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from braid.proof.rows import ExactRows
from braid.record import record

PARTS = 30
SCALE: int = 2**PARTS
"""A multiplier is a whole number: so many of these parts of 1."""
Costs = Mapping[int, Fraction]
"""Column -> cents for each cent or person."""


@record
class Lock:
    """An earlier aim, which is to be no worse than this: ``sum costs x <= cents``."""

    costs: Costs
    cents: Fraction


@record
class Multipliers:
    """Of the model's rows, by number, and of the locks, in order: whole numbers of 1/SCALE."""

    rows: Mapping[int, int]
    locks: Sequence[int] = ()


def bound(
    rows: ExactRows, costs: Costs, locks: Sequence[Lock], multipliers: Multipliers,
    within: Mapping[int, tuple[int, int]],
) -> Fraction:  # fmt: skip
    """Cents that ``costs`` come to at least, where some columns lie ``within`` narrower limits.

    A multiplier of a sign that its row does not have counts as 0. Where costs are nothing and the
    bound is above 0, there is no plan.
    """
    total = Fraction(0)
    asked: dict[int, int] = defaultdict(int)
    parts: dict[int, dict[int, int]] = {}
    for row, times in multipliers.rows.items():
        side = rows.low[row] if times > 0 else rows.high[row]
        if not times or side is None:
            continue
        total += side * times
        for column, num, den in rows.terms(row):
            if den == 1:
                asked[column] += times * num
            else:
                here = parts.setdefault(column, {})
                here[den] = here.get(den, 0) + times * num
    less: dict[int, Fraction] = {column: Fraction(sum_) for column, sum_ in asked.items()}
    for column, of in parts.items():
        fractions = (Fraction(num, den) for den, num in of.items())
        less[column] = sum(fractions, less.get(column, Fraction(0)))
    for lock, times in zip(locks, multipliers.locks, strict=False):
        if times < 0:
            total += lock.cents * times
            for column, cost in lock.costs.items():
                less[column] = less.get(column, Fraction(0)) + cost * times
    for column in less.keys() | costs.keys():
        rest = costs.get(column, Fraction(0)) * SCALE - less.get(column, Fraction(0))
        least, most = within.get(column) or (0, rows.most[column])
        total += rest * (least if rest > 0 else most)
    return total / SCALE
