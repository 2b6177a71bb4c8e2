"""One program with offers, searched by bare HiGHS, by CBC through PuLP, and in braid's way.

Processor seconds of the solvers alone, each in a process of its own: ``python -m
benchmarks.choosing WAY FROZEN.npz SECONDS`` for one of them.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import tempfile
import time
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.apart import apart
from benchmarks.offers import write_offers
from benchmarks.peers.run import freeze
from braid.optimize.program import Answer, Limits, Program, program_of

WAYS = {
    "simplex": "its linear program, HiGHS by the simplex method",
    "interior": "its linear program, HiGHS by interior point with crossover",
    "highs": "HiGHS", "cbc": "CBC through PuLP", "braid": "braid",
}  # fmt: skip
GAP = 1e-4
"""What every search is asked for, as a part of the value."""


def compare(charges: int, offers: int, seed: int, seconds: float) -> str:
    """The table of one size; ``seconds`` is when HiGHS and CBC are stopped."""
    with tempfile.TemporaryDirectory() as folder:
        program = _program(write_offers(Path(folder), charges, offers, seed))
        frozen = freeze(program, Path(folder, "frozen.npz"))
        found = {way: apart("benchmarks.choosing", way, frozen, seconds) for way in WAYS}
    best = max(run["bound"] for run in found.values() if run["found"])
    quickest = min(found["simplex"]["seconds"], found["interior"]["seconds"])
    lines = [
        f"About {charges:,} charges, {offers} offers: {len(program.cost):,} columns,"
        f" {len(program.row_lower):,} rows, {int(program.whole.sum())} whole numbers.\n",
        "| | s | times the linear program | value | bound | gap, % | above the best bound, % |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for way, run in found.items():
        value, bound = run["value"], run["bound"]
        search = way in ("highs", "cbc", "braid")
        times = f"{run['seconds'] / quickest:.1f}"
        if search and not run["found"]:
            lines.append(f"| {WAYS[way]} | {run['seconds']:.1f} | {times} | none found | | | |")
            continue
        gaps = (f"{(value - b) / value * 100:.3f}" if search else "" for b in (bound, best))
        lines.append(
            f"| {WAYS[way]} | {run['seconds']:.1f} | {times} | {value:,.0f} | {bound:,.0f} |"
            f" {' | '.join(gaps)} |"
        )
    return "\n".join(lines) + "\n"


def _program(main: Path) -> Program:
    """The weighted tier of a portfolio's model."""
    from braid.catalog.load import load_inputs
    from braid.eligibility.build import build_ground
    from braid.model.build import build_model
    from braid.optimize.tiers import tier_costs

    inputs, problems = load_inputs(main)
    if inputs is None:
        raise SystemExit("\n".join(f"{p.place}: {p.message}" for p in problems))
    model = build_model(build_ground(inputs))
    return replace(program_of(model), cost=tier_costs(model)["weighted"])


def run(way: str, frozen: Path, seconds: float) -> dict[str, float]:
    """What one way finds, and how long it takes."""
    import highspy  # noqa: F401

    with np.load(frozen) as arrays:
        program = Program(**{field.name: arrays[field.name] for field in fields(Program)})
    if way == "cbc":
        return _cbc(program, frozen.parent, seconds)
    began = time.process_time()
    answer = _highs(program, way, seconds) if way != "braid" else _braid(program)
    spent = time.process_time() - began
    return {
        "value": answer.value, "bound": answer.bound, "found": answer.found, "seconds": spent,
    }  # fmt: skip


def _braid(program: Program) -> Answer:
    from braid.optimize.highs import solve
    from braid.optimize.reduced import Reduced
    from braid.optimize.searching import Run

    reduced = Reduced.of(program, [program.cost])
    more = reduced.constant(program.cost)
    answer = Run(solve, Limits(), solve).found(reduced.small)
    return replace(answer, value=answer.value + more, bound=answer.bound + more)


def _highs(program: Program, way: str, seconds: float) -> Answer:
    """HiGHS as it is, but for one thread and the gap."""
    from braid.optimize.highs import answer_of, handed_over

    if way in ("simplex", "interior"):
        program = replace(program, whole=np.zeros_like(program.whole))
    solver: Any = handed_over(program, Limits(seconds=seconds, nodes=None))
    solver.setOptionValue("mip_rel_gap", GAP)
    for kind, tolerance in (("primal", 1e-7), ("dual", 1e-7), ("mip", 1e-6)):
        solver.setOptionValue(f"{kind}_feasibility_tolerance", tolerance)
    solver.setOptionValue("solver", {"simplex": "simplex", "interior": "ipm"}.get(way, "choose"))
    solver.run()
    return answer_of(solver, program, 0.0)


def _cbc(program: Program, folder: Path, seconds: float) -> dict[str, float]:
    """CBC's own time, without what PuLP takes to hand the program over."""
    import pulp

    from braid.optimize.highs import handed_over
    from braid.optimize.pulp_engine import ALIASES, available

    name = next((name for name in ALIASES["cbc"] if name in available()), None)
    if name is None:
        raise SystemExit("CBC is not installed.")
    model, log = folder / "program.mps", folder / "cbc.log"
    solver: Any = handed_over(program, Limits())
    solver.writeModel(str(model))
    _, problem = pulp.LpProblem.fromMPS(str(model))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    problem.solve(
        pulp.getSolver(
            name, msg=False, gapRel=GAP, timeLimit=seconds, timeMode="cpu", logPath=str(log)
        )
    )
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    value = float(pulp.value(problem.objective) or 0.0)
    text = log.read_text(encoding="utf-8")
    told = re.search(r"Lower bound:\s+([-\d.e+]+)", text)
    bound = float(told[1]) if told else value
    found = value >= bound - 1e-3 * abs(bound)  # else it is of a point that is not whole
    return {"value": value, "bound": bound, "found": found, "seconds": spent}


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))))
