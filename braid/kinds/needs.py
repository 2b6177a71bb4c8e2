"""Needs: others' dollars that must stand beside an award (``docs/semantics.md``, section 10).

``match`` and ``reimbursement`` only say what is needed and what may serve it; pledges are made
once for both (see :mod:`braid.kinds.pools`), because a dollar counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np

from braid.catalog.facts import Subject
from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.kinds import selection
from braid.kinds.earlier import joined
from braid.kinds.entries import Entries
from braid.kinds.grouping import combined, order, ranked, sort
from braid.kinds.rows import Context
from braid.kinds.windows import windows_of
from braid.record import record
from braid.schema.money_rules import Beside
from braid.schema.rule_base import Selector
from braid.schema.scenario import Award

Kind = Literal["match", "reimbursement"]
WHOLE = frozenset({"award", "employer"})
"""What needs may be per, for money that is not charged to any cell to serve them."""


@record
class View:
    """All possible charges, a year's shared charge cut over its cells, with each one's employer.

    What was charged already stands behind them, without a column (see :class:`Past`).
    """

    context: Context
    entries: Entries
    employer: np.ndarray
    """The place of the cell's employer among the partnership's, -1 where there is none."""

    @classmethod
    def of(cls, context: Context) -> View:
        """What a context's needs look at."""
        entries = context.entries(by_period=True)
        if context.past is not None:
            entries = joined(entries, context.past.entries)
        return cls(context, entries, employers_of_cells(context)[entries.cell])

    def of_categories(self, names: Iterable[str], at: np.ndarray) -> np.ndarray:
        """Which of some entries are in some categories or families."""
        wanted = self.context.inputs.law.categories.expand(tuple(names))
        codes = self.context.codes.categories
        found: np.ndarray = np.array([name in wanted for name in codes], dtype=bool)
        of_entries: np.ndarray = found[self.entries.category[at]]
        return of_entries

    def places(self, awards: Sequence[int], home: str = "") -> np.ndarray:
        """Where the entries of some awards stand, in order; those of one partnership, or all."""
        key: tuple[str | int, ...] = (home, *awards)
        if key not in self._places:
            found = [self._of_award(award, home) for award in awards]
            self._places[key] = sort(np.concatenate([np.empty(0, dtype=np.int64), *found]))
        return self._places[key]

    @cached_property
    def _places(self) -> dict[tuple[str | int, ...], np.ndarray]:
        return {}

    def _of_award(self, award: int, home: str) -> np.ndarray:
        """Where the entries of one award stand: all, or those of a partnership."""
        if not home:
            return self._of_awards[award]
        if (award, home) not in self._of_homes:
            names = [member.id for member in self.context.inputs.partnerships]
            at = self._of_awards[award]
            self._of_homes[award, home] = at[self._homes[at] == names.index(home)]
        return self._of_homes[award, home]

    @cached_property
    def _of_homes(self) -> dict[tuple[int, str], np.ndarray]:
        return {}

    @cached_property
    def _homes(self) -> np.ndarray:
        """The place of each entry's partnership in the portfolio."""
        return self.context.homes(self.entries)

    @cached_property
    def _of_awards(self) -> list[np.ndarray]:
        award, count = self.entries.award, len(self.context.codes.awards)
        ends = np.cumsum(np.bincount(award, minlength=count))
        return np.split(order(award, count), ends[:-1])

    def within_reach(self, award: str) -> list[int]:
        """The awards whose money is for somebody for whom an award's is."""
        owner = self.context.inputs.owner(award)
        if not owner:
            return list(range(len(self.context.codes.awards)))
        return sorted([*self._of_owners.get("", ()), *self._of_owners[owner]])

    @cached_property
    def _of_owners(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, name in enumerate(self.context.codes.awards):
            found.setdefault(self.context.inputs.owner(name), []).append(number)
        return found


@record
class Demand:
    """One rule asked of one award: how much must stand beside it, cut by what, and whose."""

    kind: Kind
    homed: HomedRule
    award: str
    per: tuple[str, ...]
    beside: Beside
    spend: Selector | None
    factor: Fraction
    """Cents that each cent charged to the award asks for."""
    constant: Fraction = Fraction(0)
    """Cents that it asks for whatever is charged."""

    def asking(self, view: View) -> np.ndarray:
        """Where the award's charges that ask for money beside them stand."""
        rule = self.homed.rule
        at = view.places([view.context.codes.award_index[self.award]])
        entries = view.entries.take(at)
        mask = np.ones(len(at), dtype=bool)
        if rule.from_ is not None:
            mask &= entries.start >= rule.from_.toordinal()
        if rule.until is not None:
            mask &= entries.start < rule.until.toordinal()
        if self.spend is None:
            mask &= entries.line >= 0
        else:
            mask &= selection.selected(self.spend, entries, view.context)
        asking: np.ndarray = at[mask]
        return asking

    def serving(self, view: View) -> np.ndarray:
        """Where the charges that count as money beside the award stand."""
        inputs, names = view.context.inputs, view.context.codes.awards
        near = view.within_reach(self.award)
        counted = [k for k in near if self.counts(inputs.awards[names[k]], inputs)]
        at = view.places(counted, inputs.owner(self.award))
        entries = view.entries.take(at)
        mask = entries.line >= 0
        windows = windows_of(inputs, inputs.awards[self.award])
        own = [windows.of(category) for category in view.context.codes.categories]
        mask &= entries.start >= np.array([w.start.toordinal() for w in own])[entries.category]
        mask &= entries.start < np.array([w.end.toordinal() for w in own])[entries.category]
        if self.beside.category is None:
            mask &= view.context.permitted(self.award)[entries.cell]
        else:
            mask &= view.of_categories(self.beside.category, at)
        if self.beside.employer:
            numbers = {name: k for k, name in enumerate(inputs.employers)}
            whose = np.full(len(names), -2)
            whose[counted] = [
                numbers.get(inputs.awards[names[k]].employer or "", -2) for k in counted
            ]
            mask &= whose[entries.award] == view.employer[at]
        return at[mask]

    def counts(self, award: Award, inputs: Inputs) -> bool:
        """Whether an award's money may stand beside this one at all."""
        owners = {inputs.owner(award.id), inputs.owner(self.award)}
        return (
            award.id != self.award
            and (len(owners) == 1 or "" in owners)
            and (award.match_for is None or self.award in award.match_for)
            and inputs.origin(award) in self.beside.origin
            and award.form in self.beside.form
        )

    def counts_whole(self, award: Award, inputs: Inputs) -> bool:
        """Whether what an award gives in kind, beside its charges, serves this as a whole."""
        start, end = inputs.window(inputs.awards[self.award])
        first, last = inputs.window(award)
        named = award.employer is not None or not (self.beside.employer or "employer" in self.per)
        overlap = first < end and start < last
        return self.counts(award, inputs) and set(self.per) <= WHOLE and overlap and named

    def keys(self, view: View, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """A number for some entries, equal where one need holds them; and a mask of who has it."""
        entries = view.entries.take(at)
        columns = {
            "period": entries.period, "line": entries.line, "employer": view.employer[at],
            "cell": np.where(entries.line >= 0, entries.cell, -1),
        }  # fmt: skip
        used = [columns[name].astype(np.int64) for name in self.per if name != "award"]
        there = np.ones(len(entries), dtype=bool)
        for column in used:
            there &= column >= 0
        return combined([np.zeros(len(entries), dtype=np.int64), *used]), there

    def label(self, entry: int, view: View) -> str:
        """The name of the need that an entry belongs to: the award, then what it is per."""
        context, entries = view.context, view.entries
        parts = [self.award]
        if {"line", "cell"} & set(self.per):
            parts.append(context.codes.lines[entries.line[entry]])
        group = int(context.cells.group[entries.cell[entry]])
        if "cell" in self.per and group >= 0:
            parts.append(context.codes.groups[group])
        if "employer" in self.per:
            parts.append(list(context.inputs.employers)[view.employer[entry]])
        if {"period", "cell"} & set(self.per):
            period = context.inputs.calendar.periods[int(entries.period[entry])]
            parts.append(period.start.isoformat())
        return " ".join(parts)


def employers_of_cells(context: Context) -> np.ndarray:
    """The place of every cell's employer among the partnership's, -1 where there is none.

    The last value is that of no cell.
    """
    cells, inputs = context.cells, context.inputs
    facts = context.conditions.facts
    numbers = {name: k for k, name in enumerate(inputs.employers)}
    lines, groups = list(inputs.costs.values()), [*inputs.groups.values(), None]
    found = np.full(len(cells) + 1, -1, dtype=np.int64)
    asked = np.flatnonzero(cells.line >= 0)
    pairs = ranked(combined([cells.line[asked], cells.group[asked]]))
    of_pairs = np.full(len(pairs.values), -1, dtype=np.int64)
    for k, cell in enumerate(asked[pairs.first].tolist()):
        subject = Subject(group=groups[cells.group[cell]], line=lines[cells.line[cell]])
        employer = facts.employer(subject)
        if employer is not None:
            of_pairs[k] = numbers[employer.id]
    found[asked] = of_pairs[pairs.rank]
    return found


NeedKind = Callable[[tuple[HomedRule, ...], Context], Iterator[Demand]]
"""A kind that asks for money beside an award: its binding rules and the context -> demands."""
