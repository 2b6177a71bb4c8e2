"""A comparison as plain data, as the text of ``comparison.json`` and of ``comparison.csv``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from braid.comparison.compare import COMPARISON_VERSION, Comparison, Figure
from braid.comparison.measures import DOLLARS, LESS_IS_BETTER, MEASURES
from braid.plan.document import json_text, plain
from braid.writing import cell_text, csv_text

FIGURE = tuple(f.name for f in fields(Figure))


def comparison_csv(comparison: Comparison) -> str:
    """A row for each figure."""
    figures = comparison.figures
    return csv_text(FIGURE, ([cell_text(getattr(one, name)) for name in FIGURE] for one in figures))


def comparison_data(comparison: Comparison) -> dict[str, Any]:
    """Everything as plain data: what reports on a comparison are made from."""
    return {
        "schema_version": COMPARISON_VERSION,
        "scenarios": dict(comparison.scenarios),
        "proposals": plain(comparison.proposals),
        "floors": comparison.floors,
        "measures": {
            name: {
                "means": means, "dollars": name in DOLLARS,
                "less_is_better": name in LESS_IS_BETTER,
            }
            for name, means in MEASURES.items()
        },
        "figures": plain(comparison.figures),
        "effects": [
            {**plain(e), "changes": {m: plain(v) for m, v in e.changes.items()}}
            for e in comparison.effects
        ],
        "moved": plain(comparison.moved),
        "plans": [
            {"scenario": c.scenario, "proposal": c.proposal, "money": c.money, "folder": name}
            for c, name in zip(comparison.cases, folders(comparison), strict=True)
        ],
    }  # fmt: skip


def comparison_json(comparison: Comparison) -> str:
    """The same as text."""
    return json_text(comparison_data(comparison))


def folders(comparison: Comparison) -> Sequence[str]:
    """The folder of each case's plan, below that of the comparison."""
    return [
        f"plans/{case.scenario}/" + (f"{case.proposal}-{case.money}" if case.proposal else "today")
        for case in comparison.cases
    ]
