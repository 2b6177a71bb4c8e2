"""The auditor's books: one plan against one scenario, with everything that checks share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from operator import attrgetter

from braid.audit.cells import Cell, CellKey, Heads, all_cells
from braid.audit.charges import Charge, PlanUnderAudit
from braid.audit.entitlement import Entitlements
from braid.audit.permission import Permissions
from braid.audit.questions import Questions
from braid.audit.records import ReportCell, Reporting
from braid.audit.streams import Streams
from braid.catalog.facts import Subject
from braid.catalog.inputs import Inputs
from braid.schema.library import StreamFile
from braid.schema.rules import Bound, Limit, Selector
from braid.schema.scenario import Award, Cost, Group


@dataclass(frozen=True)
class Booked:
    """A charge with what it names: its award, stream, and its cell or reporting cell.

    ``beneficiary`` is the group that the charge is for; None on a shared cost that no
    benefit rule splits, and on reporting.
    """

    charge: Charge
    award: Award
    stream: StreamFile
    cell: Cell | None
    report: ReportCell | None
    beneficiary: Group | None

    @cached_property
    def cents(self) -> int:
        """Whole cents."""
        return self.charge.cents

    @cached_property
    def day(self) -> date:
        """The first day of the cost in its period."""
        return self.cell.start if self.cell else self.charge.period

    @cached_property
    def where(self) -> str:
        """The charge's place in words."""
        group = f", {self.charge.group}" if self.charge.group else ""
        return f"{self.charge.cost}{group}, {self.charge.period}, paid by {self.charge.award}"


