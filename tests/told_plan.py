"""All that a plan says, table by table and part by part, but for what several answers are right."""

from __future__ import annotations

from typing import Any

from braid.plan.document import document
from braid.plan.plan import Plan

PRICES = {"price", "price_from", "price_to"}
"""Of rules: where several rules leave no room, what a dollar is worth can fall to any of them."""


def told(plan: Plan) -> dict[str, Any]:
    """The tables and the parts of ``plan.json``; how long it took is left out."""
    tables = {
        f"{name}.csv": [
            {k: v for k, v in row.items() if k not in PRICES} for row in table.records()
        ]
        for name, table in plan.tables.items()
    }
    parts = {k: v for k, v in document(plan).items() if k not in ("run", "rules", "explanations")}
    return {**tables, **parts}
