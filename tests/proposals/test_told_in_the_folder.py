"""A plan's folder says under which proposal it was made, and keeps the proposal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from reforms import HEAD

from braid.plan.folder import read_plan, write_plan
from braid.plan.plan import Plan

QUARTER = "changes: [{rule: alpha/half, field: at_most.share, was: 0.50, becomes: 0.25}]\n"


def test_the_proposal_and_how_its_money_came_stand_in_the_plan(
    planned: Callable[..., Plan], tmp_path: Path
) -> None:
    folder = tmp_path / "plan"
    assert write_plan(planned(QUARTER, "equal", floors="kept"), folder) == ()

    stored = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    (told,) = stored["proposals"]
    assert {key: value for key, value in told.items() if key != "parts"} == {
        "proposal": "reform", "title": "A reform", "reference": "none", "status": "idea",
        "money": "equal", "floors": "kept",
    }  # fmt: skip
    assert told["parts"] == sorted(told["parts"])
    (kept,) = folder.rglob("reform.yaml")
    assert kept.read_text(encoding="utf-8") == HEAD.lstrip("\n") + QUARTER
    again, problems = read_plan(folder)
    assert again is not None, problems
    assert again.inputs.proposing is not None
    assert again.summary.funded == 1200
