"""The page of a sweep: how each measure is spread, what moves it, single cases, bad ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from braid.record import record
from braid.render.sweep import word
from braid.render.web.charts import Chart
from braid.render.web.page import page
from braid.render.web.stored_sweep import Case, StoredSweep
from braid.render.web.sweep_charts import frames
from braid.render.web.sweep_numbers import axes, chosen, histogram, points, unit
from braid.render.web.words import shown
from braid.render.words import exact, number, plural, usd

QUANTILES = (("q0", "Least"), ("q5", "5%"), ("q25", "25%"), ("q50", "Half"), ("q75", "75%"),
             ("q95", "95%"), ("q100", "Most"))  # fmt: skip
METHODS = {
    "grid": "Every combination of the inputs' values: this says what is possible, not how likely"
    " it is.",
    "list": "Cases as they were listed: this says what is possible, not how likely it is.",
    "monte_carlo": "Drawn at random, each case alone: shares of cases are odds as far as the"
    " inputs' distributions are right.",
    "latin_hypercube": "Drawn at random, the whole range of each input covered evenly: shares of"
    " cases are odds as far as the inputs' distributions are right.",
}
BAD_ROWS = 300
"""Bad cases that are listed one by one."""
NUMBERS = 12
"""Cases that are named for a problem that several have."""


@record
class Glance:
    """A scenario in a line."""

    scenario: str
    cases: str
    half: str
    range: str
    must: str
    mover: str
    moves: str


@record
class SpreadRow:
    """A measure's mean and quantiles, as text."""

    scenario: str
    name: str
    mean: str
    values: tuple[str, ...]


@record
class EffectRow:
    """An input and what it does to a measure, as text; both by their place in the lists."""

    scenario: int
    measure: int
    name: str
    input: str
    varies: str
    effect: str
    low: str
    high: str
    explained: str


@record
class SweepPart:
    """A sweep on a page, its own or that of something else."""

    id: str
    found: StoredSweep
    title: str
    states: str
    method: str
    glances: tuple[Glance, ...]
    measures: tuple[str, ...]
    spreads: tuple[SpreadRow, ...]
    effects: tuple[EffectRow, ...]
    problems: tuple[tuple[str, str, str, str], ...]
    bad: tuple[Case, ...]
    bad_left: int
    thinned: str
    data: Mapping[str, Any]
    charts: Mapping[str, Chart]


def sweep_page(found: StoredSweep) -> str:
    """The page, from the sweep's folder alone."""
    part = sweep_part(found, "s1")
    context = {"title": f"{part.title}: what the plan depends on", "part": part}
    return page("sweep.html", context,
                {"charts": part.charts, "sweeps": {part.id: part.data}}, "sweep.js")  # fmt: skip


def sweep_part(found: StoredSweep, id: str) -> SweepPart:
    """What a page shows of a sweep."""
    inputs, (held, every) = axes(found), chosen(found)
    effects = tuple(_effects(found))
    bad = [case for case in found.cases if case.state != "good"]
    seed = f" Seed {found.seed}." if found.method in ("monte_carlo", "latin_hypercube") else ""
    data = {
        "scenarios": list(found.scenarios), "states": list(found.states), "inputs": [
            {key: value for key, value in axis.items() if key != "codes"} for axis in inputs
        ],
        "measures": [{"name": word(m), "unit": unit(m)} for m in found.measures],
        "histograms": [_histogram(found, at) for at in range(len(found.measures))],
        "boxes": _boxes(found), "effects": _bars(found), "points": points(held, found, inputs),
    }  # fmt: skip
    return SweepPart(
        id, found, shown(found.name),
        ", ".join(f"{count:,} {state}" for state, count in found.states.items()),
        METHODS.get(found.method, found.method.replace("_", " ")) + seed,
        tuple(_glance(found, name, effects) for name in found.scenarios),
        tuple(word(m) for m in found.measures), tuple(_spreads(found)), effects,
        tuple(_problems(bad)), tuple(bad[:BAD_ROWS]), max(0, len(bad) - BAD_ROWS),
        _thinned(found, held, every), data, frames(id),
    )  # fmt: skip


def said(measure: str, value: Decimal) -> str:
    """A value of a measure: dollars to the cent, shares in percent."""
    what = unit(measure)
    if what == "usd":
        return exact(value)
    return f"{100 * value:.2f}%" if what == "share" else number(value)


# -- tables ----------------------------------------------------------------------------


def _spreads(found: StoredSweep) -> list[SpreadRow]:
    return [
        SpreadRow(
            row["scenario"], word(row["measure"]), said(row["measure"], Decimal(row["mean"])),
            tuple(said(row["measure"], Decimal(row[q])) for q, _ in QUANTILES),
        )
        for row in found.spreads
    ]  # fmt: skip


