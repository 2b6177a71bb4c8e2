"""A plan made by hand for the example partnership, so that its reports can be checked on paper.

Cost 715,640.00 = Pell 40,000.00 + adult_py26 250,000.00 + city 144,000.00 + unfunded 281,640.00.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.plan.features import structural_features
from braid.plan.folder import describe_run
from braid.plan.plan import (
    Explanation,
    Fix,
    Plan,
    SideEffect,
    Step,
    Summary,
    Tier,
    Uncertain,
    WhyNot,
)
from braid.plan.tables import Tables

EXAMPLE = Path(__file__).parent / "example"
Q = ("2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01")

# cost, group, category, period, award, stream, cents
CHARGES = [
    ("pct_tuition", "pct_adult", "tuition_fees", Q[0], "adult_py26", "wioa_adult", 116_000_00),
    ("ma_tuition", "ma_adult", "tuition_fees", Q[2], "pell", "pell", 40_000_00),
    ("ma_tuition", "ma_adult", "tuition_fees", Q[2], "city", "city_sales_tax_fund", 90_000_00),
    ("child_care", "pct_adult", "child_care", Q[0], "adult_py26", "wioa_adult", 25_000_00),
    ("child_care", "ma_adult", "child_care", Q[2], "city", "city_sales_tax_fund", 20_000_00),
    ("navigator", "", "case_management", Q[0], "adult_py26", "wioa_adult", 50_000_00),
    ("navigator", "", "case_management", Q[1], "city", "city_sales_tax_fund", 34_000_00),
    ("backbone", "", "backbone_staff", Q[0], "adult_py26", "wioa_adult", 56_360_00),
    (
        "report:adult_py26:wioa_adult/quarterly-financial-report",
        "",
        "administration",
        Q[0],
        "adult_py26",
        "wioa_adult",
        2_640_00,
    ),
]

# cost, group, category, period, cents, priority, reason, rule, citation
CAP = "Supportive services are at their cap of a tenth of adult_py26."
AGE = "Adults are 18 or older."
SPENT = "No award that may pay for it has money left."
UNFUNDED = [
    (
        "child_care",
        "pct_adult",
        "child_care",
        Q[1],
        31_000_00,
        "should",
        CAP,
        "wioa_adult/support-cap",
        "Board policy 4.2",
    ),
    (
        "child_care",
        "ma_adult",
        "child_care",
        Q[3],
        15_000_00,
        "should",
        AGE,
        "wioa_adult/adult-age",
        "29 USC 3102(2)",
    ),
    ("navigator", "", "case_management", Q[3], 52_000_00, "should", SPENT, "", ""),
    (
        "backbone",
        "",
        "backbone_staff",
        Q[2],
        183_640_00,
        "must",
        "The fund pays for people's training and support, not for conveners.",
        "city_sales_tax_fund/no-backbone",
        "City ordinance 2026-11",
    ),
]


def rows(names: str, values: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [dict(zip(names.split(), value, strict=True)) for value in values]


def example_inputs(folder: Path = EXAMPLE) -> Inputs:
    inputs, problems = load_inputs(folder / "quest.yaml", folder / "rules")
    assert inputs is not None, problems
    return inputs


def example_tables() -> Tables:
    report = "wioa_adult/quarterly-financial-report"
    return Tables.of(
        charges=rows("cost group category period award stream cents", CHARGES),
        unfunded=rows(
            "cost group category period cents priority reason rule citation", UNFUNDED
        ),
        awards=rows(
            "award stream recipient status used cents to_date charged given received left lapses"
            " recapture_risk start end",
            [
                ("adult_py26", "wioa_adult", "quest", "accepted", True, 250_000_00, 0,
                 250_000_00, 0, 0, 0, 0, 0, "2026-07-01", "2028-06-30"),
                ("city", "city_sales_tax_fund", "quest", "offered", True, 300_000_00, 0,
                 144_000_00, 0, 0, 156_000_00, 156_000_00, 0, "2026-10-01", "2027-09-30"),
                ("pell", "pell", "college", "accepted", True, None, 0,
                 40_000_00, 0, 0, None, 0, 0, "2026-07-01", "2028-06-30"),
            ],
        ),
        reports=rows(
            "report award system period_start period_end due count hours cost performed_by"
            " filed_by",
            [
                (report, "adult_py26", "", f"{y}-{m:02d}-01", "", f"{y}-{m + 1:02d}-14",
                 Decimal(1), Decimal(6), 330_00, "", "quest")
                for y, m in [(2026, 7), (2026, 10), (2027, 1), (2027, 4),
                             (2027, 7), (2027, 10), (2028, 1), (2028, 4)]
            ],
        ),
        rules=rows(
            "rule instance kind left sense right slack binding price price_from price_to citation",
            [
                ("wioa_adult/administration-cap", "adult_py26", "limit", Decimal("2640.00"), "<=",
                 Decimal("25000.00"), Decimal("22360.00"), False, Decimal(0), None, None,
                 "20 CFR 683.205(a)"),
                ("wioa_adult/support-cap", "adult_py26", "limit", Decimal("25000.00"), "<=",
                 Decimal("25000.00"), Decimal("0.00"), True, Decimal("0.12"), Decimal("20000"),
                 Decimal("31000"), "Board policy 4.2"),
            ],
        ),
        groups=rows(
            "group program participants scope name served completely_funded",
            [
                ("pct_adult", "pct", 40, "stream", "wioa_adult", 40, 17),
                ("ma_adult", "ma", 25, "stream", "city_sales_tax_fund", 25, 14),
            ],
        ),
    )  # fmt: skip


def example_plan(folder: Path = EXAMPLE, **changed: Any) -> Plan:
    inputs, tables = example_inputs(folder), example_tables()
    nothing = Decimal("0.00")
    parts: dict[str, Any] = {
        "name": inputs.scenario.name,
        "inputs": inputs,
        "tables": tables,
        "summary": Summary(
            cost=Decimal("715640.00"),
            paid_by_entitlements=Decimal("40000.00"),
            funded=Decimal("394000.00"),
            unfunded=Decimal("281640.00"),
            must_unfunded=Decimal("183640.00"),
            overhead_dollars=Decimal("2640.00"),
            overhead_hours=Decimal(48),
            lapses=Decimal("156000.00"),
            participants=65,
            completely_funded=31,
        ),
        "tiers": (
            Tier("floors", nothing, nothing, nothing),
            Tier("unfunded", Decimal("281640.00"), Decimal("281640.00"), nothing),
        ),
        "features": structural_features(inputs, tables),
        "run": describe_run(inputs, {"total": 0.5}),
        "uncertain": (
            Uncertain("pledge", Decimal("90000.00"), Decimal("0.8"), Decimal("281640.00"),
                      Decimal("191640.00")),
        ),
        "explanations": (
            Explanation(
                "child_care",
                "pct_adult",
                Decimal("31000.00"),
                (
                    WhyNot("adult_py26", "wioa_adult/support-cap", CAP, "Board policy 4.2"),
                    WhyNot("city", "", "Its period of performance begins on October 1, 2026.", ""),
                ),
                (
                    Fix(
                        (Step("waiver", "support_waiver", "", "support_waiver"),),
                        Decimal("0.00"), Decimal("0.00"), Decimal("31000.00"), Decimal("0.00"),
                        (SideEffect("overhead", "", Decimal("412.50")),),
                    ),
                ),
            ),
            Explanation(
                "backbone",
                "",
                Decimal("183640.00"),
                (WhyNot("city", UNFUNDED[3][7], UNFUNDED[3][6], UNFUNDED[3][8]),),
            ),
        ),
    }  # fmt: skip
    return Plan(**{**parts, **changed})
