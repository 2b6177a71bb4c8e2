"""Assemble the model of a ground: lay out the columns, collect the rows, price the tiers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

import numpy as np

from braid.catalog.law import HomedRule
from braid.catalog.pausing import without_collector
from braid.eligibility.ground import Ground
from braid.kinds.arrivals import followed
from braid.kinds.block import Block
from braid.kinds.naming import linked, named
from braid.kinds.pools import Need, Pledges, pledge
from braid.kinds.registry import NEEDS, ROWS
from braid.kinds.rows import AFTER_OVERHEAD, Context, Extra
from braid.kinds.tables import DIRECT, RECORD, REPORT
from braid.kinds.threshold import marks_of, sure_cents
from braid.kinds.transfer import Moves, moves
from braid.model import fairness
from braid.model.cash import cash_blocks
from braid.model.core import core_blocks
from braid.model.model import BRIDGE, DIRECT_COSTS, TIERS, Layout, Model, Parts
from braid.model.stacking import stack

CORE, BESIDE, CASH, FAIR = "core", "beside", "cash", "fair"
"""Parts of a model that no kind of rule writes alone."""
WRITES: Mapping[str, tuple[str, ...]] = {
    "limit": (CORE, "limit", "order"), "supplant": ("supplant", "order"), "order": (CORE, "order"),
    "match": (BESIDE,), "reimbursement": (BESIDE,),
}  # fmt: skip
"""Which parts look at the rules of a kind; of other kinds all are written afresh."""
KEEP_UP_TO = 20_000
"""Charges; of larger models no parts are kept."""


@without_collector
def build_model(ground: Ground, *, drop: str | None = None) -> Model:
    """The model of a scenario. ``drop`` leaves out the rows of one kind (for tests of power)."""
    return _Assembly(ground, drop).model()


def model_like(model: Model, ground: Ground, kinds: Collection[str]) -> Model:
    """The model of a ground with the same tables, under a law that differs in rules of ``kinds``.

    What does not look at these rules is taken over, where it was kept. It is for the values of
    its tiers only: where pledges stand among its rows is not known.
    """
    # several parts name these columns, so none of them can be written alone
    shared = model.layout.transfers or model.layout.named
    if model.parts is None or shared or not set(kinds) <= WRITES.keys():
        return build_model(ground)
    afresh = frozenset(part for kind in kinds for part in WRITES[kind])
    return _Assembly(ground, None).model(model.parts, afresh)


def rows_of(ground: Ground, rules: Iterable[HomedRule]) -> tuple[list[Block], int]:
    """The rows of some rules alone, and how many columns stand before those that they add."""
    assembly = _Assembly(ground, None)
    context = assembly.context()
    blocks: list[Block] = []
    for kind, write in ROWS.items():
        chosen = tuple(homed for homed in rules if homed.kind == kind)
        blocks += write(chosen, context) if chosen else ()
    return blocks, assembly.next


def needs_of(ground: Ground, rules: Iterable[HomedRule]) -> tuple[Need, ...]:
    """What must stand beside awards by some rules alone."""
    context = _Assembly(ground, None).context()
    by_kind = {kind: tuple(h for h in rules if h.kind == kind) for kind in NEEDS}
    demands = [d for kind, chosen in by_kind.items() for d in NEEDS[kind](chosen, context)]
    return pledge(demands, context, 0)[1].needs


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
        applied = [(a.award, a.cell, a.cents) for a in ground.applications]
        return Context(
            inputs=ground.inputs, conditions=ground.permissions.conditions, codes=ground.codes,
            cells=ground.cells, charges=ground.charges, spreads=ground.spreads, served=self.served,
            recorded=self.recorded, used=self.used, entitled=entitled,
            benefit_shares=ground.benefit_shares, permitted=ground.refusals.permitted,
            new_column=self.new_column, applied=applied, past=ground.past,
            _made=self._dropped,
        )  # fmt: skip

    @property
    def _dropped(self) -> dict[Callable[[Context], Any], Any]:
        """What the rows that are left out would make."""
        if self.drop == "transfer":
            return {moves: {}}
        return {linked: ()} if self.drop in ("exclusive", "together") else {}

    def model(self, like: Parts | None = None, afresh: Collection[str] = ()) -> Model:
        ground, context = self.ground, self.context()
        parts: dict[str, Sequence[Block]] = {}
        wanted: dict[str, frozenset[int]] = {}
        pledges = Pledges()
        if like is not None:
            parts |= {name: part for name, part in like.blocks.items() if name not in afresh}
            wanted |= {name: like.whole[name] for name in parts}
            pledges = like.pledges
            self.extras = list(like.extras)
        prices, constants = self._reporting_prices()

        def write(name: str, blocks: Callable[[], Iterable[Block]]) -> None:
            if name not in parts:
                context.whole = set()
                parts[name] = list(blocks())
                wanted[name] = frozenset(context.whole)

        write(CORE, lambda: core_blocks(
            context, self.n_charges, prices, constants, self.shared_records
        ))  # fmt: skip
        for kind, rows_of_kind in ROWS.items():
            if kind != self.drop:
                write(kind, partial(rows_of_kind, ground.inputs.law.of_kind(kind), context))
        if BESIDE not in parts:
            demands = [
                demand
                for kind, asked in NEEDS.items()
                if kind != self.drop
                for demand in asked(ground.inputs.law.of_kind(kind), context)
            ]
            before = sum(len(b.senses) for part in parts.values() for b in part)
            beside, pledges = pledge(demands, context, before)
            write(BESIDE, lambda: beside)
        write(CASH, lambda: cash_blocks(context))
        write(FAIR, lambda: fairness.blocks(context, self.n_charges))
        context.whole = set().union(*wanted.values())
        blocks = [block for part in parts.values() for block in part]
        moved: Moves = context.once(moves)
        layout = Layout(
            self.n_charges, self.n_cells, self.served, self.recorded, self.used,
            self._extras("follows"), self._extras("decision"), self._extras("flag"), moved,
            {(n.group, served): c for n in context.once(named) for served, c in n.sets.items()},
        )  # fmt: skip
        columns = self.next + len(self.extras)
        rows = stack(blocks, columns, spent=self.n_charges > KEEP_UP_TO)
        counts = np.zeros(columns, dtype=bool)
        flags = [column for _, column, _ in layout.flags]
        counts[[*layout.heads, *self.used.values(), *flags]] = True
        whole = np.zeros(columns, dtype=bool)
        whole[[*self.used.values(), *context.whole, *flags]] = True
        costs, tier_constants = self._tiers(columns)
        tier_constants["overhead"] += sure_cents(context)
        return Model(
            ground,
            layout,
            rows,
            self._upper(columns),
            counts,
            whole,
            costs,
            tier_constants,
            pledges,
            context.once(marks_of),
            tuple(context.remarks),
            tuple(context.broken),
            Parts(parts, wanted, tuple(self.extras), pledges)
            if self.n_charges <= KEEP_UP_TO
            else None,
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
        by_cell: dict[tuple[str, str, int, str], list[tuple[str, str, int]]] = defaultdict(list)
        for (scope, name, category, period, group), cents in self._record_prices.items():
            home = ground.inputs.partnership(group)
            by_cell[name, category, period, home].append((scope, group, cents))
        for cell in np.flatnonzero(cells.kind == RECORD):
            name = cells.rule[cell]
            category = ground.codes.categories[cells.category[cell]]
            terms: list[tuple[int, Fraction]] = []
            constant, most = Fraction(0), Fraction(0)
            home = cells.home[cell] if cells.home else ""
            found = by_cell[name, category, int(cells.period[cell]), home]
            for scope, group, cents in found:
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
                    (index[group], cents) for _, group, cents in found
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
            upper[column] = float(extra.upper / (1 if extra.sort in ("flag", "people") else 100))
        return upper

    def _tiers(self, columns: int) -> tuple[dict[str, np.ndarray], dict[str, Fraction]]:
        ground, cells = self.ground, self.ground.cells
        loans = (DIRECT_COSTS, BRIDGE) if followed(ground.inputs) else ()
        costs = {name: np.zeros(columns) for name in (*TIERS, *loans)}
        costs |= fairness.costs_of(self.extras, self.next, columns)
        for column, extra in enumerate(self.extras, self.next):
            if extra.tier == 0:
                costs["floors"][column] = 1
            elif extra.tier == AFTER_OVERHEAD:
                costs[BRIDGE][column] = 1
            costs["overhead"][column] = extra.overhead / 100
        first = self.n_charges
        if loans:
            costs[DIRECT_COSTS][first : first + self.n_cells] = cells.kind == DIRECT
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
