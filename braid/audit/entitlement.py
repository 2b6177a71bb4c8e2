"""Entitlements: what their formulas pay to each group, and the cells it is applied to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

import numpy as np

from braid.audit.cell_columns import CellColumns
from braid.audit.cells import CellKey
from braid.audit.exact import Flags
from braid.audit.formulas import FORMULAS
from braid.audit.leaving import leaving, without_unearned
from braid.audit.payable import Payable
from braid.audit.payment import Payment, Question
from braid.audit.permission import in_force
from braid.audit.yielding import yielding
from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.catalog.things import first_organization
from braid.schema import rules as kinds
from braid.schema.scenario import Award, Group


class Entitlements:
    """The entitlement awards of a scenario, applied in order of award id."""

    def __init__(self, inputs: Inputs, cells: CellColumns, payable: Payable) -> None:
        self.inputs = inputs
        self.cells = cells
        self.payable = payable
        self.permissions = payable.permissions
        self._applicable: dict[str, Flags] = {}
        self._barred: dict[str, Flags] = {}

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

    def refund_of(self, award: Award, group: Group) -> HomedRule | None:
        """The rule by which something goes back of what a group gets when participants leave."""
        if leaving(self.inputs, group) is None:
            return None
        for homed in self.permissions.rules(award, "refund"):
            if in_force(homed.rule, group.start):
                return homed
        return None

    def barred(self, award: Award) -> Flags:
        """Which groups a rule about everything keeps from an entitlement."""
        known = self._barred.get(award.id)
        if known is None:
            known = self._barred[award.id] = self.permissions.barred(award)
        return known

    def payments(self, award: Award, group: Group) -> tuple[Payment, ...]:
        """What the formula pays per participant inside the award's window."""
        return self._payments.get((award.id, group.id), ())

    def entitled(self, award: Award) -> list[Group]:
        """The groups to which the formula pays anything."""
        return self._entitled.get(award.id, [])

    @cached_property
    def _entitled(self) -> dict[str, list[Group]]:
        found: dict[str, list[Group]] = {}
        for award, group in self._payments:
            found.setdefault(award, []).append(self.inputs.groups[group])
        return found

    @cached_property
    def paid(self) -> frozenset[tuple[str, str]]:
        """The streams of entitlements, with the groups to which their formulas pay anything."""
        return frozenset(
            (self.inputs.awards[award].stream, group) for award, group in self._payments
        )

    def total(self, award: Award, group: Group) -> int:
        """The whole entitlement of a group, in cents."""
        return group.participants * sum(p.cents for p in self.payments(award, group))

    @cached_property
    def given_way(self) -> dict[tuple[str, str], str]:
        """Awards and groups that get nothing beside a larger entitlement, and by which rule."""
        return yielding(self.inputs, self._by_formula)

    @cached_property
    def _payments(self) -> dict[tuple[str, str], tuple[Payment, ...]]:
        return {key: paid for key, paid in self._by_formula.items() if key not in self.given_way}

    @cached_property
    def _by_formula(self) -> dict[tuple[str, str], tuple[Payment, ...]]:
        found: dict[tuple[str, str], tuple[Payment, ...]] = {}
        for award in self.awards:
            start, end = self.inputs.window(award)
            borne = self._gross_borne(award)
            barred = self.barred(award).tolist()
            for group, out in zip(self.inputs.groups.values(), barred, strict=True):
                paid = [] if out else self._formula(award, group, borne.get(group.id, {}))
                inside = tuple(p for p in paid if start <= p.day < end and p.cents > 0)
                if inside:
                    found[award.id, group.id] = inside
        return found

    def _formula(self, award: Award, group: Group, borne: Mapping[int, int]) -> list[Payment]:
        homed = self.formula_of(award, group.start)
        if homed is None or not isinstance(homed.rule, kinds.Formula):
            return []
        rule = homed.rule

        def number(name: str, day: date) -> Fraction | None:
            stated = rule.numbers.get(name)
            questions = self.permissions.questions
            return None if stated is None else questions.number(stated, award, day)

        formula = FORMULAS.get(rule.formula)
        paid = [] if formula is None else formula(Question(self.inputs, group, number, borne))
        refund, gone = self.refund_of(award, group), leaving(self.inputs, group)
        if refund is None or gone is None or not isinstance(refund.rule, kinds.Refund):
            return paid
        after = Fraction(refund.rule.earned_after)
        return [without_unearned(payment, gone, after) for payment in paid]

    def _gross_borne(self, award: Award) -> dict[str, dict[int, int]]:
        """By group and calendar year: gross cents on lines that an employer bears."""
        found: dict[str, dict[int, int]] = {}
        employers = self._employers
        borne = np.array([line.borne_by in employers for line in self.permissions.numbering.lines])
        which = self.applicable(award) & self.cells.direct & borne[self.cells.line]
        for number in np.flatnonzero(which).tolist():
            cell = self.cells.cells[number]
            if cell.group is not None:
                years = found.setdefault(cell.group.id, {})
                years[cell.start.year] = years.get(cell.start.year, 0) + cell.gross
        return found

    @cached_property
    def _employers(self) -> frozenset[str]:
        return frozenset(e.id for e in self.inputs.scenario.partnership.employers)

    @cached_property
    def of_group(self) -> dict[str, list[int]]:
        """The direct cells of each group, by their numbers, in order of date and line."""
        found: dict[str, list[int]] = {}
        cells = self.cells.cells
        for number in np.lexsort((self.cells.line, self.cells.start)).tolist():
            group = cells[number].group
            if group is not None:
                found.setdefault(group.id, []).append(number)
        return found

    @cached_property
    def applied(self) -> dict[tuple[str, CellKey], int]:
        """Cents that each entitlement award pays of each cell."""
        left = {n: self.cells.cells[n].gross for cells in self.of_group.values() for n in cells}
        found: dict[tuple[str, CellKey], int] = {}
        for award in self.awards:
            for group in self.entitled(award):
                for payments, cells in self._pots(award, group):
                    pot = group.participants * sum(p.cents for p in payments)
                    for number in cells:
                        cents = min(pot, left[number])
                        if cents > 0:
                            key = (award.id, self.cells.cells[number].key)
                            found[key] = found.get(key, 0) + cents
                            left[number] -= cents
                            pot -= cents
        return found

    @cached_property
    def applied_by(self) -> dict[tuple[str, str], list[tuple[CellKey, int]]]:
        """By award and group: the cells that the award pays, with the cents."""
        found: dict[tuple[str, str], list[tuple[CellKey, int]]] = {}
        for (award, key), cents in self.applied.items():
            found.setdefault((award, key[1]), []).append((key, cents))
        return found

    @cached_property
    def applied_to(self) -> dict[CellKey, int]:
        """Cents that all entitlements together pay of each cell."""
        found: dict[CellKey, int] = {}
        for (_, key), cents in self.applied.items():
            found[key] = found.get(key, 0) + cents
        return found

    def _pots(self, award: Award, group: Group) -> Iterator[tuple[list[Payment], list[int]]]:
        """Payments, and the cells that they may be applied to, in order."""
        payments = self.payments(award, group)
        if not payments:
            return
        applicable = self.applicable(award)
        numbers = [n for n in self.of_group.get(group.id, ()) if applicable[n]]
        cells = [(n, self.cells.cells[n]) for n in numbers]
        for payment in payments:
            if payment.tax_year is not None:
                year = payment.tax_year
                borne = ((n, c) for n, c in cells if c.line.borne_by in self._employers)
                yield [payment], [n for n, c in borne if c.start.year == year]
        whole = [p for p in payments if p.tax_year is None]
        if whole:
            charged = self._in_turn(award, group)
            yield whole, charged + [n for n, c in cells if c.line.paid_by == "student"]

    def applicable(self, award: Award) -> Flags:
        """Which cells an entitlement may be applied to, as far as it goes."""
        known = self._applicable.get(award.id)
        if known is None:
            commits = self.permissions.may_commit_lines(award)[self.cells.line]
            known = commits & self.payable.unrefused(award)
            self._applicable[award.id] = known
        return known

    def _in_turn(self, award: Award, group: Group) -> list[int]:
        """What the school charges, the kinds of cost ahead that the formula's rule puts there."""
        homed = self.formula_of(award, group.start)
        named = homed.rule.first if homed and isinstance(homed.rule, kinds.Formula) else ()
        ahead, cells = self.inputs.law.categories.expand(named), self.cells.cells
        charged = self.applied_first(award, group)
        return sorted(charged, key=lambda number: cells[number].line.category not in ahead)

    def applied_first(self, award: Award, group: Group) -> list[int]:
        """The cells that the school charges and the award may pay, by their numbers."""
        school = self._school(award, group)
        first = first_organization(self.inputs.scenario, self.inputs.partnership(group.id))
        cells, applicable = self.of_group.get(group.id, ()), self.applicable(award)
        found = [(n, self.cells.cells[n].line) for n in cells if applicable[n]]
        own = [(n, line) for n, line in found if line.paid_by != "student"]
        return [n for n, line in own if (line.incurred_by or first) == school]

    def _school(self, award: Award, group: Group) -> str:
        """The award's recipient, else the provider's organization."""
        provider = self.inputs.programs[group.program].provider
        otherwise = provider.organization if provider is not None else self.inputs.recipient(award)
        return award.recipient or otherwise
