"""Why an award may not pay something at all: the rule that refuses, its period, its form."""

from __future__ import annotations

from functools import cached_property

from braid.catalog.law import HomedRule
from braid.eligibility.ground import Ground
from braid.eligibility.permissions import ELSEWHERE
from braid.kinds.tables import RECORD, REPORT
from braid.plan.out_of_time import out_of_time
from braid.record import record

NOBODY = "Nobody whom this money may serve benefits from the cost in that year."
IN_KIND = "It is given in kind and cannot pay a bill."
NO_REPORTING = {
    "none": "It pays for no reporting.",
    "own": "It pays only for reporting that it causes itself, where its rules let it.",
    "any": "Its rules do not let it pay for this reporting.",
}
"""Why an award does not pay for reporting, by the reporting that its stream pays for."""


@record
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


class Refused:
    """Answers for one ground, before anything is solved."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.inputs = ground.inputs
        self.rules: dict[str, HomedRule] = {r.id: r for r in self.inputs.law.rules}

    def place(self, cell: int) -> tuple[str, str]:
        """The cost line of a cell, empty for reports and records, and its group, if it has one."""
        cells, codes = self.ground.cells, self.ground.codes
        line, group = cells.line[cell], cells.group[cell]
        return codes.lines[line] if line >= 0 else "", codes.groups[group] if group >= 0 else ""

    @cached_property
    def _documents(self) -> dict[str, str | None]:
        """The paper that shows an attribute."""
        attributes = self.inputs.law.attributes
        return {
            name: definition.document
            for entity in type(attributes).model_fields
            for name, definition in getattr(attributes, entity).items()
        }

    def papers(self, names: tuple[str, ...]) -> str:
        """Attributes that nobody has stated, each with the paper that would show it."""
        told = []
        for name in names:
            paper = self._documents.get(name.rpartition(".")[2])
            told.append(f"{name} (see the {paper})" if paper else name)
        return ", ".join(told)

    def of(self, cell: int, award: str) -> Reason:
        """The first reason why an award that the plan decides on may not pay a cell."""
        cells = self.ground.cells
        stated = self.inputs.awards[award]
        if cells.kind[cell] in (REPORT, RECORD):
            if stated.form == "in_kind":
                return Reason(award, "in-kind", IN_KIND, "", False)
            pays = self.inputs.law.streams[stated.stream].pays_reporting
            return Reason(award, "reporting", NO_REPORTING[pays], "", False)
        if not self.inputs.may_reach(award, self.place(cell)[0]):
            whose = self.inputs.owner(award)
            sentence = f"It is money of the partnership {whose} alone."
            if not self.inputs.partnership(award):
                sentence = f"The state has reserved it for the partnership {whose}."
            return Reason(award, ELSEWHERE, sentence, "", False)
        refusals = self.ground.refusals.get((award, *self.place(cell)))
        if refusals and refusals[0].rule in self.rules:
            first = refusals[0]
            rule = self.rules[first.rule].rule
            sentence = rule.why
            if first.unknown:
                sentence += f" Not stated in the scenario: {self.papers(first.unknown)}."
            unknown = all(no.unknown for no in refusals)
            return Reason(award, first.rule, sentence, rule.cite, False, unknown)
        if stated.form == "in_kind":
            return Reason(award, "in-kind", IN_KIND, "", False)
        if not self.ground.refusals.in_time(stated, cell):
            outside = out_of_time(
                self.inputs, stated, self.inputs.costs[self.place(cell)[0]],
                int(cells.start[cell]), int(cells.end[cell]),
            )  # fmt: skip
            return Reason(award, outside.rule, outside.sentence, outside.citation, False)
        return Reason(award, "benefit", NOBODY, "2 CFR 200.405(d)", False)

    def of_entitlement(self, cell: int, award: str) -> Reason | None:
        """Why an entitlement may not pay a cell; None where only its formula gives nothing."""
        group = self.place(cell)[1]
        yields = self.ground.given_up.get((award, group))
        if yields is not None:
            rule = self.rules[yields].rule
            return Reason(award, yields, rule.why, rule.cite, False)
        refusals = self.ground.refusals.of_cell(self.inputs.awards[award], cell)
        if not refusals:
            return None
        first, homed = refusals[0], self.rules.get(refusals[0].rule)
        if homed is None:
            return Reason(award, first.rule, NOBODY, "", False)
        sentence = homed.rule.why
        if first.unknown:
            sentence += f" Not stated in the scenario: {self.papers(first.unknown)}."
        unknown = all(no.unknown for no in refusals)
        asked = dict.fromkeys(name for no in refusals[1:] for name in no.unknown)
        others = [name for name in asked if name not in first.unknown]
        if unknown and others:
            sentence += f" It asks these too, which are not stated either: {', '.join(others)}."
        return Reason(award, first.rule, sentence, homed.rule.cite, False, unknown)
