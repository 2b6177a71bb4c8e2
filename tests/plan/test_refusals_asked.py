"""What is said of an award, a line and a group is what each rule says of their cells."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from braid.catalog.load import load_inputs
from braid.eligibility.build import build_ground
from braid.eligibility.ground import Ground
from braid.eligibility.permissions import No

ROOT = Path(__file__).parents[2] / "scenarios"
SCENARIOS = (
    "project-quest", "small-business-consortium", "five-years", "year-up", "snap-et-college",
)  # fmt: skip
Place = tuple[str, str]


def ground_of(name: str) -> Ground:
    inputs, problems = load_inputs(ROOT / f"{name}.yaml")
    assert inputs is not None, problems
    return build_ground(inputs)


def cells_of(ground: Ground) -> dict[Place, list[int]]:
    cells, codes = ground.cells, ground.codes
    found: dict[Place, list[int]] = {}
    for cell in np.flatnonzero(cells.line >= 0).tolist():
        group = codes.groups[cells.group[cell]] if cells.group[cell] >= 0 else ""
        found.setdefault((codes.lines[cells.line[cell]], group), []).append(cell)
    return found


@pytest.mark.parametrize("name", SCENARIOS)
def test_refusals_are_those_of_every_rule_asked_anew(name: str) -> None:
    ground = ground_of(name)
    refusals, told = ground.refusals, 0
    for award_id in ground.codes.awards:
        for (line, group), cells in cells_of(ground).items():
            found = refusals.get((award_id, line, group), ())
            asked = expected(ground, award_id, cells)
            assert found == asked, (award_id, line, group)
            wanting = bool(asked) and all(no.unknown for no in asked)
            assert refusals.only_unknown(award_id, line, group) == wanting
            told += bool(asked)
    assert told


def expected(ground: Ground, award_id: str, cells: list[int]) -> tuple[No, ...]:
    """The refusals of the first cell, else of the first one in time that has any."""
    award, refusals = ground.inputs.awards[award_id], ground.refusals
    if not refusals.takes_form(award, int(ground.cells.line[cells[0]])):
        return ()
    asked = cells[:1]
    if ground.permissions.depends_on_day(award):
        asked = [*asked, *(cell for cell in cells if refusals.in_time(award, cell))]
    return next(filter(None, (refusals.of_cell(award, cell) for cell in asked)), ())


def test_some_are_refused_only_for_want_of_facts() -> None:
    found = {
        (award, line, group)
        for ground in map(ground_of, SCENARIOS)
        for award in ground.codes.awards
        for line, group in cells_of(ground)
        if ground.refusals.only_unknown(award, line, group)
    }
    assert found
