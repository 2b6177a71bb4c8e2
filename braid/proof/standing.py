"""What a plan's own tables make of each aim: exact, and never less than it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

import numpy as np

from braid.eligibility.ground import Ground
from braid.kinds.naming import name_of
from braid.model.fairness import FAIRNESS, RULE, asked
from braid.model.model import Model
from braid.plan.cell_names import CellNames
from braid.plan.plan import Plan
from braid.proof.aims import Aim
from braid.proof.rows import ExactRows


class Standing:
    """The point of the model that a plan stands for, as far as its tables tell it."""

    def __init__(self, model: Model, rows: ExactRows, plan: Plan) -> None:
        self.model, self.rows, self.plan = model, rows, plan

    def value(self, aim: Aim) -> Fraction:
        """Cents, without the constant that no plan changes."""
        if aim.name == "floors":
            return sum((self._short(column) for column in aim.costs), Fraction(0))
        if aim.name.startswith(FAIRNESS):
            return self._uncovered(aim)
        if aim.name == "must":
            return self.unfunded(must=True)
        overhead = self._overhead - self.model.constants["overhead"]
        if aim.name == "overhead":
            return overhead
        if aim.name == "weighted":
            chosen = self.plan.inputs.scenario.objective
            found = Fraction(chosen.unfunded) * self.unfunded()
            return found + Fraction(chosen.overhead) * overhead
        return self.unfunded()

    def unfunded(self, *, must: bool = False) -> Fraction:
        """Cents that nobody pays, of all cells or of those that must be paid."""
        table, costs = self.plan.tables["unfunded"], self.plan.inputs.costs
        return Fraction(sum(
            cents
            for cost, cents in zip(table["cost"], table["cents"], strict=True)
            if not must or (cost in costs and costs[cost].priority == "must")
        ))  # fmt: skip

    @property
    def _overhead(self) -> int:
        return int(self.plan.summary.overhead_dollars * 100)

    # -- the point -----------------------------------------------------------------

    @cached_property
    def point(self) -> dict[int, int]:
        """Charges (cents), people and offers by column; other columns are not known."""
        return {**dict.fromkeys(range(self.model.layout.charges), 0), **self.charges, **self.people,
                **self.taken}  # fmt: skip

    @cached_property
    def charges(self) -> Mapping[int, int]:
        """Cents of the charges that the plan makes."""
        places, table = _places(self.model.ground, self._called), self.plan.tables["charges"]
        names = ("cost", "group", "category", "period", "award")
        found: Counter[int] = Counter()
        for *key, cents in zip(*(table[name] for name in names), table["cents"], strict=True):
            column = places.get(tuple(key))
            if column is not None:  # what entitlements pay is no decision
                found[column] += cents
        return found

    @cached_property
    def _called(self) -> dict[str, list[str]]:
        """What the tables say of each cell: its cost, group, category and period."""
        ground = self.model.ground
        return CellNames(ground).columns(list(range(len(ground.cells))))

    @cached_property
    def people(self) -> dict[int, int]:
        """How many each stream and record system serves."""
        layout, codes = self.model.layout, self.model.ground.codes
        columns = {
            **{(codes.groups[g], "stream", codes.streams[s]): c
               for (g, s), c in layout.served.items()},
            **{(codes.groups[g], "system", codes.systems[r]): c
               for (g, r), c in layout.recorded.items()},
            **{(codes.groups[g], "streams", name_of(served, codes.streams)): c
               for (g, served), c in layout.named.items()},
        }  # fmt: skip
        table = self.plan.tables["groups"]
        keys = zip(table["group"], table["scope"], table["name"], strict=True)
        rows = zip(keys, table["served"], strict=True)
        nobody = dict.fromkeys(layout.named.values(), 0)  # of whom there is nobody, there is no row
        return nobody | {columns[key]: served for key, served in rows if key in columns}

    @cached_property
    def taken(self) -> dict[int, int]:
        """Which offers are taken."""
        table, codes = self.plan.tables["awards"], self.model.ground.codes
        used = dict(zip(table["award"], table["used"], strict=True))
        return {
            column: int(used.get(codes.awards[award], True))
            for award, column in self.model.layout.used.items()
        }

    # -- what follows from it --------------------------------------------------------

    def _short(self, column: int) -> Fraction:
        """By how many cents a floor is missed, at most: what its rows ask for beyond the rest."""
        rows = self.model.rows
        at = np.flatnonzero(rows.column == column)
        there = np.searchsorted(rows.start, at, side="right") - 1
        return max((self._missing(row, column) for row in there.tolist()), default=Fraction(0))

    def _missing(self, row: int, column: int) -> Fraction:
        low, high = self.rows.low[row], self.rows.high[row]
        own, given, taken = Fraction(0), Fraction(0), Fraction(0)
        for other, num, den in self.rows.terms(row):
            part = Fraction(num, den)
            if other == column:
                own += part
            elif other in self.point:
                given, taken = given + part * self.point[other], taken + part * self.point[other]
            else:  # not known: the worst either way
                worst = sorted((Fraction(0), part * self.rows.most[other]))
                given, taken = given + worst[0], taken + worst[1]
        given += self._pledged.get(row, 0)
        if own > 0 and low is not None:
            return max(Fraction(0), (low - given) / own)
        if own < 0 and high is not None:
            return max(Fraction(0), (taken - high) / -own)
        return Fraction(0)

    @cached_property
    def _pledged(self) -> dict[int, int]:
        """Row of a need -> cents that stand beside it, where it is the only one of its rule and
        award."""
        pledges, table = self.model.pledges, self.plan.tables["pledges"]
        keys = [(need.demand.homed.id, need.demand.award) for need in pledges.needs]
        sums = table.sums("rule", "pledged_award")
        alone = Counter(keys)
        rows = zip(keys, pledges.rows, strict=True)
        return {row: sums.get(key, 0) for key, row in rows if alone[key] == 1}

    def _uncovered(self, aim: Aim) -> Fraction:
        """What partnerships are short of, or what the worst-covered are short of together."""
        rows, stated = self.model.rows, asked(self.plan.inputs)
        shares: list[Fraction] = []
        for row in (k for k, rule in enumerate(rows.rule) if rule == RULE):
            terms = list(self.rows.terms(row))
            parts = [Fraction(-num, den) for column, num, den in terms if column in aim.costs]
            if parts:
                left = sum(self._left.get(column, 0) for column, _, _ in terms)
                shares.append(max(Fraction(0), (left - rows.side[row]) / parts[0]))
        if stated is not None and stated.minimum_coverage is not None:
            return sum(shares, Fraction(0))
        worst = int(max(aim.costs.values(), default=Fraction(0)))
        return sum(sorted(shares, reverse=True)[:worst], Fraction(0))

    @cached_property
    def _left(self) -> Mapping[int, int]:
        """Cents of each cell of a cost line that nobody pays, by its column."""
        called, table = self._called, self.plan.tables["unfunded"]
        places = {key: cell for cell, key in enumerate(zip(*called.values(), strict=True))}
        rows = zip(*(table[name] for name in called), table["cents"], strict=True)
        first, found = self.model.layout.charges, Counter[int]()
        for *key, cents in rows:
            if tuple(key) in places:
                found[first + places[tuple(key)]] += cents
        return found


def _places(ground: Ground, called: Mapping[str, list[str]]) -> dict[tuple[str, ...], int]:
    """Cell, group and award, as the table of charges tells them -> the column of the charge."""
    charges, spreads, codes = ground.charges, ground.spreads, ground.codes
    groups = [*codes.groups, ""]
    found: dict[tuple[str, ...], int] = {}
    columns = (charges.cell, charges.spread, charges.group, charges.award)
    for column, (cell, spread, group, award) in enumerate(
        zip(*(values.tolist() for values in columns), strict=True)
    ):
        cells = [cell] if cell >= 0 else spreads.cell[slice(*spreads.start[spread : spread + 2])]
        for one in cells:
            key = (
                called["cost"][one], groups[group], called["category"][one],
                called["period"][one], codes.awards[award],
            )  # fmt: skip
            found.setdefault(key, column)
    return found
