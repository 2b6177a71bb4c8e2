"""The sheets of the money: the budget with live sums, every charge, and what nobody pays."""

from __future__ import annotations

from decimal import Decimal

from braid.plan.plan import Plan
from braid.render.words import dollars as in_dollars
from braid.render.words import line_name
from braid.render.workbook import names
from braid.render.workbook.book import Book
from braid.render.workbook.sheet import Col, Formula, Placed, Sheet, day, dollars, letter

ACROSS = 12
"""Up to so many awards stand beside each other in the budget; more stand below each other."""

CHARGES = (
    Col("Cost line"), Col("Name", "Wrapped"), Col("Group"), Col("Category"), Col("Period", "Date"),
    Col("Award"), Col("Stream"), Col("Amount", "Money", added=True),
)  # fmt: skip
UNFUNDED = (
    Col("Cost line"), Col("Name", "Wrapped"), Col("Group"), Col("Category"), Col("Period", "Date"),
    Col("Amount", "Money", added=True), Col("Priority"), Col("First reason", "Wrapped"),
    Col("Rule", "Wrapped"), Col("Citation", "Wrapped"),
)  # fmt: skip


def _named(cols: tuple[Col, ...], prefix: str) -> list[Col]:
    """The same columns with defined names such as ``charges_award``."""
    return [
        Col(c.head, c.kind, c.added, f"{prefix}_{c.head.lower().replace(' ', '_')}") for c in cols
    ]


def charges(book: Book, plan: Plan) -> Placed:
    """Every charge of charges.csv; the budget and all sums are made from this sheet."""
    sheet = book.sheet(
        "Charges", [20, 34, 20, 24, 14, 20, 24, 16], "Charges",
        "Who pays for what, to the cent, in periods named by their first day. The budget, the"
        " awards and the summary are sums of this sheet: change an amount here, and they follow.",
    )  # fmt: skip
    rows = (
        (r["cost"], line_name(plan.inputs, r["cost"]), r["group"], r["category"], day(r["period"]),
         r["award"], r["stream"], dollars(r["cents"]))
        for r in plan.tables["charges"].rows()
    )  # fmt: skip
    placed = sheet.table(_named(CHARGES, "charges"), rows, total="All charges", main=True)
    sheet.done()
    return placed


def unfunded(book: Book, plan: Plan) -> Placed:
    """Everything that nobody pays, with the first reason and where that is written."""
    sheet = book.sheet(
        "Unfunded", [20, 28, 18, 20, 14, 15, 10, 56, 28, 28], "What nobody pays",
        "Every cost, or part of one, that is unfunded, with the first reason and where that is"
        " written. braid explain DIR --cost LINE says why of every single award.",
    )  # fmt: skip
    rows = (
        (r["cost"], line_name(plan.inputs, r["cost"]), r["group"], r["category"], day(r["period"]),
         dollars(r["cents"]), r["priority"], r["reason"], r["rule"], r["citation"])
        for r in plan.tables["unfunded"].rows()
    )  # fmt: skip
    placed = sheet.table(_named(UNFUNDED, "unfunded"), rows, total="All unfunded", main=True)
    sheet.done()
    return placed


def budget(book: Book, plan: Plan) -> Sheet:
    """Award by category, from the sheets Charges and Unfunded, with checks that must be zero."""
    paid = plan.tables["charges"].sums("category", "award")
    left = plan.tables["unfunded"].sums("category")
    awards = [a for a in names.award_order(plan) if any(key[1] == a for key in paid)]
    categories = sorted({category for category, _ in paid} | {category for (category,) in left})
    turned = len(awards) > ACROSS
    sheet = book.sheet(
        "Budget",
        [28, 28, *[17.0] * len(categories), 17]
        if turned
        else [26, 26, *[16.0] * len(awards), 16, 16, 17],
        "Budget",
        "What each award pays in each category of cost. Every amount is a live sum of the sheets"
        " Charges and Unfunded; the checks below the table must be zero.",
    )
    if turned:
        _by_award(sheet, plan, awards, categories, paid, left)
    else:
        _by_category(sheet, plan, awards, categories, paid, left)
    sheet.done()
    return sheet


Sums = dict[tuple[str, ...], int]


def _by_category(
    sheet: Sheet, plan: Plan, awards: list[str], categories: list[str], paid: Sums, left: Sums
) -> None:
    heads = [
        Col("Category"), Col("In words", "Wrapped"), *(Col(award, "Money") for award in awards),
        Col("All awards", "Money"), Col("Unfunded", "Money"), Col("Cost", "Money"),
    ]  # fmt: skip
    _names_above(sheet, [names.award(plan, award) for award in awards])
    top, first = sheet.row, sheet.row + 1
    sheet.head(heads)
    wide = len(awards)
    for category in categories:
        at = sheet.row + 1
        cells = [
            _sum(f"$A{at}", f"{letter(k)}${top + 1}", paid.get((category, award), 0))
            for k, award in enumerate(awards, 2)
        ]
        total = sum(paid.get((category, award), 0) for award in awards)
        open_cents = left.get((category,), 0)
        sheet.line(heads, [
            category, names.category(category), *cells,
            _row_sum(2, wide, at, total),
            Formula(f"=SUMIFS(unfunded_amount,unfunded_category,$A{at})", in_dollars(open_cents)),
            Formula(
                f"={letter(wide + 2)}{at}+{letter(wide + 3)}{at}", in_dollars(total + open_cents)
            ),
        ])  # fmt: skip
    sums = [sum(paid.get((c, award), 0) for c in categories) for award in awards]
    _close(
        sheet, heads, first, [*sums, sum(sums), sum(left.values()), sum(sums) + sum(left.values())]
    )
    _checks(sheet, plan, wide + 2, wide + 3, wide + 4)


