"""What a sweep shows: the spread of each measure, and which input moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from braid.comparison.sweeping.effects import QUANTILES, Effect, Effects, Spread
from braid.comparison.sweeping.loaded import Loaded
from braid.comparison.sweeping.measures import CHARGES, COUNTS
from braid.comparison.sweeping.solving import GOOD
from braid.plan.document import json_text
from braid.render.output import columns, heading, told
from braid.render.words import plural

if TYPE_CHECKING:
    from rich.console import Console

VERSION = 1
WORDS = {
    "cost": "Cost", "entitlements": "Paid by entitlements", "funded": "Funded",
    "unfunded": "Unfunded", "must_unfunded": "Unfunded, must be paid",
    "overhead": "Cost of reporting", "overhead_hours": "Hours of reporting", "lapses": "Lapses",
    "participants": "Participants", "completely_funded": "People completely funded",
    "coverage": "Share of cost paid", "floors_missed": "Missed floors",
    "bridge_loans": "Bridge loans",
}  # fmt: skip
SMALL = 0.05
"""Effects below this are left out of the text."""
MOST_PROBLEMS = 5


def sweep_report(loaded: Loaded, found: Effects, out: Console) -> None:
    """The cases, the quantiles of each measure, and the inputs by effect."""
    from rich.text import Text

    sample = loaded.sweep.sample
    total = sum(found.states.values())
    out.print(Text(f"{loaded.sweep.sweep}: {plural(total, 'case')}", style="bold"))
    how = {"grid": "every combination", "list": "as listed"}.get(
        sample.method, f"{sample.method.replace('_', ' ')}, seed {sample.seed}"
    )
    states = ", ".join(f"{count:,} {state}" for state, count in sorted(found.states.items()))
    out.print(f"{how}; {states}")
    for base in loaded.bases:
        name = f" of {base.name}" if len(loaded.bases) > 1 else ""
        _spreads([s for s in found.spreads if s.scenario == base.name], name, out)
        _effects(base.name, found, name, out)
    _problems(found, out)


def _spreads(spreads: list[Spread], name: str, out: Console) -> None:
    if not spreads:
        return
    heading(out, f"What the cases come to{name}", "least, quantiles, most; of the good cases")
    heads = ["least", "5%", "25%", "half", "75%", "95%", "most"]
    table = columns("Measure", "Mean", *heads)
    for s in spreads:
        table.add_row(word(s.measure), *(_number(s.measure, v) for v in (s.mean, *s.quantiles)))
    out.print(table)


def _effects(scenario: str, found: Effects, name: str, out: Console) -> None:
    chosen = [e for e in found.effects if e.scenario == scenario and abs(e.coefficient) >= SMALL]
    if not chosen:
        return
    note = "by standardised rank regression: 1 or -1 decides alone, 0 changes nothing"
    heading(out, f"What moves them{name}", note)
    table = columns("Measure", "~Input", "Effect", "Input low", "Input high", "Explained", words=1)
    for measure in dict.fromkeys(e.measure for e in chosen):
        own = sorted((e for e in chosen if e.measure == measure), key=_strongest)
        for number, e in enumerate(own):
            first = number == 0
            table.add_row(
                word(measure) if first else "", e.input, f"{e.coefficient:+.2f}",
                _number(measure, e.low), _number(measure, e.high),
                f"{100 * found.explained[scenario, measure]:.0f}%" if first else "",
            )  # fmt: skip
    out.print(table)
    out.print()
    told([
        "Input low and high: the mean of the measure in the fifth of the cases where the input is "
        "least, and where it is most. Explained: how much of the order of the cases the inputs "
        "tell together; where it is little, inputs act on one another.",
    ], out)  # fmt: skip


def _strongest(effect: Effect) -> tuple[float, str]:
    return -abs(effect.coefficient), effect.input


def _problems(found: Effects, out: Console) -> None:
    if not found.problems:
        return
    heading(out, "Cases without a plan, or with a doubtful one", "their rows say it too")
    ordered = sorted(found.problems.items(), key=lambda pair: (-pair[1], pair[0]))
    told([f"{plural(n, 'case')}: {what}" for what, n in ordered[:MOST_PROBLEMS]], out)
    if len(ordered) > MOST_PROBLEMS:
        told([f"and {len(ordered) - MOST_PROBLEMS} more problems; see the results"], out)


def word(measure: str) -> str:
    """A measure as it is told."""
    if measure.startswith(CHARGES):
        return f"Charged to {measure.removeprefix(CHARGES)}"
    return WORDS[measure]


def _number(measure: str, value: float) -> str:
    if measure == "coverage":
        return f"{100 * value:.1f}%"
    if measure in COUNTS or measure == "overhead_hours":
        return f"{value:,.0f}"
    return f"{value:,.0f}"


def sweep_json(loaded: Loaded, found: Effects) -> str:
    """The same for programs; the rows themselves are in the results."""
    data: dict[str, Any] = {
        "schema_version": VERSION,
        "sweep": loaded.sweep.sweep,
        "method": loaded.sweep.sample.method,
        "seed": loaded.sweep.sample.seed,
        "cases": sum(found.states.values()),
        "good": found.states.get(GOOD, 0),
        "states": dict(sorted(found.states.items())),
        "problems": dict(sorted(found.problems.items())),
        "quantiles": [
            {
                "scenario": s.scenario, "measure": s.measure, "mean": round(s.mean, 6),
                **{f"q{round(100 * q)}": v for q, v in zip(QUANTILES, s.quantiles, strict=True)},
            }
            for s in found.spreads
        ],
        "effects_by": "standardised rank regression",
        "effects": [
            {
                "scenario": e.scenario, "measure": e.measure, "input": e.input,
                "coefficient": round(e.coefficient, 6), "low": round(e.low, 6),
                "high": round(e.high, 6),
                "explained": round(found.explained[e.scenario, e.measure], 6),
            }
            for e in found.effects
        ],
    }  # fmt: skip
    return json_text(data)
