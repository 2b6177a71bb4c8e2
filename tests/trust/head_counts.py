"""Plans of so many people, of whom so many are completely funded, and what follows from them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from braid.plan.publishing.figures import FUNDED, NOT_FUNDED, PEOPLE
from braid.plan.tables import Tables

PRICES = (7_395_00, 2_410_50, 12_000_00)
GAPS = (1_250_00, 900_00, 333_33)
SHARED = 41_000_00
People = list[tuple[int, int]]
"""Of each program: its people, and how many of them are completely funded."""


def plan_of(people: People) -> Any:
    """As much of a plan as is published: one stream serves all; unfunded people lack a gap."""
    names = [f"p{k}" for k in range(len(people))]
    groups = {
        f"g{k}": SimpleNamespace(program=names[k], participants=many)
        for k, (many, _) in enumerate(people)
    }
    tables = Tables.of(
        groups=[
            {"group": f"g{k}", "program": names[k], "participants": many, "scope": "stream",
             "name": "fund", "served": many, "completely_funded": whole}
            for k, (many, whole) in enumerate(people)
        ],
        charges=[
            _row(f"g{k}", PRICES[k] * many - GAPS[k] * (many - whole), award="a", stream="fund")
            for k, (many, whole) in enumerate(people)
        ] + [_row("", SHARED, award="a", stream="fund")],
        unfunded=[
            _row(f"g{k}", GAPS[k] * (many - whole), priority="should", reason="", rule="",
                 citation="")
            for k, (many, whole) in enumerate(people)
        ],
        **{name: [] for name in ("awards", "reports", "cash", "pledges", "refunds", "income",
                                 "budget", "rules", "partnerships", "problems")},
    )  # fmt: skip
    inputs = SimpleNamespace(groups=groups, partnerships=(), partnership=lambda thing: "")
    return SimpleNamespace(inputs=inputs, tables=tables)


def _row(group: str, cents: int, **more: str) -> dict[str, object]:
    return {"cost": "c", "group": group, "category": "tuition", "period": "2026-07-01",
            "cents": cents, **more}  # fmt: skip


def count_of(what: str, people: np.ndarray, funded: np.ndarray) -> np.ndarray:
    """A count of people, from how many there are and how many are funded."""
    return {FUNDED: funded, NOT_FUNDED: people - funded}.get(what, people)


def dollars_of(what: str, people: np.ndarray, funded: np.ndarray) -> np.ndarray:
    """Dollars of all together, by the prices."""
    size = len(people)
    cost = (np.array(PRICES[:size])[:, None] * people).sum(axis=0)
    short = (np.array(GAPS[:size])[:, None] * (people - funded)).sum(axis=0)
    cents = {"unfunded": short, "cost": cost + SHARED}.get(what, cost - short + SHARED)
    return cents / 100


def small_counts(people: People) -> list[tuple[str, int]]:
    """Each count from 1 to 9, of a program or of all: which, and of whom (-1 for all)."""
    rows = [*enumerate(people), (-1, tuple(np.sum(people, axis=0)))]
    return [
        (what, k)
        for k, (n, f) in rows
        for what, value in ((PEOPLE, n), (FUNDED, f), (NOT_FUNDED, n - f))
        if 0 < value < 10
    ]


def possible(fits: np.ndarray, what: str, k: int) -> set[int]:
    """The values that a count may have, for all that a reader knows."""
    people, funded = (h.sum(axis=0) if k < 0 else h[k] for h in fits)
    return set(np.unique(count_of(what, people, funded)).tolist())
