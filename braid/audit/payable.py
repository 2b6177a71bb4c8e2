"""Which cells each award may pay."""

from __future__ import annotations

import numpy as np

from braid.audit.cell_columns import CellColumns
from braid.audit.cells import Cell
from braid.audit.exact import Flags, Numbers
from braid.audit.permission import (
    ABOUT_AWARD,
    ABOUT_PEOPLE,
    Permissions,
    condition_of,
    in_force_on,
)
from braid.audit.subjects import on_first_days
from braid.catalog.law import HomedRule
from braid.schema.scenario import Award

Verdict = tuple[int, int]
"""A rule, and the award where the rule looks at it; else -1."""


class Payable:
    """The permission rules put to every cell."""

    def __init__(self, cells: CellColumns, permissions: Permissions) -> None:
        self.cells = cells
        self.permissions = permissions
        self.numbering = permissions.numbering
        self._verdicts: dict[Verdict, Flags] = {}
        self._unrefused: dict[tuple[str, tuple[Verdict, ...]], Flags] = {}
        self._open: dict[str, Flags] = {}
        self._qualifying: dict[tuple[str, int], bool] = {}
        self._people: dict[tuple[int, int, int], Flags] = {}
        self._members: dict[int, Numbers] = {}
        self._near: dict[str, Numbers] = {}

    def _in_time(self, award: Award) -> Flags:
        """Of which near cells the dates fit the award's window, or that of their category."""
        timings, cells, near = self.permissions.timings, self.cells, self.near(award)
        found = timings.own(award).fits(cells, near)
        for category, timing in timings.apart(award).items():
            named = np.flatnonzero(self.numbering.named((category,))[cells.category[near]])
            found[named] = timing.fits(cells, near[named])
        return found

    def unrefused(self, award: Award) -> Flags:
        """Which cells are in time, and refused by no rule.

        Of shared cells this says nothing about those whom they benefit.
        """
        return self._of_near(award, self._passed(award) & self._in_time(award))

    def by_rules(self, award: Award) -> Flags:
        """Which cells no rule refuses, in time or not; a shared one if any group qualifies."""
        found = self._of_near(award, self._passed(award))
        for cell in np.flatnonzero(found & ~self.cells.direct).tolist():
            found[cell] = self.qualifies(award, self.cells.cells[cell])
        return found

    def _of_near(self, award: Award, flags: Flags) -> Flags:
        """What is true of near cells, for every cell: of no other."""
        found = np.zeros(len(self.cells), dtype=bool)
        found[self.near(award)] = flags
        return found

    def near(self, award: Award) -> Numbers:
        """The cells that the award's money is for, by their numbers."""
        owner = self.permissions.inputs.owner(award.id)
        if owner not in self._near:
            reached = self.numbering.lines_for(award)[self.cells.line]
            self._near[owner] = np.flatnonzero(reached)
        return self._near[owner]

    def _passed(self, award: Award) -> Flags:
        """Which near cells no rule refuses; of shared cells, no rule that is not about people."""
        rules = [
            (homed, kind in ABOUT_PEOPLE)
            for kind in (*ABOUT_AWARD, *ABOUT_PEOPLE)
            for homed in self.permissions.rules(award, kind)
        ]
        names = tuple(self._name(homed, award) for homed, _ in rules)
        key = self.permissions.inputs.owner(award.id), names
        known = self._unrefused.get(key)
        if known is None:
            near = self.near(award)
            known = np.ones(len(near), dtype=bool)
            for name, (homed, people) in zip(names, rules, strict=True):
                if name[1] < 0:
                    known &= self._verdict(name, homed, award, people)[near]
                else:
                    known &= self._asked(homed, award, people, near)
            self._unrefused[key] = known
        return known

    def open_to(self, award: Award) -> Flags:
        """The same of an award that can be chosen: committed, in the form that the line takes."""
        known = self._open.get(award.id)
        if known is None:
            stream = self.permissions.inputs.law.streams.get(award.stream)
            if stream is None or stream.entitlement:
                known = np.zeros(len(self.cells), dtype=bool)
            else:
                commits = self.permissions.may_commit_lines(award)[self.cells.line]
                known = commits & self.unrefused(award)
            self._open[award.id] = known
        return known

    def may_pay(self, award: Award, cell: Cell) -> bool:
        """Whether an award that is no entitlement may pay a cell, beneficiaries apart."""
        if not self.open_to(award)[self.cells.number[cell.key]]:
            return False
        if cell.direct or self.permissions.benefit_rules(award, cell.line, cell.start):
            return True
        return self.qualifies(award, cell)

    def qualifies(self, award: Award, cell: Cell) -> bool:
        """Whether the rules about people hold for any group of a shared cell."""
        key = (award.id, self.numbering.line[cell.line.id])
        known = self._qualifying.get(key)
        if known is None:
            known = self._qualifying[key] = bool(self.qualifying(award, key[1]).any())
        return known

    def qualifying(self, award: Award, line: int) -> Flags:
        """Which of a line's groups qualify, each asked on its own first day."""
        if line not in self._members:
            self._members[line] = self.numbering.members(line)
        members = self._members[line]
        found = np.ones(len(members), dtype=bool)
        category = self.numbering.lines[line].category
        for kind in ABOUT_PEOPLE:
            for homed in self.permissions.rules(award, kind):
                names: tuple[str, ...] = getattr(homed.rule, "for_", ())
                if self.permissions.concerns(names, category):
                    asked = in_force_on(homed.rule, self.numbering.first_day)
                    found &= (~asked | self._of_people(homed, award, line))[members]
        return found

    def _of_people(self, homed: HomedRule, award: Award, line: int) -> Flags:
        """Of which groups the condition of a rule is true, for a line."""
        asked = condition_of(homed.rule)
        count = len(self.numbering.groups)
        if asked is None:
            return np.ones(count, dtype=bool)
        looks = self.permissions.questions.looks(*asked)
        payer = self.numbering.award[award.id]
        key = (
            id(homed.rule), payer if looks.award else -1,
            line if looks.line or looks.employer else -1,
        )  # fmt: skip
        known = self._people.get(key)
        if known is None:
            subjects = on_first_days(self.numbering, award, np.arange(count), line)
            known = self._people[key] = self.permissions.answers.true_of(*asked, subjects)
        return known

    def _name(self, homed: HomedRule, award: Award) -> Verdict:
        asked = condition_of(homed.rule)
        looks = None if asked is None else self.permissions.questions.looks(*asked)
        by_award = looks is not None and looks.award
        return id(homed.rule), self.numbering.award[award.id] if by_award else -1

    def _verdict(self, name: Verdict, homed: HomedRule, award: Award, people: bool) -> Flags:
        """Which cells a rule that looks at no award lets any award pay."""
        known = self._verdicts.get(name)
        if known is None:
            known = self._asked(homed, award, people, np.arange(len(self.cells)))
            self._verdicts[name] = known
        return known

    def _asked(self, homed: HomedRule, award: Award, people: bool, some: Numbers) -> Flags:
        """Which of some cells a rule lets the award pay; one about people speaks of direct ones."""
        found = np.ones(len(some), dtype=bool)
        at = np.flatnonzero(self.cells.group[some] >= 0) if people else np.arange(len(some))
        subjects = self.cells.subjects(self.numbering.award[award.id], some[at])
        found[at] = self.permissions.hold(homed, subjects, self.cells.category[some[at]])
        return found
