"""Which values the cases of a sweep have."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from small_sweep import small

from braid.comparison.sweeping.solving import case_edits
from braid.comparison.sweeping.varying import drawn, listed
from braid.schema.sweep import Input

DRAWN = """
  - {name: a, award: city, field: amount, times: {uniform: {from: 0.5, to: 2}}}
  - {name: b, group: fall, field: participants, times: {triangular: {from: 0.5, mode: 1, to: 2}}}
  - {name: c, cost: tuition, field: per_participant, times: {normal: {mean: 1, sd: 0.1}}}
  - {name: d, award: city, field: start, values: [2026-07-01, 2026-10-01]}
"""


def test_a_grid_has_every_combination_and_its_last_input_changes_first(tmp_path: Path) -> None:
    cases = small(tmp_path).cases
    assert len(cases) == 3 * 3 * 2
    values = [cases.values(number) for number in range(1, 19)]
    assert len(set(values)) == 18
    assert values[0] == (Decimal(20000), Decimal("0.5"), Decimal(2000))
    assert values[1] == (Decimal(20000), Decimal("0.5"), Decimal("2900.50"))
    assert values[2][:2] == (Decimal(20000), Decimal(1))
    assert values[17] == (Decimal(60000), Decimal("1.5"), Decimal("2900.50"))


def test_a_list_takes_the_first_values_then_the_second_ones(tmp_path: Path) -> None:
    inputs = """
  - {name: money, award: city, field: amount, values: [1, 2, 3]}
  - {name: people, group: fall, field: participants, values: [10, 20, 30]}
  - {name: price, cost: tuition, field: per_participant, values: [2000]}
"""
    cases = small(tmp_path, inputs, "sample: {method: list}").cases
    found = [tuple(map(int, cases.values(number))) for number in (1, 2, 3)]
    assert found == [(1, 10, 2000), (2, 20, 2000), (3, 30, 2000)]
    assert len(cases) == 3


def test_every_fifth_of_a_latin_hypercube_has_a_fifth_of_the_cases(tmp_path: Path) -> None:
    head = "sample: {method: latin_hypercube, cases: 50, seed: 3}"
    cases = small(tmp_path, DRAWN, head).cases
    amounts = np.array([float(cases.values(number)[0]) for number in range(1, 51)])
    assert np.histogram(amounts, bins=5, range=(0.5, 2))[0].tolist() == [10] * 5
    again = small(tmp_path, DRAWN, head).cases
    assert [again.values(7), again.values(50)] == [cases.values(7), cases.values(50)]


def test_monte_carlo_draws_each_case_alone_from_seed_and_number(tmp_path: Path) -> None:
    head = "sample: {method: monte_carlo, cases: %d, seed: %d}"
    few, many = (small(tmp_path, DRAWN, head % (n, 3)).cases for n in (20, 3000))
    other = small(tmp_path, DRAWN, head % (20, 4)).cases
    assert [few.values(k) for k in range(1, 21)] == [many.values(k) for k in range(1, 21)]
    assert few.values(1) != other.values(1)
    found = np.array([[float(x) for x in many.values(k)[:3]] for k in range(1, 3001)])
    assert found.min(axis=0) == pytest.approx([0.5, 0.5, 0.7], abs=0.02)
    assert found.max(axis=0) == pytest.approx([2, 2, 1.3], abs=0.03)
    assert found.mean(axis=0) == pytest.approx([1.25, 3.5 / 3, 1], abs=0.02)
    assert found[:, 2].std() == pytest.approx(0.1, abs=0.005)


@pytest.mark.parametrize(
    ("levels", "at", "value"),
    [
        ({"uniform": {"from": 1, "to": 3}}, 0.25, "1.5"),
        ({"triangular": {"from": 0, "mode": 1, "to": 2}}, 0.5, "1"),
        ({"triangular": {"from": 0, "mode": 0, "to": 2}}, 0.75, "1"),
        ({"normal": {"mean": 5, "sd": 2}}, 0.5, "5"),
        ({"normal": {"mean": 5, "sd": 2}}, 0.0, "-1"),
        ({"normal": {"mean": 5, "sd": 2, "from": 0, "to": 10}}, 1.0, "10"),
        ([1, 2, 4], 0.99, "4"),
    ],
)
def test_a_place_between_0_and_1_of_a_distribution(levels: object, at: float, value: str) -> None:
    one = Input.model_validate({"name": "x", "award": "city", "field": "amount", "values": levels})
    assert Decimal(str(drawn(one, at))) == Decimal(value)


def test_an_award_lands_with_its_probability() -> None:
    one = Input.model_validate({"name": "x", "award": "city", "lands": True})
    assert listed(one) == (False, True)
    assert [drawn(one, at, Decimal("0.8")) for at in (0.0, 0.79, 0.8, 1.0)] == [True, True, False,
                                                                               False]  # fmt: skip


@pytest.mark.parametrize(("factor", "people"), [("0.525", 11), ("0.52", 10), ("0.575", 12)])
def test_scaled_people_are_whole_half_up(tmp_path: Path, factor: str, people: int) -> None:
    inputs = f"\n  - {{name: x, group: '*', field: participants, times: [{factor}]}}\n"
    _, changes = case_edits(small(tmp_path, inputs), 1)
    assert changes.values == {("groups", 0, "participants"): Decimal(people)}


def test_slices_go_with_the_amount_and_add_up_to_it(tmp_path: Path) -> None:
    inputs = "\n  - {name: x, award: city, field: amount, values: [10000.01]}\n"
    loaded = small(tmp_path, inputs)
    slices = [{"from": "2026-07-01", "amount": Decimal(20000)},
              {"from": "2026-10-01", "amount": Decimal(30000)}]  # fmt: skip
    loaded.bases[0].document.data["awards"][0]["slices"] = slices
    _, changes = case_edits(loaded, 1)
    parts = [one["amount"] for one in changes.values["awards", 0, "slices"]]
    assert parts == [Decimal("4000.00"), Decimal("6000.01")]


def test_scenarios_get_the_same_cases(tmp_path: Path) -> None:
    head = "scenarios: [base.yaml, base.yaml]\nsample: {method: monte_carlo, cases: 5, seed: 1}"
    cases = small(tmp_path, DRAWN, head).cases
    assert len(cases) == 10
    assert [cases.values(k) for k in range(1, 6)] == [cases.values(k) for k in range(6, 11)]
    assert [cases.scenario(k) for k in (1, 5, 6, 10)] == [0, 0, 1, 1]
