"""Engines by name: HiGHS with arrays in memory, or any solver that PuLP can drive."""

from __future__ import annotations

from braid.optimize.program import Engine


class UnknownSolver(Exception):
    """There is no solver of this name here; ``known`` are those that there are."""

    def __init__(self, known: list[str]) -> None:
        self.known = known
        super().__init__(", ".join(known))


def engine_named(name: str) -> Engine:
    """The engine of a name: ``highs``, or a PuLP solver such as ``cbc`` or ``PULP_CBC_CMD``."""
    if name.lower() == "highs":
        from braid.optimize import highs

        return highs.solve
    from braid.optimize import pulp_engine

    found = pulp_engine.find(name)
    if found is None:
        raise UnknownSolver(["highs", *pulp_engine.available()])
    return found
