"""Plans with one thing wrong: a cent, a date, a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any
from unittest import mock

from braid.audit import PlanUnderAudit, audit_plan
from braid.catalog.inputs import Inputs
from braid.plan.build import make_plan
from braid.plan.plan import Plan

TABLES = ("charges", "unfunded", "pledges", "cash", "refunds", "awards", "income", "due")
Fault = tuple[str, PlanUnderAudit]
"""What is wrong, and the plan with it."""


def planned(inputs: Inputs) -> tuple[Plan, PlanUnderAudit]:
    """The plan of a case, and its tables as they were handed to the auditor."""
    with mock.patch("braid.audit.audit_plan", wraps=audit_plan) as seen:
        plan = make_plan(inputs, explained=False, unsettled=False)
    return plan, seen.call_args.args[1]


def faults(plan: PlanUnderAudit, dice: Random) -> Iterator[Fault]:
    """One fault of each sort in each table that has a row for it."""
    for table in TABLES:
        rows = getattr(plan, table)
        if not rows:
            continue
        named = [f.name for f in fields(rows[0])] if is_dataclass(rows[0]) else []
        for name in named:
            at = dice.randrange(len(rows))
            row = rows[at]
            for changed in wrong(getattr(row, name)):
                wrong_rows = [*rows]
                wrong_rows[at] = replace(row, **{name: changed})
                yield f"{table}.{name}", replace(plan, **{table: tuple(wrong_rows)})
    for key, count in plan.served.items():
        for changed in (count - 1, count + 1):
            yield f"served.{key[1]}", replace(plan, served={**plan.served, key: changed})


def wrong(value: Any) -> Iterator[Any]:
    """The same a little wrong; nothing for what is a name."""
    if isinstance(value, bool):
        return
    if isinstance(value, date):
        yield value + timedelta(days=1)
        yield value - timedelta(days=1)
    elif isinstance(value, int):
        yield value + 1
        yield value - 1
