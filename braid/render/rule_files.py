"""What a folder of rule files holds, for those who write them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from braid.catalog.checks.folder import Checked
from braid.catalog.remarks import remarks
from braid.render.output import columns, heading, told
from braid.render.words import listed, plural
from braid.schema.base import Confidence

if TYPE_CHECKING:
    from rich.console import Console


def files_report(checked: Checked, folder: str, out: Console) -> None:
    """The files with their rules and marks, and what their writer may want to add."""
    files = checked.own.all_files()
    kinds = Counter(file.kind for file in files)
    found = [
        plural(kinds[kind], kind, "families" if kind == "family" else None)
        for kind in ("stream", "family", "set", "overlay")
        if kinds[kind]
    ]
    rules = plural(sum(len(file.content.rules) for file in files), "rule")
    out.print(f"{folder}: good: {listed([*found, rules])}.")
    out.print()
    table = columns("File", "~Kind", "Rules", "~How sure")
    for file in files:
        marks = Counter(rule.confidence for rule in file.content.rules)
        sure = ", ".join(f"{marks[m]} {m}" for m in get_args(Confidence) if marks[m])
        table.add_row(file.name, file.kind, str(len(file.content.rules)), sure)
    out.print(table)
    open_ = [f"{file.name}: {text}" for file in files for text in remarks(checked.together, file)]
    if open_:
        heading(out, "Left open, which may be right")
        told(open_, out)
