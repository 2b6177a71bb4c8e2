"""The sheets of the awards: their use and caps, budget against actual, rules, pledges."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from braid.plan.plan import Plan
from braid.render.words import line_name
from braid.render.workbook import names
from braid.render.workbook.book import Book
from braid.render.workbook.sheet import Col, Formula, day, dollars
from braid.schema.rules import Limit, RuleBase

CAPS = ("limit", "award", "slice")
PRICE = (
    "Price: what one dollar more on the right side would spare in unfunded dollars, in the range"
    " that follows it."
)


def awards(book: Book, plan: Plan) -> None:
    """Each award: what it is, what it pays, what is left, and its tightest cap."""
    sheet = book.sheet(
        "Awards", [20, 30, 22, 16, 12, 12, 16, 15, 16, 13, 13, 15, 10, 14, 14, 14, 14, 34, 10, 15],
        "Awards",
        "Amount, what was charged before the plan, what the plan charges (a live sum of the sheet"
        " Charges) and what is left. Entitlements have no amount: they follow people by formula."
        " The tightest cap is that of the award's own limits of which most is used.",
    )  # fmt: skip
    heads = [
        Col("Award", name="awards_award"), Col("Name", "Wrapped"), Col("Stream"), Col("Recipient"),
        Col("Status"), Col("Entitlement", name="awards_entitlement"),
        Col("Amount", "Money", added=True), Col("Charged before", "Money", added=True),
        Col("Plan", "Money", added=True, name="awards_plan"),
        Col("Given", "Money", added=True), Col("Received", "Money", added=True),
        Col("Left", "Money", added=True), Col("Used", "Percent"),
        Col("Lapses", "Money", added=True), Col("Recapture risk", "Money", added=True),
        Col("Start", "Date"), Col("End", "Date"), Col("Tightest cap", "Wrapped"),
        Col("Cap used", "Percent"), Col("Left of the cap", "Money"),
    ]  # fmt: skip
    tight = _tightest(plan)
    sheet.table(heads, _award_rows(plan, tight, sheet.row + 2), total="All awards", main=True)
    sheet.done()


def _award_rows(plan: Plan, tight: dict[str, dict[str, Any]], first: int) -> list[list[Any]]:
    out = []
    for at, r in enumerate(plan.tables["awards"].rows(), first):
        name, cap = r["award"], tight.get(r["award"])
        amount, charged = r["cents"], r["charged"]
        plan_cell = Formula(
            f"=SUMIFS(charges_amount,charges_award,A{at})", Decimal(charged).scaleb(-2)
        )
        left: Any = ""
        used: Any = ""
        if amount is not None and r["left"] is not None:
            # program income counts too, which stands in no column of its own
            income = r["left"] - (amount + r["received"] - r["given"] - r["to_date"] - charged)
            more = f"+{Decimal(income).scaleb(-2):f}" if income else ""
            left = Formula(f"=G{at}+K{at}-J{at}-H{at}-I{at}{more}", Decimal(r["left"]).scaleb(-2))
        if amount:
            used = Formula(f"=(H{at}+I{at})/G{at}", Decimal(r["to_date"] + charged) / amount)
        status = r["status"] if r["used"] or r["status"] != "offered" else "offered, declined"
        out.append([
            name, names.award(plan, name), r["stream"], r["recipient"], status,
            "yes" if names.entitlement(plan, name) else "no", dollars(amount),
            dollars(r["to_date"]), plan_cell, dollars(r["given"]), dollars(r["received"]), left,
            used, dollars(r["lapses"]), dollars(r["recapture_risk"]), day(r["start"]),
            day(r["end"]), *_cap_cells(cap),
        ])  # fmt: skip
    return out


def _cap_cells(cap: dict[str, Any] | None) -> list[Any]:
    if cap is None:
        return ["", "", ""]
    return [f"{cap['rule']}: {cap['instance']}", cap["left"] / cap["right"], cap["slack"]]


def _tightest(plan: Plan) -> dict[str, dict[str, Any]]:
    """Award -> the limit that names it in its instance and of which most is used."""
    found: dict[str, dict[str, Any]] = {}
    known = set(plan.tables["awards"]["award"])
    laws = {homed.id: homed.rule for homed in plan.inputs.law.rules}
    for row in plan.tables["rules"].rows():
        if row["kind"] != "limit" or row["sense"] != "<=" or not row["right"] or row["right"] < 0:
            continue
        if row["left"] < 0 or _moves(laws.get(row["rule"])):
            continue
        for name in known.intersection(row["instance"].split()):
            before = found.get(name)
            if before is None or row["left"] / row["right"] > before["left"] / before["right"]:
                found[name] = row
    return found


def against_actual(book: Book, plan: Plan) -> None:
    """What was charged before, what is planned, and both; then the use of every cap."""
    sheet = book.sheet(
        "Budget vs actual", [22, 32, 26, 26, 17, 17, 17, 11], "Budget against actual",
        "Actual is what was charged before the plan: earlier spending that the scenario states, and"
        " the charges of periods that are over. Planned is a live sum of the sheet Charges.",
    )  # fmt: skip
    heads = [
        Col("Award"), Col("Name", "Wrapped"), Col("Stream"), Col("Category"),
        Col("Actual", "Money", added=True), Col("Planned", "Money", added=True),
        Col("Total", "Money", added=True), Col("Spent so far", "Percent"),
    ]  # fmt: skip
    rows = []
    for at, r in enumerate(plan.tables["budget"].rows(), sheet.row + 2):
        text = f"=SUMIFS(charges_amount,charges_award,A{at},charges_category,D{at})"
        total = Decimal(r["total"]).scaleb(-2)
        share = Decimal(r["actual"]) / r["total"] if r["total"] else Decimal(0)
        rows.append([
            r["award"], names.award(plan, r["award"]), r["stream"], r["category"],
            dollars(r["actual"]), Formula(text, Decimal(r["planned"]).scaleb(-2)),
            Formula(f"=E{at}+F{at}", total), Formula(f"=IF(G{at}=0,0,E{at}/G{at})", share),
        ])  # fmt: skip
    sheet.table(heads, rows, total="All", main=True)
    sheet.done()


def _moves(rule: RuleBase | None) -> bool:
    """Whether both sides of a limit change with what is spent: only what is left is one number."""
    bounds = (rule.at_most, rule.at_least) if isinstance(rule, Limit) else ()
    return any(bound is not None and bound.of in ("spent", "total", "served") for bound in bounds)


def caps(book: Book, plan: Plan) -> None:
    """Life-to-date use of every cap and floor: what counts in it, its side, what is left."""
    sheet = book.sheet(
        "Caps", [34, 34, 12, 17, 8, 17, 10, 17, 9, 52, 32], "Caps and floors, life to date",
        "Every limit in numbers: what counts in it (earlier spending, charges of periods that are"
        " over and the plan together), its cap or floor, how much of it is used and what is left."
        " Where a limit is a share of what is spent, the share has been taken off both sides: there"
        " what is left is the number to look at.",
    )  # fmt: skip
    heads = [
        Col("Rule", "Wrapped"), Col("Of what", "Wrapped"), Col("Kind"), Col("Counts", "Money"),
        Col("Is"), Col("Cap or floor", "Money"), Col("Used", "Percent"), Col("Left", "Money"),
        Col("Binds"), Col("What it is for", "Wrapped"), Col("Citation", "Wrapped"),
    ]  # fmt: skip
    why = names.reasons(plan)
    laws = {homed.id: homed.rule for homed in plan.inputs.law.rules}
    rows = []
    found = [r for r in plan.tables["rules"].rows() if r["kind"] in CAPS]
    for at, r in enumerate(found, sheet.row + 2):
        cap = r["sense"] == "<="
        used: Any = ""
        if r["right"] and r["right"] > 0 and r["left"] >= 0 and not _moves(laws.get(r["rule"])):
            used = Formula(f"=IF(F{at}=0,0,D{at}/F{at})", r["left"] / r["right"])
        rows.append([
            r["rule"], r["instance"], r["kind"], r["left"], "at most" if cap else "at least",
            r["right"], used, r["slack"], "yes" if r["binding"] else "no",
            why.get(r["rule"], AWARD_ROWS.get(r["rule"], "")), r["citation"],
        ])  # fmt: skip
    sheet.table(heads, rows, main=True)
    sheet.done()


AWARD_ROWS = {
    "award-amount": "No award pays more than its amount.",
    "award-slices": "Money that comes in parts cannot be spent before it is there.",
}


def rules(book: Book, plan: Plan) -> None:
    """Every instance of a rule with a number: both sides, room, whether it binds, its price."""
    sheet = book.sheet(
        "Rules", [34, 40, 14, 17, 6, 17, 15, 9, 10, 17, 17, 36], "Rules with room and price",
        f"Both sides are in dollars, or in people where a rule counts people. {PRICE}",
    )  # fmt: skip
    heads = [
        Col("Rule", "Wrapped"), Col("Of what", "Wrapped"), Col("Kind"), Col("Left side", "Money"),
        Col("Is"), Col("Right side", "Money"), Col("Room", "Money"), Col("Binds"),
        Col("Price", "Price"), Col("Price from", "Money"), Col("Price to", "Money"),
        Col("Citation", "Wrapped"),
    ]  # fmt: skip
    rows = [
        [
            r["rule"], r["instance"], r["kind"], r["left"], "≤" if r["sense"] == "<=" else "≥",
            r["right"], r["slack"], "yes" if r["binding"] else "no", r["price"], r["price_from"],
            r["price_to"], r["citation"],
        ]
        for r in plan.tables["rules"].rows()
    ]  # fmt: skip
    sheet.table(heads, rows, main=True)
    sheet.done()


def pledges(book: Book, plan: Plan) -> None:
    """Whose money stands beside which award: a dollar counts once."""
    sheet = book.sheet(
        "Pledges", [22, 22, 36, 26, 22, 24, 14, 16], "Pledge ledger",
        "Match and cost share: what of each charge stands beside which award, by which rule. A"
        " dollar counts once. What is given in kind has no cost line.",
    )  # fmt: skip
    heads = [
        Col("Money of"), Col("Stands beside"), Col("Rule", "Wrapped"), Col("Cost line", "Wrapped"),
        Col("Group"), Col("Category"), Col("Period", "Date"), Col("Amount", "Money", added=True),
    ]  # fmt: skip
    rows = [
        [
            r["award"], r["pledged_award"], r["rule"],
            line_name(plan.inputs, r["cost"]) if r["cost"] else "in kind", r["group"],
            r["category"], day(r["period"]), dollars(r["cents"]),
        ]
        for r in plan.tables["pledges"].rows()
    ]  # fmt: skip
    if not rows:
        sheet.note("No award of this plan needs others' money beside it.", "Subtitle")
        sheet.row += 1
    sheet.table(heads, rows, total="All pledges", main=True)
    sheet.done()
