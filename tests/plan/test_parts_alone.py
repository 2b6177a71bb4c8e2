"""Small parts by themselves, where whole plans go another way or would say the same."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from draft import draft, planned

from braid.eligibility.build import build_ground
from braid.eligibility.cells import same_places
from braid.plan import swap
from braid.plan.build import Stopwatch
from braid.plan.changes import Change, Changes, InputChange
from braid.plan.ranking import Unsound

NOTHING = Changes(inputs=(), summary=(), awards=(), unfunded=(), left=(), lapses=(), moved=())


@pytest.mark.parametrize(
    ("part", "entry"),
    [
        ("inputs", InputChange("award", "grant", "amount", "1", "2")),
        ("summary", Change("funded", Decimal(1), Decimal(2))),
        ("awards", Change("grant", Decimal(1), Decimal(2))),
        ("unfunded", Change("tuition", Decimal(1), Decimal(2))),
    ],
)
def test_one_change_is_not_nothing(part: str, entry: object) -> None:
    assert NOTHING.nothing
    fields = {name: getattr(NOTHING, name) for name in NOTHING.__dataclass_fields__}
    assert not Changes(**{**fields, part: (entry,)}).nothing


def test_a_stopwatch_adds_up_the_laps_of_a_stage() -> None:
    watch = Stopwatch()
    for _ in range(3):
        watch.lap("solve")
    assert 0 <= watch.seconds["solve"] < 60


def test_an_unsound_plan_says_what_it_is() -> None:
    plan = planned(draft(""))
    unsound = Unsound(plan)
    assert str(unsound) == "a plan does not pass its audit"
    assert unsound.plan is plan


def test_cells_are_in_the_same_places_as_themselves_and_not_as_fewer() -> None:
    cells = build_ground(draft("")).cells
    fewer = build_ground(draft("costs: [{id: rent, category: administration, amount: 9}]")).cells
    assert same_places(cells, cells)
    assert not same_places(cells, fewer)


def test_nobody_has_no_cells() -> None:
    found = build_ground(draft("")).cells.of_home("nobody")
    assert (found.dtype, len(found)) == (np.int64, 0)


def test_folders_take_turns_where_they_cannot_change_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on systems that cannot exchange them: the old one aside, the new one in, the old away."""
    monkeypatch.setattr(swap, "exchanged", lambda *_: False)
    folder = tmp_path / "plan"
    for text in ("old", "new"):
        with swap.replacing_folder(folder) as partial:
            (partial / "plan.json").write_text(text)
    assert (folder / "plan.json").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]
