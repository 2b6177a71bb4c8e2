"""Prices of rows: what one more dollar of room is worth in unfunded dollars.

Read from one solve of tier 2 with the whole numbers fixed and the earlier tiers as
rows, never from an optimal face. A price holds "with these streams", for the range
that is given, and is absent where the solver cannot vouch for it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from braid.model.fairness import FAIRNESS
from braid.model.model import Model
from braid.optimize.program import Program
from braid.record import record


@record
class Price:
    """Dollars of unfunded cost saved per dollar of room, for sides from ``low`` to ``high``."""

    value: float
    low: float
    high: float


def row_prices(model: Model, fixed: Program, values: dict[str, float]) -> dict[int, Price]:
    """Price of each row that has one, by row number; empty when the duals are not valid."""
    import highspy

    program = replace(fixed, cost=model.costs["unfunded"])
    locks = []
    earlier = [name for name in model.costs if name.startswith(FAIRNESS)]
    for name in ("floors", "must", *earlier):
        cost = model.costs[name]
        columns = np.flatnonzero(cost)
        if len(columns):
            locks.append((columns, cost[columns], -np.inf, values.get(name, 0.0) + 1e-6))
    program = program.with_rows(locks)
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    highs.passModel(
        len(program.cost), len(program.row_lower), len(program.value),
        int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize), 0.0, program.cost,
        program.lower, program.upper, program.row_lower, program.row_upper,
        program.start.astype(np.int32), program.column.astype(np.int32), program.value,
        program.whole.astype(np.int32),
    )  # fmt: skip
    highs.run()
    solution = highs.getSolution()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal or not solution.dual_valid:
        return {}
    duals = np.array(solution.row_dual)[: len(model.rows)]
    status, ranging = highs.getRanging()
    valid = status == highspy.HighsStatus.kOk and ranging.valid
    out: dict[int, Price] = {}
    for row in np.flatnonzero(np.abs(duals) > 1e-7):
        low, high = float("nan"), float("nan")
        if valid:
            low = float(ranging.row_bound_dn.value_[row])
            high = float(ranging.row_bound_up.value_[row])
            if not low < high:
                continue
        out[int(row)] = Price(abs(float(duals[row])), low, high)
    return out
