"""Seconds for each stage from a scenario's file to a written plan, in one process."""

from __future__ import annotations

import gc
import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from braid.model.model import Model
from braid.optimize.program import Answer, Limits, Program

STAGES = (
    "reading", "eligibility", "model", "hand-over", "HiGHS", "read-back and cents", "tables",
    "audit", "writing",
)  # fmt: skip


class Clock:
    """Processor seconds by stage; the garbage of one stage is not charged to the next."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.process_time()

    def start(self) -> None:
        """What went before belongs to no stage."""
        gc.collect()
        self._last = time.process_time()

    def lap(self, stage: str) -> None:
        """The time since the last lap or start goes to ``stage``."""
        now = time.process_time()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self.start()


def measure(path: Path) -> dict[str, object]:
    """Every stage once. Libraries are imported beforehand: the start-up has its own figures."""
    import highspy  # noqa: F401

    from braid.audit import audit_plan
    from braid.catalog.load import load_inputs
    from braid.eligibility.build import build_ground
    from braid.model.build import build_model
    from braid.optimize.highs import answer_of, handed_over
    from braid.optimize.program import program_of
    from braid.plan import build as making
    from braid.plan.folder import describe_run, write_plan
    from braid.plan.handing import under_audit
    from braid.plan.plan import Plan
    from braid.plan.reasons import Reasons
    from braid.plan.solution import solution_of

    clock = Clock()
    clock.start()
    inputs, problems = load_inputs(path)
    clock.lap("reading")
    if inputs is None:
        raise SystemExit("\n".join(f"{p.place}: {p.message}" for p in problems))
    ground = build_ground(inputs)
    clock.lap("eligibility")
    model = build_model(ground)
    clock.lap("model")
    program = decided(replace(program_of(model), cost=model.costs["unfunded"]))
    highs = handed_over(program, Limits())
    clock.lap("hand-over")
    highs.run()
    clock.lap("HiGHS")
    answer = answer_of(highs, program, 0.0)
    clock.lap("read-back and cents")
    del highs
    optimum = whole_people(model, program, answer)
    clock.start()
    solution = solution_of(model, optimum, making.engine_named("highs"))
    clock.lap("read-back and cents")
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
    if refused or not report.passed:
        raise SystemExit(f"{refused} {report.findings[:5]}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sizes = {
        "cells": len(ground.cells), "charges": len(ground.charges), "columns": model.columns,
        "rows": len(model.rows), "terms": len(model.rows.column),
        "paid": len(tables["charges"]), "unfunded": len(tables["unfunded"]),
    }  # fmt: skip
    plain = plain_model(model, sizes)
    return {"seconds": clock.seconds, "sizes": sizes, "peak": peak, "plain": plain}


def plain_model(model: Model, sizes: dict[str, int]) -> list[float]:
    """Seconds that PuLP needs for the same model: to build it, and to hand it over."""
    from benchmarks import plain

    gc.collect()
    building, handing, size = plain.build(model)
    if size[:2] != (sizes["columns"], sizes["rows"]):
        raise SystemExit(f"PuLP's model has another size: {size}, not {sizes}")
    return [building, handing]


def decided(program: Program) -> Program:
    """The program with every 0/1 decision of rules at 0: nobody claims an exception.

    That is always legal. In the generated scenario it costs nothing either: the best value
    is that of the relaxation, so one linear program is one solve of the tier.
    """
    upper = np.where(program.whole, 0.0, program.upper)
    return replace(program, upper=upper, whole=np.zeros_like(program.whole))


def whole_people(model: Model, program: Program, answer: Answer):  # type: ignore[no-untyped-def]
    """The optimum of tier 2 with head counts rounded up, or what the whole optimization finds.

    A plan of all tiers takes many solves; for timing what follows, one with whole people will do.
    """
    from braid.optimize.highs import solve
    from braid.optimize.tiers import Optimum, optimize

    heads = model.layout.heads
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[heads] = upper[heads] = np.ceil(answer.x[heads] - 1e-7)
    again = solve(replace(program, lower=lower, upper=upper), Limits())
    if not len(again.x):
        return optimize(model, solve)
    values = {name: float(cost @ again.x) for name, cost in model.costs.items()}
    return Optimum(again.x, values, values, values, False, 0.0)
