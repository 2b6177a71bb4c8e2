"""Print how many cases of a sweep are solved in a second, and how much memory that takes.

    python -m benchmarks.sweep             # make bench-sweep
    python -m benchmarks.sweep --cases 60 --no-memory

Case for case it is compared with starting ``braid solve``; then two workers with one; then the
memory of sweeps of 200, 2,000 and 10,000 cases of a small scenario. Measure on a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from braid.comparison.sweeping.alone import write_case
from braid.comparison.sweeping.loaded import Loaded, load_sweep
from braid.comparison.sweeping.running import run_sweep

DEMO = Path(__file__).resolve().parent.parent / "scenarios" / "project-quest.yaml"
SIZES = (200, 2_000, 10_000)
DEMO_SWEEP = """
sweep: bench
scenario: {scenario}
sample: {{method: monte_carlo, cases: {cases}, seed: 1}}
inputs:
  - {{name: county, award: city, field: amount, times: {{uniform: {{from: 0.7, to: 1.2}}}}}}
  - {{name: adult, award: adult_2026, field: amount, times: {{uniform: {{from: 0.7, to: 1.2}}}}}}
"""
SMALL = """
name: Small
horizon: {start: 2026-07-01, end: 2027-06-30, period: quarter}
programs: [{id: welding, weeks: 12}]
groups: [{id: fall, program: welding, participants: 20, start: 2026-09-07}]
costs: [{id: tuition, category: tuition_fees, per_participant: 2900, when: start}]
awards: [{id: gift, stream: foundation_grant, amount: 40000}]
"""
SMALL_SWEEP = """
sweep: small
scenario: small.yaml
sample: {{method: monte_carlo, cases: {cases}, seed: 1}}
inputs:
  - {{name: gift, award: gift, field: amount, times: {{uniform: {{from: 0.5, to: 2}}}}}}
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep", description=__doc__)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--starts", type=int, default=5, help="how often braid solve is started")
    parser.add_argument("--turns", type=int, default=3, help="how often one and two workers run")
    parser.add_argument("--no-memory", action="store_true", help="leave the memory out")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one is not None:
        print(json.dumps(memory_of(chosen.one)))
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the first run\n")
    print(_speed(chosen.cases, chosen.starts, chosen.turns))
    if not chosen.no_memory:
        print(_memory())


def _speed(cases: int, starts: int, turns: int) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        loaded = _sweep(folder, DEMO_SWEEP.format(scenario=DEMO, cases=cases))
        started, rates = [], {1: [], 2: []}
        for turn in range(turns):
            started += [_started(loaded, 1 + k, folder) for k in range(max(1, starts // turns))]
            for workers, found in rates.items():
                found.append(_rate(loaded, folder / f"{turn}-{workers}", workers, cases))
    each = median(started)
    lines = [
        f"| cases a second, medians of {turns} turns of {cases} cases | whole run | once started |",
        "|---|--:|--:|",
        f"| `braid solve` started for each case ({each:.2f} s) | {1 / each:.2f} | |",
    ]
    for workers, found in rates.items():
        whole, steady = (median(rate[k] for rate in found) for k in (0, 1))
        lines.append(f"| `braid sweep --workers {workers}` | {whole:.1f} | {steady:.1f} |")
    two, one = ([rate[1] for rate in rates[n]] for n in (2, 1))
    whole_two = median(rate[0] for rate in rates[2])
    lines += [
        f"| **two workers / starting for each** | **{whole_two * each:.1f}** "
        f"| **{median(two) * each:.1f}** |",
        f"| **efficiency from one to two workers** | | **{median(two) / median(one) / 2:.2f}** |",
    ]
    return "\n".join(lines) + "\n"


def _sweep(folder: Path, text: str) -> Loaded:
    path = folder / "sweep.yaml"
    path.write_text(text, encoding="utf-8")
    loaded, problems = load_sweep(path)
    assert loaded is not None, problems
    return loaded


def _started(loaded: Loaded, number: int, folder: Path) -> float:
    """Seconds of ``braid solve`` on one case, its start included."""
    scenario, rules = write_case(loaded, number, folder / f"case-{number}")
    out = folder / f"plan-{number}"
    command = [sys.executable, "-m", "braid", "solve", str(scenario), "--rules", str(rules)]
    began = time.perf_counter()
    subprocess.run([*command, "--out", str(out)], capture_output=True, check=True)
    return time.perf_counter() - began


def _rate(loaded: Loaded, out: Path, workers: int, cases: int) -> tuple[float, float]:
    """Cases in a second: of the whole run, and from the first chunk of each worker on."""
    marks: list[tuple[float, int]] = []
    began = time.perf_counter()
    run_sweep(
        loaded, out, workers=workers,
        told=lambda done, of: marks.append((time.perf_counter(), done)),
    )  # fmt: skip
    ended = time.perf_counter()
    first, done = marks[workers]
    return cases / (ended - began), (marks[-1][1] - done) / (marks[-1][0] - first)


def _memory() -> str:
    lines = ["| cases | peak of the command, MB | peak of its worker, MB |", "|--:|--:|--:|"]
    for cases in SIZES:
        command = [sys.executable, "-m", "benchmarks.sweep", "--one", str(cases)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        own, worker = json.loads(done.stdout.splitlines()[-1])
        lines.append(f"| {cases:,} | {own:.0f} | {worker:.0f} |")
    return "\n".join(lines) + "\n"


def memory_of(cases: int) -> tuple[float, float]:
    """Peak megabytes of a sweep of the small scenario: this process, and its worker."""
    from braid.comparison.sweeping.effects import effects

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
        loaded = _sweep(folder, SMALL_SWEEP.format(cases=cases))
        run_sweep(loaded, folder / "out", workers=1)
        found = effects(loaded, folder / "out")
        assert found.states == {"good": cases}, found.problems
    kinds = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    own, worker = (resource.getrusage(kind).ru_maxrss / 1024 for kind in kinds)
    return own, worker


if __name__ == "__main__":
    main()
