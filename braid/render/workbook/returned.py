"""The sheet of money that goes back when some leave, and of what schools have from grants."""

from __future__ import annotations

from braid.plan.plan import Plan
from braid.render.workbook import names
from braid.render.workbook.book import Book
from braid.render.workbook.sheet import Col, day, dollars


def returned(book: Book, plan: Plan) -> None:
    """Refunds and income, each a table; nothing where there is neither."""
    refunds, income = plan.tables["refunds"].rows(), plan.tables["income"].rows()
    if not refunds and not income:
        return
    sheet = book.sheet(
        "Refunds and income", [34, 30, 26, 12, 12, 17, 17, 17, 17], "Refunds and income",
        "Entitlement money that is not earned when some leave before the end, and money that"
        " organizations have from awards besides: program income and allowances. The plan counts"
        " without what goes back already; allowances pay none of its costs.",
    )  # fmt: skip
    if refunds:
        sheet.section("Money that goes back when some leave")
        heads = [
            Col("Award", "Label"), Col("Group", "Wrapped"), Col("They leave", "Date"),
            Col("People", "Number"), Col("Earned", "Percent"),
            Col("Not earned", "Money", added=True), Col("By the school", "Money", added=True),
            Col("By students", "Money", added=True), Col("Kept", "Money", added=True),
        ]  # fmt: skip
        sheet.table(heads, [
            [
                names.award(plan, r["award"]), names.group(plan, r["group"]), day(r["date"]),
                r["leavers"], r["earned"],
                *(dollars(r[part]) for part in ("returned", "by_school", "by_students", "kept")),
            ]
            for r in refunds
        ], total="All refunds")  # fmt: skip
    if income:
        sheet.section("Income")
        heads = [
            Col("Award", "Label"), Col("Organization", "Wrapped"), Col("Rule", "Wrapped"),
            Col("Year"), Col("People", "Number"), Col("Amount", "Money", added=True),
        ]  # fmt: skip
        sheet.table(heads, [
            [
                names.award(plan, r["award"]), r["organization"], r["rule"], r["year"],
                r["people"], dollars(r["cents"]),
            ]
            for r in income
        ], total="All income")  # fmt: skip
    sheet.done()
