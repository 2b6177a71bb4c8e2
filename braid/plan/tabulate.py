"""The rows of a plan's tables, or their columns where there are many rows, from a solution."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import numpy as np

from braid.catalog.pausing import without_collector
from braid.catalog.renaming import SEPARATOR
from braid.kinds.income import added
from braid.kinds.naming import name_of
from braid.kinds.pools import ONCE
from braid.kinds.timeline import charged_by, deadlines, obligated_before
from braid.optimize.prices import Price
from braid.plan.cell_names import CellNames
from braid.plan.reasons import Reasons
from braid.plan.refused import Reason
from braid.plan.solution import Solution
from braid.plan.states import ROOM, Ratio, RowState, whole
from braid.plan.thresholds import due

Row = dict[str, Any]
Columns = dict[str, list[Any]]


@without_collector
def charges(solution: Solution, names: CellNames) -> Columns:
    """Every charge, entitlements included."""
    ground = solution.ground
    awards = list(ground.inputs.awards.values())
    place = {award.id: k for k, award in enumerate(awards)}
    found = [(p.cell, p.group, place[p.award], p.cents) for p in solution.paid]
    found += [
        (a.cell, int(ground.cells.group[a.cell]), place[a.award], a.cents) for a in ground.paying
    ]
    sums: dict[tuple[int, int, int], int] = defaultdict(int)
    for cell, group, award, cents in found:
        sums[cell, group, award] += cents
    cells = [cell for cell, _, _ in sums]
    groups = [*ground.codes.groups, ""]
    return {
        **names.columns(cells),
        "group": [groups[group] for _, group, _ in sums],
        "award": [awards[k].id for _, _, k in sums],
        "stream": [awards[k].stream for _, _, k in sums],
        "cents": list(sums.values()),
    }


@without_collector
def pledges(solution: Solution, names: CellNames) -> Columns:
    """What of each charge stands beside another award; what is in kind has no cost line."""
    codes, beside = solution.ground.codes, solution.beside.pledged
    needs = [solution.model.pledges.needs[p.need].demand for p in beside]
    charged = [*solution.paid, *solution.charged_already]
    paid = [charged[p.charge] if p.charge >= 0 else None for p in beside]
    groups = [*codes.groups, ""]
    place = names.columns([p.cell if p is not None else 0 for p in paid])
    blank = {
        name: [text if p is not None else "" for text, p in zip(column, paid, strict=True)]
        for name, column in place.items()
    }
    return {
        **blank,
        "group": [groups[p.group] if p is not None else "" for p in paid],
        "award": [
            p.award if p is not None else codes.awards[given.in_kind]
            for p, given in zip(paid, beside, strict=True)
        ],
        "pledged_award": [need.award for need in needs],
        "rule": [need.homed.id for need in needs],
        "cents": [p.cents for p in beside],
    }


@without_collector
def unfunded(solution: Solution, names: CellNames, reasons: Reasons) -> Columns:
    """Every cell that is not wholly paid, with its first reason."""
    ground = solution.ground
    cells = np.flatnonzero(solution.unfunded > 0)
    lines = [ground.inputs.costs[name] for name in ground.codes.lines]
    first = [reasons.first(cell) for cell in cells.tolist()]
    return {
        **names.columns(cells.tolist()),
        "cents": solution.unfunded[cells].tolist(),
        "priority": [
            lines[k].priority if k >= 0 else "should" for k in ground.cells.line[cells].tolist()
        ],
        "reason": [_told(reason) for reason in first],
        "rule": [reason.rule if reason else "" for reason in first],
        "citation": [reason.citation if reason else "" for reason in first],
    }


def _told(reason: Reason | None) -> str:
    if reason is None:
        return "There is no award."
    return f"{reason.award}: {reason.sentence}" if reason.award else reason.sentence


def awards(solution: Solution) -> list[Row]:
    """Every award with what it pays, what is left, and what it may lose."""
    ground, inputs = solution.ground, solution.inputs
    out: list[Row] = []
    in_kind: dict[str, int] = defaultdict(int)
    for pledged in solution.beside.pledged:
        if pledged.in_kind >= 0:
            in_kind[ground.codes.awards[pledged.in_kind]] += pledged.cents
    for name, award in inputs.awards.items():
        start, end = inputs.window(award)
        entitlement = award.amount is None
        before = inputs.spent(award)
        charged = solution.charged.get(name, 0)
        amount = None if award.amount is None else int(award.amount * 100)
        committed = award.probability == 1
        used = committed and name not in solution.declined
        given, received = solution.given[name], solution.received[name]
        left = None
        if amount is not None:
            income = added(inputs, award) if committed else 0
            left = amount + income + received - given - before - charged
        ends = award.end is not None or inputs.law.latest_end(name, start) is not None
        dies = used and not entitlement and ends and end <= inputs.calendar.end
        # what is given in kind and stands beside an award is not lost
        lapses = max(0, (left or 0) - in_kind.get(name, 0)) if dies else 0
        out.append({
            "award": name, "stream": award.stream, "recipient": inputs.recipient(award),
            "status": award.status if committed else "uncommitted", "used": used, "cents": amount,
            "to_date": before, "charged": charged, "given": given, "received": received,
            "left": left, "lapses": lapses,
            "recapture_risk": recapture_risk(solution, name) if used else 0,
            "start": start.isoformat(), "end": (end - timedelta(days=1)).isoformat(),
        })  # fmt: skip
    assert len(ground.codes.awards) <= len(out)
    return out


def recapture_risk(solution: Solution, name: str) -> int:
    """Cents that may be taken back because they are not obligated in time."""
    ground, inputs = solution.ground, solution.inputs
    award = inputs.awards[name]
    if award.amount is None:
        return 0
    worst = Fraction(0)
    for deadline in deadlines(inputs, award):
        if deadline.day > inputs.calendar.end:
            continue
        obligated = sum(obligated_before(entry) for entry in award.to_date)
        obligated += charged_by(deadline, ground.past, ground.codes)
        for paid in solution.paid_by.get(name, ()):
            line = ground.cells.line[paid.cell]
            stated = inputs.costs[ground.codes.lines[line]].obligated if line >= 0 else None
            day = stated.toordinal() if stated else int(ground.cells.start[paid.cell])
            if day < deadline.day.toordinal():
                obligated += paid.cents
        worst = max(worst, deadline.share * int(award.amount * 100) - obligated)
    return int(worst)


def reports(solution: Solution) -> list[Row]:
    """What must be reported when, by whom, and what it takes."""
    inputs = solution.inputs
    found: dict[tuple[str, ...], dict[tuple[Fraction, int], int]] = {}
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
        home = inputs.owner(duty.award) if duty.award else inputs.partnership(duty.group or "")
        system = f"{home}{SEPARATOR}{duty.name}" if duty.name and home else duty.name or ""
        key = (
            duty.report, duty.award or "", system, duty.covers_from.isoformat(), last,
            duty.due.isoformat(), filed, inputs.reporting(home).performed_by or "",
        )  # fmt: skip
        each = found.setdefault(key, {})
        each[duty.hours, duty.cents] = each.get((duty.hours, duty.cents), 0) + count
    return [
        {
            "report": k[0], "award": k[1], "system": k[2], "period_start": k[3], "period_end": k[4],
            "due": k[5], "filed_by": k[6], "performed_by": k[7],
            "count": decimal(sum(each.values())),
            "hours": decimal(sum((hours * n for (hours, _), n in each.items()), Fraction(0))),
            "cost": sum(cents * n for (_, cents), n in each.items()),
        }
        for k, each in found.items()
    ] + due(solution)  # fmt: skip


def refunds(solution: Solution) -> list[Row]:
    """Entitlement money that goes back because some leave early, and who pays it back."""
    return [
        {
            "group": found.group, "award": found.award, "date": found.day.isoformat(),
            "leavers": _four_places(found.leavers), "earned": _four_places(found.earned),
            "returned": found.returned, "by_school": found.by_school,
            "by_students": found.by_students, "kept": found.kept,
        }
        for found in solution.ground.refunds
    ]  # fmt: skip


def _four_places(value: Fraction) -> Decimal:
    """A fraction with four places, halves up."""
    return Decimal(floor(value * 10_000 + Fraction(1, 2))).scaleb(-4)


def decimal(value: Fraction | int, places: int = 4) -> Decimal:
    """A fraction as a decimal of at most so many places, without trailing zeros."""
    if value.denominator == 1:
        return Decimal(value.numerator)
    scaled = whole((value.numerator * 10**places, value.denominator))
    number: Decimal = (Decimal(scaled) / 10**places).normalize()
    return number if number != number.to_integral_value() else number.quantize(Decimal(1))


ALWAYS = frozenset({
    "award", "slice", "limit", "order", "supplant", "timeline", "match", "reimbursement",
    "transfer",
})  # fmt: skip
NEEDS = ("match", "reimbursement")
"""Kinds of rows that bind where no more could be pledged, which is not for their room to say."""
UNTOLD = frozenset({"balance", "served", "cash", "fairness"})
"""Kinds of rows that no rule has written."""


@without_collector
def rules(solution: Solution, reasons: Reasons, prices: dict[int, Price]) -> Columns:
    """Every instance of a rule with a number: both sides in dollars, room, price."""
    rows = solution.model.rows
    binding = reasons.states.binding.tolist()
    chosen = [
        row
        for row, kind in enumerate(rows.kind)
        if kind not in UNTOLD
        and (binding[row] or kind in ALWAYS)
        and rows.rule[row] != ONCE
        and not (kind == "order" and rows.sense[row] == 1)  # by when something has run out
    ]
    states = reasons.states.exact(chosen)
    cites = {name: homed.rule.cite for name, homed in reasons.rules.items()}
    priced = [
        _priced(prices.get(row), s, rows.side[row]) for row, s in zip(chosen, states, strict=True)
    ]
    return {
        "rule": [rows.rule[row] for row in chosen],
        "instance": [rows.label[row] for row in chosen],
        "kind": [rows.kind[row] for row in chosen],
        "left": [_dollars(state.left) for state in states],
        "sense": ["<=" if sense == -1 else ">=" for sense in rows.sense[chosen].tolist()],
        "right": [_dollars(state.right) for state in states],
        "slack": [_dollars(state.room) for state in states],
        "binding": [
            binding[row] if rows.kind[row] in NEEDS else Fraction(*state.room) < ROOM
            for row, state in zip(chosen, states, strict=True)
        ],
        "price": [price for price, _, _ in priced],
        "price_from": [low for _, low, _ in priced],
        "price_to": [high for _, _, high in priced],
        "citation": [cites.get(rows.rule[row], "") for row in chosen],
    }


def _priced(price: Price | None, state: RowState, side: Fraction) -> tuple[Decimal | None, ...]:
    """A row's price and its range, told of the side as written: heads and uses go left."""
    if price is None:
        return None, None, None
    moved = float(Fraction(*state.right) - side) / 100
    return _float(price.value, 4), _float(price.low + moved, 2), _float(price.high + moved, 2)


