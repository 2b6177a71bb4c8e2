"""Small models written by hand: cells, charges, rows, and nothing that whole cents do not ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from braid.eligibility.ground import Ground
from braid.kinds.pools import Pledges
from braid.kinds.tables import DIRECT, SHARED, Cells, Charges, Spreads
from braid.model.model import Layout, Model, Rows

Row = tuple[dict[int, int | Fraction], str, int | Fraction]
"""Coefficients by column, ``<=`` or ``>=``, and the side in cents."""
SENSES = {"<=": -1, ">=": 1, "=": 0}


def small_model(
    costs: Sequence[int], charges: Sequence[int | tuple[int, ...]], rows: Sequence[Row] = (), *,
    must: Sequence[int] = (), shared: Sequence[int] = (), decisions: int = 0,
    transfers: Sequence[int] = (), extras: Sequence[str] = (), about: dict[int, int] | None = None,
    awards: Sequence[int] = (),
) -> Model:  # fmt: skip
    """A model in cents.

    Each charge names its cell, or the cells of its year. Columns: the charges, what is unfunded of
    each cell, ``decisions``, then ``extras`` by name. Rows: what the cells cost, then ``rows``;
    ``about`` says which of these are about one cell. ``transfers`` are places of decisions;
    ``awards`` say who makes each charge.
    """
    cells, count = len(costs), len(charges)
    years = sorted({one for one in charges if isinstance(one, tuple)})
    columns = count + cells + decisions + len(extras)
    upper = [1e6] * columns
    for k, one in enumerate(charges):
        own = one if isinstance(one, tuple) else (one,)
        upper[k] = sum(costs[cell] for cell in own) / 100
    further = [(name, count + cells + decisions + k, name) for k, name in enumerate(extras)]
    first = count + cells
    return Model(
        ground=cast(Ground, SimpleNamespace(
            cells=_record(Cells, cells, cost=costs, must=[c in must for c in range(cells)],
                          kind=[SHARED if c in shared else DIRECT for c in range(cells)]),
            charges=_record(
                Charges, count, upper=[round(100 * most) for most in upper[:count]],
                award=list(awards) or [0] * count,
                cell=[-1 if isinstance(one, tuple) else one for one in charges],
                spread=[years.index(one) if isinstance(one, tuple) else -1 for one in charges],
            ),
            spreads=_spreads(costs, years), past=None,
        )),
        layout=Layout(
            count, cells, {}, {}, {}, tuple(further),
            tuple((f"decision {k}", first + k, "") for k in range(decisions)),
            transfers={(k, k + 1): first + k for k in transfers},
        ),
        rows=_rows([*_balance(costs, charges), *rows], cells, about or {}),
        upper=np.array(upper), counts=np.zeros(columns, dtype=bool),
        whole=np.zeros(columns, dtype=bool), costs={}, constants={}, pledges=Pledges(),
    )  # fmt: skip


def _balance(costs: Sequence[int], charges: Sequence[int | tuple[int, ...]]) -> list[Row]:
    found: list[Row] = []
    for cell, cost in enumerate(costs):
        terms: dict[int, int | Fraction] = {}
        for k, one in enumerate(charges):
            if isinstance(one, tuple) and cell in one:
                terms[k] = Fraction(cost, sum(costs[c] for c in one))
            elif one == cell:
                terms[k] = 1
        found.append(({**terms, len(charges) + cell: 1}, "=", cost))
    return found


def _rows(rows: Sequence[Row], cells: int, about: dict[int, int]) -> Rows:
    values = [Fraction(value) for terms, _, _ in rows for value in terms.values()]
    number = len(rows)
    return Rows(
        start=np.cumsum([0, *(len(terms) for terms, _, _ in rows)]),
        column=np.array([column for terms, _, _ in rows for column in terms]),
        num=np.array([value.numerator for value in values]),
        den=np.array([value.denominator for value in values]), wide=(),
        sense=np.array([SENSES[sense] for _, sense, _ in rows]),
        side=tuple(Fraction(side) for _, _, side in rows),
        kind=tuple("balance" if k < cells else "limit" for k in range(number)),
        rule=("",) * number, label=("",) * number,
        cell_of={**{k: k for k in range(cells)}, **{cells + k: c for k, c in about.items()}},
    )  # fmt: skip


def _spreads(costs: Sequence[int], years: Sequence[tuple[int, ...]]) -> Spreads:
    own = [cell for year in years for cell in year]
    return _record(
        Spreads, len(years), start=np.cumsum([0, *map(len, years)]), cell=own,
        cents=[costs[cell] for cell in own],
        total=[sum(costs[cell] for cell in year) for year in years],
    )  # fmt: skip


def _record(table: Any, size: int, **known: Any) -> Any:
    """A table whose other columns are 0."""
    wide = {field.name: np.zeros(size, dtype=np.int64) for field in fields(table)}
    for name in ("rule", "home"):
        wide.pop(name, None)
    return table(**{**wide, **{name: np.array(value) for name, value in known.items()}})
