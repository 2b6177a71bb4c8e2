"""Every set of offers, one after the other: exact, for few offers.

A set is dropped only when its ideal point (the overhead that it has for sure, the least unfunded
cost that it could ever reach) lies above the envelope already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from braid.comparison.frontier_programs import Lines, Pattern, Tradeoff
from braid.comparison.frontier_search import Search

TOLD_EVERY = 64


def every_pattern(tradeoff: Tradeoff, told: Callable[[str], None]) -> Search:
    """The envelope of all sets of offers, fewest offers first."""
    lines, search = Lines(tradeoff), Search(tradeoff)
    number = 2 ** len(tradeoff.whole)
    for count, pattern in enumerate(_patterns(len(tradeoff.whole))):
        if count % TOLD_EVERY == 0:
            told(f"set {count + 1:,} of {number:,}")
        search.follow(lines, pattern)
    search.solved = lines.solved
    return search


def _patterns(size: int) -> Iterator[Pattern]:
    """All zeros and ones of a length, fewest ones first."""
    for ones in range(size + 1):
        for chosen in combinations(range(size), ones):
            yield tuple(int(place in chosen) for place in range(size))
