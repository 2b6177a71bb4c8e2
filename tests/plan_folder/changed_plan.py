"""The example plan after the city raised its award by 50,000.00 and child care was paid from it."""

from dataclasses import replace
from decimal import Decimal

from handmade_plan import CHARGES, UNFUNDED, Q, example_plan, rows

from braid.catalog.inputs import Inputs
from braid.plan.plan import Plan


def with_award(inputs: Inputs, award: str, **fields: object) -> Inputs:
    awards = tuple(
        a.model_copy(update=fields) if a.id == award else a for a in inputs.scenario.awards
    )
    scenario = inputs.scenario.model_copy(update={"awards": awards})
    return Inputs(scenario, inputs.law, inputs.document, inputs.rule_files)


def plan_with_more_city_money() -> Plan:
    plan = example_plan()
    care = ("child_care", "pct_adult", "child_care", Q[1], "city", "city_sales_tax_fund", 31_000_00)
    awards = plan.tables["awards"].rows()
    (city,) = (row for row in awards if row["award"] == "city")
    city |= {"cents": 350_000_00, "charged": 175_000_00, "left": 175_000_00, "lapses": 175_000_00}
    return replace(
        plan,
        inputs=with_award(plan.inputs, "city", amount=Decimal(350000)),
        tables=plan.tables.replaced(
            charges=rows("cost group category period award stream cents", [*CHARGES, care]),
            unfunded=rows(
                "cost group category period cents priority reason rule citation", UNFUNDED[1:]
            ),
            awards=awards,
        ),
        summary=replace(
            plan.summary,
            funded=Decimal("425000.00"),
            unfunded=Decimal("250640.00"),
            lapses=Decimal("175000.00"),
            completely_funded=48,
        ),
    )
