"""What the columns in cents are about: possible charges, and the decisions beside them."""

from __future__ import annotations

import numpy as np

from braid.model.model import Model
from braid.record import record


@record
class Columns:
    """Of some columns: the one cell that a charge pays, or its year; -1 where there is none."""

    cell: np.ndarray
    spread: np.ndarray
    upper: np.ndarray
    """The most cents that they can be."""
    award: np.ndarray
    """Of a charge: who pays; -1 for other decisions."""
    charge: np.ndarray
    """Mask of the charges: the others are decisions such as pledges."""


def columns_of(model: Model, columns: np.ndarray) -> Columns:
    """What some columns in cents are about."""
    charges = model.ground.charges
    charge = columns < model.layout.charges
    at = np.where(charge, columns, 0)

    def of_charges(values: np.ndarray) -> np.ndarray:
        if not len(values):
            return np.full(len(columns), -1, dtype=values.dtype)
        return np.where(charge, values[at], -1)

    upper = np.floor(np.minimum(model.upper[columns] * 100 + 1e-6, 2.0**53)).astype(np.int64)
    upper[charge] = charges.upper[columns[charge]]
    return Columns(
        of_charges(charges.cell), of_charges(charges.spread), upper, of_charges(charges.award),
        charge,
    )  # fmt: skip
