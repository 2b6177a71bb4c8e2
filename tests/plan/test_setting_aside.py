"""Where whole cents leave no room: cents are set aside and the plan is searched again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from draft import draft, paid, planned

from braid.plan import setting_aside
from braid.plan.build import make_plan

THIRDS = """
horizon: {start: 2026-07-01, end: 2026-09-30, period: month}
groups:
  - {id: adults, program: welding, participants: 3, start: 2026-07-01, end: 2026-09-30}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 100, when: start}
  - {id: coach, category: case_management, amount: COACH, every: once}
awards:
  - {id: grant, stream: fund, amount: 900}
  - {id: town, stream: city, amount: 900}
streams:
  fund:
    origin: federal
    rules:
      - {kind: exclusive, reading: all_or_nothing, for: [tuition_fees]}
      - {kind: match, share: 0.5, of: total, per: period, beside: {category: [case_management]}}
      - {kind: line, forbid: [case_management]}
  city:
    origin: local
    served: enrolled
    rules:
      - {kind: benefit}
      - {kind: line, allow: [case_management]}
"""
NOTES = {
    "dropped": "a few charges were dropped because whole cents could not satisfy a share rule",
    "aside": setting_aside.NOTE,
}


def told(plan: object) -> set[str]:
    messages = {row["message"] for row in plan.tables["problems"].rows()}  # type: ignore[attr-defined]
    return {name for name, note in NOTES.items() if note in messages}


def test_a_plan_whose_cents_do_not_fit_is_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    # All of a person's $100 or nothing, with as much beside it in July: of $300.01 for the year
    # July's part is $100, give or take the cent that does not divide.
    inputs = draft(THIRDS.replace("COACH", "300.01"))
    plan = planned(inputs)
    assert told(plan) == {"aside"}
    assert (paid(plan, cost="tuition"), paid(plan, cost="coach")) == (0, Decimal("300.01"))

    monkeypatch.setattr(setting_aside, "ATTEMPTS", 0)
    dropped = make_plan(inputs, explained=False)
    assert told(dropped) == {"dropped"}
    assert paid(dropped, cost="tuition") == 100  # what a person who is served needs is kept


def test_with_a_little_room_nothing_is_set_aside() -> None:
    plan = planned(draft(THIRDS.replace("COACH", "300.31")))
    assert told(plan) == set()
    assert paid(plan, cost="tuition") == 100