def _dollars(cents: Ratio) -> Decimal:
    return Decimal(whole(cents)) / 100


def _float(value: float, places: int) -> Decimal | None:
    return Decimal(f"{value:.{places}f}") if np.isfinite(value) else None


def groups(solution: Solution) -> list[Row]:
    """Every group with whom it is served by and how many of it are completely funded."""
    ground, inputs = solution.ground, solution.inputs
    codes = ground.codes
    out: list[Row] = []
    found: dict[str, list[tuple[str, str, int]]] = {name: [] for name in inputs.groups}
    for (g, s), heads in solution.served.items():
        found[codes.groups[g]].append(("stream", codes.streams[s], heads))
    for (g, r), heads in solution.recorded.items():
        found[codes.groups[g]].append(("system", codes.systems[r], heads))
    for (g, streams), heads in solution.named.items():
        if heads:
            found[codes.groups[g]].append(("streams", name_of(streams, codes.streams), heads))
    for e in ground.entitled:
        found[e.group].append(("stream", e.stream, inputs.groups[e.group].participants))
    for number, (name, group) in enumerate(inputs.groups.items()):
        funded = solution.completely_funded(number)
        for scope, scope_name, served in found[name] or [("", "", 0)]:
            out.append({
                "group": name, "program": group.program, "participants": group.participants,
                "scope": scope, "name": scope_name, "served": served,
                "completely_funded": funded,
            })  # fmt: skip
    return out
