"""What a portfolio's plan comes to for each partnership, and what fairness has cost."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from braid.model.fairness import asked, gross_costs
from braid.plan.dollars import dollars
from braid.plan.plan import Fair
from braid.plan.solution import Solution
from braid.plan.tables import Tables

Row = dict[str, Any]
A_DOLLAR = 100
"""Cents."""


def rows(solution: Solution, tables: Tables) -> list[Row]:
    """A row for each partnership, and one for all of them with what is shared."""
    inputs = solution.inputs
    if not inputs.partnerships:
        return []
    ground = solution.ground
    lines = ground.cells.line >= 0
    homes = np.array(ground.cells.home, dtype=object)
    opened = lines & (ground.cells.period >= inputs.closed)
    overhead = _overhead(solution)
    lapses: dict[str, int] = {}
    for award, cents in zip(tables["awards"]["award"], tables["awards"]["lapses"], strict=True):
        owner = inputs.owner(award)
        lapses[owner] = lapses.get(owner, 0) + cents
    complete: dict[str, int] = {}
    counted = dict(zip(tables["groups"]["group"], tables["groups"]["completely_funded"],
                       strict=True))  # fmt: skip
    for group, count in counted.items():
        home = inputs.partnership(group)
        complete[home] = complete.get(home, 0) + count
    entitled = np.zeros(len(ground.cells), dtype=np.int64)
    for given in ground.paying:
        entitled[given.cell] += given.cents
    found: list[Row] = []
    for member in inputs.partnerships:
        own = opened & (homes == member.id)
        cost, left = int(ground.cells.gross[own].sum()), int(solution.unfunded[own].sum())
        free = int(entitled[own].sum())
        groups = [g for g in inputs.groups.values() if inputs.partnership(g.id) == member.id]
        found.append({
            "partnership": member.id, "name": member.name,
            "participants": sum(g.participants for g in groups), "cost": cost,
            "entitlements": free, "funded": cost - free - left, "unfunded": left,
            "coverage": coverage(cost, left), "overhead": overhead.get(member.id, 0),
            "lapses": lapses.get(member.id, 0), "completely_funded": complete.get(member.id, 0),
        })  # fmt: skip
    whole: Row = {"partnership": "", "name": inputs.scenario.name}
    for name in ("participants", "cost", "entitlements", "funded", "unfunded"):
        whole[name] = sum(row[name] for row in found)
    whole["coverage"] = coverage(whole["cost"], whole["unfunded"])
    whole["overhead"], whole["lapses"] = sum(overhead.values()), sum(lapses.values())
    whole["completely_funded"] = sum(row["completely_funded"] for row in found)
    return [*found, whole]


def coverage(cost: int, left: int) -> Decimal:
    """The part of a cost that somebody pays, four digits, rounded down."""
    part = Fraction(cost - left, cost) if cost else Fraction(1)
    exact = Decimal(part.numerator) / Decimal(part.denominator)
    return exact.quantize(Decimal("0.0001"), ROUND_DOWN)


def _overhead(solution: Solution) -> dict[str, int]:
    """Cents of reporting by partnership; of shared awards under empty text."""
    inputs, found = solution.inputs, dict[str, int]()
    for duty in solution.ground.duties:
        if duty.award is not None and duty.award not in solution.declined:
            home = inputs.owner(duty.award)
            found[home] = found.get(home, 0) + duty.cents
    for duty in solution.ground.record_duties:
        home = inputs.partnership(duty.group or "")
        cents = duty.cents * solution.heads(duty.scope, duty.name, duty.group)
        found[home] = found.get(home, 0) + cents
    return found


def fairness(solution: Solution, least: float | None) -> Fair | None:
    """What was asked for before least cost, whether it is reached, and what it costs.

    ``least`` is what would be unfunded without it, as the solver has it; None if nobody knows.
    """
    stated = asked(solution.inputs)
    if stated is None:
        return None
    missing: dict[str, int] = {}
    shares: dict[str, Fraction] = {}
    for name, (own, cost) in gross_costs(solution.inputs, solution.ground.cells).items():
        left = int(solution.unfunded[own].sum())
        shares[name] = Fraction(cost - left, cost)
        if stated.minimum_coverage is not None:
            short = Fraction(stated.minimum_coverage) * cost - (cost - left)
            if short >= A_DOLLAR:  # less is what whole cents cost
                missing[name] = int(short)
    worst = min(shares, key=lambda name: (shares[name], name), default="")
    price = None
    if least is not None:
        price = _rounded(max(0.0, solution.optimum.values["unfunded"] - least))
    return Fair(
        stated.minimum_coverage, stated.first or "", dollars(sum(missing.values())), tuple(missing),
        worst, Decimal(f"{float(shares.get(worst, Fraction(1))):.4f}"),
        None if least is None else _rounded(least), price,
    )  # fmt: skip


def _rounded(usd: float) -> Decimal:
    return Decimal(f"{usd:.2f}")
