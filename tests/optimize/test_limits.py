"""A limit ends the search, never the plan: what comes back is legal, audited and called stopped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from draft import draft

from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.optimize import highs
from braid.optimize.program import Answer, Limits, Program
from braid.optimize.tiers import optimize
from braid.optimize.whole import needs_search

OFFERED = """
costs:
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
awards:
  - {id: gift, stream: gift, amount: 4000}
  - {id: offer, stream: gift, amount: 5000, status: offered}
streams:
  gift: {origin: private}
"""
NOTHING = np.empty(0)


def out_of_time(program: Program, limits: Limits) -> Answer:
    """An engine that finds nothing whenever it would have to search."""
    if needs_search(program):
        return Answer("failed", NOTHING, np.nan, np.nan, NOTHING, NOTHING, 0.0)
    return highs.solve(program, replace(limits, seconds=None))


def test_when_the_time_is_up_before_a_plan_was_found_no_offer_is_taken() -> None:
    model = build_model(build_ground(draft(OFFERED)))
    optimum = optimize(model, out_of_time, Limits(seconds=1.0))
    assert optimum.stopped
    assert optimum.values["unfunded"] == 6_000.0  # 10 people at $1,000, $4,000 of accepted money
    assert optimize(model, highs.solve).values["unfunded"] == 1_000.0


def test_when_the_time_is_up_money_that_is_there_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float | None] = []
    quick = highs.solve

    def slow(program: Program, limits: Limits) -> Answer:
        asked.append(limits.seconds)
        nothing = Answer("failed", NOTHING, np.nan, np.nan, NOTHING, NOTHING, 0.0)
        return nothing if limits.seconds is not None else quick(program, limits)

    monkeypatch.setattr(highs, "solve", slow)
    model = build_model(build_ground(draft(OFFERED)))
    optimum = optimize(model, slow, Limits(seconds=0.0))
    assert optimum.stopped
    assert optimum.values["unfunded"] == 6_000.0
    assert asked.count(None) < len(asked)
