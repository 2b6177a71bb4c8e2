"""Whom streams have paid for already: they stay served, with all that must be reported of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

import numpy as np

from braid.kinds import exclusive, heads, together
from braid.kinds.block import NOTHING, Block
from braid.kinds.cost_share import cost_shares
from braid.kinds.past import Past
from braid.kinds.rows import Context

ONE = Fraction(1)


def still_served(context: Context) -> Block:
    """Each stream serves no fewer people of a group than it was charged for in closed periods.

    Head counts that a rule holds down are left to it: what it breaks already stays broken.
    """
    block = Block("served", "served-before")
    least = _paid_for(context)
    for head, people in context.once(benefited).items():
        least[head] = max(people, least.get(head, 0))
    held = context.once(_held_down) if least else set()
    for (group, stream), people in sorted(least.items()):
        column = context.served.get((group, stream))
        if column is None or column in held:
            continue
        label = f"{context.codes.groups[group]} {context.codes.streams[stream]} before"
        row = block.row(">=", Fraction(100 * people), label)
        block.add_one(row, column, Fraction(100))
    return block


def _paid_for(context: Context) -> dict[tuple[int, int], int]:
    """(group, stream) -> the people whose cost is charged on one of the closed cells."""
    if context.past is None:
        return {}
    past, cells, codes = context.past.entries, context.past.whole.cells, context.codes
    everybody = [group.participants for group in context.inputs.groups.values()]
    ever = context.as_ever.entries()
    possible = set(zip(ever.cell.tolist(), ever.award.tolist(), strict=True))
    charged: dict[tuple[int, int], dict[int, int]] = {}
    rows = zip(past.cell.tolist(), past.award.tolist(), past.num.tolist(), strict=True)
    for (cell, award, cents), direct in zip(rows, past.direct.tolist(), strict=True):
        if direct and cents > 0 and (cell, award) in possible:
            of_awards = charged.setdefault((cell, int(codes.stream_of[award])), {})
            of_awards[award] = of_awards.get(award, 0) + cents
    shares = context.as_ever.once(cost_shares) if charged else {}
    found: dict[tuple[int, int], int] = {}
    for (cell, stream), of_awards in charged.items():
        group, cost = int(cells.group[cell]), Fraction(int(cells.cost[cell]))
        gross = int(cells.gross[cell])
        each = [(cents, min(cost, gross * shares.get((cell, award), ONE)))
                for award, cents in of_awards.items()]  # fmt: skip
        for cents, most in (*each, (sum(of_awards.values()), cost)):
            if most > 0:
                people = min(everybody[group], _people(cents, most / everybody[group]))
                found[group, stream] = max(found.get((group, stream), 0), people)
    return found


def benefited(context: Context) -> dict[tuple[int, int], int]:
    """(group, stream) -> the fewest people for whom shared costs may have been charged."""
    past, codes = context.past, context.codes
    found: dict[tuple[int, int], int] = {}
    if past is None:
        return found
    charges = past.whole.charges
    for (line, year), charged in past.lines_and_years.items():
        here = np.flatnonzero(
            (charges.line == line) & (charges.year == year) & (charges.spread >= 0)
        )
        of_charge = zip(charges.group[here].tolist(), charges.award[here].tolist(), strict=True)
        spreads = dict(zip(of_charge, charges.spread[here].tolist(), strict=True))
        cents: dict[tuple[int, int], dict[int, int]] = {}
        for one in charged:
            by_cell = cents.setdefault((one.group, one.award), {})
            by_cell[one.cell] = by_cell.get(one.cell, 0) + one.cents
        streams: dict[tuple[int, int], list[int]] = {}
        for group, award in spreads:
            streams.setdefault((group, int(codes.stream_of[award])), []).append(award)
        for (group, stream), awards in streams.items():
            payers = [award for award in awards if (group, award) in cents]
            everybody = context.inputs.groups[codes.groups[group]].participants
            for some in (*([award] for award in payers), awards if len(awards) > 1 else []):
                of_some = [(spreads[group, a], cents[group, a]) for a in some if a in payers]
                cells = {c for a in some for c in _cells(past, spreads[group, a])}
                part = context.benefit_shares.of(sorted(cells)).get(group, NOTHING)
                stood_for = _of_year(past, of_some, group, cells, context)
                if part > 0 < stood_for:
                    people = min(everybody, ceil(stood_for * everybody / part))
                    found[group, stream] = max(people, found.get((group, stream), 0))
    return found


def kept(context: Context) -> dict[tuple[int, int], int]:
    """(group, stream) -> those of ``benefited`` whom no other rule lets the stream leave out."""
    found = context.once(benefited)
    held = context.once(_held_down) if found else set()
    return {
        head: people
        for head, people in found.items()
        if head in context.served and context.served[head] not in held
    }


def _cells(past: Past, spread: int) -> list[int]:
    spreads = past.whole.spreads
    cells: list[int] = spreads.cell[spreads.start[spread] : spreads.start[spread + 1]].tolist()
    return cells


def _of_year(
    past: Past, charged: Sequence[tuple[int, Mapping[int, int]]], group: int, window: set[int],
    context: Context,
) -> Fraction:  # fmt: skip
    """Cents of a whole year for which charges in its closed cells stand, by award and cell.

    They stand for as much more as the open cells cost, but for lumps: what is more than the
    group's part of its cell cannot be for that cell alone, and stands for itself.
    """
    of_cells: dict[int, int] = {}
    for _, by_cell in charged:
        for cell, cents in by_cell.items():
            of_cells[cell] = of_cells.get(cell, 0) + cents - 1
    of = context.benefit_shares.of
    parts = {c: of((c,)).get(group, NOTHING) if c in window else NOTHING for c in of_cells}
    lumps = {cell for cell, cents in of_cells.items() if cents > parts[cell]}
    cost, found = past.whole.cells.cost, NOTHING
    for spread, by_cell in charged:
        every = np.array(_cells(past, spread), dtype=np.int64)
        over = every[past.whole.cells.period[every] < past.closed]
        closed, whole = int(cost[over].sum()), int(cost[every].sum())
        if not closed:
            continue
        found += sum(cents - 1 for cell, cents in by_cell.items() if cell in lumps)
        evenly = sum(cents for cell, cents in by_cell.items() if cell not in lumps)
        evenly -= len(set(over.tolist()) - lumps)
        found += Fraction(max(0, evenly) * whole, closed)
    return found


def _people(cents: int, each: Fraction) -> int:
    """The most people who cost so much each, in whole cents together."""
    return ceil((cents + 1) / each) - 1


def _held_down(context: Context) -> set[int]:
    """Head counts that other rules hold down; with a record system those of its streams."""
    found = {*heads.held_down(context), *exclusive.held_down(context)}
    found |= {pair.column for pair in context.once(together.pairs) if pair.others}
    systems = {pair for pair, column in context.recorded.items() if column in found}
    of = np.asarray(context.codes.system_of)
    return found | {
        column for (group, s), column in context.served.items() if (group, int(of[s])) in systems
    }
