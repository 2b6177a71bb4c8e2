"""Engines by name: HiGHS with arrays in memory, or any solver that PuLP can drive."""

from __future__ import annotations

from braid.optimize.program import Engine


class UnknownSolver(Exception):
    """There is no solver of this name here; the message says which there are."""


def engine_named(name: str) -> Engine:
    """The engine of a name: ``highs``, or a PuLP solver such as ``cbc`` or ``PULP_CBC_CMD``."""
    if name.lower() == "highs":
        from braid.optimize import highs

        return highs.solve
    from braid.optimize import pulp_engine

    found = pulp_engine.find(name)
    if found is None:
        known = ", ".join(["highs", *pulp_engine.available()])
        raise UnknownSolver(f"There is no solver '{name}' here. Found: {known}.")
    return found
