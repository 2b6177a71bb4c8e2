"""Plans that were solved and written once, for all tests of what is made from their folders."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "plan_folder"))

from solved_plans import HERE, ROOT, solved

from braid.plan.folder import write_plan

SHIPPED = ("project-quest", "small-business-consortium", "snap-et-college")
"""Cash and uncertain money; more awards than stand beside each other; match."""
CASES = (*SHIPPED, "after-two-quarters", "proposal", "portfolio", "handmade")
PROPOSAL = ROOT / "scenarios" / "proposals" / "make-america-skilled-again.yaml"


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of plans by name; nobody changes them."""
    from handmade_plan import example_plan

    top = tmp_path_factory.mktemp("plans")
    found = {name: solved(ROOT / "scenarios" / f"{name}.yaml", top / name) for name in SHIPPED}
    shops = ROOT / "scenarios" / "small-business-consortium"
    found["after-two-quarters"] = solved(
        shops.with_suffix(".yaml"), top / "after", "--as-of", "2026-12-31",
        "--actuals", str(shops.with_name(f"{shops.name}-ledger.csv")),
    )  # fmt: skip
    quest = ROOT / "scenarios" / "project-quest.yaml"
    found["proposal"] = solved(quest, top / "proposal", "--proposal", str(PROPOSAL))
    found["portfolio"] = solved(HERE / "portfolio" / "state.yaml", top / "portfolio")
    assert write_plan(example_plan(), top / "handmade") == ()
    return {**found, "handmade": top / "handmade"}


@pytest.fixture(scope="session", params=CASES)
def folder(plans: dict[str, Path], request: pytest.FixtureRequest) -> Path:
    """Each of these folders."""
    return plans[request.param]
