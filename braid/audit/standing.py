"""What the auditor finds in a scenario and its law before it looks at any plan."""

from __future__ import annotations

from functools import cached_property

from braid.audit.cell_columns import CellColumns
from braid.audit.cells import Cell, CellKey, Heads, all_cells
from braid.audit.entitlement import Entitlements
from braid.audit.numbering import Numbering
from braid.audit.passed import Passed
from braid.audit.past import past_cells
from braid.audit.payable import Payable
from braid.audit.permission import Permissions
from braid.audit.questions import Questions
from braid.audit.streams import Streams
from braid.audit.subjects import Answers
from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.schema.rule_base import Bound
from braid.schema.rules import Limit
from braid.schema.scenario import Award

Cap = tuple[HomedRule, Limit, Bound]
"""A limit with its upper bound."""


class Standing:
    """The auditor's own reading of a scenario: its cells, who may pay them, what entitlements pay.

    It holds for every plan of the scenario, and for scenarios with the same law that differ
    in nothing but how large their awards are, as long as no condition asks for that.
    """

    def __init__(self, inputs: Inputs, *, beside: Standing | None = None) -> None:
        """``beside`` is the standing of the periods that are not over; this one has them all."""
        self.inputs = inputs
        self.closed = inputs.closed if beside is None else 0
        self._beside = beside
        self.passed = Passed()
        self._per_person: dict[tuple[str, str], tuple[Cap, ...]] = {}

    @cached_property
    def whole(self) -> Standing:
        """The same with the cells of periods that are over."""
        return self if self._beside is not None else Standing(self.inputs, beside=self)

    @cached_property
    def questions(self) -> Questions:
        """Conditions and numbers of the law, asked."""
        return Questions(self.inputs) if self._beside is None else self._beside.questions

    @cached_property
    def heads(self) -> Heads:
        """Participants of every group by period."""
        return Heads(self.inputs) if self._beside is None else self._beside.heads

    @cached_property
    def numbering(self) -> Numbering:
        """Numbers for awards, groups, lines and categories."""
        return Numbering(self.inputs) if self._beside is None else self._beside.numbering

    @cached_property
    def answers(self) -> Answers:
        """Where conditions are true."""
        if self._beside is not None:
            return self._beside.answers
        return Answers(self.questions, self.numbering)

    @cached_property
    def permissions(self) -> Permissions:
        """The rules about who may pay what."""
        if self._beside is not None:
            return self._beside.permissions
        return Permissions(self.inputs, self.questions, self.numbering, self.answers)

    @cached_property
    def every_cell(self) -> CellColumns:
        """Every cell at its gross cost, those of periods that are over too."""
        if self._beside is None:
            return CellColumns(all_cells(self.inputs, self.heads).values(), self.numbering)
        cells = {cell.key: cell for cell in self._beside.every_cell.cells}
        for cell in past_cells(self.inputs):
            cells.setdefault(cell.key, cell)
        return CellColumns(cells.values(), self.numbering)

    @cached_property
    def columns(self) -> CellColumns:
        """The cells that a plan is about."""
        if not self.closed:
            return self.every_cell
        cells = (c for c in self.every_cell.cells if c.period.index >= self.closed)
        return CellColumns(cells, self.numbering)

    @cached_property
    def cells(self) -> dict[CellKey, Cell]:
        """The same by their keys."""
        return {cell.key: cell for cell in self.columns.cells}

    @cached_property
    def cells_of_line(self) -> dict[str, list[int]]:
        """The cells of each cost line, by their numbers, in order."""
        found: dict[str, list[int]] = {}
        for number, cell in enumerate(self.columns.cells):
            found.setdefault(cell.line.id, []).append(number)
        return found

    @cached_property
    def payable(self) -> Payable:
        """Which cells each award may pay."""
        return Payable(self.columns, self.permissions)

    @cached_property
    def streams(self) -> Streams:
        """Which streams are tracked, and in which record system."""
        return Streams(self.inputs)

    @cached_property
    def entitlements(self) -> Entitlements:
        """What entitlements pay by their formulas, and where it goes."""
        if self._beside is not None:
            return self._beside.entitlements
        known = self.columns is self.every_cell
        payable = self.payable if known else Payable(self.every_cell, self.permissions)
        return Entitlements(self.inputs, self.every_cell, payable)

    def limits_per_person(self, award: Award, category: str) -> tuple[Cap, ...]:
        """The caps on what one participant costs in a category: an award's own, and on all."""
        known = self._per_person.get((award.id, category))
        if known is None:
            known = self._per_person[award.id, category] = tuple(
                (homed, rule, rule.at_most)
                for homed in (*self.permissions.rules(award, "limit"), *self._of_everybody)
                if isinstance(rule := homed.rule, Limit)
                and rule.at_most is not None
                and rule.spend is not None
                and (rule.at_most.of == "cost" or {"participant", "credential"} & set(rule.per))
                and self.permissions.concerns(rule.spend.category or (), category)
            )
        return known

    @cached_property
    def _of_everybody(self) -> tuple[HomedRule, ...]:
        """The limits on all awards that some committed award follows."""
        return tuple(
            homed
            for homed in self.inputs.law.of_kind("limit")
            if isinstance(homed.rule, Limit)
            and homed.rule.counts == "all_awards"
            and any(name in self.inputs.committed for name in homed.awards)
        )
