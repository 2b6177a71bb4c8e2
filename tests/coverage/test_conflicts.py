"""``rules/conflicts.yaml`` says of every disagreement between sources what was taken, and where."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from rule_library import RULES, contents, rule_files, rule_ids

KEYS = {"id", "about", "sources", "reading", "rule", "why"}


def conflicts() -> list[dict[str, Any]]:
    found = contents(RULES / "conflicts.yaml")
    assert isinstance(found, list)
    return found


def test_every_conflict_says_all_that_is_to_be_said() -> None:
    for conflict in conflicts():
        assert set(conflict) == KEYS, conflict.get("id")
        texts = [conflict[key] for key in ("id", "about", "reading", "why")]
        assert all(isinstance(text, str) and text.strip() for text in texts), conflict["id"]
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", conflict["id"])


def test_no_conflict_is_registered_twice() -> None:
    twice = [i for i, count in Counter(c["id"] for c in conflicts()).items() if count > 1]
    assert not twice


def test_a_conflict_has_a_source_for_either_side() -> None:
    thin = [
        c["id"]
        for c in conflicts()
        if not isinstance(c["sources"], list)
        or not all(isinstance(source, str) and source.strip() for source in c["sources"])
        or len(c["sources"]) < 2
    ]
    assert not thin


def test_the_rules_that_a_reading_decides_exist() -> None:
    known = rule_ids()
    strangers = [
        f"{c['id']}: {name}" for c in conflicts() for name in c["rule"] if name not in known
    ]
    assert not strangers


def test_an_ambiguous_rule_tells_of_its_other_reading() -> None:
    """The register names it, or its own note does."""
    registered = {name for c in conflicts() for name in c["rule"]}
    silent = [
        f"{home}/{rule['id']}"
        for home, file in rule_files().items()
        for rule in file["rules"]
        if rule["confidence"] == "ambiguous"
        and f"{home}/{rule['id']}" not in registered
        and not rule.get("note")
    ]
    assert not silent
