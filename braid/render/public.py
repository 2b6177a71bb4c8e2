"""What may be given to everybody: a page and a table in which no count from 1 to 9 can be found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from braid.plan.plan import Plan
from braid.plan.publishing.figures import Case
from braid.plan.publishing.protect import Shown, published
from braid.problems import InputProblems, Place, Problem
from braid.render.public_page import WITHHELD, public_page
from braid.render.source import plan_in
from braid.writing import csv_text

if TYPE_CHECKING:
    from braid.comparison.compare import About, Comparison

FOLDER = "public"
HEADS = ("plan", "scenario", "of", "figure", "value", "rounded_to")


def made(folder: Path) -> dict[str, bytes]:
    """The public files of a plan or a comparison; InputProblems where there are none."""
    cases, proposals = _stored(folder)
    found = public(cases, proposals)
    return {f"{FOLDER}/{name}": content for name, content in found.items()}


def public(cases: Sequence[Case], proposals: Sequence[About] = ()) -> dict[str, bytes]:
    """What may be given to everybody of plans that are published together: page and table."""
    found = published(cases)
    return {
        "report.html": public_page(cases, proposals, found).encode("utf-8", "replace"),
        "figures.csv": _table(found).encode("utf-8"),
    }


def compared(comparison: Comparison) -> dict[str, bytes]:
    """The same of a comparison that was just made."""
    planned = [(case.proposal, case.money, case.scenario, case.plan) for case in comparison.cases]
    return public(_cases(planned), comparison.proposals)


def _stored(folder: Path) -> tuple[list[Case], Sequence[About]]:
    """The plans that are published together, and the proposals among them."""
    if (folder / "comparison.json").is_file():
        from braid.render.web.stored import plans_compared, stored_comparison

        planned = [
            (proposal, money, of, plan_in(folder / below))
            for proposal, money, of, below in plans_compared(folder)
        ]
        return _cases(planned), stored_comparison(folder).proposals
    if any((folder / mark).is_file() for mark in ("frontier.json", "sweep.json")):
        message = "Only a plan or a comparison can be made public: this folder is neither."
        points = sorted(path.name for path in folder.glob("point-*"))
        remedy = (
            f"Name the folder of one of its plans: braid report DIR/{points[0]} --publish"
            if points
            else "Make the plan that you mean with braid solve, and name its folder."
        )
        raise InputProblems([Problem("B334", message, remedy, Place(str(folder)))])
    return [Case("", "", plan_in(folder))], ()


def _cases(planned: Sequence[tuple[str, str, str, Plan]]) -> list[Case]:
    """Plans of a comparison: by proposal (none: today), money, and scenario.

    A proposal that brings no money has the same plan under both headings, and stands there once.
    """
    equal = {(proposal, of): plan for proposal, money, of, plan in planned if money == "equal"}
    brings = {
        proposal
        for proposal, money, of, plan in planned
        if money == "own" and not _same(plan, equal.get((proposal, of)))
    }
    return [
        Case(_name(proposal, money if proposal in brings else ""), of, plan)
        for proposal, money, of, plan in planned
        if money != "own" or proposal in brings
    ]


def _same(one: Plan, other: Plan | None) -> bool:
    names = ("groups", "charges", "unfunded")
    return other is not None and all(
        one.tables[name].written == other.tables[name].written for name in names
    )


def _name(proposal: str, money: str) -> str:
    """How a plan of a comparison is called."""
    return (f"{proposal}, {money} money" if money else proposal) or "today"


def _table(found: Sequence[Shown]) -> str:
    """Every figure in a row of its own."""
    rows = (
        [
            one.case, one.scenario, one.of or "all", one.what,
            WITHHELD if one.value is None else str(one.value),
            str(one.rounded) if one.value is not None and (one.dollars or one.rounded > 1) else "",
        ]
        for one in found
    )  # fmt: skip
    return csv_text(HEADS, rows)
