"""Those who come first get what an award can pay for them before it pays for others.

A 0/1 for each stream and program year says whether others get anything; it may be 1 only when
each cost of those who come first is paid as far as the stream's awards can pay it, or when these
had run out by then on something else than the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds.alone import TooLittle, part_alone
from braid.kinds.block import NOTHING, Block
from braid.kinds.caps import Caps
from braid.kinds.concerned import of_categories
from braid.kinds.entries import Entries
from braid.kinds.grouping import ranked
from braid.kinds.permission import concerned, in_force
from braid.kinds.rows import Context
from braid.kinds.running_out import RunningOut, Stop
from braid.kinds.tables import Mask
from braid.periods import program_year
from braid.record import record
from braid.schema.rules import Order as Parameters

FEW = 5
"""Groups that a row names."""
ROUNDING = 20
"""Cents that may be missing of a cost that is paid, once cents are whole."""


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """Each rule's rows, stream by stream and year by year."""
    codes = context.codes
    years = np.array([program_year(g.start) for g in context.inputs.groups.values()])
    written: set[object] = set()
    for homed in rules:
        block = Block("order", homed.id)
        index = codes.award_index
        follow = context.among([index[name] for name in homed.awards if name in index])
        for stream in np.unique(codes.stream_of[follow]).tolist():
            awards = np.flatnonzero(follow & (codes.stream_of == stream))
            first, others = _ranks(homed, codes.awards[awards[0]], context)
            for year in np.unique(years[first]).tolist():
                of_year = years == year
                found = _Case(homed, stream, year, awards, first & of_year, others & of_year)
                if found.concerns(context) and found.key(context) not in written:
                    written.add(found.key(context))
                    found.write(block, context)
        yield block


def _ranks(homed: HomedRule, award: str, context: Context) -> tuple[Mask, Mask]:
    """The groups that come first, and the others; those on whose start the rule is in force."""
    rule = homed.rule
    assert isinstance(rule, Parameters)
    groups = context.inputs.groups.values()
    if rule.from_ is None and rule.until is None:
        held = np.ones(len(groups), dtype=bool)
    else:
        held = np.array([in_force(homed, group.start) for group in groups], dtype=bool)
    if rule.first is None:
        return held & False, held
    first = context.conditions.of_groups(rule.first, context.inputs.awards[award])
    return held & first, held & ~first


@record
class _Case:
    """One rule, one stream, one program year: who comes first and who comes after."""

    homed: HomedRule
    stream: int
    year: int
    awards: np.ndarray
    first: Mask
    others: Mask

    def _theirs(self, groups: Mask, entries: Entries, context: Context) -> Mask:
        """The direct charges of the stream's awards for some groups, of what the rule names."""
        mask: Mask = entries.direct & context.among(self.awards)[entries.award]
        mask &= np.append(groups, False)[entries.group]
        return mask & of_categories(self.homed, entries, context)

    def key(self, context: Context) -> object:
        """What two rules that say the same have in common."""
        named = concerned(self.homed, context.inputs.law.categories)
        awards = tuple(self.awards.tolist())
        return awards, self.year, named, self.first.tobytes(), self.others.tobytes()

    def concerns(self, context: Context) -> bool:
        """Whether there are possible charges of the one and of the other sort."""
        entries = context.of_awards(self.awards.tolist())
        return bool(
            self._theirs(self.first, entries, context).any()
            and self._theirs(self.others, entries, context).any()
        )

    def write(self, block: Block, context: Context) -> None:
        """Others get something only behind the 0/1; the 0/1 waits for those who come first."""
        codes, entries = context.codes, context.of_awards(self.awards.tolist())
        name = f"{codes.streams[self.stream]} {self.year}"
        others = context.flag(
            f"others:{self.homed.id} {name}", label=f"{self.homed.id}: {name} pays for others too"
        )
        theirs = entries.take(self._theirs(self.others, entries, context))
        of_groups = ranked(theirs.group)
        for group, at in zip(of_groups.values.tolist(), of_groups.parts(), strict=True):
            here = theirs.take(at)
            most = int(context.cells.cost[np.unique(here.cell)].sum())
            label = f"{codes.groups[group]} after those who come first, {name}"
            row = block.row("<=", NOTHING, label)
            block.add(row, here.column, here.num, here.den)
            block.add_one(row, others, Fraction(-most))
        running = RunningOut(
            context, block, context.once(TooLittle), context.once(Caps),
            lambda e: ~self._theirs(self.others, e, context), f"{self.homed.id} {self.year} ",
        )  # fmt: skip
        wanted = entries.take(self._theirs(self.first, entries, context))
        waiting: list[tuple[int, np.ndarray]] = []
        for award in self.awards.tolist():
            cells = np.unique(wanted.cell[wanted.award == award])
            parts = part_alone(context, award, cells)
            for stop, alike in running.of(award, cells):
                if stop.already:
                    continue
                wholly = alike[[cell not in parts for cell in alike.tolist()]]
                waiting += self._row(block, others, award, stop, wholly, None, context)
                for cell in alike[[cell in parts for cell in alike.tolist()]]:
                    one = np.array([cell])
                    waiting += self._row(block, others, award, stop, one, parts[cell], context)
        if waiting:
            here, sizes = context.cell_by_cell(np.concatenate([at for _, at in waiting]))
            of_cells = np.repeat([row for row, _ in waiting], [len(at) for _, at in waiting])
            block.add(np.repeat(of_cells, sizes), here.column, here.num, here.den)

    def _row(
        self, block: Block, others: int, award: int, stop: Stop, at: np.ndarray,
        alone: Fraction | None, context: Context,
    ) -> Iterator[tuple[int, np.ndarray]]:  # fmt: skip
        """Costs that are paid as far as they can be; those that can be wholly need one row only.

        Yields the row, if there is one, and the cells whose charges stand in it.
        """
        cells, codes = context.cells, context.codes
        most = Fraction(int(cells.cost[at].sum())) if alone is None else alone
        if most <= 0:
            return
        period = context.inputs.calendar.periods[cells.period[at[0]]]
        groups = sorted({codes.groups[group] for group in cells.group[at].tolist()})
        who = " ".join(groups) if len(groups) <= FEW else f"{len(groups)} groups"
        label = f"{who} first of {codes.awards[award]}, {period.start}"
        row = block.row(">=", -most * len(stop.unless), label)
        block.rounding[row] = ROUNDING  # of all together, so that each has no more
        block.add_one(row, others, -most)
        stop.add_to(block, row, most)
        yield row, at
