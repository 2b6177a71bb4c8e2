"""Reports as one HTML page that opens offline, from the folder of a plan or of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

NAME = "report.html"


def made(folder: Path) -> dict[str, bytes]:
    """The page of a folder, by its file's name; InputProblems where it cannot be made."""
    from braid.render.extras import needs

    needs(folder, "a page", "jinja2", "plotly")
    for mark, page in PAGES.items():
        if (folder / mark).is_file():
            return {NAME: page(folder).encode("utf-8", "replace")}
    return {NAME: _plan(folder).encode("utf-8", "replace")}


def _plan(folder: Path) -> str:
    from braid.plan.folder import read_plan
    from braid.problems import InputProblems
    from braid.render.web.plan import plan_page

    plan, problems = read_plan(folder)
    if plan is None:
        raise InputProblems(list(problems))
    return plan_page(plan)


def _comparison(folder: Path) -> str:
    from braid.render.web.comparison import comparison_page
    from braid.render.web.stored import stored_comparison

    return comparison_page(stored_comparison(folder))


PAGES: Mapping[str, Callable[[Path], str]] = {"comparison.json": _comparison}
"""The file by which a folder is known that is not a plan's, and what makes its page."""
