"""Pledges: whose dollars stand beside which award, decided once for all needs.

Charges that may serve the same needs are one pool; what is pledged out of a pool is at most
what is charged in it, so a dollar counts once. What is given in kind and not charged to any
cell is a pool of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from braid.kinds.block import Block
from braid.kinds.entries import Entries
from braid.kinds.grouping import Ranks, combined, ranked
from braid.kinds.needs import Demand, View
from braid.kinds.rows import Context
from braid.record import record

ONCE = "pledged-once"
"""The rule of a pool's row: a dollar counts once."""


@record
class Need:
    """Dollars that must stand beside an award."""

    demand: Demand
    label: str
    already: int = 0
    """Cents that were charged to the award already."""

    @property
    def missable(self) -> bool:
        """Whether a shortfall may stand for what is missing."""
        return self.demand.constant > 0 or self.already > 0


@record
class Pool:
    """Charges that may serve the same needs, or what one award gives in kind."""

    label: str
    needs: Mapping[int, int]
    """Need -> the column of what is pledged to it."""
    in_kind: int = -1
    """The award whose gift it is, beside its charges."""


@record
class Parts:
    """Charges in cells with what they belong to: arrays of equal length."""

    column: np.ndarray
    cell: np.ndarray
    of: np.ndarray
    """The need that asks for money beside them, or the pool that they are in."""


class Odd(NamedTuple):
    """Yearly charges of which a row counts parts: each part may be a cent more than it should."""

    times: Fraction
    """What a cent of a charge comes to in the row."""
    columns: np.ndarray
    """The charge of every part."""


NOTHING = Parts(*np.zeros((3, 0), dtype=np.int64))


@record
class Pledges:
    """All needs and pools of a model, and which charges make them."""

    needs: tuple[Need, ...] = ()
    pools: tuple[Pool, ...] = ()
    asking: Parts = NOTHING
    """Charges that need money beside them."""
    serving: Parts = NOTHING
    """Charges that are in a pool."""
    rows: tuple[int, ...] = ()
    """The model's row of every need."""
    odd: Mapping[int, Odd] = field(default_factory=dict)
    """By row of the model; rows without any are left out."""


def pledge(demands: Sequence[Demand], context: Context, before: int) -> tuple[list[Block], Pledges]:
    """The rows of all needs and pools, and what they are about; ``before`` them are other rows."""
    if not demands:
        return [], Pledges()
    return _Book(demands, View.of(context)).write(before)


_NOBODY = np.empty(0, dtype=np.int64)
Place = tuple[Block, int]
"""A row in its block."""


