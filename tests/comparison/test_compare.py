"""Comparisons: hand-calculated figures, sums over scenarios, nothing where nothing changes."""

from __future__ import annotations

import csv
import io
import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "proposals"))

from reforms import HEAD, ONE, SCENARIO, reform, small

from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.comparison.compare import Comparison, compare
from braid.comparison.document import comparison_csv, comparison_json
from braid.comparison.measures import MEASURES
from braid.render.comparison import comparison_report
from braid.render.output import show

SCENARIOS = Path(__file__).parents[2] / "scenarios"
MERGE = f"{ONE}merges: [{{streams: [alpha, beta, half], into: one, own: {{share: 0.5}}}}]\n"
TWO = (
    "changes: [{rule: alpha/half, field: at_most.share, was: 0.5, becomes: 0.25}]\n"
    "funding: [{streams: [beta], times: 0}]\n"
)


def loaded(folder: Path, scenario: str = SCENARIO) -> Inputs:
    inputs, problems = load_inputs(small(folder, scenario), folder / "rules")
    assert inputs is not None, [str(p) for p in problems]
    return inputs


def compared(folder: Path, text: str, **options: object) -> Comparison:
    inputs = loaded(folder)
    return compare({"small": inputs}, [reform(folder, text)], **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(p.stem for p in SCENARIOS.glob("*.yaml")))
def test_a_proposal_that_changes_nothing_changes_nothing(tmp_path: Path, name: str) -> None:
    inputs, _ = load_inputs(SCENARIOS / f"{name}.yaml")
    assert inputs is not None
    comparison = compare({name: inputs}, [reform(tmp_path, "")])
    then = [f for f in comparison.figures if f.proposal]
    assert {f.money for f in then} == {"equal", "own"}
    assert [f for f in then if f.change != 0 or f.value != f.today] == []


def test_both_headings_with_figures_worked_out_by_hand(tmp_path: Path) -> None:
    c = compared(tmp_path, MERGE)
    today = {m: c.value(m) for m in ("funded", "unfunded", "lapses", "match", "open_ended")}
    assert today == {
        "funded": 1700, "unfunded": 1700, "lapses": 350, "match": 150, "open_ended": 150,
    }  # fmt: skip
    # 1,900 in one fund and the free 150; then half of the 1,900
    assert c.value("funded", "reform", "equal") == 2050
    assert c.value("funded", "reform", "own") == 950 + 150
    assert c.value("coverage", "reform", "own") == Decimal("0.3235")
    for money in ("equal", "own"):
        # what Half drew beside the free money, and that match, are lost
        assert c.value("match", "reform", money) == 0
        assert c.value("open_ended", "reform", money) == 0
        assert c.value("lapses", "reform", money) == 0
        assert c.value("reports", "reform", money) == 0
    assert c.value("reports") == 16


def test_every_figure_adds_up(tmp_path: Path) -> None:
    c = compared(tmp_path, MERGE)
    for proposal, money in (("", ""), ("reform", "equal"), ("reform", "own")):
        whole = {m: c.value(m, proposal, money) or Decimal(0) for m in MEASURES}
        assert whole["entitlements"] + whole["funded"] + whole["unfunded"] == whole["cost"]
        for scope, measure in (("program year", "unfunded"), ("program year", "funded")):
            parts = [
                f.value
                for f in c.figures
                if (f.scope, f.measure, f.proposal, f.money) == (scope, measure, proposal, money)
            ]
            assert sum(parts, Decimal(0)) == whole[measure]
    for f in c.figures:
        if f.today is not None:
            assert f.change == f.value - f.today


def test_completers_count_with_the_share_of_their_cost_that_is_paid(tmp_path: Path) -> None:
    c = compared(tmp_path, MERGE)
    young, old = (c.value("unfunded", scope=("group", g)) for g in ("young", "old"))
    # each group costs 1,500 (tuition and care); 0.8 of ten complete
    assert young is not None
    assert old is not None
    wanted = (10 * (1 - young / 1500) + 10 * (1 - old / 1500)) * Decimal("0.8")
    assert c.value("completers") == wanted.quantize(Decimal("0.1"))
    assert c.value("placements") == (wanted / 2).quantize(Decimal("0.1"))


