"""The reference pages leave out nothing that can be written, and their examples are right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from documents import Block, blocks
from reader import CHECKOUT

from braid.plan.tables import TABLES
from braid.reading.yaml_reader import read_yaml
from braid.schema import library, rule_base, rules, scenario
from braid.schema.base import Clock, Confidence
from braid.schema.conflicts import Conflict
from braid.schema.expression import OPERATIONS
from braid.schema.keys import keys_of
from braid.schema.validate import validate

SCENARIO_FILES = CHECKOUT / "docs" / "scenario-files.md"
RULE_FILES = CHECKOUT / "docs" / "rule-files.md"
READING = CHECKOUT / "docs" / "reading-a-plan.md"
SCENARIO_MODELS = [
    scenario.Horizon, scenario.RuleChoice, scenario.Backbone, scenario.Employer, scenario.Outcomes,
    scenario.Partnership, scenario.Organization, scenario.AcademicYear, scenario.Credential,
    scenario.Job, scenario.Program, scenario.Group, scenario.Moment, scenario.Cost, scenario.Slice,
    scenario.ToDate, scenario.Award, scenario.Actual, scenario.Actuals, scenario.Reporting,
    scenario.Objective, scenario.Scenario,
]  # fmt: skip
RULE_MODELS = [
    library.StreamFile, library.Derivation, rules.Selector, rules.Bound, rules.AwardTime,
    rules.Obligate, rules.Hours, *rules.KIND_MODELS.values(),
]  # fmt: skip


def unsaid(words: set[str], page: Path) -> list[str]:
    """The words that a page never uses, in code or in an example."""
    said = set(re.findall(r"\w+", page.read_text(encoding="utf-8")))
    return sorted(words - said)


def examples(page: Path) -> list[Block]:
    return [b for b in blocks(page) if b.language == "yaml" and not b.name]


def data(text: str, folder: Path) -> object:
    path = folder / "example.yaml"
    path.write_text(text, encoding="utf-8")
    document, problems = read_yaml(path)
    assert document is not None, problems
    assert not problems, problems
    return document.data


def test_every_field_of_a_scenario_is_described() -> None:
    assert not unsaid({key for model in SCENARIO_MODELS for key in keys_of(model)}, SCENARIO_FILES)


def test_every_field_and_word_of_a_rule_is_described() -> None:
    words = {key for model in RULE_MODELS for key in keys_of(model)}
    words |= {
        word
        for choice in (Clock, Confidence, rule_base.Per, rule_base.Base)
        for word in get_args(choice)
    }
    assert not unsaid(words | {*rules.KIND_MODELS, *OPERATIONS}, RULE_FILES)


def test_every_table_and_column_of_a_plan_is_described() -> None:
    words = {column.heading for columns in TABLES.values() for column in columns}
    assert not unsaid(words | set(TABLES), READING)


@pytest.mark.parametrize("block", examples(SCENARIO_FILES), ids=lambda b: f"line {b.line}")
def test_an_example_of_a_scenario_has_the_right_form(block: Block, tmp_path: Path) -> None:
    part = data("\n".join(block.lines), tmp_path)
    assert isinstance(part, dict)
    if "include" in part:
        return
    whole = {
        "name": "n: Example",
        "horizon": "horizon: {start: 2026-07-01, end: 2027-06-30}",
        "programs": "programs: [{id: p, weeks: 9}]",
        "groups": "groups: [{id: g, program: p, participants: 1, start: 2026-09-01}]",
        "costs": "costs: [{id: c, category: tuition_fees, amount: 1}]",
        "awards": "awards: [{id: a, stream: wioa_adult, amount: 1}]",
    }
    rest = [text for key, text in whole.items() if key not in part]
    text = "\n".join([*block.lines, *rest]).replace("n: Example", "name: Example")
    path = tmp_path / "whole.yaml"
    path.write_text(text, encoding="utf-8")
    document, problems = read_yaml(path)
    assert document is not None, problems
    made, problems = validate(scenario.Scenario, document)
    assert made is not None, problems
    assert not problems


@pytest.mark.parametrize("block", examples(RULE_FILES), ids=lambda b: f"line {b.line}")
def test_an_example_of_a_rule_has_the_right_form(block: Block, tmp_path: Path) -> None:
    part = data("\n".join(block.lines), tmp_path)
    if isinstance(part, list) and "about" in part[0]:
        assert Conflict.model_validate(part[0]).readings
        return
    if isinstance(part, list) and "rule" in part[0]:
        assert {"rule", "name", "change", "breaks"} == set(part[0]), "a case of tests/rules"
        return
    if isinstance(part, list):
        lines = ["set: example", "name: Example", "rules:", *(f"  {line}" for line in block.lines)]
        model: type = library.RuleSetFile
    else:
        dictionary = isinstance(part, dict) and "group" in part
        lines = list(block.lines)
        model = library.AttributesFile if dictionary else library.OverlayFile
    path = tmp_path / "whole.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    document, problems = read_yaml(path)
    assert document is not None, problems
    made, problems = validate(model, document)
    assert made is not None, problems
    assert not problems


def test_every_kind_has_an_example() -> None:
    text = RULE_FILES.read_text(encoding="utf-8")
    assert set(re.findall(r"^ +kind: (\w+)$", text, re.MULTILINE)) == set(rules.KIND_MODELS)
