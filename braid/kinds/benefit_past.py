"""What was charged already on shared lines under a benefit rule.

What names a group is held against the part of that group; what names none against the parts of
all groups together, beside the rows of each group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from braid.kinds.block import NOTHING, Block
from braid.kinds.paid_for import kept
from braid.kinds.past import Past, Shared
from braid.kinds.rows import Context
from braid.kinds.unions import days, unions

Split = Callable[[str, str], bool]
"""Whether a benefit rule splits what an award pays for a category of shared cost."""
NOBODY = -1
"""In place of the group of a charge that names none."""


def after_actuals(
    rule: str, pools: np.ndarray, context: Context, past: Past, split: Split
) -> Block:
    """Per award, stream, record system and in all: what the groups' parts leave for the rest."""
    block = Block("benefit", rule)
    charges, inputs, codes = past.whole.charges, context.inputs, context.codes
    for (line, year), charged in sorted(past.lines_and_years.items()):
        here = pools[(charges.line[pools] == line) & (charges.year[pools] == year)]
        category = inputs.costs[codes.lines[line]].category
        counted = [charge for charge in charged if split(codes.awards[charge.award], category)]
        for part in _parts(here, counted, context):
            if part.already:
                label = f"{codes.lines[line]} {year} {part.name}, what was charged counted in"
                left = Left(part, label, context, past)
                left.tell(block)
                left.write(block)
    return block


class Members(NamedTuple):
    """Charges that are held together against the parts of the groups whom they serve."""

    name: str
    members: np.ndarray
    already: Mapping[int, int]
    """Group (or ``NOBODY``) -> cents that were charged."""
    counts: Mapping[int, Sequence[int]] | None
    """Group -> the head counts that add up to those served; None where everybody counts."""
    kept: Mapping[int, int]
    """Group -> the people whom no count may leave out, because of shared costs charged before."""


def _parts(here: np.ndarray, charged: list[Shared], context: Context) -> Iterator[Members]:
    """Each award, stream and record system, all of them, and each part of these in time."""
    codes = context.codes
    charges = context.as_ever.charges
    award = charges.award[here]
    all_awards = np.arange(len(codes.awards))
    stream = codes.stream_of.astype(np.int64)
    served_before = context.once(kept)
    levels = (
        (all_awards, codes.awards, context.served_table[:, stream].T),
        (stream, codes.streams, context.served_table.T),
        (codes.system_of[stream].astype(np.int64), codes.systems, context.recorded_table.T),
        (np.zeros(len(codes.awards), dtype=np.int64), ("all federal",), None),
    )
    for scope, names, heads in levels:
        for value in np.unique(scope[award]).tolist():
            own = [charge for charge in charged if scope[charge.award] == value]
            counts = (
                None if heads is None else {g: [c] for g, c in enumerate(heads[value].tolist())}
            )
            members = here[scope[award] == value]
            streams = set(stream[scope == value].tolist())
            people: dict[int, int] = {}
            for (group, of), count in served_before.items() if heads is not None else ():
                if of in streams:
                    people[group] = max(count, people.get(group, 0))
            for name, some, already in in_time(names[value], members, own, context):
                yield Members(name, some, already, counts, people)


def in_time(
    name: str, members: np.ndarray, charged: Sequence[Shared], context: Context
) -> Iterator[tuple[str, np.ndarray, dict[int, int]]]:
    """Some charges, and those of them among fewer cells, with what their awards were charged.

    That is by group, or ``NOBODY``, in cents.
    """
    yield name, members, _by_group(charged)
    award = context.as_ever.charges.award
    for label, some in _narrower(name, members, context):
        payers = set(award[some].tolist())
        yield label, some, _by_group(charge for charge in charged if charge.award in payers)


def _by_group(charged: Iterable[Shared]) -> dict[int, int]:
    found: dict[int, int] = {}
    for charge in charged:
        found[charge.group] = found.get(charge.group, 0) + charge.cents
    return found


