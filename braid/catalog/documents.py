"""A scenario's files as one document: YAML with its tables, or a workbook."""

from __future__ import annotations

from pathlib import Path

from braid.problems import Place, Problem
from braid.reading.document import Document
from braid.reading.scenario_files import TABLES, read_scenario
from braid.suffixes import is_workbook, is_yaml


def is_portfolio(document: Document) -> bool:
    """Whether a scenario file names partnerships."""
    return isinstance(document.data, dict) and "partnerships" in document.data


def scenario_document(
    path: Path, *, shown_as: str | None = None, root: Path | None = None, at: Place | None = None,
    tables: tuple[str, ...] = TABLES, allow_outside: bool = False, kept: bool = False,
) -> tuple[Document | None, list[Problem]]:  # fmt: skip
    """What a scenario file says; None if it cannot be read.

    ``root`` is the folder outside of which no file of it may lie unless ``allow_outside``, or a
    plan has ``kept`` it; ``at`` where another file names it. ``tables`` are the keys that may name
    a table; of a workbook every sheet is read.
    """
    layout = None
    if is_workbook(path):
        from braid.schema.sheets import scenario_layout

        layout = scenario_layout()
    document, problems = read_scenario(
        path, shown_as=shown_as, tables=tables, root=root, at=at, layout=layout,
        allow_outside=allow_outside, kept=kept,
    )  # fmt: skip
    if document is None or not isinstance(document.data, dict):
        return document, problems
    if all(is_yaml(source.path) for source in document.sources):  # no cells to make sense of
        return document, problems
    from braid.schema.cells import shaped
    from braid.schema.portfolio import Portfolio
    from braid.schema.scenario import Scenario

    model = Portfolio if is_portfolio(document) else Scenario
    document, more = shaped(document, model, tuple(tuple(name.split(".")) for name in tables))
    return document, [*problems, *more]
