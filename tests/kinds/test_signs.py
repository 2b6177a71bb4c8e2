"""Relaxing a rule's number never hurts, tightening it never helps; and the number matters.

``signs.yaml`` holds the partnerships, the numbers from tight to loose, and what each of them
must come to, worked out by hand.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from draft import compared, dollars, draft, read, tiers

from braid.kinds.registry import ALL

CASES: list[dict[str, Any]] = read(f"cases:\n{(Path(__file__).parent / 'signs.yaml').read_text()}")[
    "cases"
]
NAMES = [f"{case['kind']}: {case['says']}" for case in CASES]


def values(case: dict[str, Any]) -> list[tuple[float, ...]]:
    """Tiers 0 to 3 for each number, from the tightest to the loosest."""
    return [tiers(draft(case["draft"].replace("NUMBER", str(n)))) for n in case["numbers"]]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_relaxing_never_hurts_and_the_number_binds(case: dict[str, Any]) -> None:
    found = values(case)
    nothing = [0] * len(found)
    wanted = zip(
        case.get("floors", nothing), nothing, case["unfunded"], case.get("reporting", nothing),
        strict=True,
    )  # fmt: skip
    assert found == [dollars(*(float(v) for v in value)) for value in wanted]
    for tight, loose in pairwise(found):
        assert compared(loose, tight) <= 0
    assert compared(found[-1], found[0]) == -1


def test_every_kind_has_a_sign() -> None:
    assert {case["kind"] for case in CASES} == ALL
