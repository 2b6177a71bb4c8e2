"""Why an award does not pay more of something: the rule that refuses, or what binds.

For a pair that no rule lets through, the refusals are the reason; for a possible
charge, the first row without room: money used up, a cap, a share, a slice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds.tables import RECORD, REPORT
from braid.plan.solution import Solution

ROOM = Fraction(2)
"""A row with less room than two cents binds."""

USED_UP = ("award-amount", "preference", "not-accepted")
"""Words for an award whose money, not whose law, is the reason."""

ORDER = ("award", "slice", "limit", "order", "supplant", "timeline", "benefit", "served")


@dataclass(frozen=True)
class Reason:
    """Why one award pays no more: a rule id (or a word of braid's own), a sentence, a citation."""

    award: str
    rule: str
    sentence: str
    citation: str
    possible: bool
    """The award may pay this in principle; something binds."""


@dataclass(frozen=True)
class RowState:
    """A row at the plan: left and right side in cents, and the room between them."""

    left: Fraction
    right: Fraction
    room: Fraction


class Reasons:
    """Answers for one solution."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.ground = solution.ground
        self.inputs = solution.ground.inputs
        self.rules: dict[str, HomedRule] = {r.id: r for r in self.inputs.law.rules}

    @cached_property
    def states(self) -> list[RowState]:
        """Every row at the plan, exact; shortfalls and recapture are left out of the left side."""
        rows, model = self.solution.model.rows, self.solution.model
        x, layout = self.solution.optimum.x, model.layout
        cents = self.solution.cents
        out: list[RowState] = []
        columns, nums, dens = rows.column.tolist(), rows.num.tolist(), rows.den.tolist()
        counts = model.counts.tolist()
        starts = rows.start.tolist()
        for row in range(len(rows)):
            left, right = Fraction(0), rows.side[row]
            if rows.kind[row] == "balance":
                out.append(RowState(left, right, Fraction(0)))
                continue
            for at in range(starts[row], starts[row + 1]):
                column = columns[at]
                if column < layout.charges:
                    amount = cents.get(column, 0)
                    if amount:
                        left += Fraction(nums[at] * amount, dens[at])
                elif counts[column]:
                    right -= Fraction(nums[at], dens[at]) * round(float(x[column]))
            room = right - left if rows.sense[row] == -1 else left - right
            out.append(RowState(left, right, room))
        return out

    @cached_property
    def rows_of_charge(self) -> dict[int, list[int]]:
        """The rows that each possible charge is in with a coefficient that uses their room."""
        rows = self.solution.model.rows
        out: dict[int, list[int]] = defaultdict(list)
        number = np.repeat(np.arange(len(rows)), np.diff(rows.start))
        charge = rows.column < self.solution.model.layout.charges
        uses = np.where(rows.sense[number] == -1, rows.num > 0, rows.num < 0)
        kinds = np.array([k != "balance" for k in rows.kind])
        for at in np.flatnonzero(charge & uses & kinds[number]):
            out[int(rows.column[at])].append(int(number[at]))
        return out

    @cached_property
    def charges_of_cell(self) -> dict[tuple[int, int], list[int]]:
        """(cell, award) -> the possible charges that could pay it."""
        out: dict[tuple[int, int], list[int]] = defaultdict(list)
        charges, spreads = self.ground.charges, self.ground.spreads
        for column in range(len(charges)):
            award = int(charges.award[column])
            if charges.cell[column] >= 0:
                out[int(charges.cell[column]), award].append(column)
            else:
                k = int(charges.spread[column])
                for cell in spreads.cell[spreads.start[k] : spreads.start[k + 1]]:
                    out[int(cell), award].append(column)
        return out

    def of_cell(self, cell: int) -> list[Reason]:
        """Every award's reason for not paying (more of) a cell, the telling ones first."""
        found = [self._possible(cell, award) for award in range(len(self.ground.codes.awards))]
        reasons = [
            reason or self._refused(cell, self.ground.codes.awards[award])
            for award, reason in enumerate(found)
        ]
        reasons += [
            self._aside(name) for name in self.inputs.awards if name not in self.ground.codes.awards
        ]
        return sorted(reasons, key=self._telling)

    def _telling(self, reason: Reason) -> tuple[int, int, str]:
        """Order of reasons: a rule that binds, money used up, a rule that refuses; larger first."""
        stated = self.inputs.awards[reason.award]
        amount = int((stated.amount or 0) * 100)
        if reason.rule in ("not-committed", "entitlement"):
            rank = 4
        elif not reason.possible:
            rank = 3
        elif reason.rule in USED_UP:
            rank = 2 if reason.rule != "preference" else 3
        else:
            rank = 1
        return rank, -amount, reason.award

    def first(self, cell: int) -> Reason | None:
        """The one reason to show; awards whose money is used up are told together."""
        found = self.of_cell(cell)
        if not found:
            return None
        spent = [r.award for r in found if r.rule == "award-amount"]
        if found[0].rule == "award-amount" and len(spent) > 1:
            sentence = f"The money that may pay this is used up: {', '.join(spent)}."
            return replace(found[0], award="", sentence=sentence)
        return found[0]

    def _aside(self, award: str) -> Reason:
        stated = self.inputs.awards[award]
        if stated.probability != 1:
            return Reason(
                award,
                "not-committed",
                "The money is not committed, so the plan does not count on it.",
                "",
                False,
            )
        return Reason(
            award,
            "entitlement",
            "It is an entitlement: it pays what its formula gives, before everything else.",
            "",
            False,
        )

    def _possible(self, cell: int, award: int) -> Reason | None:
        columns = self.charges_of_cell.get((cell, award))
        if not columns:
            return None
        name = self.ground.codes.awards[award]
        if name in self.solution.declined:
            return Reason(
                name, "not-accepted",
                "The plan does not take this offer: it would not lower what is unfunded"
                " enough to matter, or its reports cost more than they bring.", "", True,
            )  # fmt: skip
        binding: list[int] = []
        for column in columns:
            rows = [r for r in self.rows_of_charge.get(column, ()) if self.states[r].room < ROOM]
            if not rows:
                continue
            binding.append(min(rows, key=lambda r: (ORDER.index(self.kind(r)), r)))
        if not binding:
            return Reason(
                name,
                "preference",
                "It could pay; the plan uses its money elsewhere at equal value.",
                "",
                True,
            )
        row = min(binding, key=lambda r: (ORDER.index(self.kind(r)), r))
        return self._binds(name, row)

    def kind(self, row: int) -> str:
        """The kind of a row."""
        return self.solution.model.rows.kind[row]

    def _binds(self, award: str, row: int) -> Reason:
        kind, rule = self.kind(row), self.solution.model.rows.rule[row]
        homed = self.rules.get(rule)
        if kind == "award":
            return Reason(award, "award-amount", "Its money is used up.", "", True)
        if kind == "slice":
            return Reason(
                award,
                "award-slices",
                "Its later slices have not begun, and the open ones are used up.",
                "",
                True,
            )
        if kind == "served":
            return Reason(
                award, "served",
                "It serves as many of these participants as its money and its rules allow;"
                " to pay for more it must serve more.", "", True,
            )  # fmt: skip
        if homed is None:
            return Reason(award, rule, "This rule leaves no room.", "", True)
        return Reason(award, rule, homed.rule.why, homed.rule.cite, True)

    def _refused(self, cell: int, award: str) -> Reason:
        cells, codes = self.ground.cells, self.ground.codes
        stated = self.inputs.awards[award]
        if cells.kind[cell] in (REPORT, RECORD):
            return Reason(
                award,
                "reporting",
                "An award pays only for reporting that it causes itself.",
                "",
                False,
            )
        line = codes.lines[cells.line[cell]]
        group = codes.groups[cells.group[cell]] if cells.group[cell] >= 0 else ""
        refusals = self.ground.refusals.get((award, line, group))
        if refusals:
            first = refusals[0]
            rule = self.rules[first.rule].rule
            sentence = rule.why
            if first.unknown:
                sentence += f" Not stated in the scenario: {', '.join(first.unknown)}."
            return Reason(award, first.rule, sentence, rule.cite, False)
        if stated.form == "in_kind":
            return Reason(award, "in-kind", "It is given in kind and cannot pay a bill.", "", False)
        start, end = self.inputs.window(stated)
        if not (start.toordinal() <= cells.start[cell] and cells.end[cell] <= end.toordinal()):
            last = date.fromordinal(end.toordinal() - 1)
            return Reason(
                award, "period-of-performance",
                f"The cost falls outside its period of performance ({start} to {last}).",
                "2 CFR 200.403(h)", False,
            )  # fmt: skip
        return Reason(
            award, "benefit",
            "Nobody whom this money may serve benefits from the cost in that year.",
            "2 CFR 200.405(d)", False,
        )  # fmt: skip
