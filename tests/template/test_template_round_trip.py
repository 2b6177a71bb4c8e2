"""Scenario, workbook, scenario: nothing is lost."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import oracle.generator
import pytest
from filled_books import (
    ROOT,
    again,
    as_read,
    changed,
    document_of,
    model_in,
    parsed,
    put,
    strictly,
    workbook,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle.generator import generate
from typer.testing import CliRunner

from braid.catalog.load import load_inputs
from braid.catalog.whole import WholeLibrary
from braid.cli.app import app
from braid.plan.build import make_plan

PORTFOLIO = ROOT / "scenarios" / "portfolios" / "challenge"
SHIPPED = sorted(
    path
    for pattern in ("scenarios/*.yaml", "scenarios/portfolios/*/state.yaml")
    for path in ROOT.glob(pattern)
)


@pytest.mark.parametrize("path", [*SHIPPED, PORTFOLIO / "city.yaml"], ids=lambda p: p.stem)
def test_a_shipped_scenario_is_the_same_after_a_workbook(
    path: Path, library: WholeLibrary, tmp_path: Path
) -> None:
    document = document_of(path)
    content = workbook(document, library)
    assert strictly(model_in(again(content, tmp_path))) == strictly(model_in(document))
    assert workbook(document, library) == content
    assert workbook(again(content, tmp_path), library) == content


class Drawn(Exception):
    """A scenario of the generator, before anything is made of it."""

    def __init__(self, scenario: dict[str, Any]) -> None:
        self.scenario = scenario


@pytest.mark.parametrize("seed", range(12))
def test_a_generated_scenario_is_the_same_after_a_workbook(
    seed: int, library: WholeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn(scenario: dict[str, Any], *rest: Any) -> None:
        raise Drawn(scenario)

    monkeypatch.setattr(oracle.generator, "build", drawn)
    with pytest.raises(Drawn) as case:
        generate(seed)
    document = parsed({"name": "generated", **case.value.scenario})
    found = again(workbook(document, library), tmp_path)
    assert strictly(model_in(found)) == strictly(model_in(document))


TEXTS = st.one_of(
    st.sampled_from(["", " ", "true", "FALSE", "null", "007", "1e3", "$1,000", "2026-07-01", '"',
                     '"a"', "a; b", "[a]", "{a: 1}", "[", "#", "a\r\nb\tc", "'x", "\u202eabc",
                     "_x0041_", "=1+1", "\x01", "\ufeffa", "x" * 9_000, "y\n", "\xa0z"]),
    st.text(max_size=40),
)  # fmt: skip
NUMBERS = st.one_of(
    st.decimals(-(10**11), 10**11, places=2), st.decimals(0, 1, places=12),
    st.sampled_from([Decimal("0.1"), Decimal("12345678901234567890.12"), Decimal("1E-9")]),
)  # fmt: skip
FACTS = st.one_of(TEXTS, NUMBERS, st.booleans())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=TEXTS.filter(str.strip), facts=st.lists(FACTS, min_size=1, max_size=12),
    names=st.lists(TEXTS.filter(bool), max_size=4), shares=st.lists(NUMBERS, max_size=4),
    weights=st.dictionaries(st.from_regex("[a-z0-9_-]{1,9}", fullmatch=True), NUMBERS, max_size=3),
)  # fmt: skip
def test_any_text_and_number_is_the_same_after_a_workbook(
    name: str, facts: list[Any], names: list[str], shares: list[Decimal],
    weights: dict[str, Decimal], library: WholeLibrary, tmp_path: Path,
) -> None:  # fmt: skip
    """Of texts, attributes, lists and maps, on the sheet of keys and on others."""
    data = {
        "name": name,
        "rules": {"waivers": names},
        "partnership": {"outcomes": {"quarters_after_exit": shares}},
        "groups": [{"id": f"g{k}", "name": name, "fact": fact} for k, fact in enumerate(facts)],
        "costs": [{"id": "c", "program": names, "weights": weights, "basis_document": name,
                   "when": [{"date": "2026-07-01", "share": share} for share in shares] or "exit"}],
    }  # fmt: skip
    document = parsed(data)
    found = again(workbook(document, library), tmp_path).data
    data["programs"] = data["awards"] = data["organizations"] = []
    if not weights:
        assert found["costs"][0].pop("weights", {}) == data["costs"][0].pop("weights")
    assert strictly(found) == strictly(as_read(data))


def tables(path: Path) -> dict[str, Any]:
    """The plan of a scenario, without what only tells where a remark was found."""
    inputs, _ = load_inputs(path)
    assert inputs is not None
    plan = make_plan(inputs, unsettled=False)
    assert plan.audit_passed
    return {name: table.written for name, table in plan.tables.items() if name != "problems"}


def test_the_demo_has_the_same_plan_from_its_workbook(quest: Path) -> None:
    assert tables(quest) == tables(ROOT / "scenarios" / "project-quest.yaml")


def test_a_portfolio_and_its_partnerships_may_be_workbooks(
    library: WholeLibrary, tmp_path: Path
) -> None:
    whole, _ = load_inputs(PORTFOLIO / "state.yaml")
    assert whole is not None
    for name in ("city", "hills", "lakes"):
        shutil.copy(PORTFOLIO / f"{name}.yaml", tmp_path)
    (tmp_path / "city.yaml").unlink()
    (tmp_path / "city.xlsx").write_bytes(workbook(document_of(PORTFOLIO / "city.yaml"), library))
    first = tmp_path / "first.xlsx"
    first.write_bytes(workbook(document_of(PORTFOLIO / "state.yaml"), library))

    def other_file(book: Any) -> None:
        row = next(c.row for c in book["Scenario"]["A"] if c.value == "partnerships")
        cell = book["Scenario"].cell(row, 2)
        cell.value = cell.value.replace("city.yaml", "city.xlsx")

    state = changed(first, tmp_path / "state.xlsx", other_file)
    found, problems = load_inputs(state)
    assert found is not None, problems
    same = [
        strictly(inputs.scenario.model_copy(update={"partnerships": ()}))
        for inputs in (found, whole)
    ]
    assert same[0] == same[1]
    assert [m.id for m in found.partnerships] == [m.id for m in whole.partnerships]


def test_the_folder_keeps_the_workbook_and_is_audited_alone(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(example, tmp_path)
    run = CliRunner().invoke
    done = run(app, ["solve", "budget.xlsx", "--no-unsettled"])
    assert done.exit_code == 0, done.output
    kept = tmp_path / "plans" / "budget" / "inputs" / "scenario.xlsx"
    assert kept.read_bytes() == example.read_bytes()
    assert not kept.with_suffix(".yaml").exists()
    (tmp_path / "budget.xlsx").unlink()
    for command in (["audit"], ["explain", "--cost", "coach"]):
        done = run(app, [command[0], "plans/budget", *command[1:]])
        assert done.exit_code == 0, done.output
    changed(kept, kept, lambda book: put(book, "Awards", "amount", 2, 50_000))
    assert run(app, ["audit", "plans/budget"]).exit_code == 3
