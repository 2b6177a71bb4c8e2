"""Assemble the model of a ground: lay out the columns, collect the rows, price the tiers."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cached_property

import numpy as np

from braid.catalog.pausing import without_collector
from braid.eligibility.ground import Ground
from braid.kinds.registry import ROWS
from braid.kinds.rows import LARGEST, WIDE, Block, Context, Extra, Terms
from braid.kinds.tables import RECORD, REPORT
from braid.model.core import core_blocks
from braid.model.model import SENSES, Layout, Model, Rows


@without_collector
def build_model(ground: Ground, *, drop: str | None = None) -> Model:
    """The model of a scenario. ``drop`` leaves out the rows of one kind (for tests of power)."""
    return _Assembly(ground, drop).model()


class _Assembly:
    def __init__(self, ground: Ground, drop: str | None) -> None:
        self.ground = ground
        self.drop = drop
        inputs = ground.inputs
        self.n_charges = len(ground.charges)
        self.n_cells = len(ground.cells)
        at = self.n_charges + self.n_cells
        self.served = {pair: at + k for k, pair in enumerate(ground.served)}
        at += len(self.served)
        self.recorded = {pair: at + k for k, pair in enumerate(ground.recorded)}
        at += len(self.recorded)
        offered = [
            number
            for number, name in enumerate(ground.codes.awards)
            if inputs.awards[name].status == "offered"
        ]
        self.used = {number: at + k for k, number in enumerate(offered)}
        self.next = at + len(offered)
        self.extras: list[Extra] = []

    def new_column(self, extra: Extra) -> int:
        self.extras.append(extra)
        return self.next + len(self.extras) - 1

    def _extras(self, sort: str) -> tuple[tuple[str, int, str], ...]:
        numbered = enumerate(self.extras, self.next)
        return tuple((e.name, column, e.label) for column, e in numbered if e.sort == sort)

    def context(self) -> Context:
        ground = self.ground
        entitled: dict[tuple[str, str], int] = defaultdict(int)
        for given in ground.entitled:
            entitled[given.group, given.stream] += given.cents
        return Context(
            inputs=ground.inputs, conditions=ground.permissions.conditions, codes=ground.codes,
            cells=ground.cells, charges=ground.charges, spreads=ground.spreads, served=self.served,
            recorded=self.recorded, used=self.used, entitled=entitled,
            benefit_shares=ground.benefit_shares, new_column=self.new_column,
        )  # fmt: skip

    def model(self) -> Model:
        ground, context = self.ground, self.context()
        prices, constants = self._reporting_prices()
        blocks: list[Block] = list(
            core_blocks(context, self.n_charges, prices, constants, self.shared_records)
        )
        for kind, write in ROWS.items():
            if kind != self.drop:
                blocks += write(ground.inputs.law.of_kind(kind), context)
        layout = Layout(
            self.n_charges, self.n_cells, self.served, self.recorded, self.used,
            self._extras("follows"), self._extras("decision"), self._extras("flag"),
        )  # fmt: skip
        columns = self.next + len(self.extras)
        rows = _stack(blocks)
        counts = np.zeros(columns, dtype=bool)
        flags = [column for _, column, _ in layout.flags]
        counts[[*self.served.values(), *self.recorded.values(), *self.used.values(), *flags]] = True
        whole = np.zeros(columns, dtype=bool)
        whole[[*self.used.values(), *context.whole, *flags]] = True
        costs, tier_constants = self._tiers(columns)
        return Model(
            ground, layout, rows, self._upper(columns), counts, whole, costs, tier_constants
        )

    # -- reporting -------------------------------------------------------------

    def _reporting_prices(
        self,
    ) -> tuple[dict[int, list[tuple[int, Fraction]]], dict[int, Fraction]]:
        """For each reporting cell whose cost depends on a decision: (column, cents each)."""
        ground, cells = self.ground, self.ground.cells
        prices: dict[int, list[tuple[int, Fraction]]] = {}
        constants: dict[int, Fraction] = {}
        self.record_upper: dict[int, Fraction] = {}
        self.shared_records: dict[int, list[tuple[int, int]]] = {}
        for cell in np.flatnonzero(cells.kind == REPORT):
            number = int(cells.award[cell])
            if number in self.used:
                prices[int(cell)] = [(self.used[number], Fraction(int(cells.cost[cell])))]
        by_cell: dict[tuple[str, str, int], list[tuple[str, str, int]]] = defaultdict(list)
        for (scope, name, category, period, group), cents in self._record_prices.items():
            by_cell[name, category, period].append((scope, group, cents))
        for cell in np.flatnonzero(cells.kind == RECORD):
            name = cells.rule[cell]
            category = ground.codes.categories[cells.category[cell]]
            terms: list[tuple[int, Fraction]] = []
            constant, most = Fraction(0), Fraction(0)
            for scope, group, cents in by_cell[name, category, int(cells.period[cell])]:
                people = ground.inputs.groups[group].participants
                column = self._heads(scope, name, group)
                if column is not None:
                    terms.append((column, Fraction(cents)))
                    most += cents * people
                elif self._entitled(name, group):
                    constant += cents * people
                    most += cents * people
            if cells.scope[cell] < 0:
                index = ground.codes.group_index
                self.shared_records[int(cell)] = [
                    (index[group], cents)
                    for _, group, cents in by_cell[name, category, int(cells.period[cell])]
                ]
            prices[int(cell)] = terms
            constants[int(cell)] = constant
            self.record_upper[int(cell)] = most
        return prices, constants

    @cached_property
    def _record_prices(self) -> dict[tuple[str, str, str, int, str], int]:
        each: dict[tuple[str, str, str, int, str], int] = defaultdict(int)
        for duty in self.ground.record_duties:
            key = (duty.scope or "", duty.name or "", duty.category, duty.period, duty.group or "")
            each[key] += duty.cents
        return each

    def _heads(self, scope: str, name: str, group: str) -> int | None:
        codes = self.ground.codes
        number = codes.group_index[group]
        if scope == "system":
            return self.recorded.get((number, codes.systems.index(name)))
        if name in codes.streams:
            return self.served.get((number, codes.streams.index(name)))
        return None

    def _entitled(self, stream: str, group: str) -> bool:
        return (stream, group) in self._entitled_pairs

    @cached_property
    def _entitled_pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset((e.stream, e.group) for e in self.ground.entitled)

    # -- bounds and tiers --------------------------------------------------------

    def _upper(self, columns: int) -> np.ndarray:
        ground, cells = self.ground, self.ground.cells
        upper = np.zeros(columns)
        most = cells.cost.astype(float)
        for cell, value in self.record_upper.items():
            most[cell] = float(value)
        charge_most = ground.charges.upper.astype(float)
        paid = ground.charges.cell >= 0
        charge_most[paid] = np.minimum(charge_most[paid], most[ground.charges.cell[paid]])
        upper[: self.n_charges] = charge_most / 100
        upper[self.n_charges : self.n_charges + self.n_cells] = most / 100
        groups = [g.participants for g in ground.inputs.groups.values()]
        for (group, _), column in [*self.served.items(), *self.recorded.items()]:
            upper[column] = groups[group]
        for column in self.used.values():
            upper[column] = 1
        for column, extra in enumerate(self.extras, self.next):
            upper[column] = float(extra.upper / (1 if extra.sort == "flag" else 100))
        return upper

    def _tiers(self, columns: int) -> tuple[dict[str, np.ndarray], dict[str, Fraction]]:
        ground, cells = self.ground, self.ground.cells
        costs = {name: np.zeros(columns) for name in ("floors", "must", "unfunded", "overhead")}
        for column, extra in enumerate(self.extras, self.next):
            if extra.tier == 0:
                costs["floors"][column] = 1
        first = self.n_charges
        costs["must"][first : first + self.n_cells] = cells.must
        costs["unfunded"][first : first + self.n_cells] = 1
        overhead = costs["overhead"]
        constant = 0
        for duty in ground.duties:
            number = ground.codes.award_index.get(duty.award or "", -1)
            if number in self.used:
                overhead[self.used[number]] += duty.cents / 100
            else:
                constant += duty.cents
        for (scope, name, _, _, group), cents in self._record_prices.items():
            head = self._heads(scope, name, group)
            if head is not None:
                overhead[head] += cents / 100
            elif self._entitled(name, group):
                constant += cents * ground.inputs.groups[group].participants
        return costs, {"overhead": Fraction(constant)}


SMALL = 2**30
"""Numerators and denominators below this multiply within 64 bits."""


def _stack(blocks: list[Block]) -> Rows:
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
    for block in blocks:
        for rows, columns, nums, dens in block.terms():
            if block.wide:
                nums = np.where(dens == WIDE, nums + len(wide), nums)
            parts.append((rows + offset, columns, nums, dens))
        wide += block.wide
        cell_of.update({row + offset: cell for row, cell in block.cell_of.items()})
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
        tuple(rule), tuple(label), cell_of,
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
