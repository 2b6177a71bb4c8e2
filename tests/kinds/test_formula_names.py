"""The named formulas are the same in the table of what they ask, the planner and the auditor."""

from __future__ import annotations

import re
from pathlib import Path

from braid.audit import formulas as auditors
from braid.catalog.library import load_library, rules_directory
from braid.kinds import formula as planners
from braid.schema.formulas import FORMULAS


def test_the_planner_and_the_auditor_know_the_formulas_of_the_table() -> None:
    assert set(planners.FORMULAS) == set(FORMULAS)
    assert set(auditors.FORMULAS) == set(FORMULAS)


def test_what_formulas_ask_of_a_group_stands_in_the_dictionary() -> None:
    library, problems = load_library(rules_directory(), ())
    assert library is not None, problems
    asked = {name for asks in FORMULAS.values() for name in asks.attributes}
    assert asked <= set(library.attributes.group)


def test_the_auditor_looks_up_what_the_table_says() -> None:
    folder = Path(auditors.__file__).parent
    files = (folder / name for name in ("formulas.py", "pell.py"))
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    asked = {name for asks in FORMULAS.values() for name in asks.attributes}
    assert set(re.findall(r'stated\("(\w+)"\)', source)) == asked
    for name in (name for asks in FORMULAS.values() for name in asks.numbers):
        assert f'"{name}"' in source
