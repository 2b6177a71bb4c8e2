"""Whoever alters a proof, or whatever solver made it: it is refused, or proves less and says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from test_proofs import SLACK, proven

from braid.optimize import highs
from braid.plan.plan import Plan
from braid.proof.checking import Mismatch, check
from braid.proof.search import prove
from braid.proof.stored import AimProof, Leaf

NAMES = ["case 50", "case 63", "portfolio 51"]
"""Their proofs are cut into cases by decisions and by head counts; the last is of a state."""
Proof = tuple[AimProof, ...]


def cut(proof: Proof) -> list[int]:
    """The aims with several cases."""
    return [k for k, one in enumerate(proof) if len(one.leaves) > 1]


def with_leaves(proof: Proof, aim: int, leaves: Iterator[Leaf] | list[Leaf]) -> Proof:
    return (*proof[:aim], replace(proof[aim], leaves=tuple(leaves)), *proof[aim + 1 :])


def nothing_is_claimed_that_is_not_so(plan: Plan, altered: Proof) -> list[bool]:
    """No bound is above the plan; per aim, whether what was stored is still proven."""
    found = check(plan, altered)
    assert all(one.bound <= one.value + SLACK for one in found)
    return [one.holds for one in found]


def test_the_examples_are_cut_by_head_counts() -> None:
    for name in NAMES:
        _, proof, found = proven(name)
        numbers = {n for aim in cut(proof) for leaf in proof[aim].leaves for n in leaf.within}
        assert any(" served by " in number for number in numbers)
        assert all(one.holds for one in found)


@pytest.mark.parametrize("name", NAMES)
def test_a_case_that_is_narrowed_leaves_some_out(name: str) -> None:
    plan, proof, _ = proven(name)
    for aim in cut(proof):
        leaves = proof[aim].leaves
        for k in (0, len(leaves) - 1):
            number, (low, high) = next(iter(leaves[k].within.items()))
            less = replace(leaves[k], within={**leaves[k].within, number: (low + 1, high + 1)})
            with pytest.raises(Mismatch, match="leave some out"):
                check(plan, with_leaves(proof, aim, [*leaves[:k], less, *leaves[k + 1 :]]))


@pytest.mark.parametrize("name", NAMES)
def test_a_case_that_is_widened_proves_less(name: str) -> None:
    plan, proof, found = proven(name)
    for aim in cut(proof):
        wide = [replace(leaf, within=dict.fromkeys(leaf.within, (0, 10**9)))
                for leaf in proof[aim].leaves]  # fmt: skip
        altered = with_leaves(proof, aim, wide)
        assert not nothing_is_claimed_that_is_not_so(plan, altered)[aim]
        assert check(plan, altered)[aim].bound < found[aim].bound


@pytest.mark.parametrize("name", NAMES)
def test_cases_that_are_called_empty_count_all_the_same(name: str) -> None:
    plan, proof, found = proven(name)
    for aim in cut(proof):
        called = [replace(leaf, empty=True) for leaf in proof[aim].leaves]
        assert check(plan, with_leaves(proof, aim, called))[aim].bound == found[aim].bound
        # and those that are empty count, where nobody calls them so, with what they prove
        named = [replace(leaf, empty=False) for leaf in proof[aim].leaves]
        nothing_is_claimed_that_is_not_so(plan, with_leaves(proof, aim, named))


@pytest.mark.parametrize("name", NAMES)
def test_multipliers_of_other_cases_rows_and_head_counts_prove_nothing_wrong(name: str) -> None:
    plan, proof, _ = proven(name)
    weaker = 0
    for aim in cut(proof):
        leaves = proof[aim].leaves
        turned = [*leaves[1:], leaves[0]]
        others = [replace(leaf, rows=other.rows, locks=other.locks)
                  for leaf, other in zip(leaves, turned, strict=True)]  # fmt: skip
        shifted = [
            replace(leaf, rows=dict(zip(leaf.rows, [*leaf.rows.values()][::-1], strict=True)))
            for leaf in leaves
        ]
        huge = [replace(leaf, rows={row: times * 2**30 for row, times in leaf.rows.items()})
                for leaf in leaves]  # fmt: skip
        numbers = sorted({number for leaf in leaves for number in leaf.within})
        other = dict(zip(numbers, [*numbers[1:], numbers[0]], strict=True))
        renamed = [
            replace(leaf, within={other[number]: ends for number, ends in leaf.within.items()})
            for leaf in leaves
        ]
        # cases of other numbers may still be all there are: then they prove what they can
        with suppress(Mismatch):
            nothing_is_claimed_that_is_not_so(plan, with_leaves(proof, aim, renamed))
        for altered in (others, shifted, huge):
            weaker += not nothing_is_claimed_that_is_not_so(plan, with_leaves(proof, aim, altered))[
                aim
            ]
    assert weaker


def test_aims_are_all_there_once_and_in_order() -> None:
    plan, proof, _ = proven("case 50")
    for altered in ((*proof, proof[-1]), (proof[1], proof[0], *proof[2:]), proof[:-1], ()):
        with pytest.raises(Mismatch, match="its aims are"):
            check(plan, altered)


def test_what_is_stored_as_open_changes_nothing_that_is_proven() -> None:
    plan, proof, found = proven("case 8")
    (aim,) = (k for k, one in enumerate(found) if one.aim == "unfunded")
    assert found[aim].gap == Decimal("0.10")
    for said, holds in {"0.09": False, "0.10": True, "0.00": False, "5000.00": True}.items():
        altered = (*proof[:aim], replace(proof[aim], within=Decimal(said)), *proof[aim + 1 :])
        told = check(plan, altered)[aim]
        assert (told.gap, told.bound, told.holds) == (found[aim].gap, found[aim].bound, holds)


@pytest.mark.parametrize("name", ["case 8", "portfolio 51"])
def test_where_a_gap_comes_from_never_makes_it_smaller(name: str) -> None:
    """The multipliers that tell decisions from people and cents part the gap in other ways."""
    plan, proof, found = proven(name)
    nothing = Leaf({}, {}, {})
    parted = [k for k, one in enumerate(proof) if one.peopled is not None]
    assert parted
    for aim in parted:
        one = proof[aim]
        for causes in ({"decided": nothing}, {"peopled": nothing}, {"peopled": None},
                       {"decided": one.peopled, "peopled": one.decided}):  # fmt: skip
            told = check(plan, (*proof[:aim], replace(one, **causes), *proof[aim + 1 :]))[aim]
            assert told.gap == found[aim].gap
            assert told.value - told.bound - sum(told.causes.values()) < Decimal("0.01")


@pytest.mark.parametrize("name", ["case 8", "portfolio 51"])
def test_the_people_of_a_plan_are_those_of_the_plan(name: str) -> None:
    plan, proof, _ = proven(name)
    for aim in (k for k, one in enumerate(proof) if one.peopled is not None):
        peopled = proof[aim].peopled
        assert peopled is not None
        number = next(n for n in peopled.within if " served by " in n)
        low, high = peopled.within[number]
        other = replace(peopled, within={**peopled.within, number: (low + 1, high + 1)})
        altered = (*proof[:aim], replace(proof[aim], peopled=other), *proof[aim + 1 :])
        with pytest.raises(Mismatch, match=f"for {low + 1} to {high + 1}; the plan has {low}"):
            check(plan, altered)


# -- a solver that lies ------------------------------------------------------------------------


class Changed:
    """Something, but for what is given."""

    def __init__(self, real: Any, **given: Any) -> None:
        self.__dict__.update(given)
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class Lying(Changed):
    """HiGHS, whose answers somebody changes."""

    def getSolution(self) -> Any:
        found = self._real.getSolution()
        return Changed(
            found,
            col_value=self.point(np.array(found.col_value)),
            row_dual=self.multipliers(np.array(found.row_dual)),
        )

    def getInfo(self) -> Any:
        found = self._real.getInfo()
        value = self.value(found.objective_function_value)
        return Changed(found, objective_function_value=value)

    def getDualRay(self) -> Any:
        status, there, ray = self._real.getDualRay()
        none = np.zeros(self._real.getNumRow())
        return status, True, self.ray(np.array(ray) if there else none)


def noise(values: np.ndarray) -> np.ndarray:
    return np.random.default_rng(7).normal(size=len(values))


LIES: dict[str, dict[str, Callable[[Any], Any]]] = {
    "multipliers of the other sign": {"multipliers": lambda times: -times},
    "huge multipliers": {"multipliers": lambda times: times * 1e6},
    "infinite multipliers": {"multipliers": lambda times: np.where(times > 0, np.inf, -np.inf)},
    "no numbers": {
        "multipliers": lambda times: np.full(len(times), np.nan),
        "point": lambda x: np.full(len(x), np.nan),
        "value": lambda value: float("nan"),
    },
    "noise": {"multipliers": noise, "ray": noise},
    "all head counts are whole": {"point": np.round},
    "other head counts": {"point": lambda x: x[::-1] + 0.5},
    "nothing is better": {"value": lambda value: value + 1e9},
    "everything is better": {"value": lambda value: value - 1e9},
}


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("name", NAMES)
def test_a_solver_that_lies_proves_less_and_nothing_wrong(
    name: str, lie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, _, found = proven(name)
    monkeypatch.setattr(highs, "handed_over", _lying(highs.handed_over, lie))
    told = check(plan, prove(plan))
    for one, honest in zip(told, found, strict=True):
        assert one.bound <= one.value + SLACK
        assert one.holds  # what is open is stored as such
        assert one.gap >= honest.gap - SLACK
    if "multipliers" in LIES[lie]:
        assert any(one.gap > honest.gap for one, honest in zip(told, found, strict=True))


def test_cases_that_a_solver_calls_empty_are_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan, _, found = proven("portfolio 51")
    monkeypatch.setattr(highs, "handed_over", _lying(highs.handed_over, "noise"))
    monkeypatch.setattr(highs, "status_of", lambda solver: "infeasible")
    told = check(plan, prove(plan))
    assert all(one.bound <= one.value + SLACK and one.holds for one in told)
    assert any(one.gap > honest.gap for one, honest in zip(told, found, strict=True))


def _lying(handed_over: Callable[..., Any], lie: str) -> Callable[..., Any]:
    honest = dict.fromkeys(("point", "multipliers", "value", "ray"), lambda found: found)
    return lambda *given: Lying(handed_over(*given), **{**honest, **LIES[lie]})
