"""Why an award does not pay more of something: the rule that refuses, or what binds.

For a pair that no rule lets through, the refusals are the reason; for a possible
charge, the first row without room: money used up, a cap, a share, a slice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds.rows import WIDE
from braid.kinds.tables import RECORD, REPORT
from braid.plan.solution import Solution
from braid.plan.states import RowStates

USED_UP = ("award-amount", "preference", "not-accepted")
"""Words for an award whose money, not whose law, is the reason."""

USED_UP_RANK = 2

ORDER = ("limit", "order", "supplant", "timeline", "award", "slice", "benefit", "served")
"""Which binding row is told: a limit would still bind if the award were larger."""


@dataclass(frozen=True)
class Reason:
    """Why one award pays no more: a rule id (or a word of braid's own), a sentence, a citation."""

    award: str
    rule: str
    sentence: str
    citation: str
    possible: bool
    """The award may pay this in principle; something binds."""
    unknown: bool = False
    """Only because a fact is not stated: stating it may open money that is left."""


class Reasons:
    """Answers for one solution."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.ground = solution.ground
        self.inputs = solution.ground.inputs
        self.rules: dict[str, HomedRule] = {r.id: r for r in self.inputs.law.rules}
        self._windows = {a.id: self.inputs.window(a) for a in self.inputs.awards.values()}

    @cached_property
    def states(self) -> RowStates:
        """Every row at the plan."""
        return RowStates(self.solution)

    @cached_property
    def binding_row(self) -> np.ndarray:
        """Of each possible charge the first row without room, in the order of ORDER; -1: none."""
        rows, charges = self.solution.model.rows, self.solution.model.layout.charges
        number = np.repeat(np.arange(len(rows)), np.diff(rows.start))
        place = {kind: k for k, kind in enumerate(ORDER)}
        rank = np.array([place.get(kind, -1) for kind in rows.kind], dtype=np.int64)
        rising = ~rows.falling & ((rows.num != 0) | (rows.den == WIDE))
        uses = np.where(rows.sense[number] == -1, rising, rows.falling)
        stops = self.states.binding & (rank >= 0)
        at = np.flatnonzero((rows.column < charges) & uses & stops[number])
        far = len(ORDER) * len(rows)
        found = np.full(charges, far, dtype=np.int64)
        np.minimum.at(found, rows.column[at], rank[number[at]] * len(rows) + number[at])
        return np.where(found < far, found % max(1, len(rows)), -1)

    @cached_property
    def _binding_rows(self) -> list[int]:
        found: list[int] = self.binding_row.tolist()
        return found

    @cached_property
    def charges_of_cell(self) -> dict[int, dict[int, list[int]]]:
        """cell -> award -> the possible charges that could pay it."""
        out: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        charges, spreads = self.ground.charges, self.ground.spreads
        start, members = spreads.start.tolist(), spreads.cell.tolist()
        cells, awards = charges.cell.tolist(), charges.award.tolist()
        for column, spread in enumerate(charges.spread.tolist()):
            if spread < 0:
                out[cells[column]][awards[column]].append(column)
                continue
            for cell in members[start[spread] : start[spread + 1]]:
                out[cell][awards[column]].append(column)
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
        """Order of reasons: a fact nobody stated, a rule that binds, money used up, a refusal."""
        if reason.rule in ("not-committed", "entitlement"):
            rank = 4
        elif reason.unknown and self._left(reason.award) >= 100:
            rank = 0
        elif not reason.possible:
            rank = 3
        elif reason.rule in USED_UP:
            rank = USED_UP_RANK if reason.rule != "preference" else 3
        else:
            rank = 1
        return rank, *self._by_size(reason.award)

    def _left(self, award: str) -> int:
        """Cents that the plan leaves of an award that it uses."""
        stated = self.inputs.awards[award]
        if stated.amount is None or award in self.solution.declined:
            return 0
        before = sum(int(entry.amount * 100) for entry in stated.to_date)
        return int(stated.amount * 100) - before - self.solution.charged.get(award, 0)

    def first(self, cell: int) -> Reason | None:
        """The one reason to show, the first of ``of_cell``; money used up is told together."""
        awards = self.ground.codes.awards
        able = {k: self._possible(cell, k) for k in self.charges_of_cell.get(cell, ())}
        found = [r for r in able.values() if r is not None]
        found += [
            self._refused(cell, awards[k]) for k in self._unspent
            if k not in able and self._for_want_of_facts(cell, awards[k])
        ]  # fmt: skip
        found.sort(key=self._telling)
        if not found or self._telling(found[0])[0] > USED_UP_RANK:
            # only awards that are refused or indifferent: the largest one tells
            if not awards:
                asides = [self._aside(name) for name in self.inputs.awards]
                return min(asides, key=self._telling, default=None)
            largest = min(range(len(awards)), key=lambda k: self._by_size(awards[k]))
            return able.get(largest) or self._refused(cell, awards[largest])
        spent = [r.award for r in found if r.rule == "award-amount"]
        if found[0].rule == "award-amount" and len(spent) > 1:
            sentence = f"The money that may pay this is used up: {', '.join(spent)}."
            return replace(found[0], award="", sentence=sentence)
        return found[0]

    @cached_property
    def _unspent(self) -> list[int]:
        """Awards of which at least a dollar is left."""
        return [k for k, name in enumerate(self.ground.codes.awards) if self._left(name) >= 100]

    def _for_want_of_facts(self, cell: int, award: str) -> bool:
        """Whether only facts that nobody has stated keep an award from paying a cell."""
        cells, codes = self.ground.cells, self.ground.codes
        if cells.line[cell] < 0:
            return False
        group = codes.groups[cells.group[cell]] if cells.group[cell] >= 0 else ""
        return self.ground.refusals.only_unknown(award, codes.lines[cells.line[cell]], group)

    def _by_size(self, award: str) -> tuple[int, str]:
        return self._sizes[award]

    @cached_property
    def _sizes(self) -> dict[str, tuple[int, str]]:
        awards = self.inputs.awards.values()
        return {award.id: (-int((award.amount or 0) * 100), award.id) for award in awards}

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
        columns = self.charges_of_cell.get(cell, {}).get(award)
        if not columns:
            return None
        name = self.ground.codes.awards[award]
        if name in self.solution.declined:
            return Reason(
                name, "not-accepted",
                "The plan does not take this offer: it would not lower what is unfunded"
                " enough to matter, or its reports cost more than they bring.", "", True,
            )  # fmt: skip
        rows = self._binding_rows
        binding = [rows[column] for column in columns if rows[column] >= 0]
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

    def _papers(self, names: tuple[str, ...]) -> str:
        """Attributes that nobody has stated, each with the paper that would show it."""
        known = {
            name: definition.document
            for entity in type(self.inputs.law.attributes).model_fields
            for name, definition in getattr(self.inputs.law.attributes, entity).items()
        }
        told = []
        for name in names:
            paper = known.get(name.rpartition(".")[2])
            told.append(f"{name} (see the {paper})" if paper else name)
        return ", ".join(told)

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
        if refusals and refusals[0].rule in self.rules:
            first = refusals[0]
            rule = self.rules[first.rule].rule
            sentence = rule.why
            if first.unknown:
                sentence += f" Not stated in the scenario: {self._papers(first.unknown)}."
            unknown = all(no.unknown for no in refusals)
            return Reason(award, first.rule, sentence, rule.cite, False, unknown)
        if stated.form == "in_kind":
            return Reason(award, "in-kind", "It is given in kind and cannot pay a bill.", "", False)
        start, end = self._windows[award]
        if not (start.toordinal() <= cells.start[cell] and cells.end[cell] <= end.toordinal()):
            last = date.fromordinal(end.toordinal() - 1)
            since = date.fromordinal(int(cells.start[cell]))
            until = date.fromordinal(int(cells.end[cell]) - 1)
            return Reason(
                award, "period-of-performance",
                f"What falls due from {since} to {until} is outside its period of performance"
                f" ({start} to {last}).",
                "2 CFR 200.403(h)", False,
            )  # fmt: skip
        return Reason(
            award, "benefit",
            "Nobody whom this money may serve benefits from the cost in that year.",
            "2 CFR 200.405(d)", False,
        )  # fmt: skip
