"""One case by itself: its scenario and rules as files, from which the plan is made as any other."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.comparison.sweeping.law import changed_files
from braid.comparison.sweeping.loaded import Base, Loaded
from braid.comparison.sweeping.solving import case_document, case_edits, proposing
from braid.comparison.sweeping.targets import Edits
from braid.problems import Problem
from braid.reading.files import NOT_TEXT
from braid.schema.conflicts import TAKEN
from braid.writing import cell_text

SCENARIO = "scenario.yaml"
NUMBER_LIKE = re.compile(r"^[-+.]?[0-9]")
"""Text that is put in quotation marks, so that nobody takes it for a number or a date."""


def write_case(loaded: Loaded, number: int, folder: Path) -> tuple[Path, Path]:
    """Write the scenario and the rules of a case; returned is where they are."""
    base, changes = case_edits(loaded, number)
    folder.mkdir(parents=True, exist_ok=True)
    scenario = folder / SCENARIO
    document = case_document(base, changes)
    said = _said(loaded, number)
    scenario.write_text(said + _yaml(document.data), encoding="utf-8")
    rules = _rules(base, changes, folder / "rules", said)
    return scenario, rules


def load_case(
    loaded: Loaded, number: int, folder: Path
) -> tuple[Inputs | None, tuple[Problem, ...]]:
    """The inputs of a case as read from files that are written to ``folder``."""
    base, changes = case_edits(loaded, number)
    chosen = {k: v for k, v in sorted(changes.readings.items()) if v != TAKEN}
    scenario, rules = write_case(loaded, number, folder)
    return load_inputs(scenario, rules, chosen, proposing=proposing(base, changes))


def _said(loaded: Loaded, number: int) -> str:
    cases = loaded.cases
    base = loaded.bases[cases.scenario(number)]
    lines = [f"# Case {number} of the sweep {loaded.sweep.sweep}: {Path(base.file).name}, with"]
    for one, value in zip(loaded.sweep.inputs, cases.values(number), strict=True):
        factor = " times what it states" if one.times is not None else ""
        lines.append(f"#   {one.name}: {cell_text(value)}{factor}")
    return "\n".join(lines) + "\n\n"


def _rules(base: Base, changes: Edits, folder: Path, said: str) -> Path:
    """The library of the scenario, with what the case changes in it."""
    library = base.library
    shutil.copytree(library.directory, folder, dirs_exist_ok=True)
    for label, data in changed_files(library, changes.rules).items():
        shown = Path(library.documents[label].file)
        below = Path(*shown.parts[1:])  # a rule file is named from its directory's parent
        (folder / below).write_text(said + _yaml(data), encoding="utf-8")
    return folder


class _Dumper(yaml.SafeDumper):
    """Writes what braid's reader gives: exact numbers, and quotes around text that looks so."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    written = f"{value:f}"
    sort = "float" if "." in written else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{sort}", written)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = '"' if NUMBER_LIKE.match(value) or NOT_TEXT.search(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(str, _text)


def _yaml(data: Any) -> str:
    written: str = yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100,
        default_flow_style=None,
    )  # fmt: skip
    return NOT_TEXT.sub(lambda sign: f"\\u{ord(sign[0]):04X}", written)