def _by_award(
    sheet: Sheet, plan: Plan, awards: list[str], categories: list[str], paid: Sums, left: Sums
) -> None:
    heads = [
        Col("Award"), Col("Name", "Wrapped"), *(Col(name, "Money") for name in categories),
        Col("All categories", "Money"),
    ]  # fmt: skip
    _names_above(sheet, [names.category(name) for name in categories])
    top, first = sheet.row, sheet.row + 1
    sheet.head(heads)
    wide = len(categories)
    for award in awards:
        at = sheet.row + 1
        cells = [
            _sum(f"{letter(k)}${top + 1}", f"$A{at}", paid.get((category, award), 0))
            for k, category in enumerate(categories, 2)
        ]
        total = sum(paid.get((category, award), 0) for category in categories)
        name = names.award(plan, award)
        sheet.line(heads, [award, name, *cells, _row_sum(2, wide, at, total)])
    sums = [sum(paid.get((c, award), 0) for award in awards) for c in categories]
    _close(sheet, heads, first, [*sums, sum(sums)])
    total = sheet.row
    opened = [left.get((name,), 0) for name in categories]
    cells = [
        Formula(
            f"=SUMIFS(unfunded_amount,unfunded_category,{letter(k)}${top + 1})", in_dollars(cents)
        )
        for k, cents in enumerate(opened, 2)
    ]
    at = sheet.row + 1
    sheet.line(heads, ["Unfunded", "", *cells, _row_sum(2, wide, at, sum(opened))])
    whole = [a + b for a, b in zip([*sums, sum(sums)], [*opened, sum(opened)], strict=True)]
    for number in range(len(heads)):
        name = letter(number)
        inside = 2 <= number < len(whole) + 2
        value = (
            Formula(f"={name}{total}+{name}{at}", in_dollars(whole[number - 2])) if inside else ""
        )
        sheet.put(number, "Cost" if number == 0 else value, "Sum money" if inside else "Sum")
    sheet.row += 1
    at_cost = sheet.row
    _checks_at(sheet, plan, f"{letter(wide + 2)}{total}", f"{letter(wide + 2)}{at}",
               f"{letter(wide + 2)}{at_cost}")  # fmt: skip


def _sum(category: str, award: str, cents: int) -> Formula:
    text = f"=SUMIFS(charges_amount,charges_category,{category},charges_award,{award})"
    return Formula(text, in_dollars(cents))


def _row_sum(first: int, wide: int, at: int, cents: int) -> Formula:
    last = letter(max(first, first + wide - 1))
    text = f"=SUM({letter(first)}{at}:{last}{at})" if wide else "=0"
    return Formula(text, in_dollars(cents))


def _names_above(sheet: Sheet, told: list[str]) -> None:
    """What the ids in the head row are called, in the row above it."""
    for number, name in enumerate(told, 2):
        sheet.put(number, name, "Note")
    high = max([1, *(-(-len(name) // 11) for name in told)])
    sheet.high(15.0 * min(high, 6))
    sheet.row += 1


def _close(sheet: Sheet, heads: list[Col], first: int, sums: list[int]) -> None:
    """The row of totals, and what stays in sight."""
    for number, _ in enumerate(heads):
        name, k = letter(number), number - 2
        if 0 <= k < len(sums):
            text = f"=SUM({name}{first + 1}:{name}{sheet.row})"
            sheet.put(number, Formula(text, in_dollars(sums[k])), "Sum money")
        else:
            sheet.put(number, "All" if number == 0 else "", "Sum")
    sheet.file.autofilter(first - 1, 0, max(first, sheet.row - 1), len(heads) - 1)
    sheet.file.freeze_panes(first, 2)
    sheet.file.repeat_rows(first - 1)
    sheet.row += 1


def _checks(sheet: Sheet, plan: Plan, paid: int, left: int, cost: int) -> None:
    _checks_at(sheet, plan, *(f"{letter(k)}{sheet.row}" for k in (paid, left, cost)))


def _checks_at(sheet: Sheet, plan: Plan, paid: str, left: str, cost: str) -> None:
    sheet.row += 1
    sheet.check(f"=ROUND(SUM(charges_amount)-{paid},2)", "Charges less this budget", 2)
    sheet.check(f"=ROUND(SUM(unfunded_amount)-{left},2)", "Unfunded less this budget", 2)
    label = "Cost of the plan less this budget"
    sheet.check(f"=ROUND({plan.summary.cost:f}-{cost},2)", label, 2, _difference(plan))


def _difference(plan: Plan) -> Decimal:
    """What plan.json has as cost less the tables; not zero where somebody has edited them."""
    cents = sum(plan.tables["charges"]["cents"]) + sum(plan.tables["unfunded"]["cents"])
    return plan.summary.cost - in_dollars(cents)
