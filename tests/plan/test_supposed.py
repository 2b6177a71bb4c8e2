"""A plan without an award is the plan of a file in which the award never stood."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from draft import draft, inputs_of, model_of, planned, read, tiers

from braid.catalog.inputs import Inputs
from braid.catalog.law import apply_law
from braid.catalog.library import Library, load_library, rules_directory
from braid.catalog.load import load_inputs
from braid.catalog.supposed import landed, uncommitted, unsigned, without
from braid.model.model import Model

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
WHOLE = Path(__file__).parent / "whole.yaml"


def loaded(path: Path) -> Inputs:
    inputs, problems = load_inputs(path)
    assert inputs is not None, problems
    return inputs


def cut_out(inputs: Inputs, award: str) -> Inputs:
    """The inputs of the same file without the award: its library read and its law applied anew."""
    kept = tuple(
        a.model_copy(update={"match_for": tuple(m for m in a.match_for if m != award)})
        if a.match_for
        else a
        for a in inputs.scenario.awards
        if a.id != award
    )
    scenario = inputs.scenario.model_copy(update={"awards": kept})
    library = library_of(frozenset(a.stream for a in kept), scenario.rules.state)
    return Inputs(scenario, apply_law(scenario, library))


@cache
def library_of(streams: frozenset[str], state: str | None) -> Library:
    """Read anew for other streams: awards often leave the same ones."""
    library, problems = load_library(rules_directory(), streams, state)
    assert library is not None, problems
    return library


def numbers(model: Model) -> list[Any]:
    """Every number and label of a program."""
    rows = model.rows
    parts = [getattr(rows, field.name) for field in fields(rows) if field.name != "cut"]
    parts += [getattr(rows.cut, field.name) for field in fields(rows.cut)]
    return [*parts, model.upper, model.whole, *model.costs.values(), model.constants]


def same(left: Model, right: Model) -> bool:
    pairs = zip(numbers(left), numbers(right), strict=True)
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in pairs)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_law_and_every_row_are_those_of_a_file_without_the_award(path: Path) -> None:
    inputs = loaded(path)
    for award in inputs.awards:
        supposed, cut = without(inputs, [award]), cut_out(inputs, award)

        assert supposed.scenario == cut.scenario
        assert supposed.law.rules == cut.law.rules
        assert supposed.law.streams == cut.law.streams
        assert supposed.library is not None
        assert apply_law(supposed.scenario, supposed.library) == supposed.law
        assert same(model_of(supposed), model_of(cut)), award
        assert list(supposed.left_out) == [award]


def test_the_same_of_a_partnership_under_most_of_the_law() -> None:
    data = read(WHOLE.read_text(encoding="utf-8"))
    inputs = inputs_of(data)
    for award in inputs.awards:
        kept = [a for a in data["awards"] if a["id"] != award]
        assert same(
            model_of(without(inputs, [award])), model_of(inputs_of({**data, "awards": kept}))
        ), award


REPORTED = """
awards:
  - {id: grant, stream: fund, amount: 6000}
  - {id: other, stream: gift, amount: 1000}
streams:
  fund:
    origin: private
    rules: [{kind: report, report: Annual, every: year, hours: {floor: 1, planning: 2}}]
  gift: {origin: private}
"""


def test_an_award_left_out_owes_no_report_and_one_that_pays_nothing_does() -> None:
    inputs = draft(REPORTED)
    unable = [{"id": "grant", "stream": "fund", "amount": 0}, *read(REPORTED)["awards"][1:]]

    assert tiers(without(inputs, ["grant"]))[2:] == pytest.approx((9000, 0))
    assert tiers(draft(REPORTED, awards=unable))[2:] == pytest.approx((9100, 100))


def test_leaving_out_twice_is_leaving_out_both_and_nothing_is_left_to_plan_with() -> None:
    inputs = draft(REPORTED)
    both = without(without(inputs, ["other"]), ["grant"])

    assert both == without(inputs, ["grant", "other"])
    assert planned(both).summary.unfunded == 10000
    assert planned(both).without == ("grant", "other")
    assert without(inputs, []) is inputs
    with pytest.raises(KeyError):
        without(inputs, ["grants"])


def test_what_may_be_matched_is_never_an_award_that_is_gone() -> None:
    matched = read(REPORTED)["awards"]
    matched[1]["match_for"] = ["grant"]
    inputs = draft(REPORTED, awards=matched)

    assert inputs.awards["other"].match_for == ("grant",)
    assert without(inputs, ["grant"]).awards["other"].match_for == ()


def test_money_that_is_not_committed_changes_nothing_by_going() -> None:
    inputs = inputs_of(read(WHOLE.read_text(encoding="utf-8")))

    assert uncommitted(inputs) == ("maybe",)
    assert unsigned(inputs) == ("city", "maybe")
    assert same(model_of(inputs), model_of(without(inputs, ["maybe"])))
    assert not same(model_of(inputs), model_of(landed(inputs, ["maybe"])))
    assert landed(inputs, ["maybe"]).awards["maybe"].probability == 1
