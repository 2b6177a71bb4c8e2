"""The sheets of people and partnerships: who is served, what makes a partnership work."""

from __future__ import annotations

from decimal import Decimal

from braid.plan.plan import Feature, Plan
from braid.render.words import sentence
from braid.render.workbook import names
from braid.render.workbook.book import Book
from braid.render.workbook.sheet import Col, Formula, Sheet, dollars


def people(book: Book, plan: Plan) -> None:
    """Every group: how many, who serves them, how many are completely funded."""
    sheet = book.sheet(
        "People", [24, 30, 24, 14, 16, 14, 26, 12], "People",
        "Each group with the streams and record systems that serve it. Completely funded are those"
        " of whom no cost of their own is unfunded.",
    )  # fmt: skip
    heads = [
        Col("Group"), Col("Name", "Wrapped"), Col("Program"), Col("Participants", "Count"),
        Col("Completely funded", "Count"), Col("Scope"), Col("Served by"), Col("Served", "Count"),
    ]  # fmt: skip
    rows = [
        [
            r["group"], names.group(plan, r["group"]), r["program"], r["participants"],
            r["completely_funded"], r["scope"], r["name"] or "not counted", r["served"],
        ]
        for r in plan.tables["groups"].rows()
    ]  # fmt: skip
    sheet.table(heads, rows, main=True)
    sheet.done()


def partnerships(book: Book, plan: Plan) -> None:
    """A portfolio's partnerships; no sheet for other scenarios."""
    rows = plan.tables["partnerships"].rows()
    if not rows:
        return
    sheet = book.sheet(
        "Partnerships", [24, 34, 13, 17, 16, 17, 17, 11, 15, 14, 13], "Partnerships",
        "Each partnership of the portfolio, and the portfolio in the first row, which also has the"
        " reports and the lapses of shared awards.",
    )  # fmt: skip
    heads = [
        Col("Partnership"), Col("Name", "Wrapped"), Col("Participants", "Count"),
        Col("Cost", "Money"), Col("Entitlements", "Money"), Col("Funded", "Money"),
        Col("Unfunded", "Money"), Col("Coverage", "Percent"), Col("Reporting", "Money"),
        Col("Lapses", "Money"), Col("Completely funded", "Count"),
    ]  # fmt: skip
    sheet.table(heads, [
        [
            r["partnership"] or "All", r["name"], r["participants"], dollars(r["cost"]),
            dollars(r["entitlements"]), dollars(r["funded"]), dollars(r["unfunded"]), r["coverage"],
            dollars(r["overhead"]), dollars(r["lapses"]), r["completely_funded"],
        ]
        for r in rows
    ], main=True)  # fmt: skip
    sheet.done()


def features(book: Book, plan: Plan) -> None:
    """The four features that decide whether a partnership works, and who pays for each."""
    sheet = book.sheet(
        "Features", [34, 10, 58, 26, 30, 17], "What makes a partnership work",
        "Named employer commitments, a curriculum tied to a specific job, paid backbone staff, and"
        " outcomes read from unemployment-insurance wage records: is it there, how large, paid by"
        " whom.",
    )  # fmt: skip
    for feature in plan.features:
        _feature(sheet, plan, feature)
    sheet.done()


def _feature(sheet: Sheet, plan: Plan, feature: Feature) -> None:
    sheet.row += 1
    heads = [
        Col(feature.name, "Label"), Col("There", "Text"), Col("How large", "Wrapped"),
        Col("Paid by", "Text"), Col("Name", "Wrapped"), Col("Amount", "Money"),
    ]  # fmt: skip
    sheet.head(heads)
    first = sheet.row + 1
    payers = [(p.award, names.award(plan, p.award), p.amount) for p in feature.paid_by]
    payers = payers or [("", "no cost of its own" if not feature.unfunded else "", Decimal(0))]
    for number, (award, name, amount) in enumerate(payers):
        there = "yes" if feature.present else "NO"
        told = ["", there, sentence(feature.size)] if number == 0 else ["", "", ""]
        sheet.line(heads, [*told, award, name, amount])
    sheet.line(heads, ["", "", "", "Unfunded", "", feature.unfunded])
    total = sum((amount for _, _, amount in payers), feature.unfunded)
    for column in range(5):
        sheet.put(column, "All" if column == 0 else "", "Sum")
    sheet.put(5, Formula(f"=SUM(F{first}:F{sheet.row})", total), "Sum money")
    sheet.row += 1
