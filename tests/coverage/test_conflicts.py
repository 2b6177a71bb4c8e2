"""``rules/conflicts.yaml`` says of every disagreement between sources what was taken, and where."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from rule_library import RULES, contents, rule_files, rule_ids

from braid.catalog.checks.folder import check_folder
from braid.catalog.library import load_library
from braid.catalog.readings import library_under
from braid.catalog.whole import read_whole

KEYS = {"id", "about", "sources", "reading", "rule", "why"}
OTHERS = {"readings", "not_encoded"}


def conflicts() -> list[dict[str, Any]]:
    found = contents(RULES / "conflicts.yaml")
    assert isinstance(found, list)
    return found


def test_every_conflict_says_all_that_is_to_be_said() -> None:
    for conflict in conflicts():
        assert set(conflict) - OTHERS == KEYS, conflict.get("id")
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


def test_the_other_reading_is_encoded_or_it_is_said_why_not() -> None:
    silent = [c["id"] for c in conflicts() if not OTHERS & set(c)]
    assert not silent


def test_other_readings_fit_the_rules_that_they_change() -> None:
    checked = check_folder(RULES, RULES)
    assert checked.own.conflicts
    assert not [p for p in checked.problems if Path(p.place.file).name == "conflicts.yaml"]


def test_an_entry_names_the_rules_that_its_readings_change() -> None:
    for conflict in read_whole(RULES)[0].conflicts:
        changed = {
            name
            for reading in conflict.readings.values()
            for name in (*(change.rule for change in reading.changes), *reading.removes)
        }
        assert changed <= set(conflict.rule), conflict.id


def test_no_other_reading_comes_to_the_same_as_the_rule_files() -> None:
    library, problems = load_library(RULES, read_whole(RULES)[0].of_kind("stream"))
    assert library is not None
    assert not problems
    files = ("streams", "families", "sets")
    for conflict in library.conflicts:
        for letter in conflict.readings:
            other = library_under(library, {conflict.id: letter})
            assert any(getattr(other, f) != getattr(library, f) for f in files), conflict.id


OPEN = re.compile(
    r"other reading|also be read|otherwise be read|not settled|unsettled|ambiguous|unclear|disputed"
    r"|open question|sources differ|disagree|contradict",
    re.IGNORECASE,
)


def test_what_a_rule_says_is_open_is_in_the_register() -> None:
    registered = {name for c in conflicts() for name in c["rule"]}
    told = {
        f"{home}/{rule['id']}"
        for home, file in rule_files().items()
        for rule in file["rules"]
        if OPEN.search(f"{rule['why']} {rule.get('note', '')}")
    }
    assert len(told) > 20
    assert told <= registered


def test_the_register_has_every_ambiguous_rule_and_every_assumption() -> None:
    """But hours of reports: these are planning numbers, which a scenario chooses itself."""
    registered = {name for c in conflicts() for name in c["rule"]}
    silent = [
        f"{home}/{rule['id']}"
        for home, file in rule_files().items()
        for rule in file["rules"]
        if (
            rule["confidence"] == "ambiguous"
            or (rule["confidence"] == "assumption" and rule["kind"] != "report")
        )
        and f"{home}/{rule['id']}" not in registered
    ]
    assert not silent
