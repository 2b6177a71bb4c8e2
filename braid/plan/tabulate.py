"""The plan's tables, row by row, from a solution."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from braid.catalog.pausing import without_collector
from braid.kinds.tables import RECORD, REPORT
from braid.kinds.timeline import deadlines, obligated_before
from braid.optimize.prices import Price
from braid.plan.reasons import Reason, Reasons
from braid.plan.solution import Solution

Row = dict[str, Any]


def cost_id(solution: Solution, cell: int) -> str:
    """The cost line of a cell, or the name of its report."""
    ground = solution.ground
    if ground.cells.kind[cell] == REPORT:
        return f"report:{ground.cells.rule[cell]}"
    if ground.cells.kind[cell] == RECORD:
        return f"record:{ground.cells.rule[cell]}"
    return str(ground.codes.lines[ground.cells.line[cell]])


def _group(solution: Solution, code: int) -> str:
    return solution.ground.codes.groups[code] if code >= 0 else ""


def _period(solution: Solution, cell: int) -> str:
    periods = solution.ground.inputs.calendar.periods
    return str(periods[solution.ground.cells.period[cell]].start.isoformat())


@without_collector
def charges(solution: Solution) -> list[Row]:
    """Every charge, entitlements included."""
    ground = solution.ground
    sums: dict[tuple[str, ...], int] = defaultdict(int)

    def add(cell: int, group: int, award: str, cents: int) -> None:
        category = ground.codes.categories[ground.cells.category[cell]]
        key = (
            cost_id(solution, cell), _group(solution, group), category, _period(solution, cell),
            award, ground.inputs.awards[award].stream,
        )  # fmt: skip
        sums[key] += cents

    for paid in solution.paid:
        add(paid.cell, paid.group, paid.award, paid.cents)
    for application in ground.applications:
        group = int(ground.cells.group[application.cell])
        add(application.cell, group, application.award, application.cents)
    names = ("cost", "group", "category", "period", "award", "stream")
    return [dict(zip(names, key, strict=True), cents=cents) for key, cents in sums.items()]


@without_collector
def unfunded(solution: Solution, reasons: Reasons) -> list[Row]:
    """Every cell that is not wholly paid, with its first reason."""
    ground = solution.ground
    out: list[Row] = []
    for cell in np.flatnonzero(solution.unfunded > 0).tolist():
        name, group = cost_id(solution, cell), _group(solution, int(ground.cells.group[cell]))
        first = reasons.first(int(cell))
        line = ground.cells.line[cell]
        priority = ground.inputs.costs[ground.codes.lines[line]].priority if line >= 0 else "should"
        out.append({
            "cost": name, "group": group,
            "category": ground.codes.categories[ground.cells.category[cell]],
            "period": _period(solution, int(cell)), "cents": int(solution.unfunded[cell]),
            "priority": priority,
            "reason": _told(first),
            "rule": first.rule if first else "", "citation": first.citation if first else "",
        })  # fmt: skip
    return out


def _told(reason: Reason | None) -> str:
    if reason is None:
        return "There is no award."
    return f"{reason.award}: {reason.sentence}" if reason.award else reason.sentence


def awards(solution: Solution) -> list[Row]:
    """Every award with what it pays, what is left, and what it may lose."""
    ground, inputs = solution.ground, solution.ground.inputs
    out: list[Row] = []
    for name, award in inputs.awards.items():
        start, end = inputs.window(award)
        entitlement = award.amount is None
        before = sum(int(entry.amount * 100) for entry in award.to_date)
        charged = solution.charged.get(name, 0)
        amount = None if award.amount is None else int(award.amount * 100)
        committed = award.probability == 1
        used = committed and name not in solution.declined
        left = None if amount is None else amount - before - charged
        ends = award.end is not None or inputs.law.latest_end(name, start) is not None
        dies = used and not entitlement and ends and end <= inputs.calendar.end
        lapses = (left or 0) if dies else 0
        out.append({
            "award": name, "stream": award.stream, "recipient": inputs.recipient(award),
            "status": award.status if committed else "uncommitted", "used": used, "cents": amount,
            "to_date": before, "charged": charged, "left": left, "lapses": lapses,
            "recapture_risk": recapture_risk(solution, name) if used else 0,
            "start": start.isoformat(), "end": (end - timedelta(days=1)).isoformat(),
        })  # fmt: skip
    assert len(ground.codes.awards) <= len(out)
    return out


def recapture_risk(solution: Solution, name: str) -> int:
    """Cents that may be taken back because they are not obligated in time."""
    ground, inputs = solution.ground, solution.ground.inputs
    award = inputs.awards[name]
    if award.amount is None:
        return 0
    worst = Fraction(0)
    for deadline in deadlines(inputs, award):
        if deadline.day > inputs.calendar.end:
            continue
        obligated = sum(obligated_before(entry) for entry in award.to_date)
        for paid in solution.paid:
            if paid.award != name:
                continue
            line = ground.cells.line[paid.cell]
            stated = inputs.costs[ground.codes.lines[line]].obligated if line >= 0 else None
            day = stated.toordinal() if stated else int(ground.cells.start[paid.cell])
            if day < deadline.day.toordinal():
                obligated += paid.cents
        worst = max(worst, deadline.share * int(award.amount * 100) - obligated)
    return int(worst)


def reports(solution: Solution) -> list[Row]:
    """What must be reported when, by whom, and what it takes."""
    inputs = solution.ground.inputs
    performed = inputs.scenario.reporting.performed_by or ""
    sums: dict[tuple[str, ...], list[Fraction]] = {}
    for duty in [*solution.ground.duties, *solution.ground.record_duties]:
        if duty.award is not None:
            if duty.award in solution.declined:
                continue
            count = 1
            filed = inputs.recipient(inputs.awards[duty.award])
        else:
            count = solution.heads(duty.scope, duty.name, duty.group)
            filed = ""
        if not count:
            continue
        last = (duty.covers_to - timedelta(days=1)).isoformat()
        key = (
            duty.report, duty.award or "", duty.name or "", duty.covers_from.isoformat(), last,
            duty.due.isoformat(), filed,
        )  # fmt: skip
        entry = sums.setdefault(key, [Fraction(0), Fraction(0), Fraction(0)])
        entry[0] += count
        entry[1] += duty.hours * count
        entry[2] += duty.cents * count
    return [
        {
            "report": k[0], "award": k[1], "system": k[2], "period_start": k[3], "period_end": k[4],
            "due": k[5], "filed_by": k[6], "performed_by": performed, "count": decimal(v[0]),
            "hours": decimal(v[1]), "cost": int(v[2]),
        }
        for k, v in sums.items()
    ]  # fmt: skip


def decimal(value: Fraction, places: int = 4) -> Decimal:
    """A fraction as a decimal of at most so many places, without trailing zeros."""
    scaled = round(value * 10**places)
    number: Decimal = (Decimal(scaled) / 10**places).normalize()
    return number if number != number.to_integral_value() else number.quantize(Decimal(1))


ALWAYS = ("award", "slice", "limit", "order", "supplant", "timeline")


@without_collector
def rules(solution: Solution, reasons: Reasons, prices: dict[int, Price]) -> list[Row]:
    """Every instance of a rule with a number: both sides in dollars, room, price."""
    rows = solution.model.rows
    out: list[Row] = []
    binding = reasons.states.binding.tolist()
    for row, kind in enumerate(rows.kind):
        if kind in ("balance", "served") or (kind not in ALWAYS and not binding[row]):
            continue
        state = reasons.states[row]
        homed = reasons.rules.get(rows.rule[row])
        price = prices.get(row)
        # a price's range is told of the side as it is written, heads and uses moved to the left
        moved = float(state.right - rows.side[row]) / 100
        out.append({
            "rule": rows.rule[row], "instance": rows.label[row], "kind": kind,
            "left": _dollars(state.left), "sense": "<=" if rows.sense[row] == -1 else ">=",
            "right": _dollars(state.right), "slack": _dollars(state.room),
            "binding": binding[row],
            "price": _float(price.value if price else None, 4),
            "price_from": _float(price.low + moved if price else None, 2),
            "price_to": _float(price.high + moved if price else None, 2),
            "citation": homed.rule.cite if homed else "",
        })  # fmt: skip
    return out


def _dollars(cents: Fraction) -> Decimal:
    return Decimal(round(cents)) / 100


def _float(value: float | None, places: int) -> Decimal | None:
    if value is None or not np.isfinite(value):
        return None
    return Decimal(f"{value:.{places}f}")


def groups(solution: Solution) -> list[Row]:
    """Every group with whom it is served by and how many of it are completely funded."""
    ground, inputs = solution.ground, solution.ground.inputs
    codes = ground.codes
    out: list[Row] = []
    for number, (name, group) in enumerate(inputs.groups.items()):
        funded = solution.completely_funded(number)
        found = [
            ("stream", codes.streams[s], z) for (g, s), z in solution.served.items() if g == number
        ]
        found += [
            ("system", codes.systems[r], z)
            for (g, r), z in solution.recorded.items()
            if g == number
        ]
        found += [
            ("stream", e.stream, group.participants) for e in ground.entitled if e.group == name
        ]
        for scope, scope_name, served in found or [("", "", 0)]:
            out.append({
                "group": name, "program": group.program, "participants": group.participants,
                "scope": scope, "name": scope_name, "served": Decimal(served),
                "completely_funded": funded,
            })  # fmt: skip
    return out
