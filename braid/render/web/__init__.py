"""Reports as one HTML page that opens offline: of a plan, a comparison, a frontier or a sweep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

NAME = "report.html"


def made(folder: Path, beside: Sequence[Path] = ()) -> dict[str, bytes]:
    """The page of a folder (or of a stored frontier), by its file's name.

    ``beside`` are frontiers and sweeps that the page of a plan or comparison carries too.
    InputProblems where a page cannot be made.
    """
    from braid.render.extras import needs

    needs(folder, "a page", "jinja2", "plotly")
    if folder.is_file():
        return {f"{folder.stem}.html": _frontier_file(folder, beside).encode("utf-8", "replace")}
    for mark, page in PAGES.items():
        if (folder / mark).is_file():
            return {NAME: page(folder, beside).encode("utf-8", "replace")}
    return {NAME: _plan(folder, beside).encode("utf-8", "replace")}


def _plan(folder: Path, beside: Sequence[Path]) -> str:
    from braid.render.proof import proven_in
    from braid.render.source import plan_in
    from braid.render.web.beside import parts_in
    from braid.render.web.plan import plan_page

    plan = plan_in(folder)
    return plan_page(plan, parts_in(beside), proven_in(folder, plan))


def _comparison(folder: Path, beside: Sequence[Path]) -> str:
    from braid.render.web.beside import parts_in
    from braid.render.web.comparison import comparison_page
    from braid.render.web.stored import stored_comparison

    return comparison_page(stored_comparison(folder), parts_in(beside))


def _frontier(folder: Path, beside: Sequence[Path]) -> str:
    from braid.render.web.stored import FRONTIER

    return _frontier_file(folder / FRONTIER, beside)


def _frontier_file(path: Path, beside: Sequence[Path]) -> str:
    from braid.render.web.beside import refuse
    from braid.render.web.frontiers import frontier_page

    refuse(beside, path)
    return frontier_page(path)


def _sweep(folder: Path, beside: Sequence[Path]) -> str:
    from braid.render.web.beside import refuse
    from braid.render.web.stored_sweep import stored_sweep
    from braid.render.web.sweep import sweep_page

    refuse(beside, folder)
    return sweep_page(stored_sweep(folder))


PAGES: Mapping[str, Callable[[Path, Sequence[Path]], str]] = {
    "plan.json": _plan, "comparison.json": _comparison, "frontier.json": _frontier,
    "sweep.json": _sweep,
}  # fmt: skip
"""The file by which a folder is known, and what makes its page; the first that is there counts."""
