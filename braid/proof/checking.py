"""Check a proof: from the rows and the multipliers to what each aim could be better by at most.

No solver is asked, and nothing is rounded: the rows are written again from the plan's own inputs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil

from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.plan.plan import Plan
from braid.proof.aims import Aim, aims_of
from braid.proof.bound import Costs, Lock, Multipliers, bound
from braid.proof.leaves import cover
from braid.proof.rows import exact_rows
from braid.proof.standing import Standing
from braid.proof.stored import AimProof, Leaf
from braid.record import record

DECISIONS, PEOPLE, CENTS, WHOLE = "decisions", "people", "cents", "whole"
"""What another plan that is better has others of; the last is people or cents."""


class Mismatch(ValueError):
    """A proof that is of other rows, decisions or aims, or whose cases leave some out."""


@record
class Found:
    """What is proven of one aim, in dollars.

    ``value`` is the plan's own, ``bound`` what no plan as good in the aims before goes below,
    ``gap`` what it could be better by at most, in whole cents; ``causes`` is where that comes
    from. ``said`` is the gap that the proof was stored with.
    """

    aim: str
    value: Fraction
    bound: Fraction
    gap: Fraction
    causes: Mapping[str, Fraction]
    leaves: int
    said: Decimal

    @property
    def holds(self) -> bool:
        """Whether no more is open than was said."""
        return self.gap <= Fraction(self.said)


class Case:
    """A plan, its model in exact numbers, its aims and its own values."""

    def __init__(self, plan: Plan) -> None:
        self.model = build_model(build_ground(plan.inputs))
        self.rows = exact_rows(self.model)
        self.standing = Standing(self.model, self.rows, plan)
        self.aims = aims_of(self.model)
        self.locks: list[Lock] = []
        """Of the aims that are done, in order."""

    def done(self, aim: Aim, least: Fraction) -> None:
        """Hold an aim where the plan has it, or where it is proven to be at least."""
        self.locks.append(Lock(aim.costs, max(self.standing.value(aim), aim.attainable(least))))

    def proven(self, costs: Costs, leaf: Leaf) -> Fraction:
        """The bound of one case."""
        rows = {self._row(name): times for name, times in leaf.rows.items()}
        names = [aim.name for aim in self.aims[: len(self.locks)]]
        if not leaf.locks.keys() <= set(names):
            raise Mismatch("it holds an aim that does not come before")
        multipliers = Multipliers(rows, [leaf.locks.get(name, 0) for name in names])
        return bound(self.rows, costs, self.locks, multipliers, self._within(leaf))

    def least(self, aim: Aim, leaves: Sequence[Leaf]) -> Fraction | None:
        """What an aim comes to at least; None where no plan is as good in the aims before."""
        cases = [self._within(leaf) for leaf in leaves]
        if not cover(cases, {column: int(self.rows.most[column]) for column in self.rows.whole}):
            raise Mismatch(f"its cases of '{aim.name}' leave some out")
        found = [
            self.proven(aim.costs, leaf)
            for leaf in leaves
            if not (leaf.empty and self.proven({}, leaf) > 0)
        ]
        return min(found, default=None)

    def _within(self, leaf: Leaf) -> dict[int, tuple[int, int]]:
        return {self._number(name): ends for name, ends in leaf.within.items()}

    def _row(self, name: str) -> int:
        if name not in self.rows.named:
            raise Mismatch(f"the plan has no row '{name[:80]}'")
        return self.rows.named[name]

    def _number(self, name: str) -> int:
        if name not in self.rows.whole_named:
            raise Mismatch(f"the plan has no whole number '{name[:80]}'")
        return self.rows.whole_named[name]


def check(plan: Plan, proof: Sequence[AimProof]) -> tuple[Found, ...]:
    """What a proof says of a plan; Mismatch where it is of another."""
    case = Case(plan)
    told, asked = [one.aim for one in proof], [aim.name for aim in case.aims]
    if told != asked:
        raise Mismatch(f"its aims are {', '.join(told)}; the plan's are {', '.join(asked)}")
    return tuple(judged(case, aim, one) for aim, one in zip(case.aims, proof, strict=True))


def judged(case: Case, aim: Aim, proof: AimProof) -> Found:
    """What is proven of the next aim, which is held from then on."""
    value = case.standing.value(aim)
    least = case.least(aim, proof.leaves)
    least = value if least is None else least
    causes = _causes(case, aim, proof, value, least) if aim.gap(value, least) else {}
    case.done(aim, least)
    gap = Fraction(ceil(100 * sum(causes.values(), Fraction(0))), 100)
    told, proven = (value + aim.constant) / 100, (least + aim.constant) / 100
    return Found(aim.name, told, proven, gap, causes, len(proof.leaves), proof.within)


def _causes(
    case: Case, aim: Aim, proof: AimProof, value: Fraction, least: Fraction
) -> dict[str, Fraction]:
    """Where a gap comes from, in dollars: decisions that could be others, people, cents."""
    least = aim.attainable(least)
    steps, names = [least], []
    if proof.decided is not None:
        decided = aim.attainable(case.proven(aim.costs, proof.decided))
        steps.append(min(value, max(least, decided)))
        names.append(DECISIONS)
    if proof.peopled is not None:
        _of_the_plan(case, proof.peopled)
        peopled = aim.attainable(case.proven(aim.costs, proof.peopled))
        steps.append(min(value, max(steps[-1], peopled)))
        names.append(PEOPLE)
    names.append(CENTS if proof.peopled is not None else WHOLE)
    parts = zip(names, pairwise([*steps, value]), strict=True)
    return {name: (after - before) / 100 for name, (before, after) in parts if after > before}


def _of_the_plan(case: Case, peopled: Leaf) -> None:
    """Mismatch where multipliers for the plan's own people and offers are of others."""
    own = {**case.standing.people, **case.standing.taken}
    for name, (low, high) in peopled.within.items():
        number = own.get(case.rows.whole_named[name]) if name in case.rows.whole_named else None
        if number is not None and not low <= number <= high:
            raise Mismatch(f"it takes '{name[:80]}' for {low} to {high}; the plan has {number}")
