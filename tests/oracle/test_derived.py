"""What planner and auditor see as if stated is what follows from the scenario as written."""

import pytest

from oracle.compare import case
from oracle.derived import Stated
from oracle.in_memory import ATTRIBUTES

SEEDS = range(300)


@pytest.fixture(scope="module")
def pairs():
    """(what stands in the inputs, what follows, what is stated) of every group and attribute."""
    found = []
    for seed in SEEDS:
        inputs = case(seed)
        facts = Stated(inputs)
        for name, group in inputs.groups.items():
            for asked in ATTRIBUTES["group"]:
                stated = facts.groups[name].attributes.get(asked)
                found.append((group.attributes.get(asked), facts.of_group(name, asked), stated))
    return found


def test_what_follows_stands_in_the_inputs(pairs):
    assert [(now, wanted) for now, wanted, _ in pairs if now != wanted] == []


def test_the_cases_have_everything_that_can_follow(pairs):
    followed = [now for now, _, stated in pairs if stated is None]
    assert {True, False, None} <= {now for now in followed if now is None or isinstance(now, bool)}
    assert any(now != round(now) for now in followed if not isinstance(now, bool | None))
    assert any(stated is not None for _, _, stated in pairs)
