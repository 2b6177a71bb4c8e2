"""A waiver that changes nothing is named beside the library as it is shipped, register included."""

from __future__ import annotations

from pathlib import Path

import pytest

from braid.catalog.load import load_inputs

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("waiver", "code"), [("ojt_80", "B205"), ("foundation_letter_sets_indirect", "B206")]
)
def test_a_waiver_that_changes_nothing_is_named(tmp_path: Path, waiver: str, code: str) -> None:
    text = (ROOT / "scenarios" / "project-quest.yaml").read_text(encoding="utf-8")
    assert text.count("rules: {state: tx}") == 1
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace("{state: tx}", f"{{state: tx, waivers: [{waiver}]}}"), "utf-8")

    _, problems = load_inputs(path, ROOT / "rules")

    assert [p.code for p in problems if waiver in p.message] == [code]
