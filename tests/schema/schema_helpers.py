"""Small scenarios for the tests of this folder: written to a folder, loaded, problems by code."""

from __future__ import annotations

from pathlib import Path

from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.problems import Problem

ERRORS = Path(__file__).parents[1] / "errors"
BASE = (ERRORS / "base.yaml").read_text(encoding="utf-8")
LIBRARY = ERRORS / "library"
RULE = "why: x, cite: y, confidence: verified, reviewed: 2026-11-22"


def load(
    folder: Path,
    scenario: str,
    rules: str | None = None,
    *,
    attributes: str | None = None,
    **beside: str,
) -> tuple[Inputs | None, tuple[Problem, ...]]:
    """Load a scenario; ``rules`` is the body of a stream file ``new_fund``, ``beside`` are CSVs.

    ``attributes`` is a data dictionary in place of the library's own.
    """
    (folder / "base.yaml").write_text(BASE, encoding="utf-8")
    path = folder / "scenario.yaml"
    path.write_text(scenario, encoding="utf-8")
    for name, text in beside.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    library = folder / "rules"
    library.mkdir(exist_ok=True)
    for file in LIBRARY.iterdir():
        (library / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    if attributes is not None:
        (library / "attributes.yaml").write_text(attributes, encoding="utf-8")
    if rules is not None:
        head = "stream: new_fund\nname: New fund\norigin: local\n"
        (library / "new_fund.yaml").write_text(head + rules, encoding="utf-8")
    return load_inputs(path, library)


def based(text: str) -> str:
    """A scenario that adds to the base."""
    return f"include: [base.yaml]\n{text}\n"


def with_rule(rule: str) -> str:
    """The rules of a stream file: one rule."""
    return f"rules:\n  - {{id: one, {rule}, {RULE}}}\n"


def codes(problems: tuple[Problem, ...]) -> list[str]:
    """The codes, in order."""
    return [problem.code for problem in problems]


NEW_FUND = "awards: [{id: new, stream: new_fund, amount: 1000}]"
