"""Seconds for each stage from a scenario's file to a written plan, in one process."""

from __future__ import annotations

import gc
import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.peers.run import freeze
from benchmarks.solver_time import SolverTime
from braid.model.model import Model
from braid.optimize.program import Answer, Limits, Program

STAGES = (
    "reading", "eligibility", "model", "hand-over", "alike together", "HiGHS", "split again",
    "cents", "tables", "audit", "writing",
)  # fmt: skip
TO_A_VERTEX = STAGES[: STAGES.index("split again") + 1]
"""From the files to the answer of tier 2, a vertex of the whole model."""


class Clock:
    """Processor seconds by stage; the garbage of one stage is not charged to the next."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.peaks: dict[str, float] = {}
        self._last = time.process_time()

    def start(self) -> None:
        """What went before belongs to no stage."""
        gc.collect()
        self._last = time.process_time()

    def lap(self, stage: str) -> None:
        """The time since the last lap or start goes to ``stage``."""
        now = time.process_time()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self.peaks[stage] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.start()

    def told(self, sizes: dict[str, int]) -> dict[str, object]:
        """All that was measured: the peak of a stage is that of the process until its end."""
        return {
            "seconds": self.seconds, "peaks": self.peaks, "sizes": sizes,
            "peak": max(self.peaks.values()),
        }  # fmt: skip


def measure(path: Path, frozen: Path | None = None, *, solve: bool = True) -> dict[str, object]:
    """Every stage once. Libraries are imported beforehand: the start-up has its own figures.

    Whole cents ask HiGHS too: how many of the stage's seconds are its own stands under ``solver``.
    The linear program is left in ``frozen``; without ``solve`` it is handed over and no more.
    """
    from braid.audit import audit_plan
    from braid.catalog.load import load_inputs
    from braid.eligibility.build import build_ground
    from braid.model.build import build_model
    from braid.optimize.alike import put_together
    from braid.optimize.highs import handed_over
    from braid.optimize.highs import solve as solve_whole
    from braid.optimize.program import program_of
    from braid.optimize.splitting import solved, split
    from braid.plan import build as making
    from braid.plan.folder import describe_run, write_plan
    from braid.plan.handing import under_audit
    from braid.plan.plan import Plan
    from braid.plan.reasons import Reasons
    from braid.plan.solution import solution_of

    clock, highs_itself = Clock(), SolverTime(time.process_time)
    highs_itself.watch()
    clock.start()
    inputs, problems = load_inputs(path)
    clock.lap("reading")
    if inputs is None:
        raise SystemExit("\n".join(f"{p.place}: {p.message}" for p in problems))
    ground = build_ground(inputs)
    clock.lap("eligibility")
    model = build_model(ground)
    clock.lap("model")
    sizes = {
        "cells": len(ground.cells), "charges": len(ground.charges), "columns": model.columns,
        "rows": len(model.rows), "terms": len(model.rows.column),
    }  # fmt: skip
    clock.start()
    program = decided(replace(program_of(model), cost=model.costs["unfunded"]), model)
    highs = handed_over(program, Limits())
    clock.lap("hand-over")
    if frozen is not None:
        freeze(program, frozen)
        clock.start()
    if not solve:
        return clock.told(sizes)
    del highs
    clock.start()
    alike = put_together(program)
    clock.lap("alike together")
    answer: Answer | None
    answer = solve_whole(program, Limits()) if alike is None else solved(alike.program, Limits())
    clock.lap("HiGHS")
    if alike is not None and answer is not None:
        sizes |= {
            "alike columns": len(alike.program.cost),
            "alike rows": len(alike.program.row_lower),
        }
        answer = split(program, alike, answer)
    clock.lap("split again")
    if answer is None:
        raise SystemExit("The classes were not split.")
    optimum = whole_people(model, program, answer)
    before = highs_itself.seconds
    clock.start()
    solution = solution_of(model, optimum, making.engine_named("highs"))
    clock.lap("cents")
    solver = {"cents": highs_itself.seconds - before}
    reasons = Reasons(solution)
    tables = making._tables(solution, reasons, {}, True)
    clock.lap("tables")
    report = audit_plan(inputs, under_audit(solution, tables))
    clock.lap("audit")
    plan = Plan(
        name=inputs.scenario.name, inputs=inputs, tables=tables,
        summary=making._summary(solution, tables), tiers=making._tiers(solution, model, {}),
        features=making.structural_features(inputs, tables),
        run=describe_run(inputs, clock.seconds), audit_passed=report.passed,
    )  # fmt: skip
    clock.lap("tables")
    with tempfile.TemporaryDirectory() as folder:
        clock.start()
        refused = write_plan(plan, Path(folder, "plan"))
        clock.lap("writing")
    if refused:
        raise SystemExit(str(refused))
    found = {"paid": len(tables["charges"]), "unfunded": len(tables["unfunded"])}
    measured = clock.told(sizes | found | {"findings": len(report.findings)})
    return measured | {"solver": solver}


def decided(program: Program, model: Model) -> Program:
    """The linear program of a tier: 0/1 decisions taken, people not whole yet.

    Nobody claims an exception and every single audit is due: that is always legal.
    """
    lower, upper = program.lower.copy(), program.upper.copy()
    upper[list(model.layout.used.values())] = 0
    for name, column, _ in model.layout.flags:
        lower[column] = upper[column] = 1 if name.startswith("reached:") else 0
    return replace(program, lower=lower, upper=upper, whole=np.zeros_like(program.whole))


def whole_people(model: Model, program: Program, answer: Answer):  # type: ignore[no-untyped-def]
    """The optimum of tier 2 with head counts rounded down: legal, and near enough for timing.

    Streams whose people a rule counts or keeps apart serve nobody here.
    """
    from braid.optimize.splitting import solve
    from braid.optimize.tiers import Optimum

    heads = model.layout.heads
    people = np.where(model.whole, 0, np.floor(answer.x + 1e-7))
    _recorded(people, model)
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[heads] = upper[heads] = people[heads]
    again = solve(replace(program, lower=lower, upper=upper), Limits())
    if not len(again.x):
        raise SystemExit("No plan with whole people was found.")
    values = {name: float(cost @ again.x) for name, cost in model.costs.items()}
    return Optimum(again.x, values, values, values, False, 0.0)


def _recorded(people: np.ndarray, model: Model) -> None:
    """Records of a family are of those whom its streams serve: of the most, up to all of them."""
    served: dict[tuple[int, int], list[float]] = {}
    for (group, stream), column in model.layout.served.items():
        system = int(model.ground.codes.system_of[stream])
        served.setdefault((group, system), []).append(people[column])
    for pair, column in model.layout.recorded.items():
        heads = served.get(pair, [0.0])
        people[column] = min(max(people[column], *heads, 0.0), sum(heads))
