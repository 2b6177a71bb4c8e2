"""The workbook of a plan, for people who live in spreadsheets: ``report.xlsx``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from braid.problems import InputProblems, Place, Problem

if TYPE_CHECKING:
    from braid.render.source import Source

ROWS = 1_000_000
"""More rows than this do not go into a sheet, which holds 1,048,576 with heads and totals."""


def made(folder: Path) -> dict[str, bytes]:
    """The workbook of a plan's folder; InputProblems where it cannot be made."""
    from braid.render.extras import needs
    from braid.render.source import source_in

    needs(folder, "the workbook", "xlsxwriter")
    source = source_in(folder)
    long = [name for name, table in source.plan.tables.items() if len(table) > ROWS]
    if long:
        message = f"{long[0]}.csv has more rows than a sheet of a workbook holds."
        remedy = "Use the CSV files, or report on parts of the portfolio."
        raise InputProblems([Problem("B318", message, remedy, Place(str(folder)))])
    return {"report.xlsx": workbook(source)}


def workbook(source: Source) -> bytes:
    """Every sheet of the workbook; the same plan gives the same bytes."""
    from braid.render.workbook import (
        about,
        awards,
        cash,
        duties,
        money,
        people,
        reasons,
        returned,
        summary,
    )
    from braid.render.workbook.book import Book

    plan = source.plan
    book = Book(plan.name, source.made, source.stamp)
    summary.summary(book, source)
    people.partnerships(book, plan)
    money.budget(book, plan)
    money.charges(book, plan)
    money.unfunded(book, plan)
    reasons.why_not(book, plan)
    awards.awards(book, plan)
    awards.against_actual(book, plan)
    awards.caps(book, plan)
    cash.cash(book, plan)
    awards.pledges(book, plan)
    returned.returned(book, plan)
    duties.calendar(book, plan)
    duties.allocation(book, plan)
    people.people(book, plan)
    people.features(book, plan)
    awards.rules(book, plan)
    reasons.worth(book, plan)
    about.about(book, source)
    return book.content()
