"""Small counts cannot be worked out of what is published: every head count that fits is tried."""

from __future__ import annotations

import csv
import io
from itertools import product
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from handmade_plan import EXAMPLE
from typer.testing import CliRunner, Result

from braid.cli.app import app
from braid.plan.publishing.figures import FUNDED, NOT_FUNDED, PEOPLE, Case
from braid.plan.publishing.protect import Published, published
from braid.plan.tables import Tables
from braid.render.public import WITHHELD, _table

MOST = 24
"""Head counts of a program up to this are tried."""
PRICES = (7_395_00, 2_410_50, 12_000_00)
GAPS = (1_250_00, 900_00, 333_33)
SHARED = 41_000_00
People = list[tuple[int, int]]
"""Of each program: its people, and how many of them are completely funded."""


def plan_of(people: People) -> Any:
    """As much of a plan as is published: one stream serves all; unfunded people lack a gap."""
    names = [f"p{k}" for k in range(len(people))]
    groups = {
        f"g{k}": SimpleNamespace(program=names[k], participants=many)
        for k, (many, _) in enumerate(people)
    }
    tables = Tables.of(
        groups=[
            {"group": f"g{k}", "program": names[k], "participants": many, "scope": "stream",
             "name": "fund", "served": many, "completely_funded": whole}
            for k, (many, whole) in enumerate(people)
        ],
        charges=[
            _row(f"g{k}", PRICES[k] * many - GAPS[k] * (many - whole), award="a", stream="fund")
            for k, (many, whole) in enumerate(people)
        ] + [_row("", SHARED, award="a", stream="fund")],
        unfunded=[
            _row(f"g{k}", GAPS[k] * (many - whole), priority="should", reason="", rule="",
                 citation="")
            for k, (many, whole) in enumerate(people)
        ],
        **{name: [] for name in ("awards", "reports", "cash", "pledges", "refunds", "income",
                                 "budget", "rules", "partnerships", "problems")},
    )  # fmt: skip
    inputs = SimpleNamespace(groups=groups, partnerships=(), partnership=lambda thing: "")
    return SimpleNamespace(inputs=inputs, tables=tables)


def _row(group: str, cents: int, **more: str) -> dict[str, object]:
    return {"cost": "c", "group": group, "category": "tuition", "period": "2026-07-01",
            "cents": cents, **more}  # fmt: skip


def told(found: Published) -> list[tuple[str, str, float | None, float]]:
    """What a reader of figures.csv sees: of whom, what, the value, and how far it may be off."""
    rows = csv.DictReader(io.StringIO(_table(found)))
    return [
        (row["of"], row["figure"], None if row["value"] == WITHHELD else float(row["value"]),
         float(row["rounded_to"] or 0) / 2)
        for row in rows
    ]  # fmt: skip


def fitting(shown: list[tuple[str, str, float | None, float]], people: People) -> np.ndarray:
    """All head counts (people and funded of each program) that fit what a reader sees.

    The reader knows all prices; what is withheld or rounded may be anything else. Programs are
    tried in all combinations: what is told of one alone sorts out first.
    """
    size = len(people)
    every = np.array([(n, f) for n in range(MOST + 1) for f in range(n + 1)])
    choices = []
    for k in range(size):
        mine = every
        for of, what, value, _ in shown:
            if of == f"p{k}" and value is not None:
                mine = mine[_count(what, mine[:, 0], mine[:, 1]) == value]
        choices.append(mine)
    grids = np.meshgrid(*(np.arange(len(mine)) for mine in choices), indexing="ij")
    picked = [mine[grid.ravel()] for mine, grid in zip(choices, grids, strict=True)]
    heads = np.stack([p[:, 0] for p in picked]), np.stack([p[:, 1] for p in picked])
    fits = np.ones(heads[0].shape[1], dtype=bool)
    for of, what, value, off in shown:
        if of != "all" or value is None:
            continue
        if what in (PEOPLE, FUNDED, NOT_FUNDED) or what.startswith("people served"):
            seen = _count(what, heads[0].sum(axis=0), heads[1].sum(axis=0))
            fits &= seen == value
        else:
            seen = _dollars(what, *heads)
            fits &= np.abs(seen - value) <= off + 0.01
    return np.stack(heads)[:, :, fits]


