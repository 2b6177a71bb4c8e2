"""What is taken over when head counts alone differ is what would be found anew, array by array."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from compared import differences
from draft import draft
from oracle.compare import case, one_in

from braid.catalog.derived import Derivations
from braid.catalog.head_counts import STATED, following
from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.catalog.supposed import enrolling
from braid.eligibility.build import build_ground
from braid.eligibility.ground import Ground
from braid.model.build import build_model
from braid.schema.library import AttributesFile

ROOT = Path(__file__).parents[2] / "scenarios"
SCENARIOS = [*sorted(ROOT.glob("*.yaml")), ROOT / "portfolios" / "challenge" / "state.yaml"]
CASES = 60


def loaded(path: Path) -> Inputs:
    inputs, _ = load_inputs(path)
    assert inputs is not None
    return inputs


def numbers(inputs: Inputs) -> Iterator[dict[str, int]]:
    """Half of everybody, one each, one group more, some more of all, none but the first few."""
    planned = {name: group.participants for name, group in inputs.groups.items()}
    first = next(iter(planned))
    yield {name: max(1, n // 2) for name, n in planned.items()}
    yield dict.fromkeys(planned, 1)
    yield {**planned, first: planned[first] + 1}
    yield {name: 2 * n + k for k, (name, n) in enumerate(planned.items())}
    yield planned


def same_all_along(inputs: Inputs) -> None:
    """Each ground takes over from the one before, as trials of head counts do."""
    taken = build_ground(inputs)
    asked(taken)
    for counts in numbers(inputs):
        other = enrolling(inputs, counts)
        anew = Inputs(other.scenario, other.law, other.document, library=other.library)
        fresh = build_ground(anew)
        taken = build_ground(other, enrolled=taken)
        assert list(differences(fresh, taken, "ground")) == []
        assert asked(fresh) == asked(taken)
        models = [build_model(one) for one in (fresh, taken)]
        assert list(differences(models[0], models[1], "model")) == []
        for one, two in zip(*((m.values, *m.sides, m.upper) for m in models), strict=True):
            assert np.array_equal(one, two)


def asked(ground: Ground) -> list[object]:
    """Everything that refuses anybody anything."""
    return list(ground.refusals.items())


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_of_shipped_scenarios(path: Path) -> None:
    same_all_along(loaded(path))


@pytest.mark.parametrize("seed", one_in(2, range(CASES)))
def test_of_generated_cases(seed: int) -> None:
    same_all_along(case(seed))


def test_enrolled_inputs_are_those_read_with_these_numbers() -> None:
    inputs = loaded(SCENARIOS[0])
    for counts in numbers(inputs):
        other = enrolling(inputs, counts)
        anew = Inputs(other.scenario, other.law, other.document, library=other.library)
        for name in ("groups", "programs", "costs", "awards", "committed", "organizations"):
            assert getattr(other, name) == getattr(anew, name)
        assert {n: g.participants for n, g in other.groups.items()} == counts


SMALL = "{id: small, kind: participant, who: {participants: {max: 5}}}"
PROMISED = "{id: promised, kind: program, where: {signed_interviews_per_completer: {min: 2}}}"
FIRST = "{id: first, kind: order, reading: priority, first: {participants: {max: 5}}}"
STAFF = """
programs:
  - {id: welding, weeks: 12, completion_rate: 0.8}
partnership:
  employers: [{id: forge, signed: 2026-06-01, interviews: 10}]
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01}
  - {id: youth, program: welding, participants: 4, start: 2026-07-01}
"""


@pytest.mark.parametrize("rule", [SMALL, PROMISED])
def test_a_rule_that_asks_for_head_counts_is_asked_again(rule: str) -> None:
    inputs = draft(f"{STAFF}\nstreams: {{fund: {{origin: private, rules: [{rule}]}}}}")
    same_all_along(inputs)
    few = enrolling(inputs, dict.fromkeys(inputs.groups, 2))
    taken = build_ground(few, enrolled=build_ground(inputs))
    # 10 adults are more than five, and 10 interviews fewer than two for each of 11.2 completers
    assert "adults" in refused(build_ground(inputs))
    assert refused(taken) == set()


def refused(ground: Ground) -> set[str]:
    return {group for _, _, group in ground.refusals}


def test_who_comes_first_by_head_counts_is_asked_again() -> None:
    inputs = draft(f"{STAFF}\nstreams: {{fund: {{origin: private, rules: [{FIRST}]}}}}")
    same_all_along(inputs)
    ground = build_ground(inputs)
    assert flags(ground) == 1  # the youth are four and come before the adults
    few = enrolling(inputs, dict.fromkeys(inputs.groups, 2))
    assert flags(build_ground(few, enrolled=ground)) == 0  # all come first


def flags(ground: Ground) -> int:
    """The 0/1 decisions on paying for others too."""
    return sum(name.startswith("others:") for name, _, _ in build_model(ground).layout.flags)


def test_what_follows_from_a_head_count_follows_from_it_over_others_too() -> None:
    number = {"type": "number", "means": "x"}
    file = AttributesFile.model_validate({
        "group": {
            "teams": {**number, "derive": {"value": {"over": ["participants", 4]}}},
            "many": {"type": "boolean", "means": "x", "derive": {"when": {"teams": {"min": 2}}}},
            "months": {**number, "derive": {"value": {"over": ["program.weeks", 4]}}},
        },
    })  # fmt: skip
    assert following(Derivations(file)) == STATED | {"teams", "many"}