def _narrower(name: str, members: np.ndarray, context: Context) -> Iterator[tuple[str, np.ndarray]]:
    """What of several awards lies among fewer cells than all of it."""
    ever = context.as_ever
    spreads, spread = ever.spreads, ever.charges.spread[members].tolist()
    cells = {k: frozenset(spreads.cell[spreads.start[k] : spreads.start[k + 1]].tolist())
             for k in set(spread)}  # fmt: skip
    whole = frozenset[int]().union(*cells.values())
    for union in unions(cells.values()):
        some = members[[cells[k] <= union for k in spread]]
        if union != whole and len(np.unique(ever.charges.award[some])) > 1:
            yield f"{name}, {days(ever.cells, union)}", some


class Left:
    """What the groups' parts of some charges leave, once what names a group is taken off it."""

    def __init__(self, part: Members, label: str, context: Context, past: Past) -> None:
        self.part, self.label, self.context = part, label, context
        charges, spreads = past.whole.charges, past.whole.spreads
        cells: dict[int, set[int]] = {}
        self.columns: dict[int, list[int]] = {}
        for number in part.members.tolist():
            group, spread = int(charges.group[number]), int(charges.spread[number])
            found = spreads.cell[spreads.start[spread] : spreads.start[spread + 1]]
            cells.setdefault(group, set()).update(found.tolist())
            column = int(past.column[number])
            self.columns.setdefault(group, []).extend([column] if column >= 0 else [])
        of = context.benefit_shares.of
        self.shares = {
            group: of(tuple(sorted(own))).get(group, NOTHING)
            for group, own in sorted(cells.items())
        }
        self.left = {
            group: max(NOTHING, share - part.already.get(group, 0))
            for group, share in self.shares.items()
        }

    def tell(self, block: Block) -> None:
        """Say of each part by how much more than it was charged already."""
        names = self.context.codes.groups
        over = {
            f"{self.label}, {names[group]}": self.part.already.get(group, 0) - share
            for group, share in self.shares.items()
        }
        over[self.label] = self.part.already.get(NOBODY, 0) - sum(self.left.values(), NOTHING)
        for label, more in over.items():
            if more > 0:
                self.context.broken.append((f"{block.rule} {label}", more))

    def write(self, block: Block) -> None:
        """A row for each group that was named, and one for all where some was for nobody."""
        names = self.context.codes.groups
        for group, share in self.shares.items():
            already = self.part.already.get(group, 0)
            if already:
                label = f"{self.label}, {names[group]}"
                counted = min(Fraction(already), share * self._kept(group))
                if counted < already:
                    self._row(block, label, [group], self.left[group])
                if counted:
                    self._year(block, f"{label} served", group, counted)
        whole = sum(self.left.values(), NOTHING)
        already = self.part.already.get(NOBODY, 0)
        if already:
            self._row(block, self.label, list(self.left), max(NOTHING, whole - already))

    def _kept(self, group: int) -> Fraction:
        """The part of a group that stays served whatever is planned."""
        name = self.context.codes.groups[group]
        people = self.context.inputs.groups[name].participants
        return Fraction(self.part.kept.get(group, 0), people)

    def _year(self, block: Block, label: str, group: int, counted: Fraction) -> None:
        """With what was charged, charges for a group are at most the year's part of the served.

        It says more than that they are at most the same part of what is left.
        """
        column = np.array(self.columns[group], dtype=np.int64)
        if not len(column) or self.part.counts is None:
            return
        row = block.row("<=", -counted, label)
        one = np.ones(len(column), dtype=np.int64)
        block.add(row, column, one, one)
        name = self.context.codes.groups[group]
        people = self.context.inputs.groups[name].participants
        for count in self.part.counts[group]:
            block.add_one(row, count, -self.shares[group] / people)

    def _row(self, block: Block, label: str, groups: list[int], left: Fraction) -> None:
        """Charges for some groups are at most what is left of their parts, by whom they serve."""
        column = np.array([c for group in groups for c in self.columns[group]], dtype=np.int64)
        if not len(column):
            return
        counts = self.part.counts
        row = block.row("<=", left if counts is None else NOTHING, label)
        one = np.ones(len(column), dtype=np.int64)
        block.add(row, column, one, one)
        if counts is None or not left:
            return
        people = [group.participants for group in self.context.inputs.groups.values()]
        whole = sum((self.left[group] for group in groups), NOTHING)
        for group in groups:
            if self.left[group]:
                value = -self.left[group] / people[group] * left / whole
                for count in counts[group]:
                    block.add_one(row, count, value)