def _count(what: str, people: np.ndarray, funded: np.ndarray) -> np.ndarray:
    return {FUNDED: funded, NOT_FUNDED: people - funded}.get(what, people)


def _dollars(what: str, people: np.ndarray, funded: np.ndarray) -> np.ndarray:
    size = len(people)
    cost = (np.array(PRICES[:size])[:, None] * people).sum(axis=0)
    short = (np.array(GAPS[:size])[:, None] * (people - funded)).sum(axis=0)
    cents = {"unfunded": short, "cost": cost + SHARED}.get(what, cost - short + SHARED)
    return cents / 100


def small_counts(people: People) -> list[tuple[str, int]]:
    """Each count from 1 to 9, of a program or of all: which, and of whom (-1 for all)."""
    rows = [*enumerate(people), (-1, tuple(np.sum(people, axis=0)))]
    return [
        (what, k)
        for k, (n, f) in rows
        for what, value in ((PEOPLE, n), (FUNDED, f), (NOT_FUNDED, n - f))
        if 0 < value < 10
    ]


def possible(fits: np.ndarray, what: str, k: int) -> set[int]:
    """The values that a count may have, for all that a reader knows."""
    people, funded = (h.sum(axis=0) if k < 0 else h[k] for h in fits)
    return set(np.unique(_count(what, people, funded)).tolist())


CASES: list[People] = [
    [(14, 3), (12, 12)], [(4, 4), (13, 0)], [(12, 11), (15, 4)], [(2, 1), (3, 0)],
    [(16, 2), (11, 0)],
]  # fmt: skip


def drawn(seed: int, size: int) -> People:
    draw = Random(seed)
    counts = [draw.randrange(1, 15) for _ in range(size)]
    return [(many, draw.randrange(many + 1)) for many in counts]


@pytest.mark.parametrize("people", [*CASES, *(drawn(seed, 2) for seed in range(8))], ids=str)
def test_every_small_count_may_still_be_anything_from_1_to_9(people: People) -> None:
    small = small_counts(people)
    assert small
    found = published([Case("", "", plan_of(people))])
    fits = fitting(told(found), people)
    truth = np.array(people).T[:, :, None]
    assert (fits == truth).all(axis=(0, 1)).any(), "what is told is not true"
    for what, k in small:
        assert set(range(1, 10)) <= possible(fits, what, k), (what, k)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8, 400))
def test_every_small_count_of_more_plans(seed: int) -> None:
    people = drawn(seed, 2)
    fits = fitting(told(published([Case("", "", plan_of(people))])), people)
    for what, k in small_counts(people):
        assert set(range(1, 10)) <= possible(fits, what, k), (what, k)


def test_without_further_figures_withheld_a_small_count_would_be_known() -> None:
    """So the attack of these tests finds what it looks for."""
    people = [(14, 3), (12, 12)]
    naive = [(of, what, None if value is not None and 0 < value < 10 else value, off)
             for of, what, value, off in true_figures(people)]  # fmt: skip
    assert possible(fitting(naive, people), FUNDED, 0) == {3}


@pytest.mark.parametrize("what", ["cost", "unfunded"])
def test_exact_dollars_would_give_a_count_away(what: str) -> None:
    people = [(14, 3), (12, 4)]
    only = [one for one in true_figures(people) if one[0] == "all" or one[1] == PEOPLE]
    if what == "cost":
        only = [one for one in only if one[0] == "all"]
    small = (PEOPLE, 0) if what == "cost" else (FUNDED, 0)
    with_dollars = [one for one in only if one[1] in (PEOPLE, FUNDED, what)]
    without = [one for one in only if one[1] in (PEOPLE, FUNDED)]
    assert len(possible(fitting(with_dollars, people), *small)) == 1
    assert len(possible(fitting(without, people), *small)) > 5


