"""The sheets of what must be done: reports and last days, and how shared costs are divided."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from braid.plan.plan import Allocation, Plan
from braid.render.deadlines import KINDS, due_items
from braid.render.words import day as in_words
from braid.render.words import line_name, usd
from braid.render.workbook import names
from braid.render.workbook.book import Book
from braid.render.workbook.sheet import Col, Formula, Sheet, day, dollars

CITATION = "2 CFR 200.405(d)"
BASES = {
    "participants": "participants active in each period in which the cost arises",
    "hours": "hours", "staff_time": "staff time", "space": "space", "other": "another stated basis",
}  # fmt: skip
SIGNERS = ("Prepared by", "Finance lead", "Authorized by")
Charged = dict[str, list[tuple[str, str, str, int]]]
"""Line -> period, award, group, cents."""


def calendar(book: Book, plan: Plan) -> None:
    """Every report and last day in order of time."""
    sheet = book.sheet(
        "Calendar", [14, 22, 44, 22, 14, 14, 18, 22, 11, 11, 13, 40, 40, 36], "Calendar",
        "Reports that are due and the last days of the awards, in order of time. braid report DIR"
        " --ics puts them into the calendar of a mail program.",
    )  # fmt: skip
    heads = [
        Col("Due", "Date"), Col("What"), Col("Which", "Wrapped"), Col("For"), Col("From", "Date"),
        Col("To", "Date"), Col("Filed by"), Col("Done by", "Wrapped"),
        Col("Number", "Number", added=True), Col("Hours", "Number", added=True),
        Col("Cost", "Money", added=True),
        Col("About it", "Wrapped"), Col("Rule", "Wrapped"), Col("Citation", "Wrapped"),
    ]  # fmt: skip
    rows = [
        [
            day(i.day), KINDS[i.kind],
            i.title if i.kind == "report" else names.award(plan, i.about), i.about,
            day(i.start), day(i.end), i.filed_by, i.performed_by, i.count, i.hours,
            dollars(i.cost), i.told if i.kind != "report" else "", ", ".join(i.rules), i.citation,
        ]
        for i in due_items(plan)
    ]  # fmt: skip
    sheet.table(heads, rows, total="All", main=True)
    if plan.tables["reports"]["report"] and not plan.filings:
        sheet.note(f"Rules and last days are missing: {OLDER}")
    sheet.done()


OLDER = "this plan was made by an earlier braid, which did not keep them. Solve again to have them."


def allocation(book: Book, plan: Plan) -> None:
    """The cost-allocation plan: each shared cost's basis, groups, awards, and who signs it."""
    sheet = book.sheet(
        "Cost allocation", [30, 13, 11, 17, 3, 34, 28, 17, 11],
        "Cost-allocation plan for shared costs",
        f"{in_words(plan.inputs.calendar.first)} to {in_words(plan.inputs.calendar.last)}. A cost"
        " that benefits several groups or awards is divided in proportion to the benefit, on the"
        f" documented basis that stands with it ({CITATION}).{_asked(plan)}",
    )  # fmt: skip
    charged = _charged(plan)
    sheet.scaled()
    for found in plan.allocations:
        start = sheet.row
        _block(sheet, plan, found, charged)
        sheet.together(start)
    if not plan.allocations:
        shared = any(c.per_participant is None for c in plan.inputs.costs.values())
        text = (
            f"How costs are divided is missing: {OLDER}" if shared else "There are no shared costs."
        )
        sheet.note(text, "Subtitle")
    start = sheet.row
    _signatures(sheet)
    sheet.together(start)
    sheet.file.repeat_rows(0)
    sheet.done()


def _asked(plan: Plan) -> str:
    """Where no rule looks at it, that the parts are told all the same."""
    if any(r.kind == "benefit" for r in plan.inputs.law.rules):
        return ""
    return (
        " No rule of these awards compares what is charged with these parts; they are told for the"
        " file, and the plan does not keep to them."
    )


def _charged(plan: Plan) -> Charged:
    found: Charged = defaultdict(list)
    for r in plan.tables["charges"].rows():
        found[r["cost"]].append((r["period"], r["award"], r["group"], r["cents"]))
    for r in plan.tables["unfunded"].rows():
        found[r["cost"]].append((r["period"], "", r["group"], r["cents"]))
    return found