class Books:
    """A plan, the scenario it is for, and the auditor's own reading of both."""

    def __init__(self, inputs: Inputs, plan: PlanUnderAudit) -> None:
        self.inputs = inputs
        self.plan = plan
        self.questions = Questions(inputs)
        self.heads = Heads(inputs)

    @cached_property
    def cells(self) -> dict[CellKey, Cell]:
        """Every cell at its gross cost."""
        return all_cells(self.inputs, self.heads)

    @cached_property
    def cells_of_line(self) -> dict[str, tuple[Cell, ...]]:
        """The cells of each cost line, in order."""
        found: dict[str, list[Cell]] = {}
        for cell in self.cells.values():
            found.setdefault(cell.line.id, []).append(cell)
        return {line: tuple(cells) for line, cells in found.items()}

    @cached_property
    def direct_cells(self) -> dict[str, tuple[Cell, ...]]:
        """The direct cells of each group, in order of date and line."""
        found: dict[str, list[Cell]] = {}
        for cell in sorted(self.cells.values(), key=lambda c: (c.start, c.line.id)):
            if cell.group is not None:
                found.setdefault(cell.group.id, []).append(cell)
        return {group: tuple(cells) for group, cells in found.items()}

    @cached_property
    def permissions(self) -> Permissions:
        """Who may pay what."""
        return Permissions(self.inputs, self.questions)

    @cached_property
    def streams(self) -> Streams:
        """Which streams are tracked, and in which record system."""
        return Streams(self.inputs)

    @cached_property
    def entitlements(self) -> Entitlements:
        """What entitlements pay by their formulas, and where it goes."""
        return Entitlements(self.inputs, self.direct_cells, self.permissions, self.questions)

    @cached_property
    def reporting(self) -> Reporting:
        """The reports that the plan makes necessary."""
        return Reporting(self)

    def net(self, cell: Cell) -> int:
        """Cents of a cell after entitlements."""
        return cell.gross - self.entitlements.applied_to.get(cell.key, 0)

    def used(self, award: Award) -> bool:
        """Whether the plan uses a committed award: accepted, or offered and not declined."""
        if award.id not in self.inputs.committed:
            return False
        return award.status == "accepted" or award.id not in self.plan.declined

    def is_entitlement(self, award: Award) -> bool:
        """Whether the award's stream is applied and not chosen."""
        stream = self.inputs.law.streams.get(award.stream)
        return stream is not None and stream.entitlement

    def limits_per_person(self, award: Award, category: str) -> tuple[Limit, ...]:
        """The caps of an award on what one participant costs in a category."""
        known = self._per_person.get((award.id, category))
        if known is None:
            rules = [homed.rule for homed in self.permissions.rules(award, "limit")]
            known = self._per_person[award.id, category] = tuple(
                rule
                for rule in rules
                if isinstance(rule, Limit)
                and rule.at_most is not None
                and rule.spend is not None
                and (rule.at_most.of == "cost" or {"participant", "credential"} & set(rule.per))
                and self.permissions.concerns(rule.spend.category or (), category)
            )
        return known

    @cached_property
    def _per_person(self) -> dict[tuple[str, str], tuple[Limit, ...]]:
        return {}

    @cached_property
    def booked(self) -> tuple[Booked, ...]:
        """The charges whose ids all exist, in order."""
        return tuple(b for _, b in self._read if b is not None)

    @cached_property
    def strangers(self) -> tuple[Charge, ...]:
        """The charges that name something that does not exist, in order."""
        return tuple(c for c, b in self._read if b is None)

    @cached_property
    def _read(self) -> list[tuple[Charge, Booked | None]]:
        in_order = attrgetter("cost", "group", "category", "period", "award", "stream", "cents")
        return [(c, self._book(c)) for c in sorted(self.plan.charges, key=in_order)]

    def _book(self, charge: Charge) -> Booked | None:
        award = self.inputs.awards.get(charge.award)
        stream = self.inputs.law.streams.get(award.stream) if award else None
        if award is None or stream is None or charge.stream != award.stream:
            return None
        if charge.cost.startswith(("report:", "record:")):
            report = self.reporting.cells.get((charge.cost, charge.category, charge.period))
            if report is None or charge.group:
                return None
            return Booked(charge, award, stream, None, report, None)
        line = self.inputs.costs.get(charge.cost)
        if line is None or line.category != charge.category:
            return None
        shared = line.per_participant is None
        cell = self.cells.get((charge.cost, "" if shared else charge.group, charge.period))
        if cell is None:
            return None
        if not shared:
            return Booked(charge, award, stream, cell, None, cell.group)
        if charge.group and charge.group not in self.inputs.groups_of(line):
            return None
        split = charge.group and self.permissions.benefit_rules(award, line, cell.start)
        beneficiary = self.inputs.groups[charge.group] if split else None
        return Booked(charge, award, stream, cell, None, beneficiary)

    @cached_property
    def by_award(self) -> dict[str, tuple[Booked, ...]]:
        """The charges of each award."""
        found: dict[str, list[Booked]] = {}
        for booked in self.booked:
            found.setdefault(booked.award.id, []).append(booked)
        return {award: tuple(charges) for award, charges in found.items()}

    @cached_property
    def on_group(self) -> dict[tuple[str, str], tuple[Booked, ...]]:
        """The charges of each stream on the direct cells of each group."""
        found: dict[tuple[str, str], list[Booked]] = {}
        for booked in self.booked:
            if booked.cell is not None and booked.cell.group is not None:
                key = (booked.award.stream, booked.cell.group.id)
                found.setdefault(key, []).append(booked)
        return {key: tuple(charges) for key, charges in found.items()}

    @cached_property
    def on_cell(self) -> dict[CellKey, tuple[Booked, ...]]:
        """The charges on each cell."""
        found: dict[CellKey, list[Booked]] = {}
        for booked in self.booked:
            if booked.cell is not None:
                found.setdefault(booked.cell.key, []).append(booked)
        return {key: tuple(charges) for key, charges in found.items()}

    def completion(self, group: Group) -> Fraction:
        """The share of a group that is expected to complete."""
        rate = self.inputs.programs[group.program].completion_rate
        return Fraction(1) if rate is None else Fraction(rate)

    def attribute_cents(self, bound: Bound, group: Group) -> Fraction | None:
        """Cents that a group states in the attribute of a bound, less ``minus``; never negative."""
        if bound.attribute is None:
            return None
        subject = Subject(group=group, day=group.start)
        stated = self.questions.lookup(subject, "group")(bound.attribute)
        if isinstance(stated, bool) or not isinstance(stated, int | Decimal):
            return None
        return max(Fraction(0), (Fraction(stated) - Fraction(bound.minus)) * 100)

    def selects(self, selector: Selector, award: Award, cell: Cell, group: Group | None) -> bool:
        """Whether a selector takes a charge of an award on a cell, for a group if it has one."""
        line = cell.line
        if selector.category is not None and not self.permissions.concerns(
            selector.category, line.category
        ):
            return False
        if selector.direct is not None and selector.direct != cell.direct:
            return False
        return (
            self.takes_origin(selector, award)
            and self.takes_group(selector, award, group, line)
            and self.takes_line(selector, award, line, cell)
        )

    def takes_origin(self, selector: Selector, award: Award) -> bool:
        """Whether a selector takes money of the award's origin."""
        origins = selector.origin
        return origins is None or self.inputs.law.streams[award.stream].origin in origins

    def takes_group(
        self, selector: Selector, award: Award, group: Group | None, line: Cost | None
    ) -> bool:
        """Whether ``who`` of a selector is true of a group; never without one."""
        if selector.who is None:
            return True
        if group is None:
            return False
        answer = self.questions.ask(
            selector.who, "group", award=award, group=group, line=line, day=group.start
        )
        return answer is True

    def takes_line(self, selector: Selector, award: Award, line: Cost, cell: Cell) -> bool:
        """Whether ``where`` of a selector is true of a line."""
        if selector.where is None:
            return True
        answer = self.questions.ask(
            selector.where, "line", award=award, group=cell.group, line=line, day=cell.start
        )
        return answer is True

    def served(self, group: str, stream: str) -> int:
        """Participants of a group whom a stream serves."""
        return self.plan.served.get((group, "stream", stream), 0)

    def recorded(self, group: str, system: str) -> int:
        """Participants of a group with a record in a system; if unsaid, as its streams need."""
        stated = self.plan.served.get((group, "system", system))
        if stated is not None:
            return stated
        members = (s for s, r in self.streams.system.items() if r == system)
        return max((self.served(group, s) for s in members), default=0)
