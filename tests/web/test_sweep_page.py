"""The page of a sweep: counts of all cases, numbers of its tables, bad cases, a bounded size."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from page_reader import Page, dollars

from braid.problems import InputProblems
from braid.render.web import made


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def page(sweep_folder: Path) -> Page:
    return Page(made(sweep_folder)["report.html"])


@pytest.fixture(scope="module")
def large(large_sweep: Path) -> Page:
    return Page(made(large_sweep)["report.html"])


def sweep(page: Page) -> dict[str, Any]:
    return page.data["sweeps"]["s1"]


def test_every_bar_counts_the_cases_of_the_results(large: Page, large_sweep: Path) -> None:
    found = sweep(large)
    cases = rows_of(large_sweep / "results.csv")
    for at, measure in enumerate(("unfunded", "coverage", "completely_funded")):
        made_of = found["histograms"][at]
        edges = [Decimal(repr(edge)) for edge in made_of["edges"]]
        assert 12 <= len(edges) - 1 <= 45
        for scenario, state, counts in made_of["rows"]:
            own = [
                Decimal(case[measure]) for case in cases
                if (case["scenario"], case["state"])
                == (found["scenarios"][scenario], found["states"][state])
            ]  # fmt: skip
            known = Counter(sum(value >= edge for edge in edges) - 1 for value in own)
            assert counts == [known[k] for k in range(len(edges) - 1)]
        assert sum(sum(row[2]) for row in made_of["rows"]) == len(cases)


def test_many_cases_are_thinned_with_both_ends_kept_and_that_is_said(
    large: Page, large_sweep: Path
) -> None:
    points = sweep(large)["points"]
    assert 1_900 < len(points) < 2_400
    good = [case for case in rows_of(large_sweep / "results.csv") if case["state"] == "good"]
    held = {point[0] for point in points}
    for scenario in ("east", "west"):
        own = sorted((Decimal(c["unfunded"]), int(c["case"])) for c in good
                     if c["scenario"] == scenario)  # fmt: skip
        assert {number for _, number in (*own[:5], *own[-5:])} <= held
    assert f"{len(points):,} of 9,000 cases with a plan are shown here" in large.soup.get_text()
    without_library = len(large.text) - max(len(script) for script in large.scripts)
    assert without_library < 600_000


def test_points_are_the_rows_of_the_results(page: Page, sweep_folder: Path) -> None:
    found = sweep(page)
    cases = {int(case["case"]): case for case in rows_of(sweep_folder / "results.csv")}
    assert len(found["points"]) == 36
    names = [axis["name"] for axis in found["inputs"]]
    assert names == ["money", "people", "price", "label"]
    for number, _, state, inputs, values in found["points"]:
        case = cases[number]
        assert found["states"][state] == case["state"] == "good"
        assert [str(Decimal(repr(x))) for x in inputs[:1]] == [f"{float(case['money'])}"]
        assert Decimal(repr(values[0])) == Decimal(case["unfunded"])


def test_tables_are_those_of_the_folder(page: Page, sweep_folder: Path) -> None:
    spreads = rows_of(sweep_folder / "quantiles.csv")
    shown = page.table("s1-quantiles")
    assert len(shown) == len(spreads) > 5
    first = spreads[0]
    assert [dollars(text) for text in shown[0][1:]] == [
        Decimal(first[name]).quantize(Decimal("0.01"))
        for name in ("mean", "q0", "q5", "q25", "q50", "q75", "q95", "q100")
    ]
    effects = {(row["measure"], row["input"]): row for row in rows_of(sweep_folder / "effects.csv")}
    rows = [row for row in page.table("s1-effects") if row[0] == "Unfunded"]
    assert len(rows) == 4
    assert abs(Decimal(rows[0][3])) == max(abs(Decimal(row[3])) for row in rows)
    for _, name, _, effect, low, high, explained in rows:
        known = effects["unfunded", name]
        assert effect == f"{Decimal(known['coefficient']):+.2f}"
        assert dollars(low) == Decimal(known["low"]).quantize(Decimal("0.01"))
        assert dollars(high) == Decimal(known["high"]).quantize(Decimal("0.01"))
        assert explained == f"{100 * Decimal(known['explained']):.0f}%"
    assert rows[0][2]


def test_bad_cases_stand_with_their_problem(page: Page, sweep_folder: Path) -> None:
    bad = [c for c in rows_of(sweep_folder / "results.csv") if c["state"] != "good"]
    assert len(bad) == 18
    assert sum(int(row[2]) for row in page.table("s1-problems")) == 18
    rows = page.table("s1-bad")
    assert [row[0] for row in rows] == [case["case"] for case in bad]
    assert all(row[-2] == "not valid" and len(row[-1]) > 20 for row in rows)


def test_values_that_try_to_be_markup_stay_text(page: Page) -> None:
    (axis,) = [axis for axis in sweep(page)["inputs"] if "values" in axis]
    assert axis["values"] == ["<img src=x onerror=alert(1)>", "=1+1"]
    assert axis["labels"][0] == "&lt;img src=x onerror=alert(1)&gt;"
    assert not page.soup.find_all("img")


def test_results_as_parquet_give_the_same_page(sweep_folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path / "parquet"
    shutil.copytree(sweep_folder, folder)
    rows = rows_of(folder / "results.csv")
    pq.write_table(pa.Table.from_pylist(rows), folder / "results.parquet")
    (folder / "results.csv").unlink()
    plain, other = (Page(made(f)["report.html"]) for f in (sweep_folder, folder))
    assert sweep(plain) == sweep(other)
    assert "row in results.parquet" in other.soup.get_text()


def test_a_sweep_that_is_not_done_is_told(sweep_folder: Path, tmp_path: Path) -> None:
    mark = json.loads((sweep_folder / "sweep.json").read_text(encoding="utf-8"))
    (tmp_path / "sweep.json").write_text(json.dumps(mark), encoding="utf-8")
    with pytest.raises(InputProblems) as refused:
        made(tmp_path)
    (problem,) = refused.value.problems
    assert problem.code == "B317"
    assert "results.csv" in problem.message
    assert "braid sweep" in problem.remedy