def _effects(found: StoredSweep) -> list[EffectRow]:
    """Rows of effects.csv, the strongest input of each measure first."""
    scenarios, measures = list(found.scenarios), list(found.measures)
    varies = {name.removeprefix("input:"): text
              for name, text in zip(found.inputs, found.varies, strict=True)}  # fmt: skip
    rows = sorted(
        found.effects,
        key=lambda row: (scenarios.index(row["scenario"]), measures.index(row["measure"]),
                         -abs(Decimal(row["coefficient"])), row["input"]),
    )  # fmt: skip
    return [
        EffectRow(
            scenarios.index(row["scenario"]), measures.index(row["measure"]),
            word(row["measure"]), row["input"], varies.get(row["input"], ""),
            f"{Decimal(row['coefficient']):+.2f}", said(row["measure"], Decimal(row["low"])),
            said(row["measure"], Decimal(row["high"])), f"{100 * Decimal(row['explained']):.0f}%",
        )
        for row in rows
    ]  # fmt: skip


def _glance(found: StoredSweep, scenario: str, effects: Sequence[EffectRow]) -> Glance:
    own = [case for case in found.cases if case.scenario == scenario]
    good = [case for case in own if case.state == "good"]
    spread = next(
        (row for row in found.spreads
         if (row["scenario"], row["measure"]) == (scenario, "unfunded")), None
    )  # fmt: skip
    half = span = must = mover = moves = ""
    if spread is not None:
        half = f"${Decimal(spread['q50']):,.2f}"
        low, high = (usd(Decimal(spread[q]).quantize(Decimal("0.01"))) for q in ("q5", "q95"))
        span = f"5% of the cases are at {low} or below, 5% above {high}"
    if "must_unfunded" in found.measures and good:
        at = found.measures.index("must_unfunded")
        paid = sum(1 for case in good if Decimal(case.values[at] or 0) == 0)
        must = f"{paid:,} of {len(good):,}"
    first = next(
        (e for e in effects if found.scenarios[e.scenario] == scenario
         and found.measures[e.measure] == "unfunded"), None
    )  # fmt: skip
    if first is not None and Decimal(first.effect):
        mover = first.input
        moves = f"unfunded is ${first.low} where it is least, ${first.high} where it is most"
    cases = f"{len(good):,} of {plural(len(own), 'case')}"
    return Glance(scenario, cases, half, span, must, mover, moves)


def _problems(bad: Sequence[Case]) -> list[tuple[str, str, str, str]]:
    """(state, problem, how many, which) of cases that are not good, the most frequent first."""
    by: dict[tuple[str, str], list[int]] = defaultdict(list)
    for case in bad:
        by[case.state, case.problem].append(case.number)
    rows = sorted(by.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [
        (
            state, shown(problem, 600), f"{len(numbers):,}",
            ", ".join(str(n) for n in numbers[:NUMBERS])
            + (f" and {len(numbers) - NUMBERS:,} more" if len(numbers) > NUMBERS else ""),
        )
        for (state, problem), numbers in rows
    ]  # fmt: skip


def _thinned(found: StoredSweep, held: Sequence[Case], every: int) -> str:
    """What of the cases the page holds one by one."""
    measured = sum(case.measured for case in found.cases)
    if len(held) == measured:
        return f"All {plural(measured, 'case')} with a plan are shown."
    return (
        f"{len(held):,} of {measured:,} cases with a plan are shown here one by one: one in"
        f" {every:,}, and those at both ends of each measure. Bars, quantiles and effects are of"
        f" all cases; every case has its row in {found.results}."
    )


# -- what the script draws -------------------------------------------------------------


def _histogram(found: StoredSweep, at: int) -> dict[str, Any] | None:
    made = histogram(found, at)
    if made is None:
        return None
    scenarios, states = list(found.scenarios), list(found.states)
    rows = [
        [scenarios.index(scenario), states.index(state), list(counts)]
        for (scenario, state), counts in made.counts.items()
    ]
    return {"edges": [float(edge) for edge in made.edges], "rows": rows}


def _boxes(found: StoredSweep) -> list[list[Any]]:
    """Scenario, measure, mean and quantiles of each row of quantiles.csv."""
    return [
        [
            list(found.scenarios).index(row["scenario"]), found.measures.index(row["measure"]),
            *(float(row[name]) for name in ("mean", *(q for q, _ in QUANTILES))),
        ]
        for row in found.spreads
    ]  # fmt: skip


def _bars(found: StoredSweep) -> list[list[Any]]:
    """Scenario, measure, input, coefficient, low, high of each row of effects.csv."""
    names = [name.removeprefix("input:") for name in found.inputs]
    return [
        [
            list(found.scenarios).index(row["scenario"]), found.measures.index(row["measure"]),
            names.index(row["input"]),
            *(float(row[name]) for name in ("coefficient", "low", "high")),
        ]
        for row in found.effects
    ]  # fmt: skip
