"""Plans stay what they are where alike cells are put together and split again, as in large ones."""

import pytest
from test_scenario_goldens import plan_of

from braid.optimize import alike, following, pieces, splitting
from braid.plan.build import make_plan


@pytest.mark.parametrize("name", ["project-quest", "year-up", "per-scholas"])
def test_a_plan_is_the_same(name: str, monkeypatch: pytest.MonkeyPatch):
    plan = plan_of(name)
    monkeypatch.setattr(following, "COLUMNS_UP_TO", -1)
    monkeypatch.setattr(alike, "WORTHWHILE", 1.0)
    monkeypatch.setattr(splitting, "PIECES_FROM", 0)
    monkeypatch.setattr(pieces, "AT_LEAST", 20)
    again = make_plan(plan.inputs, explained=False)
    assert again.audit_passed
    assert again.summary == plan.summary
    for table in ("charges", "unfunded", "awards", "groups", "reports"):
        assert list(again.tables[table].rows()) == list(plan.tables[table].rows())
