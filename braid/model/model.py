"""The finished model: what is handed to a solver, and the exact numbers behind it.

Columns come in this order: charges (cents), unfunded of each cell (cents), served
(heads), recorded (heads), offered awards (0/1), and further variables, in cents or 0/1.
Floats are dollars and heads; exact rows are in cents and heads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property

import numpy as np

from braid.eligibility.ground import Ground
from braid.kinds.block import NO_CUT, NOTHING, WIDE, Block, Cut, Sense
from braid.kinds.pools import Pledges
from braid.kinds.rows import Extra, Remark
from braid.kinds.threshold import Mark
from braid.record import record

TIERS = ("floors", "must", "unfunded", "overhead")
"""The first four tiers, in order; each is locked before the next."""
DIRECT_COSTS, BRIDGE = "direct", "bridge"
"""The tiers after overhead of models that follow somebody's cash: people before loans."""


@record
class Layout:
    """Where each kind of variable stands among the columns."""

    charges: int
    cells: int
    served: dict[tuple[int, int], int]
    recorded: dict[tuple[int, int], int]
    used: dict[int, int]
    extras: tuple[tuple[str, int, str], ...]
    """(name, column, label) of what follows from the charges, in cents."""
    decisions: tuple[tuple[str, int, str], ...] = ()
    """(name, column, label) of further decisions in cents."""
    flags: tuple[tuple[str, int, str], ...] = ()
    """(name, column, label) of further 0/1 decisions."""
    transfers: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """(award that gives, award that receives) -> column; they stand among the decisions too."""
    named: Mapping[tuple[int, frozenset[int]], int] = field(default_factory=dict)
    """(group, streams) -> people of it whom, of linked streams, these and no others serve."""

    @property
    def unfunded(self) -> slice:
        """The unfunded columns."""
        return slice(self.charges, self.charges + self.cells)

    @cached_property
    def heads(self) -> np.ndarray:
        """Columns that count people."""
        counts = (self.served, self.recorded, self.named)
        return np.array(sorted(c for of in counts for c in of.values()), dtype=np.int64)


@record
class Rows:
    """All rows: float terms in compressed form, and the exact ones."""

    start: np.ndarray
    column: np.ndarray
    num: np.ndarray
    den: np.ndarray
    wide: tuple[Fraction, ...]
    """The fractions that need more than 64 bits: ``num`` is the place here where ``den`` is 0."""
    sense: np.ndarray
    """-1 for <=, 1 for >=, 0 for =."""
    side: tuple[Fraction, ...]
    kind: tuple[str, ...]
    rule: tuple[str, ...]
    label: tuple[str, ...]
    cell_of: dict[int, int]
    """Rows about one cell, with its number."""
    whole_cents: frozenset[int] = frozenset()
    """Rows ``>=`` whose side is rounded down to whole cents once people are whole."""
    rounding: Mapping[int, int | None] = field(default_factory=dict)
    """Rows that whole cents may miss, and by how many cents, or ``EACH_CHARGE``."""
    cut: Cut = NO_CUT
    """Terms that are a part of a year's shared charge, with the cells that these are about."""

    def __len__(self) -> int:
        return len(self.sense)

    def value(self, at: int) -> Fraction:
        """The exact coefficient of a term."""
        num, den = int(self.num[at]), int(self.den[at])
        return self.wide[num] if den == WIDE else Fraction(num, den)

    @cached_property
    def floats(self) -> np.ndarray:
        """The coefficients of all terms as floats."""
        wide = self.den == WIDE
        values: np.ndarray = self.num / np.where(wide, 1, self.den)
        values[wide] = [float(self.wide[k]) for k in self.num[wide]]
        return values

    @cached_property
    def falling(self) -> np.ndarray:
        """Mask of the terms whose coefficient is negative."""
        wide = self.den == WIDE
        negative: np.ndarray = self.num < 0
        negative[wide] = [self.wide[k] < 0 for k in self.num[wide]]
        return negative


@record
class Parts:
    """The rows of a model by what wrote them, and the columns that they added: for others like it.

    Kept of small models only.
    """

    blocks: Mapping[str, Sequence[Block]]
    whole: Mapping[str, frozenset[int]]
    """The columns that each part wants in whole numbers."""
    extras: tuple[Extra, ...]
    pledges: Pledges


@record
class Model:
    """A linear program with some whole-number columns and ordered objectives."""

    ground: Ground
    layout: Layout
    rows: Rows
    upper: np.ndarray
    """Largest value of each column in dollars or heads."""
    counts: np.ndarray
    """Mask of the columns that are heads or 0/1, not money."""
    whole: np.ndarray
    """Mask of the columns that must be whole numbers in the search."""
    costs: dict[str, np.ndarray]
    """Per tier, dollars per dollar or per head."""
    constants: dict[str, Fraction]
    """Per tier, cents that no decision changes."""
    pledges: Pledges
    """What must stand beside awards, and which charges can."""
    marks: tuple[Mark, ...] = ()
    """Amounts that an organization's spending in a year may reach."""
    remarks: tuple[Remark, ...] = ()
    """What rules could not ask."""
    broken: tuple[tuple[str, Fraction], ...] = ()
    """Limits that what was charged already breaks by itself: what, and by how many cents."""
    parts: Parts | None = field(default=None, repr=False)

    @property
    def columns(self) -> int:
        """How many variables there are."""
        return len(self.upper)

    @cached_property
    def values(self) -> np.ndarray:
        """Float coefficients, row by row: dollars per dollar, dollars per head."""
        scale = np.where(self.counts[self.rows.column], 0.01, 1.0)
        values: np.ndarray = self.rows.floats * scale
        return values

    @cached_property
    def sides(self) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper sides of the rows in dollars."""
        side = np.array([
            0.0 if s is NOTHING else s.numerator / (s.denominator * 100) for s in self.rows.side
        ])  # fmt: skip
        lower = np.where(self.rows.sense >= 0, side, -np.inf)
        upper = np.where(self.rows.sense <= 0, side, np.inf)
        return lower, upper


SENSES: dict[Sense, int] = {"<=": -1, ">=": 1, "=": 0}
