"""The charts of a comparison: unfunded cost today and under proposals, whole and year by year."""

from __future__ import annotations

from decimal import Decimal

from braid.comparison.cases import HEADINGS
from braid.comparison.compare import About
from braid.render.comparison import TITLES
from braid.render.web.charts import BLUE, GREY, ORANGE, Chart, bars
from braid.render.web.stored import StoredComparison
from braid.render.web.words import shown

COLOURS = {"Today": GREY, "equal": BLUE, "own": ORANGE}
FILLS = ("", ".", "/")


def year_names(found: StoredComparison) -> list[str]:
    """The program years of which there are figures, in order."""
    return sorted({f.id for f in found.figures if f.scope == "program year" and not f.scenario})


def unfunded_chart(found: StoredComparison) -> Chart:
    """Unfunded cost today and under each proposal, both headings side by side."""
    names = [shown(about.title, 40) for about in found.proposals]
    today = _cents(found.value("unfunded"))
    series = [("Today", [today] * len(names))]
    series += [
        (TITLES[m], [_cents(found.value("unfunded", a.proposal, m)) for a in found.proposals])
        for m in HEADINGS
    ]
    return bars(names, series, stacked=False, colours=tuple(COLOURS.values()), patterns=FILLS)


def years_chart(found: StoredComparison, about: About) -> Chart:
    """Unfunded cost of each program year, today and under one proposal."""
    years = year_names(found)

    def values(proposal: str, money: str) -> list[int]:
        figures = (
            found.figure("unfunded", proposal, money, scope=("program year", year))
            for year in years
        )
        return [_cents(f.value if f else None) for f in figures]

    series = [
        ("Today", values("", "")),
        *((TITLES[m], values(about.proposal, m)) for m in HEADINGS),
    ]
    return bars(years, series, stacked=False, colours=tuple(COLOURS.values()), patterns=FILLS)


def _cents(value: Decimal | None) -> int:
    return int((value or Decimal(0)) * 100)
