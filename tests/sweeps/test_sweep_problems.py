"""Every mistake in a sweep file is a problem with its place and its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_sweep import INPUTS, folder_with, wrong

from braid.comparison.sweeping import results
from braid.comparison.sweeping.loaded import load_sweep, no_such_case
from braid.comparison.sweeping.results import needs
from braid.problems import InputProblems

MONEY = "{name: x, award: city, field: amount, "
GRID: dict[str, tuple[str, str, str, str]] = {
    # name: (head, inputs, code, part of the message)
    "no scenario": ("scenarios: []", INPUTS, "B601", "one 'scenario' or of several"),
    "two forms of scenario": ("scenario: base.yaml\nscenarios: [base.yaml]", INPUTS, "B601", ""),
    "nothing varies": ("", "{name: x, field: amount, values: [1]}", "B602", "one thing"),
    "two things vary": (
        "", "{name: x, award: city, cost: tuition, field: amount, values: [1]}", "B602", "",
    ),
    "no values": ("", MONEY[:-2] + "}", "B602", "in one way how it varies"),
    "values and times": ("", MONEY + "values: [1], times: [2]}", "B602", ""),
    "a group cannot land": ("", "{name: x, group: fall, lands: true}", "B602", "varies in a way"),
    "no field": ("", "{name: x, award: city, values: [1]}", "B603", "needs a field"),
    "an unknown field": ("", "{name: x, award: city, field: amout, values: [1]}", "B603", "amout"),
    "a rule's unknown field": (
        "", "{name: x, rule: city_fund/most, field: at_least, values: [1]}", "B603", "at_least",
    ),
    "an unknown award": ("", "{name: x, award: town, field: amount, values: [1]}", "B604", "town"),
    "an unknown rule": ("", "{name: x, rule: a/b, field: share, values: [1]}", "B604", "a/b"),
    "an unknown reading": ("", "{name: x, reading: a, values: [A]}", "B604", "no entry 'a'"),
    "no such proposal": ("", "{name: x, proposal: [none, p.yaml]}", "B604", "p.yaml"),
    "no such scenario": ("scenario: base2.yaml", INPUTS, "B604", "base2.yaml"),
    "a name that no file can have": (f"scenario: {'x' * 400}", INPUTS, "B604", "is not there"),
    "ends the wrong way": ("", MONEY + "values: {from: 2, to: 1, steps: 3}}", "B605", "upwards"),
    "a level that no money reaches": (
        "sample: {method: list}",
        MONEY + "values: {from: 1, to: 99999999999999999999999999999999, steps: 3}}"
        "\n  - {name: y, group: fall, field: participants, values: [1, 2, 3]}",
        "B605", "1,000,000,000,000,000 and more",
    ),
    "a listed level that no money reaches": (
        "", MONEY + "values: [1, -99999999999999999999999999]}", "B605", "and more",
    ),
    "no steps": ("", MONEY + "values: {from: 1, to: 2}}", "B605", "in one way"),
    "two distributions": (
        "", MONEY + "values: {uniform: {from: 1, to: 2}, normal: {mean: 1, sd: 1}}}", "B605", "",
    ),
    "a mode outside": (
        "", MONEY + "values: {triangular: {from: 1, mode: 3, to: 2}}}", "B605", "upwards",
    ),
    "a distribution in a grid": (
        "", MONEY + "values: {uniform: {from: 1, to: 2}}}", "B606", "nothing is drawn here",
    ),
    "lists of two lengths": (
        "sample: {method: list}",
        MONEY + "values: [1, 2, 3]}"
        "\n  - {name: y, group: fall, field: participants, values: [1, 2]}",
        "B606", "has 2 values, another one has 3",
    ),
    "times of what is not stated": (
        "", "{name: x, award: city, field: allocation, times: [2]}", "B607", "states no number",
    ),
    "no number of cases": ("sample: {method: monte_carlo}", INPUTS, "B608", "needs a number"),
    "a number of cases in a grid": ("sample: {cases: 3}", INPUTS, "B608", "the values say"),
    "too many cases": (
        "",
        MONEY + "values: {from: 1, to: 2, steps: 2000}}"
        "\n  - {name: y, group: fall, field: participants, values: {from: 1, to: 2, steps: 2000}}",
        "B608", "4,000,000",
    ),
    "an award that is certain": ("", "{name: x, award: city, lands: true}", "B609", "is certain"),
    "a proposal and a rule": (
        "",
        "{name: x, proposal: [none]}"
        "\n  - {name: y, rule: city_fund/most, field: at_most.share, values: [0.5]}",
        "B610", "cannot vary in the same sweep",
    ),
    "two inputs of one name": (
        "", MONEY + "values: [1]}\n  - {name: x, group: fall, field: participants, values: [1]}",
        "B611", "'x'",
    ),
    "one thing twice": (
        "", MONEY + "values: [1]}\n  - {name: y, award: city, field: amount, values: [2]}",
        "B611", "'y'",
    ),
    "an unknown key": ("smaple: {}", INPUTS, "B101", "smaple"),
    "an unknown method": ("sample: {method: lhs}", INPUTS, "B105", "lhs"),
    "an unknown measure": ("measures: [unfundet]", INPUTS, "B105", "unfundet"),
}  # fmt: skip


@pytest.mark.parametrize("case", GRID)
def test_a_mistake_is_told_at_its_place(case: str, tmp_path: Path) -> None:
    head, inputs, code, part = GRID[case]
    text = inputs if inputs == INPUTS else f"\n  - {inputs}\n"
    if case == "no scenario":
        head = "scenarios: []"
    found = wrong(tmp_path, text, head)
    assert {problem.code for problem in found} == {code}, found
    assert part in found[0].message
    for problem in found:
        assert problem.place.line is not None
        assert problem.remedy.endswith((".", "?")) or ":" in problem.remedy
        assert problem.message.endswith((".", "?"))


def test_problems_of_the_scenario_are_told_too(tmp_path: Path) -> None:
    file = folder_with(tmp_path)
    base = tmp_path / "base.yaml"
    base.write_text(base.read_text(encoding="utf-8").replace("amount: 50000", "amount: -1"),
                    encoding="utf-8")  # fmt: skip
    loaded, problems = load_sweep(file, tmp_path / "rules")
    assert loaded is None
    assert [problem.code for problem in problems] == ["B104"]


def test_a_case_that_there_is_not(tmp_path: Path) -> None:
    loaded, _ = load_sweep(folder_with(tmp_path), tmp_path / "rules")
    assert loaded is not None
    problem = no_such_case(loaded, 19)
    assert problem.code == "B615"
    assert "no case 19: the sweep has 18" in problem.message


@pytest.mark.parametrize(("method", "form", "extra"), [
    ("latin_hypercube", "csv", "sweep"), ("monte_carlo", "parquet", "parquet"),
])  # fmt: skip
def test_a_library_that_is_not_installed(
    method: str, form: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "find_spec", lambda name: None)
    head = f"sample: {{method: {method}, cases: 4}}"
    loaded, _ = load_sweep(folder_with(tmp_path, head=head), tmp_path / "rules")
    assert loaded is not None
    with pytest.raises(InputProblems) as refused:
        needs(loaded, form)
    assert [p.code for p in refused.value.problems] == ["B612"]
    assert f"braid-funding[{extra}]" in refused.value.problems[0].remedy
