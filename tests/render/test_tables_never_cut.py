"""No figure is ever cut: at 80, 100 and 120 columns, with long ids and large amounts."""

import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from handmade_plan import example_plan

from braid.plan.plan import Plan
from braid.plan.tables import Tables
from braid.render.console import plan_report
from braid.render.explain import explain_award, explain_cost, explain_plan, explain_rule
from braid.render.money import by_award
from braid.render.output import columns, show
from braid.render.table import wrapped

LONG = "workforce_innovation_and_opportunity_act_adult_2026_2027_second"
TIMES = 1000
"""What makes hundreds of thousands of dollars hundreds of millions."""
MONEY = {
    ("charges", "cents"), ("unfunded", "cents"), ("awards", "cents"), ("awards", "charged"),
    ("awards", "left"), ("awards", "lapses"), ("reports", "cost"), ("rules", "left"),
    ("rules", "right"),
}  # fmt: skip


def large_plan() -> Plan:
    """The example with a thousand times the money, and an award whose id has 63 letters."""
    plan = example_plan()
    tables = {}
    for name, table in plan.tables.items():
        rows = table.rows()
        for row in rows:
            for column, value in row.items():
                if (name, column) in MONEY and value is not None:
                    row[column] = value * TIMES
            if name in ("charges", "reports", "awards") and row["award"] == "adult_py26":
                row["award"] = LONG
            if name == "rules":
                row["instance"] += f" {LONG}"
        tables[name] = rows
    award = plan.inputs.awards["adult_py26"].model_copy(update={"id": LONG})
    others = [a for i, a in plan.inputs.awards.items() if i != "adult_py26"]
    scenario = plan.inputs.scenario.model_copy(update={"awards": (award, *others)})
    return replace(plan, tables=Tables.of(**tables), inputs=replace(plan.inputs, scenario=scenario))


DRAWN = {
    "plan": plan_report,
    "explain": explain_plan,
    "cost": lambda plan, out: explain_cost(plan, "navigator", out),
    "award": lambda plan, out: explain_award(plan, LONG, out),
    "rule": lambda plan, out: explain_rule(plan, "wioa_adult/support-cap", out),
}


def figures(text: str) -> set[str]:
    return set(re.findall(r"[\d,]+\.\d\d\b|\d{1,3}(?:,\d{3})+", text))


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("name", DRAWN)
def test_every_line_fits_and_every_figure_is_whole(name: str, width: int) -> None:
    narrow, wide = io.StringIO(), io.StringIO()
    show(lambda out: DRAWN[name](large_plan(), out), narrow, width)
    show(lambda out: DRAWN[name](large_plan(), out), wide, 400)

    assert max(map(len, narrow.getvalue().splitlines())) <= width
    told, whole = (without_kinds_of_cost(text.getvalue()) for text in (narrow, wide))
    assert figures(told) == figures(whole)


def without_kinds_of_cost(text: str) -> str:
    """The report without the table that joins kinds of cost where there is little room."""
    return re.sub(r"Who pays for what.*?\n\n", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_the_table_of_kinds_of_cost_adds_up_at_every_width(width: int) -> None:
    file = io.StringIO()
    show(lambda out: by_award(large_plan(), out), file, width)

    (total,) = [line for line in file.getvalue().splitlines() if line.startswith("Total")]
    *kinds, paid = (int(amount.replace(",", "")) for amount in total.split()[1:])
    assert sum(kinds) == paid == 434_000_000


def test_the_amounts_are_as_large_as_they_get() -> None:
    awards = large_plan().tables["awards"].records()

    assert max(Decimal(row["charged"]) for row in awards) == Decimal(250_000_000)


def lines(width: int, *rows: tuple[str, ...]) -> list[str]:
    table = columns("Award", "~Why", "Amount")
    for row in rows:
        table.add_row(*row)
    return [line for line, _ in table.lines(width)]


def test_words_give_way_to_numbers() -> None:
    assert lines(40, ("adult_2026", "The money is used up since July.", "100,000,000.00")) == [
        "Award       Why                   Amount",
        "----------- ------------- --------------",
        "adult_2026  The money is  100,000,000.00",
        "            used up",
        "            since July.",
    ]


def test_rows_that_do_not_fit_side_by_side_become_lines() -> None:
    assert lines(24, ("adult_2026", "It is used up.", "100,000,000.00")) == [
        "Award: adult_2026",
        "  Why: It is used up.",
        "  Amount: 100,000,000.00",
    ]


def test_ids_break_where_their_parts_meet_and_figures_not_at_all() -> None:
    assert wrapped("wioa_adult/priority-of-service", 16) == [
        "wioa_adult/",
        "priority-of-",
        "service",
    ]
    assert wrapped("about 100,000,000.00 dollars", 10) == ["about", "100,000,000.00", "dollars"]
