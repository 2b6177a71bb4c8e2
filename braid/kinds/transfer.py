"""An award gives part of its amount to an award of another stream, where the law lets it.

``t`` for each pair of awards is a decision in cents. It stands in the money rows of both (see
:mod:`braid.model.core`); the rows here say how much an award may give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.catalog.values import value_at
from braid.kinds.block import Block
from braid.kinds.permission import PERMITTED, Conditions, Verdict, in_force
from braid.kinds.rows import Context
from braid.record import record
from braid.schema.money_rules import Transfer as Parameters
from braid.schema.scenario import Award

OWN_MONEY = "own-money"
"""The word for rows that keep an award from passing on what it receives."""

Moves = Mapping[tuple[int, int], int]
"""(award that gives, award that receives) -> the column of what moves."""


@record
class Way:
    """By a rule one award could give to another, if ``verdict`` permits.

    ``most`` is what the rule lets it give in cents, to all others together.
    """

    homed: HomedRule
    giver: str
    taker: str
    most: int
    verdict: Verdict


def ways(inputs: Inputs, conditions: Conditions) -> Iterator[Way]:
    """Every rule with every pair of awards that it names, in order of their ids."""
    for homed in inputs.law.of_kind("transfer"):
        rule = homed.rule
        assert isinstance(rule, Parameters)
        able = [a for a in map(inputs.awards.__getitem__, homed.awards) if _takes_part(inputs, a)]
        able = [a for a in able if a.stream in rule.between]
        for giver in able:
            start = inputs.window(giver)[0]
            share = value_at(rule.share, conditions.clock(giver, start))
            if share is None or not in_force(homed, start):
                continue
            allocation = giver.allocation if giver.allocation is not None else giver.amount
            most = floor(share * int((allocation or 0) * 100))
            verdict = PERMITTED
            if rule.where is not None:
                verdict = conditions.ask(rule.where, "award", award=giver, day=start)
            for taker in able:
                if _exchange(inputs, giver, taker):
                    yield Way(homed, giver.id, taker.id, most, verdict)


def own_left(inputs: Inputs, award: Award) -> int:
    """Cents of an award itself that are not spent to date."""
    return max(0, int((award.amount or 0) * 100) - inputs.spent(award))


def most_moved(context: Context) -> Mapping[tuple[int, int], int]:
    """For each pair of awards between which money may move the most cents; ask for it once."""
    index = context.codes.award_index
    most: dict[tuple[int, int], int] = {}
    for way in ways(context.inputs, context.conditions):
        if way.verdict.permits:
            pair = index[way.giver], index[way.taker]
            own = own_left(context.inputs, context.inputs.awards[way.giver])
            most[pair] = min(most.get(pair, own), way.most)
    return {pair: cents for pair, cents in sorted(most.items()) if cents > 0}


def moves(context: Context) -> Moves:
    """A decision for each pair of awards between which money may move; ask for it once."""
    names = context.codes.awards
    return {
        (giver, taker): context.decision(
            f"transfer:{names[giver]}:{names[taker]}", cents,
            label=f"transfer from {names[giver]} to {names[taker]}",
        )
        for (giver, taker), cents in context.once(most_moved).items()
    }  # fmt: skip


def most_received(context: Context, award: int) -> tuple[list[int], Fraction]:
    """The columns of what an award may receive, and the most cents that it can come to."""
    columns, most = context.once(_received).get(award, ([], 0))
    return list(columns), Fraction(most)


def _received(context: Context) -> dict[int, tuple[list[int], int]]:
    """By award that receives: the columns, and the most cents of all together."""
    most = context.once(most_moved)
    found: dict[int, tuple[list[int], int]] = {}
    for pair, column in context.once(moves).items():
        columns, cents = found.get(pair[1], ([], 0))
        found[pair[1]] = [*columns, column], cents + most[pair]
    return found


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """A row for each rule and award that gives, and one for its own money."""
    columns = context.once(moves)
    index = context.codes.award_index
    given: dict[tuple[str, str], list[int]] = defaultdict(list)
    most: dict[tuple[str, str], int] = {}
    own: dict[str, set[int]] = defaultdict(set)
    for way in ways(context.inputs, context.conditions):
        column = columns.get((index[way.giver], index[way.taker]))
        if way.verdict.permits and column is not None:
            given[way.homed.id, way.giver].append(column)
            most[way.homed.id, way.giver] = way.most
            own[way.giver].add(column)
    for homed in rules:
        block = Block("transfer", homed.id)
        for (rule, giver), terms in given.items():
            if rule == homed.id:
                _sum(block, giver, terms, most[rule, giver])
        yield block
    block = Block("transfer", OWN_MONEY)
    for giver, columns_of_giver in sorted(own.items()):
        left = own_left(context.inputs, context.inputs.awards[giver])
        _sum(block, giver, sorted(columns_of_giver), left)
    yield block


def _sum(block: Block, giver: str, columns: list[int], most: int) -> None:
    row = block.row("<=", Fraction(most), f"given by {giver}")
    for column in columns:
        block.add_one(row, column, Fraction(1))


def _takes_part(inputs: Inputs, award: Award) -> bool:
    stream = inputs.law.streams[award.stream]
    return (
        award.id in inputs.committed
        and award.status == "accepted"
        and stream.enabled
        and not stream.entitlement
        and award.form == "cash"
        and award.amount is not None
        and not award.slices
        and inputs.holds_allocation(award)
    )


def _exchange(inputs: Inputs, giver: Award, taker: Award) -> bool:
    return (
        giver.stream != taker.stream
        and inputs.recipient(giver) == inputs.recipient(taker)
        and inputs.funding_year(giver) == inputs.funding_year(taker)
    )
