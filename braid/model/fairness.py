"""What comes before least cost in a portfolio: how well each partnership is covered.

A partnership's coverage is the part of its lines' cost that somebody pays
(``docs/semantics.md``, section 19).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.catalog.inputs import Inputs
from braid.kinds.block import Block
from braid.kinds.rows import Context, Extra
from braid.kinds.tables import Cells
from braid.schema.portfolio import Fairness, State

FAIRNESS = "fairness"
"""The tier right after the musts."""
RULE = "fairness"


def asked(inputs: Inputs) -> Fairness | None:
    """What is asked for before least cost, if anything is."""
    scenario = inputs.scenario
    return scenario.fairness if isinstance(scenario, State) else None


def gross_costs(inputs: Inputs, cells: Cells) -> dict[str, tuple[np.ndarray, int]]:
    """For each partnership the cells of its lines that can be paid, and their cost in cents."""
    open_lines = (cells.line >= 0) & (cells.period >= inputs.closed)
    homes = np.array(cells.home, dtype=object)
    found = {}
    for member in inputs.partnerships:
        own = np.flatnonzero(open_lines & (homes == member.id))
        found[member.id] = own, int(cells.gross[own].sum())
    return {name: (own, cost) for name, (own, cost) in found.items() if cost > 0}


def blocks(context: Context, unfunded: int) -> Iterator[Block]:
    """The rows that tie coverage to what is unfunded; ``unfunded`` is the first such column."""
    stated = asked(context.inputs)
    if stated is None:
        return
    block = Block(FAIRNESS, RULE)
    costs = gross_costs(context.inputs, context.cells)
    if stated.minimum_coverage is not None:
        missing = 1 - Fraction(stated.minimum_coverage)
        for name, (own, cost) in costs.items():
            row = block.row("<=", missing * cost, f"{name} coverage")
            _add(block, row, own, unfunded)
            short = context.extra(_name(1, 1), cost, tier=None, label=f"coverage of {name}")
            block.add_one(row, short, Fraction(-1))
        yield block
        return
    largest = max((cost for _, cost in costs.values()), default=0)
    for level in range(1, len(costs) + 1):
        # the sum of the largest uncovered shares, each times the largest cost: k t + sum d
        top = context.extra(_name(level, level), largest, tier=None, label=f"worst {level}")
        for name, (own, cost) in costs.items():
            part = Fraction(cost, largest)
            row = block.row("<=", Fraction(0), f"{name} among the worst {level}")
            _add(block, row, own, unfunded)
            block.add_one(row, top, -part)
            if level > 1:
                more = context.extra(_name(level, 1), largest, tier=None, label=f"{name} {level}")
                block.add_one(row, more, -part)
    yield block


def _add(block: Block, row: int, cells: np.ndarray, unfunded: int) -> None:
    ones = np.ones(len(cells), dtype=np.int64)
    block.add(row, unfunded + cells, ones, ones)


def _name(level: int, weight: int) -> str:
    return f"{FAIRNESS}:{level}:{weight}"


def tier_name(level: int) -> str:
    """The tier of the worst-covered partnership, and those of the next ones."""
    return FAIRNESS if level == 1 else f"{FAIRNESS} {level}"


def costs_of(extras: list[Extra], first: int, columns: int) -> dict[str, np.ndarray]:
    """The objectives of the tiers, in order, from the columns that were added for them."""
    found: dict[int, np.ndarray] = {}
    for column, extra in enumerate(extras, first):
        head, _, rest = extra.name.partition(":")
        if head == FAIRNESS:
            level, weight = (int(part) for part in rest.split(":"))
            found.setdefault(level, np.zeros(columns))[column] = weight
    return {tier_name(level): cost for level, cost in sorted(found.items())}
