"""Small counts cannot be worked out of what is published: every head count that fits is tried."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from random import Random

import numpy as np
import pytest
from handmade_plan import EXAMPLE
from head_counts import People, count_of, dollars_of, plan_of, possible, small_counts
from typer.testing import CliRunner, Result

from braid.cli.app import app
from braid.plan.publishing.figures import FUNDED, NOT_FUNDED, PEOPLE, Case
from braid.plan.publishing.protect import Shown, published
from braid.render.public import WITHHELD, _table

MOST = 24
"""Head counts of a program up to this are tried."""


def told(found: Sequence[Shown]) -> list[tuple[str, str, float | None, float]]:
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
                mine = mine[count_of(what, mine[:, 0], mine[:, 1]) == value]
        choices.append(mine)
    grids = np.meshgrid(*(np.arange(len(mine)) for mine in choices), indexing="ij")
    picked = [mine[grid.ravel()] for mine, grid in zip(choices, grids, strict=True)]
    heads = np.stack([p[:, 0] for p in picked]), np.stack([p[:, 1] for p in picked])
    fits = np.ones(heads[0].shape[1], dtype=bool)
    for of, what, value, off in shown:
        if of != "all" or value is None:
            continue
        if what in (PEOPLE, FUNDED, NOT_FUNDED) or what.startswith("people served"):
            seen = count_of(what, heads[0].sum(axis=0), heads[1].sum(axis=0))
            fits &= seen == value
        else:
            seen = dollars_of(what, *heads)
            fits &= np.abs(seen - value) <= off + 0.01
    return np.stack(heads)[:, :, fits]


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
        ("all", what, float(dollars_of(what, *heads[:, :, None])[0]), 0.0)
        for what in ("cost", "unfunded", "paid")
    ]
    return [*counts, *dollars]


@pytest.mark.parametrize(("one", "other"), list(product([(12, 12), (24, 10)], [(30, 0), (20, 20)])))
def test_nothing_is_withheld_where_nothing_is_small(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    shown = published([Case("", "", plan_of([one, other]))])
    assert all(figure.value is not None for figure in shown)
    assert {figure.rounded for figure in shown} == {1}


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