def test_each_part_alone_and_all_together(tmp_path: Path) -> None:
    c = compared(tmp_path, TWO)
    effects = {(e.money, e.part): e.changes["unfunded"] for e in c.effects}
    assert effects == {
        ("equal", "changes-1"): 500, ("equal", "funding-1"): 0, ("equal", ""): 500,
        ("own", "changes-1"): 500, ("own", "funding-1"): 400, ("own", ""): 900,
    }  # fmt: skip
    assert compared(tmp_path, TWO, effects=False).effects[0].part == ""


def test_floors_are_a_switch(tmp_path: Path) -> None:
    kept = compared(tmp_path, MERGE, floors="kept")
    rules = [r.id for case in kept.cases for r in case.plan.inputs.law.rules]
    assert "one/alpha-youth" in rules
    removed = compared(tmp_path, MERGE, floors="removed")
    assert "one/alpha-youth" not in [r.id for c in removed.cases for r in c.plan.inputs.law.rules]


def test_winners_and_losers_by_an_attribute(tmp_path: Path) -> None:
    c = compared(tmp_path, MERGE, by=["youth"])
    parts = {f.id for f in c.figures if f.scope == "by youth"}
    assert parts == {"yes", "no"}
    assert c.value("participants", scope=("by youth", "yes")) == 10


def test_several_scenarios_are_told_apart_and_together(tmp_path: Path) -> None:
    one = loaded(tmp_path / "x")
    other = loaded(tmp_path / "y", SCENARIO.replace("participants: 10", "participants: 5"))
    c = compare({"x": one, "y": other}, [reform(tmp_path, MERGE)])
    for measure in ("cost", "funded", "unfunded", "reports", "participants", "completers"):
        for proposal, money in (("", ""), ("reform", "own")):
            own = [c.value(measure, proposal, money, name) for name in ("x", "y")]
            both = c.value(measure, proposal, money)
            assert both is not None
            assert abs(both - sum(v or Decimal(0) for v in own)) <= Decimal("0.1")
    assert c.value("funded", scope=("scenario", "y")) == c.value("funded", scenario="y")
    assert c.value("unfunded", scope=("group", "x/young")) is not None
    rate = c.value("coverage")
    assert rate == (c.value("funded") / c.value("cost")).quantize(Decimal("0.0001"))  # type: ignore[operator]


def test_the_document_and_the_table_hold_every_figure(tmp_path: Path) -> None:
    c = compared(tmp_path, MERGE)
    data = json.loads(comparison_json(c))
    rows = list(csv.DictReader(io.StringIO(comparison_csv(c))))
    assert len(rows) == len(data["figures"]) == len(c.figures)
    for row, figure, made in zip(rows, data["figures"], c.figures, strict=True):
        assert row["value"] == figure["value"] == f"{made.value:f}"
    assert data["proposals"][0]["proposal"] == "reform"
    assert {p["folder"] for p in data["plans"]} == {
        "plans/small/today", "plans/small/reform-equal", "plans/small/reform-own",
    }  # fmt: skip


def test_the_report_never_shows_one_heading_without_the_other(tmp_path: Path) -> None:
    out = io.StringIO()
    c = compared(tmp_path, MERGE)
    show(lambda to: comparison_report(c, to), out)
    text = out.getvalue()
    assert text.index("Equal money") < text.index("Own money")
    assert "Leverage lost under reform (equal money): $150.00" in text
    assert max(map(len, text.splitlines())) <= 100


def test_a_gain_in_earnings_needs_its_source(tmp_path: Path) -> None:
    gain = SCENARIO.replace(
        "placement_rate: 0.5", "placement_rate: 0.5, earnings_gain: 2000{source}"
    )
    fields = "\nprogram:\n  earnings_gain: {type: number, means: G}\n"
    fields += "  earnings_source: {type: text, means: S}\n"
    for source, told in (("", False), (", earnings_source: a study", True)):
        path = small(tmp_path, gain.replace("{source}", source))
        attributes = tmp_path / "rules" / "attributes.yaml"
        attributes.write_text(attributes.read_text() + fields)
        inputs, problems = load_inputs(path, tmp_path / "rules")
        assert inputs is not None, [str(p) for p in problems]
        c = compare({"small": inputs}, [reform(tmp_path, "", HEAD)])
        assert (c.value("earnings_gain") is not None) is told
