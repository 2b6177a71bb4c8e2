"""What a sweep shows: how each measure is spread over the cases, and which input moves it.

The rank of inputs is by standardised rank regression: each measure's ranks are explained by all
inputs' ranks at once, all of them scaled to deviations of one (Saltelli et al., Global Sensitivity
Analysis, 2008, section 1.2.5). Numbers near 1 or -1 mean that an input alone decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from braid.comparison.sweeping.loaded import Loaded
from braid.comparison.sweeping.measures import CHARGES, columns
from braid.comparison.sweeping.results import FIRST, LAST, is_number
from braid.comparison.sweeping.solving import GOOD
from braid.comparison.sweeping.store import Store
from braid.comparison.sweeping.varying import listed
from braid.record import record
from braid.writing import cell_text, csv_text, write_whole

QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


@record
class Spread:
    """How a measure is spread over the good cases of a scenario."""

    scenario: str
    measure: str
    mean: float
    quantiles: tuple[float, ...]
    """At each of ``QUANTILES``; a value that a case has, the lower one between two."""


@record
class Effect:
    """What an input does to a measure."""

    scenario: str
    measure: str
    input: str
    coefficient: float
    """Of the regression of ranks on ranks: -1 to 1."""
    low: float
    """Mean of the measure in the fifth of cases where the input is least."""
    high: float
    """The same where it is most."""


@record
class Effects:
    """All spreads and effects; how much of each measure's ranks the inputs explain."""

    states: dict[str, int]
    spreads: tuple[Spread, ...]
    effects: tuple[Effect, ...]
    explained: dict[tuple[str, str], float]
    """By scenario and measure, the R squared of the regression."""
    problems: dict[str, int]
    """What was wrong with cases, and how often."""


def effects(loaded: Loaded, folder: Path) -> Effects:
    """Work out spreads and effects from a run's folder."""
    states: dict[str, int] = {}
    problems: dict[str, int] = {}
    width = len(loaded.sweep.inputs)
    names = columns(loaded)
    total = len(loaded.cases)
    inputs, measures = np.full((total, width), np.nan), np.full((total, len(names)), np.nan)
    good = np.zeros(total, dtype=bool)
    codes = _codes(loaded)
    with Store(folder, loaded.key) as store:
        for row in store.rows():
            case, state = int(row[0]) - 1, row[len(FIRST) + width]
            states[state] = states.get(state, 0) + 1
            problem = row[len(FIRST) + width + 1]
            if problem:
                problems[problem] = problems.get(problem, 0) + 1
            inputs[case] = [
                _coded(cell, code)
                for cell, code in zip(row[len(FIRST) : len(FIRST) + width], codes, strict=True)
            ]
            if state == GOOD:
                good[case] = True
                values = row[len(FIRST) + width + len(LAST) :]
                measures[case] = [float(v) if v else np.nan for v in values]
    spreads: list[Spread] = []
    found: list[Effect] = []
    explained: dict[tuple[str, str], float] = {}
    for number, base in enumerate(loaded.bases):
        own = good.copy()
        own[: number * loaded.cases.designed] = False
        own[(number + 1) * loaded.cases.designed :] = False
        for at, name in enumerate(names):
            y = measures[own, at]
            if not len(y) or np.isnan(y).any():
                continue
            at_quantiles = np.quantile(y, QUANTILES, method="lower")
            spreads.append(Spread(base.name, name, float(y.mean()), tuple(at_quantiles.tolist())))
            if name.startswith(CHARGES):
                continue
            x = inputs[own]
            coefficients, r2 = rank_regression(x, y)
            explained[base.name, name] = r2
            for k, one in enumerate(loaded.sweep.inputs):
                low, high = _fifths(x[:, k], y)
                found.append(Effect(base.name, name, one.name, coefficients[k], low, high))
    return Effects(states, tuple(spreads), tuple(found), explained, problems)


def rank_regression(x: np.ndarray, y: np.ndarray) -> tuple[list[float], float]:
    """Standardised coefficients of ranks of ``y`` on ranks of the columns of ``x``, and R squared.

    An input, or a measure, that never changes has no effect.
    """
    import pandas as pd

    ranks = pd.DataFrame(x).rank().to_numpy()
    target = pd.Series(y).rank().to_numpy()
    moving = np.flatnonzero(ranks.std(axis=0) > 0)
    found = np.zeros(x.shape[1])
    if not len(moving) or target.std() == 0:
        return found.tolist(), 0.0
    scaled = (ranks[:, moving] - ranks[:, moving].mean(axis=0)) / ranks[:, moving].std(axis=0)
    aim = (target - target.mean()) / target.std()
    solved, *_ = np.linalg.lstsq(scaled, aim, rcond=None)
    found[moving] = solved
    rest = aim - scaled @ solved
    return found.tolist(), float(max(0.0, 1 - (rest @ rest) / (aim @ aim)))


def _fifths(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(x, [0.2, 0.8], method="lower")
    return float(y[x <= low].mean()), float(y[x >= high].mean())


def _codes(loaded: Loaded) -> list[dict[str, int] | None]:
    """For each input that is no number: its values by their place in the list."""
    return [
        None
        if is_number(loaded, at)
        else {cell_text(v): k for k, v in enumerate(listed(one) or ())}
        for at, one in enumerate(loaded.sweep.inputs)
    ]


def _coded(cell: str, code: dict[str, int] | None) -> float:
    return float(cell) if code is None else float(code[cell])


def write_summary(found: Effects, folder: Path) -> None:
    """The spreads and the effects as tables of their own beside the results."""
    spread_heads = ["mean", *(f"q{round(100 * q)}" for q in QUANTILES)]
    _table(folder / "quantiles.csv", ["scenario", "measure", *spread_heads], (
        [s.scenario, s.measure, *(f"{v:.6f}" for v in (s.mean, *s.quantiles))]
        for s in found.spreads
    ))  # fmt: skip
    heads = ["scenario", "measure", "input", "coefficient", "low", "high", "explained"]
    _table(folder / "effects.csv", heads, (
        [
            e.scenario, e.measure, e.input,
            *(f"{v:.6f}" for v in (
                e.coefficient, e.low, e.high, found.explained[e.scenario, e.measure]
            )),
        ]
        for e in found.effects
    ))  # fmt: skip


def _table(path: Path, heads: list[str], rows: Iterable[list[str]]) -> None:
    write_whole(path, csv_text(heads, rows).encode("utf-8"))
