"""Entitlements: what their formulas pay to each group, and the cells it is applied to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from braid.audit.cells import Cell, CellKey
from braid.audit.formulas import FORMULAS, Payment, Question
from braid.audit.permission import ABOUT_AWARD, ABOUT_PEOPLE, Permissions, in_force
from braid.audit.questions import Questions
from braid.catalog.inputs import DEFAULT_ORGANIZATION, Inputs
from braid.catalog.law import HomedRule
from braid.schema import rules as kinds
from braid.schema.scenario import Award, Cost, Group


@dataclass
class Entitlements:
    """The entitlement awards of a scenario, applied in order of award id.

    ``cells`` are the direct cells of each group, in order of date and line.
    """

    inputs: Inputs
    cells: Mapping[str, tuple[Cell, ...]]
    permissions: Permissions
    questions: Questions

    @cached_property
    def awards(self) -> tuple[Award, ...]:
        """The committed awards of entitlement streams that are in use, in order of id."""
        streams = self.inputs.law.streams
        return tuple(
            award
            for award in self.inputs.committed.values()
            if award.stream in streams
            and streams[award.stream].entitlement
            and streams[award.stream].enabled
        )

    def formula_of(self, award: Award, day: date) -> HomedRule | None:
        """The formula rule of an award that holds on a day."""
        for homed in self.permissions.rules(award, "formula"):
            if in_force(homed.rule, day):
                return homed
        return None

    def barred(self, award: Award, group: Group) -> bool:
        """Whether a rule about everything keeps a group from an entitlement."""
        return next(self.permissions.gates(award, group), None) is not None

    def payments(self, award: Award, group: Group) -> tuple[Payment, ...]:
        """What the formula pays per participant inside the award's window."""
        return self._payments.get((award.id, group.id), ())

    def total(self, award: Award, group: Group) -> int:
        """The whole entitlement of a group, in cents."""
        return group.participants * sum(p.cents for p in self.payments(award, group))

    @cached_property
    def _payments(self) -> dict[tuple[str, str], tuple[Payment, ...]]:
        found: dict[tuple[str, str], tuple[Payment, ...]] = {}
        for award in self.awards:
            start, end = self.inputs.window(award)
            for group in self.inputs.groups.values():
                paid = self._formula(award, group)
                inside = tuple(p for p in paid if start <= p.day < end and p.cents > 0)
                if inside:
                    found[award.id, group.id] = inside
        return found

    def _formula(self, award: Award, group: Group) -> list[Payment]:
        homed = self.formula_of(award, group.start)
        if homed is None or not isinstance(homed.rule, kinds.Formula) or self.barred(award, group):
            return []
        rule = homed.rule

        def number(name: str, day: date) -> Fraction | None:
            stated = rule.numbers.get(name)
            return None if stated is None else self.questions.number(stated, award, day)

        question = Question(self.inputs, group, number, self._gross_borne(award, group))
        formula = FORMULAS.get(rule.formula)
        return formula(question) if formula is not None else []

    def _gross_borne(self, award: Award, group: Group) -> dict[int, int]:
        found: dict[int, int] = {}
        for cell in self.cells.get(group.id, ()):
            if self._borne_by_employer(cell.line) and self._may_apply(award, cell):
                found[cell.start.year] = found.get(cell.start.year, 0) + cell.gross
        return found

    def _borne_by_employer(self, line: Cost) -> bool:
        return line.borne_by in {e.id for e in self.inputs.scenario.partnership.employers}

    @cached_property
    def applied(self) -> dict[tuple[str, CellKey], int]:
        """Cents that each entitlement award pays of each cell."""
        left = {cell.key: cell.gross for cells in self.cells.values() for cell in cells}
        found: dict[tuple[str, CellKey], int] = {}
        for award in self.awards:
            for group in self.inputs.groups.values():
                for payments, cells in self._pots(award, group):
                    pot = group.participants * sum(p.cents for p in payments)
                    for cell in cells:
                        cents = min(pot, left[cell.key])
                        if cents > 0:
                            found[award.id, cell.key] = found.get((award.id, cell.key), 0) + cents
                            left[cell.key] -= cents
                            pot -= cents
        return found

    @cached_property
    def applied_to(self) -> dict[CellKey, int]:
        """Cents that all entitlements together pay of each cell."""
        found: dict[CellKey, int] = {}
        for (_, key), cents in self.applied.items():
            found[key] = found.get(key, 0) + cents
        return found

    def _pots(self, award: Award, group: Group) -> Iterator[tuple[list[Payment], list[Cell]]]:
        """Payments, and the cells that they may be applied to, in order."""
        payments = self.payments(award, group)
        if not payments:
            return
        cells = [c for c in self.cells.get(group.id, ()) if self._may_apply(award, c)]
        for payment in payments:
            if payment.tax_year is not None:
                year = payment.tax_year
                borne = (c for c in cells if self._borne_by_employer(c.line))
                yield [payment], [c for c in borne if c.start.year == year]
        school = self._school(award, group)
        whole = [p for p in payments if p.tax_year is None]
        if whole:
            own = [c for c in cells if c.line.paid_by != "student"]
            first = self._first_organization
            charged = [c for c in own if (c.line.incurred_by or first) == school]
            yield whole, charged + [c for c in cells if c.line.paid_by == "student"]

    def _may_apply(self, award: Award, cell: Cell) -> bool:
        if not self.permissions.may_commit(award, cell.line):
            return False
        if not self.permissions.in_time(award, cell):
            return False
        about = (*ABOUT_AWARD, *ABOUT_PEOPLE)
        return not self.permissions.refusing(award, cell, cell.group, about)

    @cached_property
    def _first_organization(self) -> str:
        stated = self.inputs.scenario.organizations
        return stated[0].id if stated else DEFAULT_ORGANIZATION

    def _school(self, award: Award, group: Group) -> str:
        """The award's recipient, else the provider's organization."""
        provider = self.inputs.programs[group.program].provider
        otherwise = provider.organization if provider is not None else self._first_organization
        return award.recipient or otherwise
