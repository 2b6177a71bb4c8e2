"""What is written and what is said of a sweep."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet
import pytest
from small_sweep import small

from braid.comparison.sweeping.effects import effects, rank_regression, write_summary
from braid.comparison.sweeping.results import header
from braid.comparison.sweeping.running import run_sweep
from braid.render.sweep import sweep_json

MIXED = """
  - {name: money, award: city, field: amount, values: [20000, 70000]}
  - {name: unfunded, group: fall, field: participants, values: [10, -1, 30]}
  - {name: must, cost: tuition, field: priority, values: [must, may]}
"""


def test_the_csv_has_a_row_for_every_case(tmp_path: Path) -> None:
    loaded = small(tmp_path, MIXED, "measures: [unfunded, must_unfunded]\ncharges: true")
    ran = run_sweep(loaded, tmp_path / "out")
    rows = list(csv.DictReader(ran.results.open(encoding="utf-8")))
    assert [row["case"] for row in rows] == [str(number) for number in range(1, 13)]
    assert header(loaded) == [
        "case", "scenario", "money", "input:unfunded", "must", "state", "problem", "unfunded",
        "must_unfunded", "charged:city",
    ]  # fmt: skip
    assert rows[0] == {
        "case": "1", "scenario": "base", "money": "20000", "input:unfunded": "10", "must": "must",
        "state": "good", "problem": "", "unfunded": "13000.00", "must_unfunded": "13000.00",
        "charged:city": "16000.00",
    }  # fmt: skip
    assert rows[2]["state"] == "not valid"
    assert rows[2]["unfunded"] == ""


def test_parquet_holds_the_same_as_csv(tmp_path: Path) -> None:
    loaded = small(tmp_path, MIXED, "charges: true")
    first = run_sweep(loaded, tmp_path / "out").results
    second = run_sweep(loaded, tmp_path / "out", form="parquet").results
    of_csv = list(csv.DictReader(first.open(encoding="utf-8")))
    of_parquet = parquet.read_table(second).to_pylist()
    assert len(of_csv) == len(of_parquet) == 12
    for texts, values in zip(of_csv, of_parquet, strict=True):
        assert list(texts) == list(values)
        for name, text in texts.items():
            value = values[name]
            if isinstance(value, Decimal):
                assert value == Decimal(text)
            else:
                assert ("" if value is None else str(value)) == text


def test_spreads_and_effects_are_those_of_the_good_cases(tmp_path: Path) -> None:
    loaded = small(tmp_path, MIXED, "measures: [unfunded, cost]")
    run_sweep(loaded, tmp_path / "out")
    found = effects(loaded, tmp_path / "out")
    assert found.states == {"good": 8, "not valid": 4}
    assert sum(found.problems.values()) == 4
    spread = {s.measure: s for s in found.spreads}["unfunded"]
    # 10 or 30 people at 2,900; the city pays 80% of 20,000 or of 70,000
    assert spread.quantiles[0] == 0
    assert spread.quantiles[-1] == 87_000 - 16_000
    assert spread.mean == pytest.approx((13_000 + 71_000 + 0 + 31_000) / 4)
    cost = {e.input: e for e in found.effects if e.measure == "cost"}
    assert cost["unfunded"].coefficient == pytest.approx(1)
    assert cost["money"].coefficient == pytest.approx(0)
    assert (cost["unfunded"].low, cost["unfunded"].high) == (29_000, 87_000)
    assert found.explained["base", "cost"] == pytest.approx(1)
    assert found.explained["base", "unfunded"] > 0.9


def test_summaries_and_json_say_the_same(tmp_path: Path) -> None:
    loaded = small(tmp_path, MIXED)
    run_sweep(loaded, tmp_path / "out")
    found = effects(loaded, tmp_path / "out")
    write_summary(found, tmp_path / "out")
    said = json.loads(sweep_json(loaded, found))
    quantiles = list(csv.DictReader((tmp_path / "out" / "quantiles.csv").open(encoding="utf-8")))
    assert [row["measure"] for row in quantiles] == [s["measure"] for s in said["quantiles"]]
    assert [float(row["q50"]) for row in quantiles] == [s["q50"] for s in said["quantiles"]]
    table = list(csv.DictReader((tmp_path / "out" / "effects.csv").open(encoding="utf-8")))
    assert [float(row["coefficient"]) for row in table] == [
        e["coefficient"] for e in said["effects"]
    ]
    assert said["effects_by"] == "standardised rank regression"
    assert said["states"] == {"good": 8, "not valid": 4}


def test_rank_regression_finds_what_was_put_in() -> None:
    draw = np.random.default_rng(1)
    x = draw.random((2_000, 3))
    y = np.exp(3 * x[:, 0]) - x[:, 1]  # ranks do not mind the curve
    coefficients, explained = rank_regression(x, y)
    assert coefficients[0] > 0.9
    assert -0.3 < coefficients[1] < -0.03
    assert abs(coefficients[2]) < 0.03
    assert explained > 0.95
    assert rank_regression(x, np.ones(2_000)) == ([0, 0, 0], 0)
    x[:, 2] = 7
    assert rank_regression(x, y)[0][2] == 0
