"""The models of generated cases are those that had the textbook's values.

A quick stand-in for the textbook, term for term. ``agreed_models.csv`` has a fingerprint of each
part of a model. Where one is meant to be another now, ``REWRITE_GOLDENS=1 pytest
tests/oracle/test_agreed_models.py`` asks the textbook, and writes only what agrees with it.
"""

from __future__ import annotations

import csv
import os
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from oracle.adapter import planner_values
from oracle.compare import agree, case, textbook_values
from oracle.told_model import told

AGREED = Path(__file__).parent / "agreed_models.csv"
CASES = range(200)


@cache
def agreed() -> dict[int, dict[str, str]]:
    """Of every case the fingerprint of every part."""
    found: dict[int, dict[str, str]] = {}
    if not AGREED.exists():
        return found
    with AGREED.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(int(row["case"]), {})[row["part"]] = row["fingerprint"]
    return found


def fingerprints(seed: int) -> dict[str, str]:
    """What a part says is in its fingerprint to the last term, but not what it was before."""
    parts = told(case(seed))
    return {part: sha256(repr(says).encode()).hexdigest()[:16] for part, says in parts.items()}


@pytest.mark.parametrize("seed", CASES)
def test_a_model_says_what_it_said_when_the_textbook_agreed(seed: int) -> None:
    now, then = fingerprints(seed), agreed().get(seed, {})
    if now != then and os.environ.get("REWRITE_GOLDENS"):
        assert agree(planner_values(case(seed)), textbook_values(seed))
        then = write(seed, now)
    others = sorted(part for part in now | then if now.get(part) != then.get(part))
    assert others == [], "parts that say something else; if it is meant: REWRITE_GOLDENS=1"


def write(seed: int, parts: dict[str, str]) -> dict[str, str]:
    """Keep the fingerprints of a case."""
    known = agreed()
    known[seed] = parts
    with AGREED.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("case", "part", "fingerprint"))
        writer.writerows((k, *entry) for k in sorted(known) for entry in known[k].items())
    return parts
