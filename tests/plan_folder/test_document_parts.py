"""plan.json: which parts it has, in which order, and what of the tables they hold."""

from handmade_plan import example_plan

from braid.plan.document import ASKED, differing, document
from braid.plan.plan import STORED


def test_the_document_has_every_part_once() -> None:
    stored = [name for name in STORED if name not in ASKED and name != "run"]
    assert list(document(example_plan())) == [
        "schema_version", "name", "horizon", "proposals", *stored, "money", "lines", "unfunded",
        "awards", "budget", "groups", "partnerships", "reports", "refunds", "income", "rules",
        "problems", "run",
    ]  # fmt: skip


def test_money_lines_and_unfunded_are_sums_of_charges_and_cells() -> None:
    data = document(example_plan())

    paid = {(r["award"], r["category"]): r["amount"] for r in data["money"]}
    assert paid["adult_py26", "tuition_fees"] == "116000.00"
    lines = {(r["cost"], r["award"]): r["amount"] for r in data["lines"]}
    assert lines["navigator", "city"] == "34000.00"
    missing = {(r["cost"], r["group"], r["rule"]): r["amount"] for r in data["unfunded"]}
    assert missing["child_care", "ma_adult", "wioa_adult/adult-age"] == "15000.00"
    assert len(data["unfunded"]) == 4


def test_the_parts_that_do_not_follow_from_the_tables_are_named() -> None:
    plan = example_plan()
    stored = document(plan)

    assert differing(plan, stored) == ""
    assert differing(plan, {**stored, "run": {}}) == ""
    assert differing(plan, {**stored, "money": [], "name": "Another"}) == "name, money"
