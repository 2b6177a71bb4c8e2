"""Stands in for the core: ``make_plan`` returns the plan that was made by hand."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from handmade_plan import example_plan

from braid.catalog.inputs import Inputs
from braid.plan.plan import Plan


def install(
    monkeypatch: pytest.MonkeyPatch, make: Callable[..., Plan] | None = None, **changed: Any
) -> list[dict[str, Any]]:
    """Replace the core; returns the options of every call."""
    calls: list[dict[str, Any]] = []

    def make_plan(inputs: Inputs, **options: Any) -> Plan:
        calls.append(options)
        if make is not None:
            return make(inputs)
        return example_plan(**{"inputs": inputs, **changed})

    module = ModuleType("braid.plan.build")
    module.make_plan = make_plan  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "braid.plan.build", module)
    return calls
