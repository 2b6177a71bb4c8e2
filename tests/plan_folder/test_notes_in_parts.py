"""What others put into a part of a plan's folder that is written anew stays there."""

from __future__ import annotations

from pathlib import Path

from braid.plan.swap import replacing_folder


def test_a_note_in_a_part_that_both_folders_have_is_kept(tmp_path: Path) -> None:
    """``plans/a`` is written again: its own file is the new one, the note beside it stays."""
    folder = tmp_path / "comparison"
    before = folder / "plans" / "a"
    before.mkdir(parents=True)
    (before / "plan.json").write_text("earlier")
    (before / "note.txt").write_text("ours")

    with replacing_folder(folder) as partial:
        (partial / "plans" / "a").mkdir(parents=True)
        (partial / "plans" / "a" / "plan.json").write_text("new")

    assert {path.name: path.read_text() for path in before.iterdir()} == {
        "plan.json": "new", "note.txt": "ours",
    }  # fmt: skip
