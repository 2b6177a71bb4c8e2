"""Pledges in whole cents: what of each charge stands beside which award.

They follow the charges: every need is served from its pools in order, and where that leaves one
short, pledges to others move to pools that have money left. Then the pledges of a pool are cut
over its charges.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import field
from itertools import pairwise
from math import ceil
from typing import NamedTuple

import numpy as np

from braid.kinds.grouping import combined
from braid.kinds.pools import Parts, Pledges
from braid.model.model import Model
from braid.record import record


class Spent(NamedTuple):
    """Whole cents of charges in cells: arrays of equal length.

    What was charged already stands behind them, with columns below 0 (see ``kinds/past.py``).
    """

    column: np.ndarray
    cell: np.ndarray
    cents: np.ndarray


class Pledged(NamedTuple):
    """Cents of one charge (of ``spent``; -1: what an award gives in kind) for one need."""

    charge: int
    in_kind: int
    need: int
    cents: int


@record
class Served:
    """All pledges of a plan, in cents."""

    pledged: tuple[Pledged, ...] = ()
    waiting: frozenset[int] = frozenset()
    """Needs to which no cent more could be pledged."""
    by_column: Mapping[int, int] = field(default_factory=dict)
    """Column of a pledge -> cents."""


def serve(model: Model, spent: Spent, used: Mapping[int, bool]) -> Served:
    """Pledges for all needs of a model; ``used`` says of offered awards whether they are taken."""
    if not model.pledges.needs:
        return Served()
    past = model.ground.past
    if past is not None:
        found = past.entries
        parts = zip(spent, (found.column, found.cell, found.num), strict=True)
        spent = Spent(*(np.concatenate([planned, before]) for planned, before in parts))
    flow = _Flow(model, spent, used)
    flow.fill()
    waiting = frozenset(need for need in range(len(flow.asked)) if flow.path(need) is None)
    columns = {
        pool.needs[need]: flow.given[need].get(k, 0)
        for k, pool in enumerate(model.pledges.pools)
        for need in pool.needs
    }
    return Served(tuple(flow.cut()), waiting, columns)


class _Flow:
    """Cents on their way from pools to needs."""

    def __init__(self, model: Model, spent: Spent, used: Mapping[int, bool]) -> None:
        self.model, self.spent = model, spent
        self.book: Pledges = model.pledges
        self.taken = {
            name: used.get(number, True) for number, name in enumerate(model.ground.codes.awards)
        }
        charge, need = _matched(self.book.asking, spent)
        sums: dict[int, int] = defaultdict(int)
        for at, of in zip(charge.tolist(), need.tolist(), strict=True):
            sums[of] += int(spent.cents[at])
        self.asked = [self._asked(number, sums[number]) for number in range(len(self.book.needs))]
        self.member, self.pool = _matched(self.book.serving, spent)
        self.left = [self._in_kind(pool.in_kind) for pool in self.book.pools]
        for at, of in zip(self.member.tolist(), self.pool.tolist(), strict=True):
            self.left[of] += int(spent.cents[at])
        self.pools_of: dict[int, list[int]] = defaultdict(list)
        for k, pool in enumerate(self.book.pools):
            for number in pool.needs:
                self.pools_of[number].append(k)
        self.given: list[dict[int, int]] = [{} for _ in self.book.needs]

    def _asked(self, number: int, cents: int) -> int:
        demand = self.book.needs[number].demand
        if not demand.constant:
            return ceil(demand.factor * cents)
        return ceil(demand.constant) if self.taken[demand.award] else 0

    def _in_kind(self, award: int) -> int:
        """What an award gives in kind and no cell takes."""
        if award < 0:
            return 0
        ground = self.model.ground
        name = ground.codes.awards[award]
        stated = ground.inputs.awards[name]
        if not self.taken[name]:
            return 0
        before = ground.inputs.spent(stated)
        planned = self.spent.column >= 0
        mine = ground.charges.award[self.spent.column[planned]] == award
        charged = int(self.spent.cents[planned][mine].sum())
        return max(0, int((stated.amount or 0) * 100) - before - charged)

    def fill(self) -> None:
        """Serve every need as far as the pools go, those that nothing may miss first."""
        order = sorted(range(len(self.asked)), key=lambda n: self.book.needs[n].missable)
        for need in order:
            missing = self.asked[need]
            for pool in self.pools_of[need]:
                step = min(missing, self.left[pool])
                if step:
                    self._move(need, pool, step)
                    missing -= step
        for need in order:
            self._reroute(need)

    def _reroute(self, need: int) -> None:
        while (missing := self.asked[need] - sum(self.given[need].values())) > 0:
            path = self.path(need)
            if path is None:
                return
            steps = [self.left[path[-1][1]], missing]
            steps += [self.given[n][p] for (_, p), (n, _) in pairwise(path)]
            for (n, p), (m, _) in pairwise(path):
                self._move(n, p, min(steps))
                self._move(m, p, -min(steps))
            self._move(*path[-1], min(steps))

    def path(self, need: int) -> list[tuple[int, int]] | None:
        """From a need to a pool with money left, by pledges that may move: (need, pool) pairs."""
        came: dict[int, tuple[int, int] | None] = {need: None}
        waiting, seen = deque([need]), set[int]()
        while waiting:
            here = waiting.popleft()
            for pool in self.pools_of[here]:
                if pool in seen:
                    continue
                seen.add(pool)
                if self.left[pool] > 0:
                    found, at = [(here, pool)], came[here]
                    while at is not None:
                        found.append(at)
                        at = came[at[0]]
                    return found[::-1]
                for other in self.book.pools[pool].needs:
                    if other not in came and self.given[other].get(pool, 0) > 0:
                        came[other] = here, pool
                        waiting.append(other)
        return None

    def _move(self, need: int, pool: int, cents: int) -> None:
        self.given[need][pool] = self.given[need].get(pool, 0) + cents
        self.left[pool] -= cents

    def cut(self) -> list[Pledged]:
        """The pledges of every pool, cut over its charges in order of award, cell and group."""
        spent = self.spent
        group, award = self._whose(spent.column[self.member])
        order = np.lexsort((group, spent.cell[self.member], award, self.pool))
        members: dict[int, list[int]] = defaultdict(list)
        for k in order.tolist():
            members[int(self.pool[k])].append(int(self.member[k]))
        out: list[Pledged] = []
        for k, pool in enumerate(self.book.pools):
            parts = [(need, self.given[need].get(k, 0)) for need in pool.needs]
            if pool.in_kind >= 0:
                out += [Pledged(-1, pool.in_kind, need, cents) for need, cents in parts if cents]
                continue
            free = deque((at, int(spent.cents[at])) for at in members[k])
            for need, wanted in parts:
                while wanted:
                    at, cents = free.popleft()
                    step = min(wanted, cents)
                    out.append(Pledged(at, -1, need, step))
                    wanted -= step
                    if cents > step:
                        free.appendleft((at, cents - step))
        return out

    def _whose(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The group and the award of charges, also of those that were made already."""
        ground = self.model.ground
        planned = np.maximum(columns, 0)
        if ground.past is None:
            return ground.charges.group[planned], ground.charges.award[planned]
        past, before = ground.past.entries, np.maximum(-1 - columns, 0)
        found = [
            np.where(columns >= 0, np.append(of_charges, 0)[planned], np.append(of_past, 0)[before])
            for of_charges, of_past in (
                (ground.charges.group, past.group), (ground.charges.award, past.award),
            )
        ]  # fmt: skip
        return found[0], found[1]


def _matched(parts: Parts, spent: Spent) -> tuple[np.ndarray, np.ndarray]:
    """The places of charges in ``spent`` and what each belongs to, once for everything it is."""
    both = [np.concatenate([one, two]) for one, two in ((parts.column, spent.column),
                                                        (parts.cell, spent.cell))]  # fmt: skip
    code = combined(both)
    known, found = code[: len(parts.column)], code[len(parts.column) :]
    order = np.argsort(known, kind="stable")
    known = known[order]
    first = np.searchsorted(known, found, side="left")
    sizes = np.searchsorted(known, found, side="right") - first
    at = np.repeat(np.arange(len(found)), sizes)
    offset = np.arange(len(at)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return at, parts.of[order[np.repeat(first, sizes) + offset]]
