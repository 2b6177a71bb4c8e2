"""With alike columns together and pieces apart, the planner still agrees with the textbook."""

import pytest

from braid.optimize import alike, following, splitting
from oracle.adapter import planner_values
from oracle.compare import case, textbook_values


@pytest.fixture
def at_any_size(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """As in large programs; holds by how many columns each program became smaller."""
    spared: list[int] = []

    def put_together(program):
        found = alike.put_together(program)
        spared.append(0 if found is None else len(program.cost) - len(found.program.cost))
        return found

    monkeypatch.setattr(following, "COLUMNS_UP_TO", -1)
    monkeypatch.setattr(splitting, "PIECES_FROM", 0)
    monkeypatch.setattr(alike, "WORTHWHILE", 1.0)
    monkeypatch.setattr(splitting, "put_together", put_together)
    return spared


@pytest.mark.parametrize("seed", range(0, 300, 8))
def test_the_planner_agrees_with_the_textbook(seed, at_any_size):
    values = planner_values(case(seed))
    assert values == pytest.approx(textbook_values(seed), rel=0, abs=0.005)
    assert sum(at_any_size) > 0
