"""linopy on its sparse path: terms picked from one variable, added up by row."""

from __future__ import annotations

import linopy
import numpy as np
import xarray

from benchmarks.peers.frozen import Clock, Frozen, Made, finished, size_of


def build(frozen: Frozen, clock: Clock) -> Made:
    """A term is a coefficient times a column; rows are groups of terms."""
    linopy.options["semantics"] = "v1"
    program = frozen.program
    columns = frozen.size[0]
    row, side = frozen.row, frozen.side
    sense = np.array(["<=", "=", ">="])[frozen.sense + 1]
    clock.lap("arrays")
    model = linopy.Model(sparse=True)
    lower = xarray.DataArray(program.lower, dims="column", coords={"column": np.arange(columns)})
    x = model.add_variables(lower, lower.copy(data=program.upper), name="x")
    cost = lower.copy(data=program.cost)
    for sign in np.unique(sense):  # a sign for each row would make the rows dense
        theirs = np.flatnonzero(sense[row] == sign)
        own = np.flatnonzero(sense == sign)
        coords = {"term": np.arange(len(theirs))}
        data = {
            "coeffs": (("term", "_term"), program.value[theirs, None]),
            "vars": (("term", "_term"), x.labels.values[program.column[theirs]][:, None]),
            "const": ("term", np.zeros(len(theirs))),
        }
        terms = linopy.LinearExpression(xarray.Dataset(data, coords), model)
        place = np.searchsorted(own, row[theirs])
        left = terms.groupby(xarray.DataArray(place, coords, "term", name="row")).sum()
        right = xarray.DataArray(side[own], {"row": np.arange(len(own))}, "row")
        name = {"<": "most", ">": "least"}.get(sign[0], "same")
        model.add_constraints(left, str(sign), right, name=name)
    model.add_objective((cost * x).sum())
    clock.lap("building")
    highs = model.to_highspy()
    clock.lap("handing")
    return Made(size_of(highs), lambda: finished(highs))
