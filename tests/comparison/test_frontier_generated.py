"""The frontier of generated scenarios against every set of offers on the textbook model."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from oracle.generator import generate
from stream_sets import StreamSets

from braid.catalog.inputs import Inputs
from braid.comparison.frontier_boxes import by_boxes
from braid.comparison.frontier_patterns import every_pattern
from braid.comparison.frontier_programs import Tradeoff
from braid.comparison.frontier_search import Search
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.optimize import highs
from braid.optimize.program import Limits
from braid.optimize.tiers import values_of

SLOW = frozenset({2, 13, 18, 22, 23, 27, 28, 29, 30, 34, 35, 42, 62, 67})
"""Cases of many seconds for the textbook; all others up to the last one are asked."""
SEEDS = [seed for seed in range(76) if seed not in SLOW]
LONG = pytest.mark.long
MARKED = [seed if seed < 20 else pytest.param(seed, marks=LONG) for seed in SEEDS]
HALF_A_CENT = 0.005
BESIDE = 1e-4
"""Dollars of overhead that the textbook may have more, so that floats see a plan at a corner."""
ASKED = 6


def offering(inputs: Inputs, most: int = 5) -> Inputs:
    """The case with up to so many of its awards offered: those of which nothing is spent."""
    awards, offered = [], sum(a.status == "offered" for a in inputs.scenario.awards)
    charged = {charge.award for charge in inputs.posted}
    for award in inputs.scenario.awards:
        spendable = not inputs.law.streams[award.stream].entitlement and award.probability == 1
        untouched = not award.to_date and award.id not in charged
        if award.status == "accepted" and offered < most and spendable and untouched:
            award = award.model_copy(update={"status": "offered"})
            offered += 1
        awards.append(award)
    scenario = inputs.scenario.model_copy(update={"awards": tuple(awards)})
    return replace(inputs, scenario=scenario)


def silent(text: str) -> None:
    """Nobody watches."""


@cache
def tradeoff(seed: int) -> Tradeoff:
    return Tradeoff(build_model(build_ground(offering(generate(seed)))), Limits())


@cache
def searched(seed: int) -> Search:
    return by_boxes(tradeoff(seed), 400, silent)


def overheads(search: Search) -> list[float]:
    """Corners of the envelope, middles of its pieces, and a little beyond the last corner."""
    pieces = search.envelope.pieces
    found = {end for p in pieces[:-1] for end in (p.left, (p.left + p.right) / 2, p.right)}
    found |= {pieces[-1].left, pieces[-1].left + 1.0}
    ordered = sorted(found)
    if len(ordered) <= ASKED:
        return ordered
    return [ordered[k * (len(ordered) - 1) // (ASKED - 1)] for k in range(ASKED)]


@pytest.mark.parametrize("seed", MARKED)
def test_no_set_of_offers_is_better_anywhere(seed: int) -> None:
    own = tradeoff(seed)
    found = [searched(seed)]
    if not len(own.others):
        found.append(every_pattern(own, silent))
    truth = StreamSets(offering(generate(seed)))
    for search in found:
        assert search.gap <= HALF_A_CENT
        agrees(search, truth, own)
        ends_where_the_tiers_do(search, own)
        never_rises(search)


def agrees(search: Search, truth: StreamSets, own: Tradeoff) -> None:
    """The envelope is what trying every set of offers finds, at its corners and between."""
    always = float(own.model.constants["overhead"] / 100)
    first = search.envelope.pieces[0].left + always
    assert first == pytest.approx(truth.least_overhead(), abs=HALF_A_CENT)
    for overhead in overheads(search):
        least = truth.at(overhead + always + BESIDE)
        assert least <= search.envelope.at(overhead) + HALF_A_CENT
        assert least >= search.envelope.at(overhead + 2 * BESIDE) - HALF_A_CENT


def ends_where_the_tiers_do(search: Search, own: Tradeoff) -> None:
    """It begins at the least overhead, and ends at the least overhead of the least unfunded."""
    pieces, costs = search.envelope.pieces, own.model.costs
    names = ("floors", "unfunded", "overhead")
    best = values_of(own.model, {name: costs[name] for name in names}, highs.solve)
    assert pieces[-1].low == pytest.approx(best["unfunded"], abs=HALF_A_CENT)
    end = next(p for p in pieces if p.low <= pieces[-1].low + HALF_A_CENT)
    reached = end.right if end.high > end.low + HALF_A_CENT else end.left
    assert reached == pytest.approx(best["overhead"], abs=2 * HALF_A_CENT)

    names = ("floors", "overhead", "unfunded")
    least = values_of(own.model, {name: costs[name] for name in names}, highs.solve)
    assert pieces[0].left == pytest.approx(least["overhead"], abs=HALF_A_CENT)
    assert pieces[0].high == pytest.approx(least["unfunded"], abs=2 * HALF_A_CENT)


def never_rises(search: Search) -> None:
    """More reporting never leaves more unfunded, and there are no holes."""
    pieces = search.envelope.pieces
    for piece in pieces:
        assert piece.low <= piece.high + 1e-6
    for left, right in pairwise(pieces):
        assert right.left == left.right
        assert right.high <= left.low + 1e-4


@LONG
def test_the_cases_hold_what_they_should() -> None:
    found = [tradeoff(seed) for seed in SEEDS]
    assert len(found) >= 60
    assert sum(len(own.offers) == 5 for own in found) >= 15
    assert sum(not len(own.others) for own in found) >= 8
    assert sum(len(own.audits) > 0 for own in found) >= 8
    assert sum(len(searched(seed).envelope.pieces) > 4 for seed in SEEDS) >= 12
