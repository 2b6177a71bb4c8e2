"""Enough cases of rules repeat a published worked example or a row of a published table.

A case says in ``source`` which publication it repeats, and what the publication says: the
figures that it must come out with, or start from.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter

from rule_library import CHECKOUT

from braid.reading.yaml_reader import read_yaml

CASES = CHECKOUT / "tests" / "rules"
sys.path.insert(0, str(CASES))

from rule_cases import Case, cases_of  # noqa: E402

FEWEST = 25
FEWEST_PUBLICATIONS = 15
MOST_OF_ONE = 4


def published() -> list[Case]:
    """Every case that names its source, in order of file."""
    found: list[Case] = []
    for path in sorted(CASES.glob("*.yaml")):
        document, problems = read_yaml(path)
        assert document is not None, problems
        assert isinstance(document.data, dict)
        found += [case for case in cases_of(document.data) if case.source]
    return found


def publication(case: Case) -> str:
    """What is published where, without what it says."""
    return case.source.partition(": ")[0]


def test_at_least_25_cases_are_published_examples_or_rows_of_tables() -> None:
    assert len(published()) >= FEWEST


def test_every_source_names_its_publication_and_the_figures_in_it() -> None:
    vague = [
        f"{case.rule}: {case.source}"
        for case in published()
        if len(publication(case)) < 12 or not re.search(r"\d", case.source.partition(": ")[2])
    ]
    assert not vague


def test_no_two_of_them_try_the_same_thing() -> None:
    tried = Counter(
        json.dumps([c.rule, c.scenario, c.charges, c.says.get("pays"), c.says.get("expects")],
                   sort_keys=True, default=str)
        for c in published()
    )  # fmt: skip
    assert max(tried.values()) == 1


def test_they_come_from_many_publications() -> None:
    of_one = Counter(publication(case) for case in published())
    assert len(of_one) >= FEWEST_PUBLICATIONS
    assert max(of_one.values()) <= MOST_OF_ONE
