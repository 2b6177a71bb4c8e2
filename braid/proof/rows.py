"""A model's rows and limits in exact numbers, with a name for each: what a proof is about.

Amounts are cents, head counts people. A row is as loose as whole cents make it, so that a bound
holds for plans in whole cents too; and as strict: where all that stands in a row is whole, no plan
uses the part of a cent in its side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

import numpy as np

from braid.kinds.block import EACH_CHARGE
from braid.kinds.naming import name_of
from braid.model.model import Model
from braid.record import record

ROUNDED = 1 + Fraction(1, 2**52)
"""Of some limits only the nearest float is known: the exact one is larger by this at most."""
A_CENT = Fraction(1)


@record
class ExactRows:
    """Rows ``low <= sum num/den * column <= high`` over columns from 0 to ``most``.

    The terms of row k are those from ``start[k]`` up to ``start[k + 1]``; where ``den`` is 0,
    ``num`` is a place in ``wide``. Sides are None where there is none.
    """

    start: np.ndarray
    column: np.ndarray
    num: np.ndarray
    den: np.ndarray
    wide: Sequence[Fraction]
    low: Sequence[Fraction | None]
    high: Sequence[Fraction | None]
    most: Sequence[Fraction]
    names: Sequence[str]
    whole: Mapping[int, str]
    """The names of the columns that are whole numbers: decisions (0/1), then head counts."""

    def terms(self, row: int) -> Iterator[tuple[int, int, int]]:
        """Columns, numerators and denominators of a row."""
        here = slice(int(self.start[row]), int(self.start[row + 1]))
        parts = (self.column[here].tolist(), self.num[here].tolist(), self.den[here].tolist())
        for column, num, den in zip(*parts, strict=True):
            yield (column, num, den) if den else (column, *self.wide[num].as_integer_ratio())

    @cached_property
    def named(self) -> dict[str, int]:
        """The row of each name."""
        return {name: row for row, name in enumerate(self.names)}

    @cached_property
    def whole_named(self) -> dict[str, int]:
        """The column of each name of a whole number."""
        return {name: column for column, name in self.whole.items()}


def exact_rows(model: Model) -> ExactRows:
    """The rows of a model, as they hold for plans in whole cents."""
    rows = model.rows
    low: list[Fraction | None] = []
    high: list[Fraction | None] = []
    for row, (sense, side) in enumerate(zip(rows.sense.tolist(), rows.side, strict=True)):
        loose = _loose(model, row)
        low.append(side - loose if sense >= 0 else None)
        high.append(side + loose if sense <= 0 else None)
    for row in _of_whole_numbers(model).tolist():
        least, greatest = low[row], high[row]
        low[row] = None if least is None else Fraction(ceil(least))
        high[row] = None if greatest is None else Fraction(floor(greatest))
    names = zip(rows.rule, rows.label, strict=True)
    return ExactRows(
        rows.start, rows.column, rows.num, rows.den, rows.wide, low, high, _most(model),
        _numbered(f"{rule}: {label}" for rule, label in names), _whole(model),
    )  # fmt: skip


def _of_whole_numbers(model: Model) -> np.ndarray:
    """The rows whose terms are whole numbers of cents and people, whatever the plan."""
    rows = model.rows
    whole = model.counts.copy()
    whole[: model.layout.charges + model.layout.cells] = True
    number = np.repeat(np.arange(len(rows)), np.diff(rows.start))
    broken = np.bincount(number[(rows.den != 1) | ~whole[rows.column]], minlength=len(rows))
    return np.flatnonzero(broken == 0)


def _loose(model: Model, row: int) -> Fraction:
    """By how many cents whole cents may miss a row at most."""
    rows = model.rows
    loose = A_CENT if row in rows.whole_cents else Fraction(0)
    if row in rows.rounding:
        cents = rows.rounding[row]
        if cents is EACH_CHARGE:
            columns = rows.column[rows.start[row] : rows.start[row + 1]]
            cents = int((columns < model.layout.charges).sum())
        loose += max(0, cents)
    return loose


def _most(model: Model) -> list[Fraction]:
    """The largest value of each column; a little more where only a float is known of it."""
    whole_cents, parts = model.layout.charges + model.layout.cells, _parts(model)
    found = []
    for column, most in enumerate(model.upper.tolist()):
        if model.counts[column]:
            found.append(Fraction(most))
        elif column in parts:
            found.append(Fraction(floor(parts[column])))
        elif column < whole_cents:
            found.append(Fraction(round(most * 100)))
        else:
            found.append(Fraction(most) * 100 * ROUNDED)
    return found


def _parts(model: Model) -> dict[int, Fraction]:
    """Charges on a year's shared cost -> the part of it that is their group's."""
    ground = model.ground
    if ground.past is not None:  # then what is left of a year's part is for the rows to say
        return {}
    charges, spreads = ground.charges, ground.spreads
    found = {}
    for column in np.flatnonzero(charges.spread >= 0).tolist():
        spread = int(charges.spread[column])
        cells = spreads.cell[spreads.start[spread] : spreads.start[spread + 1]].tolist()
        found[column] = ground.benefit_shares.of(cells)[int(charges.group[column])]
    return found


def _whole(model: Model) -> dict[int, str]:
    layout, codes = model.layout, model.ground.codes
    named = [(column, f"take {codes.awards[award]}") for award, column in layout.used.items()]
    named += [(column, name) for name, column, _ in layout.flags]
    for (group, stream), column in layout.served.items():
        named.append((column, f"{codes.groups[group]} served by {codes.streams[stream]}"))
    for (group, system), column in layout.recorded.items():
        named.append((column, f"{codes.groups[group]} recorded in {codes.systems[system]}"))
    for (group, served), column in layout.named.items():
        by = name_of(served, codes.streams)
        named.append((column, f"{codes.groups[group]} served by {by} alone"))
    names = _numbered(name for _, name in named)
    return dict(zip((column for column, _ in named), names, strict=True))


def _numbered(names: Iterable[str]) -> list[str]:
    """The names, from the second of the same on with its number."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
