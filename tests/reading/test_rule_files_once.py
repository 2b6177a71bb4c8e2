"""A rule file is read once as long as it stays as it is, and again as soon as it changes."""

from __future__ import annotations

import shutil
from pathlib import Path

from braid.catalog.library import load_library

LIBRARY = Path(__file__).parents[1] / "errors" / "library"


def test_a_changed_file_is_read_again_and_no_other(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(LIBRARY, rules)
    first, _ = load_library(rules, ["city_fund"])
    again, _ = load_library(rules, ["city_fund"])
    assert first is not None
    assert again is not None
    assert again.streams["city_fund"] is first.streams["city_fund"]

    path = rules / "city_fund.yaml"
    text = path.read_text(encoding="utf-8")
    name = first.streams["city_fund"].name
    path.write_text(text.replace(f"name: {name}", "name: Another"), encoding="utf-8")
    changed, _ = load_library(rules, ["city_fund"])
    assert changed is not None
    assert changed.streams["city_fund"].name == "Another"
    assert changed.attributes is first.attributes

    path.write_text(text.replace("stream:", "strean:"), encoding="utf-8")
    for _ in range(2):  # what is wrong is told each time
        _library, problems = load_library(rules, ["city_fund"])
        assert "B101" in {problem.code for problem in problems}
