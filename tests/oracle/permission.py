"""Who may pay what, and whom a stream may serve (docs/semantics.md, sections 4 and 7)."""

from datetime import date, timedelta
from typing import Any

from braid.schema.scenario import Award, Cost, Group
from oracle.cells import Cell
from oracle.facts import Subject, attribute
from oracle.rulebook import Rulebook, in_force
from oracle.whose import home, reaches

ABOUT_PEOPLE = ("participant", "program", "employer")


class Permission:
    """Answers that need rules, awards and cells, but no dollars."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.groups = book.inputs.groups

    # -- cells -----------------------------------------------------------------------------

    def may_pay(self, award: Award, cell: Cell) -> bool:
        """Points 1 to 3; on shared cells without the beneficiaries (see :meth:`qualifies`)."""
        if award.form != "cash" and attribute(cell.line, "accepts_in_kind") is not True:
            return False
        if not reaches(self.book.inputs, award, home(self.book.inputs, cell.line.id)):
            return False
        if not self.in_time(award, cell.line, cell.start, cell.end):
            return False
        if not self.lines_allow(award, cell):
            return False
        kinds = ("award", *ABOUT_PEOPLE) if cell.direct else ("award",)
        about = self.about(award, cell)
        return all(self.all_hold(kind, award, cell.category, about) for kind in kinds)

    def about(self, award: Award, cell: Cell) -> Subject:
        """The subject of a question about a cell and an award."""
        group = self.groups[cell.group] if cell.group is not None else None
        return Subject(cell.start, award, group, cell.line)

    def all_hold(self, kind: str, award: Award, category: str, about: Subject) -> bool:
        """Every rule of a kind that concerns a category holds."""
        return all(
            self.book.condition_holds(homed.rule, kind, about)
            for homed in self.book.of(kind, award)
            if self.book.concerns(homed.rule, category)
        )

    def lines_allow(self, award: Award, cell: Cell) -> bool:
        """The line rules: closed lists, bans, conditions on the line."""
        about = self.about(award, cell)
        for homed in self.book.of("line", award):
            rule = homed.rule
            if not self.book.concerns(rule, cell.category) or not in_force(rule, cell.start):
                continue
            if not self.category_allowed(rule, cell.category):
                return False
            truth = rule.where is None or self.book.facts.truth(rule.where, about, "line")
            if truth is not True:
                return False
        return True

    def category_allowed(self, rule: Any, category: str) -> bool:
        """``allow`` and ``forbid`` of a line rule."""
        if rule.allow is not None and category not in self.book.categories(rule.allow):
            return False
        return rule.forbid is None or category not in self.book.categories(rule.forbid)

    def in_time(self, award: Award, line: Cost, start: date, end: date) -> bool:
        """The cell's dates, or with ``test: obligated`` the contract's, against the window."""
        opens, closes = self.book.window_for(award, line.category)
        tests = [
            rule
            for rule in self.book.timelines(award)
            if rule.test == "obligated" and self.book.concerns(rule, line.category)
        ]
        if not tests:
            return opens <= start and end <= closes
        obligated = line.obligated or start
        if not opens <= obligated < closes:
            return False
        return all(end <= closes + timedelta(days=rule.liquidate_days or 0) for rule in tests)

    def payable_report(self, award: Award, category: str, start: date, end: date) -> bool:
        """A reporting cell: in cash, the category allowed, the period touched by the window."""
        opens, closes = self.book.window(award)
        if award.form != "cash" or not (opens < end and start < closes):
            return False
        about = Subject(start, award)
        if not self.all_hold("award", award, category, about):
            return False
        return all(
            self.category_allowed(homed.rule, category)
            for homed in self.book.of("line", award)
            if self.book.concerns(homed.rule, category) and in_force(homed.rule, start)
        )

    # -- groups ----------------------------------------------------------------------------

    def qualifies(self, award: Award, line: Cost, group: Group) -> bool:
        """A beneficiary group of a shared line: the rules about people that concern the line."""
        about = Subject(group.start, award, group, line)
        return all(self.all_hold(kind, award, line.category, about) for kind in ABOUT_PEOPLE)

    def unrestricted(self, award: Award, group: Group) -> bool:
        """The rules of kind award, participant and program that have no ``for``."""
        about = Subject(group.start, award, group)
        if not reaches(self.book.inputs, award, home(self.book.inputs, group.id)):
            return False
        return all(
            self.book.condition_holds(homed.rule, kind, about)
            for kind in ("award", "participant", "program")
            for homed in self.book.of(kind, award)
            if not homed.rule.for_
        )

    def benefit_concerns(self, award: Award, line: Cost) -> bool:
        """Whether a benefit rule of the award concerns a (shared) line."""
        return any(
            self.book.concerns(homed.rule, line.category)
            for homed in self.book.of("benefit", award)
        )
