"""Print how long everything takes, as the tables of ``docs/performance.md``."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.scenario import write_scenario
from benchmarks.stages import STAGES, measure
from benchmarks.startup import compare, heavy_imports

DEMO = Path(__file__).resolve().parent.parent / "scenarios" / "project-quest.yaml"


def main() -> None:
    """Measure the demo, a large scenario, and the start."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--charges", type=int, default=100_000, help="about how many are possible")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--runs", type=int, default=7, help="how often each start is timed")
    parser.add_argument("--repeats", type=int, default=7, help="how often the stages are timed")
    parser.add_argument("--keep", type=Path, help="where to leave the generated scenario")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one is not None:
        print(json.dumps(measure(chosen.one)))
        return
    with tempfile.TemporaryDirectory() as folder:
        large = write_scenario(chosen.keep or Path(folder), chosen.charges, chosen.seed)
        runs = [(_apart(DEMO), _apart(large)) for _ in range(chosen.repeats)]
    print(f"Medians of {chosen.repeats} runs, processor seconds:\n")
    print(_stages([list(of_one) for of_one in zip(*runs, strict=True)]))
    if chosen.runs:
        print(_start(chosen.runs))


def _apart(path: Path) -> dict:
    """One measurement in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks", "--one", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr or done.stdout)
    out: dict = json.loads(done.stdout.splitlines()[-1])
    seconds = out["seconds"]
    out["rest"] = sum(seconds.values()) - seconds["HiGHS"]
    out["share"] = out["rest"] / seconds["HiGHS"]
    out["times"] = sum(out["plain"]) / (seconds["model"] + seconds["hand-over"])
    return out


def _stages(found: list[list[dict]]) -> str:
    """Medians of each scenario's runs; a ratio is worked out run by run, with its range."""
    lines = ["|  | demo | generated |", "|---|--:|--:|"]

    def row(name: str, show: Callable[[list[dict]], str]) -> None:
        lines.append(f"| {name} | {' | '.join(show(runs) for runs in found)} |")

    def middle(of: Callable[[dict], float]) -> Callable[[list[dict]], str]:
        return lambda runs: f"{median(map(of, runs)):.3f}"

    def ranged(key: str) -> Callable[[list[dict]], str]:
        def show(runs: list[dict]) -> str:
            values = [run[key] for run in runs]
            return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"

        return show

    for name, what in (
        ("charges", "possible charges"), ("columns", "columns"), ("rows", "rows"),
        ("terms", "coefficients"), ("paid", "charges in the plan"),
    ):  # fmt: skip
        row(what, lambda runs, name=name: f"{runs[0]['sizes'][name]:,}")
    for stage in STAGES:
        row(f"{stage}, s", middle(lambda run, stage=stage: run["seconds"][stage]))
    row("**everything but HiGHS, s**", middle(lambda run: run["rest"]))
    row("**the same, as a share of HiGHS**", ranged("share"))
    row("peak memory, MB", lambda runs: f"{max(run['peak'] for run in runs):,.0f}")
    row("PuLP: building, s", middle(lambda run: run["plain"][0]))
    row("PuLP: hand-over, s", middle(lambda run: run["plain"][1]))
    row("**PuLP / braid, building and hand-over**", ranged("times"))
    return "\n".join(lines) + "\n"


def _start(runs: int) -> str:
    times = compare(DEMO, runs)
    lines = [f"| median of {runs} runs | s | of the imports |", "|---|--:|--:|"]
    for name, key in (
        ("`python -c \"import pandas, highspy, pydantic, typer\"`", "imports"),
        ("`braid solve` on the demo, HiGHS's own time apart", "solve"),
        ("`braid --help`", "help"), ("`braid check` on the demo", "check"),
    ):  # fmt: skip
        lines.append(f"| {name} | {times[key]:.3f} | {times[key] / times['imports']:.2f} |")
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder, "plan"))
        for arguments in (["--help"], ["check", str(DEMO)], ["solve", str(DEMO), "--out", out]):
            heavy = ", ".join(heavy_imports(arguments)) or "no heavy library"
            lines.append(f"\n`braid {arguments[0]}` imports {heavy}.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
