"""The generated cases can tell: each kind of rule decides the answer in a tenth of them."""

from itertools import islice

import pytest

from oracle import limits
from oracle.compare import agree, case, one_in, textbook_values
from oracle.facts import Facts
from oracle.shapes import SHAPES
from oracle.textbook import KINDS, solve_textbook

SAMPLE = range(60)
MARKED = one_in(4, (*KINDS, *SHAPES))
"""A kind in four whenever the tests run: only another generator could change what they find."""


@pytest.mark.parametrize("kind", MARKED)
def test_a_kind_binds_in_a_tenth_of_the_cases(kind):
    binding = (s for s in SAMPLE if not agree(textbook_values(s), textbook_values(s, kind)))
    enough = len(SAMPLE) // 10
    assert len(list(islice(binding, enough))) == enough


@pytest.mark.long
def test_a_share_of_each_persons_cost_binds_in_a_tenth_of_the_cases(monkeypatch):
    right = [textbook_values(seed) for seed in SAMPLE]
    monkeypatch.setattr(limits, "share_of_each", lambda *_: None)
    binding = (s for s in SAMPLE if not agree(solve_textbook(case(s), "HIGHS"), right[s]))
    enough = len(SAMPLE) // 10
    assert len(list(islice(binding, enough))) == enough


@pytest.mark.long
def test_what_a_partnership_shows_decides_a_tenth_of_the_cases(monkeypatch):
    right = [textbook_values(seed) for seed in SAMPLE]
    monkeypatch.setattr(Facts, "_of_partnership", lambda *_: None)
    binding = (s for s in SAMPLE if not agree(solve_textbook(case(s), "HIGHS"), right[s]))
    enough = len(SAMPLE) // 10
    assert len(list(islice(binding, enough))) == enough


def test_every_tier_has_something_to_say():
    for tier in range(4):
        positive = sum(textbook_values(s).get(tier, 0) > 1 for s in SAMPLE)
        assert positive >= len(SAMPLE) / 10, f"tier {tier}"
