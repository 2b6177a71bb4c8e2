"""Print how long everything takes, as the tables of ``docs/performance.md``.

python -m benchmarks --charges 1000 10000 100000 1000000 --peers
python -m benchmarks --charges 100000 1000000 --bare
python -m benchmarks --charges 3000000 --no-solve
python -m benchmarks --charges 10000 100000 --offers 80 300
python -m benchmarks --start
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.apart import apart
from benchmarks.choosing import compare as compare_searches
from benchmarks.peers.run import PEERS, Missing, measured
from benchmarks.stages import STAGES, TO_A_VERTEX, measure
from benchmarks.startup import compare, heavy_imports
from benchmarks.state import write_state

DEMO = Path(__file__).resolve().parent.parent / "scenarios" / "project-quest.yaml"
SOLVED_UP_TO = 10_000
"""Charges up to which every peer solves too, and must find the same optimum."""
Runs = list[dict]


def main() -> None:
    """Measure every stage at each size, the peers on the same arrays, and the start."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument(
        "--charges", type=int, nargs="*", default=[10_000, 100_000],
        help="about how many are possible: a table's columns",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--peers", action="store_true", help="other layers on the same arrays too")
    parser.add_argument(
        "--bare", action="store_true", help="solve all columns by bare HiGHS too: the ratio"
    )
    parser.add_argument(
        "--no-solve", action="store_true", help="stop when the solver has the model"
    )
    parser.add_argument("--repeats", type=int, default=1, help="how often each size is timed")
    parser.add_argument(
        "--offers", type=int, nargs="+",
        help="for each size, of how many offers to choose: HiGHS, CBC and braid on the same model",
    )  # fmt: skip
    parser.add_argument(
        "--seconds", type=float, default=120,
        help="when HiGHS (by the clock) and CBC (by the processor) are stopped (with --offers)",
    )  # fmt: skip
    parser.add_argument("--start", action="store_true", help="how fast braid starts")
    parser.add_argument("--runs", type=int, default=7, help="how often each start is timed")
    parser.add_argument("--keep", type=Path, help="where to leave the generated states")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--frozen", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one is not None:
        print(json.dumps(measure(chosen.one, chosen.frozen, solve=not chosen.no_solve)))
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the first run\n")
    if chosen.start:
        print(_start(chosen.runs))
        return
    if chosen.offers:
        for charges, offers in zip(chosen.charges, chosen.offers, strict=True):
            print(compare_searches(charges, offers, chosen.seed, chosen.seconds), flush=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = chosen.keep or Path(folder)
        found: list[Runs] = []
        for charges in chosen.charges:
            state = write_state(place / str(charges), charges, chosen.seed)
            frozen = Path(folder, "frozen.npz") if chosen.peers or chosen.bare else None
            runs = [_apart(state, frozen, solve=not chosen.no_solve) for _ in range(chosen.repeats)]
            found.append(runs)
            if frozen is not None and chosen.bare:
                _beside_bare(runs, frozen)
            if frozen is not None and chosen.peers:
                print(_peers(charges, runs, frozen), flush=True)
        print(_stages(chosen.charges, found, chosen.repeats))


def _apart(path: Path, frozen: Path | None, *, solve: bool) -> dict:
    """One measurement in a process of its own, so that its memory is its own."""
    more = ["--frozen", frozen] if frozen is not None else []
    more += [] if solve else ["--no-solve"]
    out: dict = apart("benchmarks", "--one", path, *more)
    seconds = out["seconds"]
    out["with cents"] = sum(s for stage, s in seconds.items() if stage != "HiGHS")
    out["rest"] = out["with cents"] - sum(out.get("solver", {}).values())
    out["each"] = out["rest"] / out["sizes"]["charges"] * 1e6
    return out


def _beside_bare(runs: Runs, frozen: Path) -> None:
    """What bare HiGHS takes for all columns and rows, in a process of its own for each run."""
    for run in runs:
        bare = measured("bare", frozen, solve=True)
        run["bare"] = bare["solving"]
        if "HiGHS" in run["seconds"]:
            run["share"] = run["rest"] / bare["solving"]
            run["share with cents"] = run["with cents"] / bare["solving"]
            run["vertex"] = sum(run["seconds"][stage] for stage in TO_A_VERTEX) / bare["solving"]


def _stages(charges: list[int], found: list[Runs], repeats: int) -> str:
    """A column for each size; medians of its runs, ratios run by run with their range."""
    lines = [
        f"Processor seconds{f', medians of {repeats} runs' if repeats > 1 else ''}; memory is the"
        " process's peak until the end of the stage.\n",
        "| charges, about | " + " | ".join(f"{number:,}" for number in charges) + " |",
        "|---" + "|--:" * len(charges) + "|",
    ]

    def row(name: str, show: Callable[[Runs], str]) -> None:
        lines.append(f"| {name} | {' | '.join(show(runs) for runs in found)} |")

    def size(key: str) -> Callable[[Runs], str]:
        return lambda runs: f"{runs[0]['sizes'][key]:,}" if key in runs[0]["sizes"] else ""

    def ranged(key: str, digits: int) -> Callable[[Runs], str]:
        def show(runs: Runs) -> str:
            values = [run[key] for run in runs if key in run]
            if not values:
                return ""
            middle = f"{median(values):,.{digits}f}"
            more = f" ({min(values):,.{digits}f} to {max(values):,.{digits}f})"
            return middle + (more if len(values) > 1 else "")

        return show

    for key, what in (
        ("charges", "possible charges"), ("columns", "columns"), ("rows", "rows"),
        ("terms", "coefficients"), ("alike columns", "columns once alike are together"),
        ("alike rows", "rows then"), ("paid", "charges in the plan"),
        ("findings", "findings of the audit"),
    ):  # fmt: skip
        row(what, size(key))
    for stage in STAGES:
        row(f"{stage}, s", partial(_seconds, stage))
        if stage == "cents":
            row("of cents, in HiGHS, s", _in_highs)
    row("**everything but HiGHS, s**", ranged("rest", 2))
    if any("bare" in run for runs in found for run in runs):
        row("bare HiGHS with all columns, s", ranged("bare", 2))
        row("**everything but HiGHS / bare HiGHS**", ranged("share", 2))
        row("the same with HiGHS's own time in cents", ranged("share with cents", 2))
        row("**from files to a vertex of tier 2 / bare HiGHS**", ranged("vertex", 2))
    row("**the same, millionths of a second for each charge**", ranged("each", 1))
    return "\n".join(lines) + "\n"


def _seconds(stage: str, runs: Runs) -> str:
    if stage not in runs[0]["seconds"]:
        return ""
    seconds = median(run["seconds"][stage] for run in runs)
    return f"{seconds:,.2f} ({max(run['peaks'][stage] for run in runs):,.0f} MB)"


def _in_highs(runs: Runs) -> str:
    times = [run["solver"]["cents"] for run in runs if "solver" in run]
    return f"{median(times):,.2f}" if times else ""


def _peers(charges: int, runs: Runs, frozen: Path) -> str:
    """Each peer on the frozen arrays, beside braid's own hand-over of the same model."""
    own = median(run["seconds"]["hand-over"] for run in runs)
    rows = own + median(run["seconds"]["model"] for run in runs)
    solve = charges <= SOLVED_UP_TO
    lines = [
        f"Peers at about {charges:,} charges, processor seconds:\n",
        "| | building | handing over | peak, MB | braid's hand-over / this |"
        " with finding the rows | optimum |",
        "|---|--:|--:|--:|--:|--:|--:|",
        f"| braid | | {own:.3f} | {max(r['peaks']['hand-over'] for r in runs):,.0f} | 1 | | |",
    ]
    values = []
    for name, (title, _) in PEERS.items():
        try:
            found = measured(name, frozen, solve=solve)
        except Missing as error:
            lines.append(f"| {error} | | | | | | |")
            continue
        seconds = found["seconds"]
        building, handing = seconds.get("building", 0.0), seconds.get("handing", 0.0)
        both = building + handing
        value = f"{found['value']:,.2f}" if solve else ""
        values += [found["value"]] if solve else []
        lines.append(
            f"| {title} {found['version']} | {building:.3f} | {handing:.3f} |"
            f" {found['peak']:,.0f} | {own / both:.3f} | {rows / both:.3f} | {value} |"
        )
    if values and max(values) - min(values) > 1e-6 * max(1.0, *values):
        raise SystemExit("\n".join(lines) + "\nThe peers' optima differ.")
    return "\n".join(lines) + "\n"


def _start(runs: int) -> str:
    times = compare(DEMO, runs)
    lines = [f"| median of {runs} runs | s | of the imports |", "|---|--:|--:|"]
    for name, key in (
        ("`python -c \"import pandas, highspy, pydantic, typer\"`", "imports"),
        ("`braid solve` on the demo, HiGHS's own time apart", "solve"),
        ("`--help` of an empty Typer app", "typer"),
        ("`braid --help`", "help"), ("`braid check` on the demo", "check"),
    ):  # fmt: skip
        lines.append(f"| {name} | {times[key]:.3f} | {times[key] / times['imports']:.2f} |")
    for name, key in (("braid --help", "help"), ("braid check", "check")):
        lines.append(f"\n`{name}` / the empty Typer app: {times[key] / times['typer']:.2f}")
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder, "plan"))
        for arguments in (["--help"], ["check", str(DEMO)], ["solve", str(DEMO), "--out", out]):
            heavy = ", ".join(heavy_imports(arguments)) or "no heavy library"
            lines.append(f"\n`braid {arguments[0]}` imports {heavy}.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
