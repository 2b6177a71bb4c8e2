"""Classes found by telling only what changed are those of comparing everything with everything."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_programs import INF, cells, random_program

from braid.catalog.load import load_inputs
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.optimize import alike
from braid.optimize.alike import put_together
from braid.optimize.leftover import leftover
from braid.optimize.program import Program, program_of
from braid.optimize.refining import refine

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))


def compared(p: Program, costs=()) -> tuple[np.ndarray, np.ndarray]:
    """The classes of columns and rows by comparing what they are made of, round after round."""
    left = leftover(p)
    weight = np.where(np.isfinite(p.upper) & (p.upper > 0), p.upper, 1.0)
    size = np.bincount(left.row, np.abs(left.value) * weight[left.column], len(left.rows))
    size[size == 0] = 1.0
    of_column = numbers(zip(*(map(digits, part) for part in (
        p.lower / weight, p.upper / weight, p.cost, *costs,
        np.where(p.whole, 1 + np.arange(len(p.whole)), 0),
    )), strict=True))  # fmt: skip
    of_row = numbers(
        zip(*(map(digits, part / size) for part in (left.lower, left.upper)), strict=True)
    )
    terms = list(zip(
        left.row.tolist(), left.column.tolist(), map(digits, left.value),
        map(digits, left.value * weight[left.column] / size[left.row]), strict=True,
    ))  # fmt: skip
    count = 0
    while count < (count := len(set(of_column)) + len(set(of_row))):
        in_rows, in_columns = defaultdict(list), defaultdict(list)
        for row, column, _, value in terms:
            in_rows[row].append((of_column[column], value))
        of_row = numbers((own, tuple(sorted(in_rows[k]))) for k, own in enumerate(of_row))
        for row, column, value, _ in terms:
            in_columns[column].append((of_row[row], value))
        of_column = numbers((own, tuple(sorted(in_columns[k]))) for k, own in enumerate(of_column))
    return told(of_column, left.columns), told(of_row, left.rows)


def digits(number: float) -> str:
    return f"{number + 0.0:.9e}"


def numbers(values) -> list[int]:
    known: dict[object, int] = {}
    return [known.setdefault(value, len(known)) for value in values]


def told(classes: list[int], mask: np.ndarray) -> np.ndarray:
    """Classes numbered in order of their first members, -1 outside the mask."""
    found = np.full(len(mask), -1)
    found[mask] = numbers(np.array(classes)[mask].tolist())
    return found


def same_classes(p: Program, costs=()) -> None:
    columns, rows = compared(p, costs)
    small = put_together(p, costs)
    assert small is not None
    assert np.array_equal(small.column, columns)
    assert np.array_equal(small.row, rows)


@pytest.fixture(autouse=True)
def at_any_size(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(alike, "WORTHWHILE", 1.0)


@pytest.mark.parametrize("seed", range(60))
def test_random_programs_fall_into_the_same_classes(seed: int):
    random = np.random.default_rng(seed)
    p = random_program(random)
    same_classes(p)
    same_classes(p, (random.integers(0, 2, len(p.cost)).astype(float),))


def test_whole_numbers_stay_by_themselves():
    p = cells([100, 250, 400, 50], [300, 90, 210])
    same_classes(replace(p, whole=np.arange(len(p.cost)) == 1))


@pytest.mark.parametrize("length", [2, 3, 8, 40])
def test_what_is_told_at_one_end_of_a_chain_comes_to_the_other(length: int):
    """Each row ties two neighbors; one side of the first row tells all of them apart."""
    ties = [(np.array([k, k + 1]), np.ones(2), -INF, 1.5) for k in range(length)]
    count = length + 1
    empty = Program(
        np.zeros(count), np.zeros(count), np.ones(count), np.zeros(1, dtype=int),
        np.zeros(0, dtype=int), np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(count, dtype=bool),
    )  # fmt: skip
    same_classes(empty.with_rows(ties))
    ties[0] = (*ties[0][:3], 1.25)
    same_classes(empty.with_rows(ties))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_shipped_scenarios_fall_into_the_same_classes(scenario: Path):
    inputs, problems = load_inputs(scenario)
    assert inputs is not None, problems
    model = build_model(build_ground(inputs))
    same_classes(
        replace(program_of(model), cost=model.costs["unfunded"]), (model.costs["overhead"],)
    )


def test_nothing_falls_apart_where_nothing_is_told():
    none, hashes = np.zeros(0, dtype=np.int64), np.array([7, 7, 9], dtype=np.uint64)
    told_apart = refine(
        hashes, hashes[:1], none, none, none.astype(np.uint64), none.astype(np.uint64)
    )
    assert [part.tolist() for part in told_apart] == [[0, 0, 1], [0]]
