"""What plans of a comparison say together tells of no few people by whom they differ."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import product
from random import Random

import numpy as np
import pytest
from head_counts import count_of, dollars_of, plan_of, possible, small_counts

from braid.plan.publishing.figures import FUNDED, NOT_FUNDED, PEOPLE, Case
from braid.plan.publishing.protect import Shown, published
from braid.render.public import WITHHELD, _table


def test_plans_that_are_published_together_do_not_give_each_other_away() -> None:
    """8 of 20 people are funded in one plan, 12 in another: neither 8 nor the 8 others are told."""
    cases = [
        Case(name, "s", plan_of([(20, 8 if name == "today" else 12), (40, 20)]))
        for name in ("today", "reform")
    ]
    found = published(cases)
    value = {(one.case, one.of, one.what): one.value for one in found}
    assert value["", "", PEOPLE] == 60
    for case in ("today", "reform"):
        pair = value[case, "p0", FUNDED], value[case, "p0", NOT_FUNDED]
        assert None in pair
        assert value["", "p0", PEOPLE] is None or pair == (None, None)


Compared = list[tuple[int, int, int]]
"""Of each program: its people, and how many are completely funded today and under a reform."""
PLANS = ("today", "reform")
BESIDE: list[Compared] = [
    [(20, 10, 13), (24, 11, 23)], [(24, 14, 14), (20, 10, 19)], [(24, 12, 13), (24, 13, 12)],
    [(22, 3, 11), (24, 20, 11)], [(24, 12, 12), (24, 24, 12)],
]  # fmt: skip


def beside(people: Compared) -> tuple[Shown, ...]:
    """Both plans, published together."""
    return published(
        [Case(name, "s", plan_of([(one[0], one[1 + k]) for one in people]))
         for k, name in enumerate(PLANS)]
    )  # fmt: skip


def fitting_beside(
    rows: list[dict[str, str]], people: Compared
) -> list[tuple[np.ndarray, list[np.ndarray]]]:
    """All head counts that fit: how many people, and in each plan all who may be funded of them."""
    found = []
    most = sum(one[0] for one in people)
    for many in product(range(most + 1), repeat=len(people)):
        heads = np.array(many)
        if all(_fits(row, heads[:, None], heads[:, None]).all() for row in rows if not row["plan"]):
            funded = [_funded(rows, plan, heads) for plan in PLANS]
            if all(one.size for one in funded):
                found.append((heads, funded))
    return found


def _funded(rows: list[dict[str, str]], plan: str, heads: np.ndarray) -> np.ndarray:
    grids = np.meshgrid(*(np.arange(n + 1) for n in heads), indexing="ij")
    funded = np.stack([grid.ravel() for grid in grids])
    many = np.broadcast_to(heads[:, None], funded.shape)
    return funded[:, np.all([_fits(row, many, funded) for row in rows if row["plan"] == plan], 0)]


def _fits(row: dict[str, str], many: np.ndarray, funded: np.ndarray) -> np.ndarray:
    """Which of these head counts fit a row of figures.csv."""
    if row["value"] == WITHHELD:
        return np.ones(many.shape[1], dtype=bool)
    rounded, what, value = int(row["rounded_to"] or 1), row["figure"], int(row["value"])
    if what not in (PEOPLE, FUNDED, NOT_FUNDED):
        return np.abs(dollars_of(what, many, funded) - value) <= rounded / 2 + 0.01
    mine = slice(None) if row["of"] == "all" else [int(row["of"][1:])]
    seen = count_of(what, many[mine].sum(axis=0), funded[mine].sum(axis=0))
    return (seen + rounded // 2) // rounded * rounded == value


Fitting = list[tuple[np.ndarray, list[np.ndarray]]]


def counts_left(fits: Fitting, plan: int, what: str, k: int) -> set[int]:
    """The values that a count of a plan may have, for all that a reader knows."""
    found: set[int] = set()
    for heads, funded in fits:
        pairs = np.stack(np.broadcast_arrays(heads[:, None], funded[plan]))
        found |= possible(pairs, what, k)
    return found


def differences(fits: Fitting, k: int) -> set[int]:
    """By how many more people may be funded under the reform, in a program or in all (-1)."""
    found: set[int] = set()
    for _, funded in fits:
        less, more = (np.unique(f.sum(axis=0) if k < 0 else f[k]) for f in funded)
        found |= set((more[:, None] - less[None]).ravel().tolist())
    return found


def few(people: Compared) -> list[tuple[int, int]]:
    """Each difference of 1 to 9 people either way: where, and how much."""
    found = [*enumerate(after - before for _, before, after in people)]
    found.append((-1, sum(change for _, change in found)))
    return [(k, change) for k, change in found if 0 < abs(change) < 10]


def rows_of(found: Sequence[Shown]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_table(found))))


def compared(seed: int) -> Compared:
    """Somebody of each program lacks a gap in both plans: else no reader would know its size."""
    draw = Random(seed)
    many = [draw.randrange(10, 25) for _ in range(2)]
    return [(n, draw.randrange(n), draw.randrange(n)) for n in many]


def assert_safe(people: Compared) -> None:
    fits = fitting_beside(rows_of(beside(people)), people)
    true = [[one[k] for one in people] for k in range(3)]
    mine = [funded for heads, funded in fits if heads.tolist() == true[0]]
    for k in (0, 1):
        assert (mine[0][k] == np.array(true[1 + k])[:, None]).all(axis=0).any(), "told is not true"
        for what, of in small_counts([(one[0], one[1 + k]) for one in people]):
            assert set(range(1, 10)) <= counts_left(fits, k, what, of), (PLANS[k], what, of)
    for k, change in few(people):
        expected = {step if change > 0 else -step for step in range(1, 10)}
        assert expected <= differences(fits, k), (k, change)


@pytest.mark.parametrize("people", [*BESIDE, *map(compared, range(8))], ids=str)
def test_every_small_difference_between_plans_may_still_be_anything_from_1_to_9(
    people: Compared,
) -> None:
    assert_safe(people)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8, 300))
def test_every_small_difference_of_more_plans(seed: int) -> None:
    assert_safe(compared(seed))


def test_a_small_difference_withheld_in_one_program_alone_would_be_known() -> None:
    """All and the other program tell it: so the attack of these tests finds what it looks for."""
    people = BESIDE[0]
    rows = [
        {"plan": "", "of": f"p{k}", "figure": PEOPLE, "value": str(one[0]), "rounded_to": ""}
        for k, one in enumerate(people)
    ] + [
        {"plan": plan, "of": of, "figure": FUNDED, "value": str(value), "rounded_to": ""}
        for k, plan in enumerate(PLANS)
        for of, value in (("all", sum(one[1 + k] for one in people)), ("p1", people[1][1 + k]))
    ]
    assert differences(fitting_beside(rows, people), 0) == {3}
    assert len(differences(fitting_beside(rows[:-1], people), 0)) > 5


def test_plans_that_differ_by_few_are_rounded_alike_and_others_told_to_the_person() -> None:
    found = {(row["plan"], row["of"], row["figure"]): (row["value"], row["rounded_to"])
             for row in rows_of(beside([(140, 62, 65), (300, 100, 180)]))}  # fmt: skip
    assert found["today", "p0", FUNDED] == ("60", "10")
    assert found["reform", "p0", FUNDED] == ("70", "10")
    assert found["today", "all", FUNDED] == ("162", "")
    assert found["reform", "all", FUNDED] == ("245", "")
    assert found["today", "p1", FUNDED][1] == found["reform", "p1", FUNDED][1] == "10"