def _block(sheet: Sheet, plan: Plan, found: Allocation, charged: Charged) -> None:
    """A shared line in a program year: on the left whose cost it is, on the right who pays it."""
    line = plan.inputs.costs.get(found.cost)
    category = f", {names.category(line.category)}" if line is not None else ""
    sheet.row += 1
    paper = f" Written down in: {found.document}." if found.document else ""
    sheet.note(
        f"{line_name(plan.inputs, found.cost)} ({found.cost}{category}), {in_words(found.start)} to"
        f" {in_words(found.end)}: {usd(found.amount)}. Basis: {BASES[found.basis]}.{paper}"
        f" {CITATION}.",
        "Block",
    )
    left = [
        Col("Group", "Label"),
        Col("Units", "Number"),
        Col("Share", "Percent"),
        Col("Its part", "Money"),
    ]
    right = [
        Col("Paid by", "Wrapped"),
        Col("For", "Text"),
        Col("Amount", "Money"),
        Col("Share", "Percent"),
    ]
    top = sheet.row
    sheet.head(left)
    sheet.row = top
    sheet.head(right, at=5)
    payers = _payers(found, charged)
    count = max(len(payers), len(found.parts), 1)
    first, last = sheet.row + 1, sheet.row + count
    total = sum((part.amount for part in found.parts), Decimal(0))
    paid = Decimal(sum(cents for _, cents in payers)).scaleb(-2)
    dates = (found.periods[0], found.periods[-1]) if found.periods else (found.start, found.end)
    for k in range(count):
        at = sheet.row + 1
        if k < len(found.parts):
            part = found.parts[k]
            share = Formula(
                f"=D{at}/SUM(D${first}:D${last})", part.amount / total if total else Decimal(0)
            )
            sheet.line(left, [names.group(plan, part.group), part.units, share, part.amount])
            sheet.row -= 1
        if k < len(payers):
            (award, group), cents = payers[k]
            amount = Decimal(cents).scaleb(-2)
            sheet.line(right, [
                names.award(plan, award) if award else "Unfunded",
                names.group(plan, group) if group else names.ALL,
                Formula(_sumifs(found.cost, award, group, dates), amount),
                Formula(f"=H{at}/SUM(H${first}:H${last})", amount / paid if paid else Decimal(0)),
            ], at=5)  # fmt: skip
            sheet.row -= 1
        sheet.row += 1
    for number, value in (
        (0, "All groups" if found.parts else "No group is there"), (1, ""), (2, ""),
        (3, Formula(f"=SUM(D{first}:D{last})", total) if found.parts else ""),
        (5, "All"), (6, ""), (7, Formula(f"=SUM(H{first}:H{last})", paid)), (8, ""),
    ):  # fmt: skip
        sheet.put(number, value, "Sum money" if isinstance(value, Formula) else "Sum")
    sheet.row += 1


def _payers(found: Allocation, charged: Charged) -> list[tuple[tuple[str, str], int]]:
    """(award, group) -> cents, in order; what is unfunded comes last."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    periods = set(found.periods)
    for period, award, group, cents in charged.get(found.cost, ()):
        if period in periods:
            sums[award, group] += cents
    return sorted(sums.items(), key=lambda item: (item[0][0] == "", item[0]))


def _sumifs(cost: str, award: str, group: str, dates: tuple[str, str]) -> str:
    table = "charges" if award else "unfunded"
    first, last = (f"DATE({int(d[:4])},{int(d[5:7])},{int(d[8:10])})" for d in dates)
    parts = [
        f"{table}_amount", f'{table}_cost_line,"{cost}"', f'{table}_period,">="&{first}',
        f'{table}_period,"<="&{last}',
    ]  # fmt: skip
    if award:
        parts.append(f'{table}_award,"{award}"')
    parts.append(f'{table}_group,"{group}"' if group else f'{table}_group,"="')
    return f"=SUMIFS({','.join(parts)})"


def _signatures(sheet: Sheet) -> None:
    sheet.section("Signatures")
    sheet.note(
        "The costs above are divided in proportion to benefit, on the bases that stand with them,"
        " and charged accordingly. Records of the units are kept with the charges.",
        "Subtitle",
    )
    for who in SIGNERS:
        sheet.row += 1
        sheet.put(0, f"{who} (name and title)", "Subtitle")
        sheet.put(5, "Signature", "Subtitle")
        sheet.put(7, "Date", "Subtitle")
        sheet.row += 1
        sheet.high(28)
        for column in (0, 1, 2, 3, 5, 6, 7, 8):
            sheet.put(column, "", "Signature")
        sheet.row += 1