def true_figures(people: People) -> list[tuple[str, str, float | None, float]]:
    heads = np.array(people).T
    rows = [(f"p{k}", *one) for k, one in enumerate(people)]
    rows.append(("all", *heads.sum(axis=1).tolist()))
    counts = [
        (of, what, float(value), 0.0)
        for of, n, f in rows
        for what, value in ((PEOPLE, n), (FUNDED, f), (NOT_FUNDED, n - f))
    ]
    dollars = [
        ("all", what, float(_dollars(what, *heads[:, :, None])[0]), 0.0)
        for what in ("cost", "unfunded", "paid")
    ]
    return [*counts, *dollars]


@pytest.mark.parametrize(("one", "other"), product([(12, 12), (24, 10)], [(30, 0), (20, 20)]))
def test_nothing_is_withheld_where_nothing_is_small(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    shown = published([Case("", "", plan_of([one, other]))]).shown
    assert all(figure.value is not None for figure in shown)
    assert {figure.rounded for figure in shown} == {1}


def test_plans_that_are_published_together_do_not_give_each_other_away() -> None:
    """8 of 20 people are funded in one plan, 12 in another: neither 8 nor the 8 others are told."""
    cases = [
        Case(name, "s", plan_of([(20, 8 if name == "today" else 12), (40, 20)]))
        for name in ("today", "reform")
    ]
    found = published(cases)
    value = {(one.case, one.of, one.what): one.value for one in found.shown}
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


def beside(people: Compared) -> Published:
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
        return np.abs(_dollars(what, many, funded) - value) <= rounded / 2 + 0.01
    mine = slice(None) if row["of"] == "all" else [int(row["of"][1:])]
    seen = _count(what, many[mine].sum(axis=0), funded[mine].sum(axis=0))
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


def rows_of(found: Published) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_table(found))))


def compared(seed: int) -> Compared:
    draw = Random(seed)
    many = [draw.randrange(10, 25) for _ in range(2)]
    return [(n, draw.randrange(n + 1), draw.randrange(n + 1)) for n in many]


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


def publish(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["report", str(folder), "--publish", *more])


def test_the_public_page_says_what_the_table_says_and_no_groups(tmp_path: Path) -> None:
    rules = ["--rules", str(EXAMPLE / "rules")]
    solved = CliRunner().invoke(
        app, ["solve", str(EXAMPLE / "quest.yaml"), *rules, "--out", str(tmp_path / "plan")]
    )
    assert solved.exit_code == 0
    assert publish(tmp_path / "plan").exit_code == 0
    names = {path.name for path in (tmp_path / "plan" / "public").iterdir()}
    assert names == {"report.html", "figures.csv"}
    page = (tmp_path / "plan" / "public" / "report.html").read_text(encoding="utf-8")
    with (tmp_path / "plan" / "public" / "figures.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        value = row["value"] if row["value"] == WITHHELD else f"{int(row['value']):,}"
        assert f"<td>{'$' if row['rounded_to'] and value != WITHHELD else ''}{value}</td>" in page
    assert "<script" not in page
    assert "pct_adult" not in page + str(rows)
    assert publish(tmp_path / "plan", "--html").exit_code == 2


@pytest.mark.parametrize("mark", ["frontier.json", "sweep.json"])
def test_frontiers_and_sweeps_are_not_published(mark: str, tmp_path: Path) -> None:
    (tmp_path / mark).write_text("{}", encoding="utf-8")
    done = publish(tmp_path)
    assert done.exit_code == 1
    assert "[B334]" in done.stderr
    assert "braid solve" in done.stderr
    (tmp_path / "point-2").mkdir()
    assert "point-2 --publish" in " ".join(publish(tmp_path).stderr.split())
