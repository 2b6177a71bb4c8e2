"""A model that takes over what another reading leaves alone has the rows of one from scratch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.catalog.load import load_inputs
from braid.catalog.readings import law_under, other_readings, under
from braid.eligibility.build import build_ground
from braid.eligibility.ground import Ground
from braid.model.build import WRITES, build_model, model_like
from braid.model.model import Model
from braid.optimize import highs
from braid.optimize.tiers import tier_values

COMPARED = {("project-quest", kind) for kind in ("limit", "order", "supplant")}
"""Where there is something to compare, at the least."""
SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))


def rows(model: Model) -> Counter[tuple[object, ...]]:
    """Every row by what it says; columns by their number only where both models have the same."""
    found, base = model.rows, model.layout.charges + model.layout.cells
    return Counter(
        (
            found.kind[k], found.rule[k], found.label[k], int(found.sense[k]), found.side[k],
            tuple(sorted(
                (int(column) if column < base else -1, found.value(int(at)))
                for at, column in enumerate(
                    found.column[found.start[k] : found.start[k + 1]], int(found.start[k])
                )
            )),
        )
        for k in range(len(found))
    )  # fmt: skip


def without_rule(inputs: Inputs, gone: HomedRule) -> Inputs:
    kept = tuple(homed for homed in inputs.law.rules if homed is not gone)
    return replace(inputs, law=replace(inputs.law, rules=kept))


def same_tables(one: Ground, other: Ground) -> bool:
    sizes = [(len(g.charges), len(g.cells), g.served, g.recorded) for g in (one, other)]
    return sizes[0] == sizes[1]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_law_of_another_reading_is_that_of_its_library(path: Path) -> None:
    inputs, _ = load_inputs(path)
    assert inputs is not None
    assert inputs.library is not None
    others = other_readings(inputs)
    assert others
    for conflict, letter in others:
        chosen = {conflict.id: letter}
        whole = law_under(inputs.scenario, inputs.library, chosen)
        assert under(inputs, chosen).law.rules == whole.rules, conflict.id


@cache
def start(path: Path) -> tuple[Inputs, Model]:
    inputs, _ = load_inputs(path)
    assert inputs is not None
    return inputs, build_model(build_ground(inputs))


def cases() -> Iterator[tuple[Path, str]]:
    for path in SCENARIOS:
        for kind in WRITES:
            yield path, kind


@pytest.mark.parametrize(("path", "kind"), list(cases()), ids=lambda v: getattr(v, "stem", v))
def test_a_law_without_the_rules_of_a_kind(path: Path, kind: str) -> None:
    inputs, model = start(path)
    ground = model.ground
    written = {rule for rule, row in zip(model.rows.rule, model.rows.kind, strict=True)}
    compared = 0
    for homed in inputs.law.of_kind(kind):
        if homed.id not in written:
            continue
        other = build_ground(without_rule(inputs, homed))
        if not same_tables(ground, other):
            continue
        afresh, alike = build_model(other), model_like(model, other, {kind})
        assert rows(alike) == rows(afresh), homed.id
        compared += 1
    assert compared or (path.stem, kind) not in COMPARED


def test_the_tiers_come_to_the_same(demo_inputs: Inputs) -> None:
    ground = build_ground(demo_inputs)
    model = build_model(ground)
    (cap,) = (h for h in demo_inputs.law.rules if h.id == "wioa_title_i/local-administration-cap")
    other = build_ground(without_rule(demo_inputs, cap))
    alike = tier_values(model_like(model, other, {"limit"}), highs.solve)

    assert alike == pytest.approx(tier_values(build_model(other), highs.solve), abs=1e-5)


@pytest.fixture
def demo_inputs() -> Inputs:
    inputs, _ = load_inputs(next(p for p in SCENARIOS if p.stem == "project-quest"))
    assert inputs is not None
    return inputs


def test_reports_change_no_permission_and_no_entitlement(demo_inputs: Inputs) -> None:
    ground = build_ground(demo_inputs)
    other = under(demo_inputs, {"participant-record-hours": "B"})
    alike, afresh = build_ground(other, like=ground), build_ground(other)

    assert (alike.entitled, alike.applications) == (afresh.entitled, afresh.applications)
    assert alike.record_duties == afresh.record_duties != ground.record_duties
    assert rows(build_model(alike)) == rows(build_model(afresh))
