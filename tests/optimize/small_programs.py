"""Small linear programs with cells that are alike, and what is true of an optimal vertex."""

from dataclasses import replace

import numpy as np

from braid.optimize.program import Program

INF = np.inf


def program(cost, upper, rows, sides) -> Program:
    """``rows`` are dicts of column -> coefficient, ``sides`` pairs of least and most."""
    columns = [list(row) for row in rows]
    return Program(
        np.array(cost, float), np.zeros(len(cost)), np.array(upper, float),
        np.concatenate([[0], np.cumsum([len(c) for c in columns])]).astype(int),
        np.array([c for row in columns for c in row], dtype=int),
        np.array([v for row in rows for v in row.values()], float),
        np.array([low for low, _ in sides], float), np.array([high for _, high in sides], float),
        np.zeros(len(cost), dtype=bool),
    )  # fmt: skip


def cells(costs, awards) -> Program:
    """Each award pays any cell; columns: charges cell by cell, then unfunded."""
    n, m = len(costs), len(awards)
    rows = [{**{c * m + a: 1 for a in range(m)}, n * m + c: 1} for c in range(n)]
    rows += [{c * m + a: 1 for c in range(n)} for a in range(m)]
    sides = [(c, c) for c in costs] + [(-INF, a) for a in awards]
    upper = [c for c in costs for _ in awards] + list(costs)
    return program([0] * (n * m) + [1] * n, upper, rows, sides)


def is_vertex(p: Program, x: np.ndarray) -> bool:
    """Whether the columns between their bounds are independent in the rows that are tight."""
    matrix = np.zeros((len(p.row_lower), len(p.cost)))
    matrix[np.repeat(np.arange(len(p.row_lower)), np.diff(p.start)), p.column] = p.value
    taken = matrix @ x
    tight = (taken < p.row_lower + 1e-6) | (taken > p.row_upper - 1e-6)
    between = (x > p.lower + 1e-6) & (x < p.upper - 1e-6)
    return not between.any() or np.linalg.matrix_rank(matrix[tight][:, between]) == between.sum()


def holds(p: Program, x: np.ndarray) -> bool:
    taken = np.bincount(np.repeat(np.arange(len(p.row_lower)), np.diff(p.start)),
                        p.value * x[p.column], len(p.row_lower))  # fmt: skip
    rows = (taken > p.row_lower - 1e-6) & (taken < p.row_upper + 1e-6)
    return bool(rows.all() and (x >= p.lower - 1e-9).all() and (x <= p.upper + 1e-9).all())


def proven(p: Program, reduced: np.ndarray, duals: np.ndarray) -> float:
    """The bound that multipliers prove."""
    sides = np.where(duals > 0, p.row_lower, p.row_upper)
    rows = (duals * np.where(np.abs(duals) < 1e-9, 0, sides)).sum()
    return rows + np.minimum(reduced * p.lower, reduced * p.upper).sum()


def random_program(random: np.random.Generator) -> Program:
    """Cells in classes that share awards, heads, limits by class and a floor on an award."""
    classes = random.integers(2, 5)
    of = np.repeat(np.arange(classes), random.integers(1, 5, classes))
    awards = random.integers(2, 5)
    costs = random.integers(1, 40, len(of)) * 25.0
    p = cells(costs, random.integers(1, 30, awards) * 50.0)
    cost, rows = p.cost.copy(), []
    weights = random.integers(1, 4, (classes, awards))
    for k in range(classes):
        mine = np.flatnonzero(of == k)
        award = random.integers(awards)
        rows.append((mine * awards + award, np.ones(len(mine)), -INF, costs[mine].sum() * 0.4))
        cost[len(of) * awards + mine] = random.integers(1, 4)
    every = np.arange(len(of) * awards)
    rows.append((every, weights[of].ravel().astype(float), -INF, costs.sum()))
    if random.random() < 0.5:
        rows.append((np.arange(len(of)) * awards, np.ones(len(of)), 25.0, INF))
    return _with_heads(replace(p, cost=cost).with_rows(rows), costs, of, awards)


def _with_heads(p: Program, costs: np.ndarray, of: np.ndarray, awards: int) -> Program:
    """People whom the first two awards serve, one more column for each class of cells."""
    classes, heads = int(of.max()) + 1, 10.0
    more = np.full(classes, heads)
    wide = replace(
        p, cost=np.append(p.cost, more / 20), lower=np.append(p.lower, np.zeros(classes)),
        upper=np.append(p.upper, more), whole=np.append(p.whole, more < 0),
    )  # fmt: skip
    rows = []
    for cell, cost in enumerate(costs):
        first, served = cell * awards, len(p.cost) + of[cell]
        for paid in ([first], [first + 1], [first, first + 1]):
            values = np.append(np.ones(len(paid)), -cost / heads)
            rows.append((np.array([*paid, served]), values, -INF, 0.0))
    return wide.with_rows(rows)
