"""What was charged already: what the law would have refused, and the budget beside the actuals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from braid.catalog.actuals import Posted
from braid.catalog.inputs import Inputs
from braid.eligibility.ground import Ground
from braid.plan.out_of_time import out_of_time
from braid.plan.solution import Solution
from braid.plan.tables import Tables

Row = dict[str, Any]
REMEDY = "The plan does not move it; move it in the ledger, or settle it with the grantor."


def findings(solution: Solution) -> list[Row]:
    """Past charges that the law would have refused, and limits that they break."""
    inputs = solution.inputs
    over = inputs.closed > 0
    broken = "What was spent already breaks" if over else "Spending before the horizon breaks"
    return [
        *(
            _row("B403", message, REMEDY, _place(inputs, charge))
            for charge, message in _refused(solution.ground)
        ),
        *(
            _row(
                "B402", f"{broken} a rule: {label} (by ${excess:,.2f}).",
                "The plan does not repair it by moving money; settle it with the grantor.", "",
            )
            for label, excess in solution.past_excess
        ),
    ]  # fmt: skip


def _row(code: str, message: str, remedy: str, place: str) -> Row:
    return {
        "code": code, "severity": "warning", "place": place, "message": message, "remedy": remedy,
    }  # fmt: skip


def _refused(ground: Ground) -> Iterator[tuple[Posted, str]]:
    """Every actual that could not have been planned, with the reason."""
    past = ground.past
    if past is None:
        return
    inputs, found = ground.inputs, past.entries
    cells = iter(found.cell.tolist())
    for charge in inputs.posted:
        if charge.award not in ground.codes.award_index:
            message = f"{_said(inputs, charge)}, whose stream is not in use."
            yield charge, message
            continue
        cell = next(cells)
        for reason in _reasons(ground, charge, cell):
            yield charge, f"{_said(inputs, charge)}. {reason}"


def _reasons(ground: Ground, charge: Posted, cell: int) -> Iterator[str]:
    """The rules that keep the award from paying a cell, each with its citation."""
    inputs, cells = ground.inputs, ground.cells
    award = inputs.awards[charge.award]
    if not ground.refusals.takes_form(award, int(cells.line[cell])):
        yield "It is given in kind, and the cost line does not say accepts_in_kind: true."
    if not ground.refusals.in_time(award, cell):
        outside = out_of_time(
            inputs, award, inputs.costs[charge.cost], int(cells.start[cell]), int(cells.end[cell])
        )
        yield f"{outside.sentence} {outside.citation}"
    rules = {homed.id: homed.rule for homed in inputs.law.rules}
    for no in ground.refusals.of_cell(award, cell, charge.group):
        rule = rules.get(no.rule)
        if rule is None:
            yield "Nobody whom this money may serve benefits from the cost."
        elif no.unknown:
            facts = ", ".join(no.unknown)
            yield f"Nobody has stated {facts}, for which {no.rule} asks: {rule.why} {rule.cite}"
        else:
            yield f"{no.rule} refuses it: {rule.why} {rule.cite}"


def _said(inputs: Inputs, charge: Posted) -> str:
    cost = inputs.costs[charge.cost].name or charge.cost
    group = f" for {charge.group}" if charge.group else ""
    period = inputs.calendar.period_of(charge.period)
    last = "" if period is None else f" to {period.last}"
    return (
        f"${charge.cents / 100:,.2f} of {cost}{group} was charged to {charge.award} from"
        f" {charge.period}{last}"
    )


def _place(inputs: Inputs, charge: Posted) -> str:
    """Where the first of the charges of a cell and an award stands."""
    actuals, document = inputs.scenario.actuals, inputs.document
    for index, stated in enumerate(actuals.charges if actuals is not None else ()):
        period = inputs.calendar.period_of(stated.period)
        key = (stated.award, stated.cost, stated.group or "", period and period.start)
        if document is not None and key == charge[:4]:
            return str(document.place(("actuals", "charges", index)))
    return ""


def budget(inputs: Inputs, tables: Tables) -> list[Row]:
    """What each award was charged and will be, by category."""
    actual: dict[tuple[str, str], int] = defaultdict(int)
    for award in inputs.awards.values():
        for entry in award.to_date:
            actual[award.id, entry.category] += int(entry.amount * 100)
    for charge in inputs.posted:
        actual[charge.award, inputs.costs[charge.cost].category] += charge.cents
    planned = {
        (award, category): cents
        for (award, category), cents in tables["charges"].sums("award", "category").items()
    }
    rows = []
    for name, category in sorted(actual.keys() | planned.keys()):
        before, to_come = actual.get((name, category), 0), planned.get((name, category), 0)
        if before or to_come:
            rows.append({
                "award": name, "stream": inputs.awards[name].stream, "category": category,
                "actual": before, "planned": to_come, "total": before + to_come,
            })  # fmt: skip
    return rows