class _Book:
    """Needs and pools while they are written."""

    def __init__(self, demands: Sequence[Demand], view: View) -> None:
        self.demands = demands
        self.view = view
        self.context = view.context
        self.blocks: dict[tuple[str, str], Block] = {}
        self.needs: list[Need] = []
        self.most: list[Fraction] = []
        """The most cents that each need can come to."""
        self.asking: list[tuple[np.ndarray, int]] = []
        """Positions of entries and the need that they belong to."""
        self.serves: list[tuple[np.ndarray, np.ndarray]] = []
        """Per demand that has needs, positions of entries and the need that each may serve."""
        self.of_employer: dict[tuple[int, int], int] = {}
        """(demand, employer; -1 where it is not per employer) -> need."""
        self.row: list[Place] = []
        """Where each need's row stands."""
        self.odd: dict[Place, Odd] = {}
        self.pools: list[Pool] = []

    def write(self, before: int) -> tuple[list[Block], Pledges]:
        for number, demand in enumerate(self.demands):
            self._needs_of(number, demand)
        serving = self._charged()
        self._given_in_kind()
        entries = self.view.entries
        at = np.concatenate([_NOBODY, *(p for p, _ in self.asking)])
        of = np.repeat([need for _, need in self.asking], [len(p) for p, _ in self.asking])
        asking = Parts(entries.column[at], entries.cell[at], of.astype(np.int64))
        blocks = list(self.blocks.values())
        first: dict[Block, int] = {}
        for block in blocks:
            first[block] = before
            before += len(block.senses)
        rows = tuple(first[block] + row for block, row in self.row)
        odd = {
            first[block] + row: odd for (block, row), odd in self.odd.items() if len(odd.columns)
        }
        needs, pools = tuple(self.needs), tuple(self.pools)
        return blocks, Pledges(needs, pools, asking, serving, rows, odd)

    def _block(self, kind: str, rule: str) -> Block:
        return self.blocks.setdefault((kind, rule), Block(kind, rule))

    # -- needs -------------------------------------------------------------------

    def _needs_of(self, number: int, demand: Demand) -> None:
        view = self.view
        asks = _NOBODY if demand.constant else demand.asking(view)
        if not (demand.constant or len(asks)):
            return
        serving = demand.serving(view)
        at = np.concatenate([asks, serving])
        keys, there = demand.keys(view, at)
        if {"period", "cell"} & set(demand.per):
            there = there & (view.entries.column[at] >= 0)  # what is over has needs of its own
        own, others = np.flatnonzero(there[: len(asks)]), np.flatnonzero(there[len(asks) :])
        known: dict[int, int] = {}
        if demand.constant:
            known[0] = self._constant(demand)
            self.of_employer[number, -1] = known[0]
        else:
            found = ranked(keys[own])
            for key, part in zip(found.values.tolist(), found.parts(), strict=True):
                here = asks[own[part]]
                known[key] = need = self._of_charges(demand, here)
                employer = int(view.employer[here[0]]) if "employer" in demand.per else -1
                self.of_employer[number, employer] = need
        needs = [known.get(key, -1) for key in keys[len(asks) + others].tolist()]
        served = np.array(needs, dtype=np.int64)
        self.serves.append((serving[others[served >= 0]], served[served >= 0]))

    def _constant(self, demand: Demand) -> int:
        """A need that does not depend on what is charged: missed by a shortfall, or refused."""
        award, amount = demand.award, demand.constant
        block = self._block(demand.kind, demand.homed.id)
        used = self.context.used.get(self.context.codes.award_index[award])
        row = block.row(">=", Fraction(0) if used is not None else amount, award)
        if used is not None:
            block.add_one(row, used, -amount)
        else:
            what = f"shortfall of {block.rule} {award}"
            self._shortfall(block, row, amount, f"short:{block.rule}:{award}", what)
        self.needs.append(Need(demand, award))
        self.row.append((block, row))
        self.most.append(amount)
        return len(self.needs) - 1

    def _of_charges(self, demand: Demand, here: np.ndarray) -> int:
        entries, already = self._parted(here)
        label = demand.label(int(here[0]), self.view)
        block = self._block(demand.kind, demand.homed.id)
        row = block.row(">=", demand.factor * already, label)
        block.scaled(row, entries.column, entries.num, entries.den, -demand.factor, entries.cell)
        if already:
            what = f"{block.rule} {label}: other money missing beside what was charged already"
            name = f"past:{block.rule}:{label}"
            self._shortfall(block, row, demand.factor * already, name, what)
        self.odd[block, row] = Odd(demand.factor, self._odd(here))
        self.asking.append((here, len(self.needs)))
        self.needs.append(Need(demand, label, already))
        self.row.append((block, row))
        self.most.append(demand.factor * (self._most(entries) + already))
        return len(self.needs) - 1

    def _parted(self, here: np.ndarray) -> tuple[Entries, int]:
        """Of some entries the possible charges, and the cents of what was charged already."""
        entries = self.view.entries.take(here)
        past = entries.column < 0
        return entries.take(~past), int(entries.num[past].sum())

    def _most(self, entries: Entries) -> int:
        """Cents that possible charges can come to."""
        return int(self.context.charges.upper[np.unique(entries.column)].sum())

    def _shortfall(self, block: Block, row: int, most: Fraction, name: str, label: str) -> None:
        short = self.context.extra(name, most, tier=0, label=label)
        block.add_one(row, short, Fraction(1))

    def _odd(self, here: np.ndarray) -> np.ndarray:
        """The charges of the parts of yearly charges, but for charges all of whose parts count."""
        column: np.ndarray = self.view.entries.column[here]
        column = column[column >= 0]
        column = column[self.context.charges.spread[column] >= 0]
        if not len(column):
            return column
        spread, start = self.context.charges.spread[column], self.context.spreads.start
        found = ranked(column)
        parts = np.bincount(found.rank, minlength=len(found.values))[found.rank]
        return np.asarray(column[parts < start[spread + 1] - start[spread]])

    # -- pools -------------------------------------------------------------------

    def _charged(self) -> Parts:
        """The pools of charges, with their rows; which charge is in which of them."""
        entries = self.view.entries
        able, found, served = self._alike()
        for needs, part in zip(served, found.parts(), strict=True):
            here = able[part]
            awards = np.unique(entries.award[here]).tolist()
            names = "+".join(self.context.codes.awards[k] for k in awards)
            taken, already = self._parted(here)
            most = Fraction(self._most(taken) + already)
            row, block = self._pool(f"{names} in pool {len(self.pools) + 1}", needs, most)
            if already:
                block.sides[row] = Fraction(already)
            block.scaled(row, taken.column, taken.num, taken.den, Fraction(-1))
            self.odd[block, row] = Odd(Fraction(1), self._odd(here))
        return Parts(entries.column[able], entries.cell[able], found.rank)

    def _alike(self) -> tuple[np.ndarray, Ranks, list[list[int]]]:
        """Entries that serve a need, those together that serve the same; the needs of each part.

        Parts come in order of what they serve, demand by demand, nothing before something.
        """
        code = np.zeros(len(self.view.entries), dtype=np.int64)
        serving: list[tuple[tuple[int, int], ...]] = [()]
        for number, (at, need) in enumerate(self.serves):
            found = ranked(combined([code[at], need]))
            for k in found.first.tolist():
                serving.append((*serving[code[at[k]]], (-number, int(need[k]))))
            code[at] = len(serving) - len(found.values) + found.rank
        able = np.flatnonzero(code)
        there = ranked(code[able])
        ordered = sorted(there.values.tolist(), key=serving.__getitem__)
        place = np.empty(len(serving), dtype=np.int64)
        place[ordered] = np.arange(len(ordered))
        ranks = Ranks(np.arange(len(ordered)), place[code[able]])
        return able, ranks, [[need for _, need in serving[k]] for k in ordered]

    def _given_in_kind(self) -> None:
        """What awards give in kind and no cell takes, pledged as a whole."""
        context, inputs = self.context, self.context.inputs
        employers = {name: k for k, name in enumerate(inputs.employers)}
        for number, name in enumerate(context.codes.awards):
            award = inputs.awards[name]
            if award.form != "in_kind" or award.amount is None:
                continue
            needs = []
            for k, demand in enumerate(self.demands):
                if demand.counts_whole(award, inputs):
                    employer = employers[award.employer or ""] if "employer" in demand.per else -1
                    needs.append(self.of_employer.get((k, employer), -1))
            needs = [need for need in needs if need >= 0]
            if not needs:
                continue
            left = Fraction(max(0, int(award.amount * 100) - inputs.spent(award)))
            row, block = self._pool(f"{name} in kind", needs, left, in_kind=number)
            mine = context.of_award(number)
            block.add(row, mine.column, mine.num, mine.den)
            used = context.used.get(number)
            if used is None:
                block.sides[row] = left
            else:
                block.add_one(row, used, -left)

    def _pool(
        self, label: str, needs: Sequence[int], most: Fraction, *, in_kind: int = -1
    ) -> tuple[int, Block]:
        """A new pool with its pledges in the rows of its needs; returns its own row."""
        block = self._block(self.needs[needs[0]].demand.kind, ONCE)
        row = block.row("<=", Fraction(0), label)
        columns: dict[int, int] = {}
        for number in needs:
            need = self.needs[number]
            upper = min(most, self.most[number])
            name = f"pledge:{label}, {need.demand.homed.id} {need.label}"
            column = self.context.decision(name, upper, label=f"{label} for {need.label}")
            columns[number] = column
            block.add_one(row, column, Fraction(1))
            of_need, at = self.row[number]
            of_need.add_one(at, column, Fraction(1))
        self.pools.append(Pool(label, columns, in_kind))
        return row, block
