"""What a rule may ask of the partnership behind a program: signed employers, backbone, records."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from reforms import small

from braid.catalog.facts import Facts, Subject
from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs

TWO_CLASSES = """
name: Shown
horizon: {start: 2026-07-01, end: 2028-06-30}
organizations: [{id: board}]
programs:
  - {id: welding, weeks: 10, completion_rate: 0.8}
  - {id: nursing, weeks: 10RATE}
groups:
  - {id: early, program: welding, participants: 10, start: 2026-09-07, age: 20, youth: true}
  - {id: late, program: nursing, participants: 20, start: 2027-09-06, age: 40, youth: false}
costs: [{id: tuition, category: tuition, per_participant: 100, when: start}]
awards: [{id: a, stream: alpha, amount: 1000}]
"""
PARTNERSHIP = """
partnership:
  backbone: {organization: board, staff_fte: 0.5}
  outcomes: {ui_wage_records: false}
  employers:
    - {id: mill, signed: 2026-09-07, interviews: 6}
    - {id: ward, signed: 2027-01-01, interviews: 12}
    - {id: shop, interviews: 100}
    - {id: yard, signed: 2026-01-01}
"""


def loaded(folder: Path, text: str) -> Inputs:
    inputs, problems = load_inputs(small(folder, text), folder / "rules")
    assert inputs is not None, [str(p) for p in problems]
    return inputs


def shown(inputs: Inputs, name: str) -> list[Any]:
    facts = Facts(inputs)
    return [facts.lookup(Subject(group=g), "program", name) for g in inputs.scenario.groups]


def test_interviews_count_from_the_day_of_the_signature(tmp_path: Path) -> None:
    inputs = loaded(tmp_path, TWO_CLASSES.replace("RATE", ", completion_rate: 0.5") + PARTNERSHIP)
    # 10 x 0.8 + 20 x 0.5 = 18 completers; 6 signed on the first day, 18 a year later
    assert shown(inputs, "signed_interviews_per_completer") == [Fraction(6, 18), Fraction(18, 18)]
    assert shown(inputs, "backbone_fte") == [Fraction(1, 2)] * 2
    assert shown(inputs, "wage_records") == [False, False]
    # a line of one program has no group whose start could be meant
    line = Subject(line=inputs.scenario.costs[0])
    assert Facts(inputs).lookup(line, "program", "signed_interviews_per_completer") is None


@pytest.mark.parametrize("rate", ["", ", completion_rate: 0.5"])
def test_what_nobody_states_is_unknown(tmp_path: Path, rate: str) -> None:
    inputs = loaded(tmp_path, TWO_CLASSES.replace("RATE", rate))
    known = None if not rate else 0  # without employers nobody has signed
    assert shown(inputs, "signed_interviews_per_completer") == [known, known]
    assert shown(inputs, "backbone_fte") == [None, None]
    assert shown(inputs, "wage_records") == [None, None]


def test_in_a_portfolio_each_partnership_shows_its_own(tmp_path: Path) -> None:
    text = TWO_CLASSES.replace("RATE", ", completion_rate: 0.5")
    (tmp_path / "one.yaml").write_text(text + PARTNERSHIP)
    (tmp_path / "two.yaml").write_text(text + PARTNERSHIP.replace("staff_fte: 0.5", "staff_fte: 2"))
    state = "name: S\nhorizon: {start: 2026-07-01, end: 2028-06-30}\n"
    state += "partnerships: [one.yaml, two.yaml]\n"
    inputs = loaded(tmp_path, state)
    assert shown(inputs, "backbone_fte") == [Fraction(1, 2)] * 2 + [2, 2]
    assert shown(inputs, "signed_interviews_per_completer") == [Fraction(1, 3), 1] * 2


def test_whoever_lacks_them_is_told_what_to_state(tmp_path: Path) -> None:
    facts = Facts(loaded(tmp_path, TWO_CLASSES.replace("RATE", "")))
    assert facts.behind("program", "backbone_fte") == ("partnership.backbone.staff_fte",)
    assert facts.behind("group", "program.wage_records") == (
        "partnership.outcomes.ui_wage_records",
    )
