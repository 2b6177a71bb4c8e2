"""The lists of the first sheet: who pays, what is missing and why, what is there, what is next."""

from __future__ import annotations

from decimal import Decimal

from braid.plan.plan import Plan
from braid.render.deadlines import KINDS, due_items
from braid.render.words import dollars, line_name, listed, plural, sentence, usd
from braid.render.workbook import names
from braid.render.workbook.sheet import Col, Formula, Sheet, day

PAYERS, REASONS, DATES, FEW = 12, 6, 6, 6


def payers(sheet: Sheet, plan: Plan) -> None:
    """Each award; each stream where there are many awards."""
    sheet.section("Who pays")
    by = "stream" if plan.inputs.partnerships else "award"
    sums = plan.tables["charges"].sums(by)
    heads = [
        Col(by.capitalize(), "Label"), Col("Pays", "Money"), Col("Share", "Percent"),
        Col("What it is", "Wrapped"),
    ]  # fmt: skip
    sheet.head(heads)
    whole = sum(sums.values())
    order = [name for (name,) in sorted(sums, key=lambda key: (-sums[key], key)) if sums[name,]]
    first = sheet.row + 1
    for name in order[:PAYERS]:
        at, cents = sheet.row + 1, sums[name,]
        title, about = _stream(plan, name) if by == "stream" else _award(plan, name)
        sheet.line(heads, [
            title, Formula(f'=SUMIFS(charges_amount,charges_{by},"{name}")', dollars(cents)),
            Formula(f"=IF(SUM(charges_amount)=0,0,B{at}/SUM(charges_amount))",
                    Decimal(cents) / whole if whole else Decimal(0)),
            about,
        ])  # fmt: skip
    more = order[PAYERS:]
    if more:
        rest_cents = sum(sums[name,] for name in more)
        text = f"=SUM(charges_amount)-SUM(B{first}:B{sheet.row})"
        share = Decimal(rest_cents) / whole
        sheet.line(heads, [
            plural(len(more), f"more {by}"), Formula(text, dollars(rest_cents)),
            Formula(f"=IF(SUM(charges_amount)=0,0,B{sheet.row + 1}/SUM(charges_amount))", share),
            "See the sheet Awards.",
        ])  # fmt: skip
    if order:
        bar = {"type": "data_bar", "bar_solid": True, "bar_color": "#9DC3E6", "min_type": "num",
               "min_value": 0, "max_type": "num", "max_value": 1}  # fmt: skip
        sheet.file.conditional_format(first - 1, 2, sheet.row - 1, 2, bar)


def _award(plan: Plan, name: str) -> tuple[str, str]:
    """What an award is called, and what it is."""
    left = dict(zip(plan.tables["awards"]["award"], plan.tables["awards"]["left"], strict=True))
    about = "an entitlement" if names.entitlement(plan, name) else _left(left.get(name))
    return names.award(plan, name), f"{name}, {about}"


def _stream(plan: Plan, name: str) -> tuple[str, str]:
    """What a stream is called, and how much of it there is."""
    file = plan.inputs.law.streams.get(name)
    title = str(getattr(file, "name", "") or names.category(name))
    rows = plan.tables["awards"].where("stream", name).rows()
    about = plural(len(rows), "award")
    if file is not None and file.entitlement:
        return title, f"{name}, an entitlement, {about}"
    left = sum(row["left"] or 0 for row in rows if row["used"])
    return title, f"{name}, {about}, {_left(left)}"


def _left(cents: int | None) -> str:
    if cents is None:
        return "an award"
    return f"{usd(dollars(cents))} of it left" if cents > 0 else "used up"


def missing(sheet: Sheet, plan: Plan) -> None:
    by = "category" if plan.inputs.partnerships else "cost"
    sums = plan.tables["unfunded"].sums(by)
    if not sums:
        return
    sheet.section("What nobody pays, and the first reason")
    heads = [
        Col("Cost", "Label"),
        Col("Unfunded", "Money"),
        Col("Share", "Percent"),
        Col("Reason", "Wrapped"),
    ]
    sheet.head(heads)
    whole = sum(sums.values())
    order = sorted(sums, key=lambda key: (-sums[key], key))
    for (cost,) in order[:REASONS]:
        rows = plan.tables["unfunded"].where(by, cost).rows()
        title = names.category(cost) if by == "category" else line_name(plan.inputs, cost)
        worst = max(rows, key=lambda r: r["cents"])
        cite = f" ({worst['citation']})" if worst["citation"] else ""
        must = "It must be paid. " if worst["priority"] == "must" else ""
        sheet.line(heads, [
            title, dollars(sums[cost,]), Decimal(sums[cost,]) / whole,
            f"{must}{worst['reason']}{cite}",
        ])  # fmt: skip
    if len(order) > REASONS:
        rest = sum(sums[key] for key in order[REASONS:])
        sheet.line(heads, [
            f"{len(order) - REASONS:,} more of them", dollars(rest), Decimal(rest) / whole,
            "See the sheet Unfunded.",
        ])  # fmt: skip


def features(sheet: Sheet, plan: Plan) -> None:
    if not plan.features:
        return
    sheet.section("What makes a partnership work")
    heads = [
        Col("Feature", "Label"),
        Col("Paid", "Money"),
        Col("There"),
        Col("How large", "Wrapped"),
    ]
    sheet.head(heads)
    for feature in plan.features:
        paid = sum((p.amount for p in feature.paid_by), Decimal(0))
        open_text = f" Unfunded: {usd(feature.unfunded)}." if feature.unfunded else ""
        there = "yes" if feature.present else "NO"
        sheet.line(heads, [feature.name, paid, there, f"{sentence(feature.size)}{open_text}"])


def due_next(sheet: Sheet, plan: Plan) -> None:
    first = plan.inputs.calendar.first
    if plan.inputs.closed:
        first = plan.inputs.calendar.periods[plan.inputs.closed - 1].last
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    items = [i for i in due_items(plan) if i.day >= first.isoformat()]
    for item in items:
        title = item.title if item.kind == "report" else KINDS[item.kind]
        told = "" if item.kind == "report" else f" {item.told}"
        filed_by = "" if plan.inputs.partnerships else item.filed_by
        alike.setdefault((item.day, title, filed_by, told), []).append(item.about)
    if not items:
        return
    sheet.section("What is due next")
    heads = [Col("What", "Label"), Col("Due", "Date"), Col("", "Text"), Col("For whom", "Wrapped")]
    sheet.head(heads)
    shown = list(alike.items())[:DATES]
    for (due, title, filed_by, told), about in shown:
        who = f", filed by {filed_by}" if filed_by and not told else ""
        sheet.line(heads, [title, day(due), "", f"{listed(_few(about))}{who}.{told}"])
    rest = len(items) - sum(len(about) for _, about in shown)
    if rest:
        sheet.note(f"and {rest:,} more: see the sheet Calendar.")


def _few(words: list[str]) -> list[str]:
    """Some of many names."""
    words = list(dict.fromkeys(words))
    return words if len(words) <= FEW else [*words[: FEW - 1], f"{len(words) - FEW + 1} more"]
