"""The first sheet, for a board: what it costs, who pays, what is missing and why, what is next."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from braid.plan.plan import Plan
from braid.render.source import Source
from braid.render.words import day as in_words
from braid.render.words import dollars, listed, number, plural, usd
from braid.render.workbook import names, parts
from braid.render.workbook.book import Book
from braid.render.workbook.sheet import POINTS, Formula, Sheet, lines


def summary(book: Book, source: Source) -> None:
    """The whole plan on a page."""
    plan = source.plan
    sheet = book.sheet("Summary", [36, 18, 10, 72], plan.name, _about(plan))
    sheet.row -= 1
    for text in _conditions(source):
        sheet.note(text, "Block")
    _figures(sheet, plan)
    parts.payers(sheet, plan)
    parts.missing(sheet, plan)
    parts.features(sheet, plan)
    parts.due_next(sheet, plan)
    sheet.row += 1
    sheet.note(f"{source.stamp}. The sheet About says how to check it.")
    sheet.done()
    sheet.file.set_portrait()
    sheet.file.fit_to_pages(1, 1)
    sheet.file.activate()


def _about(plan: Plan) -> str:
    calendar, inputs = plan.inputs.calendar, plan.inputs
    parts = [
        f"Who pays for what from {in_words(calendar.first)} to {in_words(calendar.last)}",
        plural(len(inputs.programs), "program"),
        plural(plan.summary.participants, "participant"),
        plural(len(inputs.committed), "award") + " and entitlements"
        if any(names.entitlement(plan, a) for a in inputs.committed)
        else plural(len(inputs.committed), "award"),
    ]
    if inputs.partnerships:
        parts.insert(1, plural(len(inputs.partnerships), "partnership"))
    return ", ".join(parts) + "."


def _conditions(source: Source) -> list[str]:
    """What a reader must know before believing a figure."""
    plan = source.plan
    out = []
    if source.edited:
        out.append(
            f"Somebody has edited the tables of this plan: plan.json differs in {source.edited}."
        )
    if plan.stopped:
        out.append(f"This plan may not be the best: {plan.stopped}")
    if not plan.audit_passed:
        out.append("This plan did not pass its audit.")
    inputs = plan.inputs
    if inputs.proposing is not None:
        titles = listed(one.proposal.title for one in inputs.proposals)
        money = "the money that it brings" if inputs.proposing.money == "own" else "today's dollars"
        out.append(f"Made as if this were the law, with {money}: {titles}.")
    if plan.readings:
        chosen = listed(
            f"{name} read as {letter}" for name, letter in sorted(plan.readings.items())
        )
        out.append(f"Disputed law: {chosen}.")
    if plan.without:
        out.append(f"Made as if these awards did not exist: {listed(plan.without)}.")
    if inputs.closed:
        last = inputs.calendar.periods[inputs.closed - 1].last
        cents = sum(charge.cents for charge in inputs.posted)
        out.append(
            f"Charged up to {in_words(last)}: {usd(dollars(cents))}. The figures below are what"
            " comes after; the sheet Budget vs actual has both."
        )
    return out


def _figures(sheet: Sheet, plan: Plan) -> None:
    told = plan.summary
    sheet.section("What it costs and who pays")
    cost = sheet.row + 1
    charges = dollars(sum(plan.tables["charges"]["cents"]))
    left = dollars(sum(plan.tables["unfunded"]["cents"]))
    follow = dollars(sum(
        cents for (name,), cents in plan.tables["charges"].sums("award").items()
        if names.entitlement(plan, name)
    ))  # fmt: skip
    total = charges + left
    entitled = 'SUMIFS(awards_plan,awards_entitlement,"yes")'
    must = (
        f"{usd(told.must_unfunded)} of it on costs that must be paid." if told.must_unfunded else ""
    )
    rows: list[tuple[str, Any, bool, str]] = [
        ("Cost", Formula("=SUM(charges_amount)+SUM(unfunded_amount)", total), False,
         "Everything that the partnership plans to pay for, reporting included."),
        ("Paid by entitlements", Formula(f"={entitled}", follow), True,
         "Money that follows students and employers by a formula, such as Pell grants."),
        ("Paid by awards", Formula(f"=SUM(charges_amount)-{entitled}", charges - follow), True,
         "Grants, contracts and gifts: the sheet Awards has what each of them pays and has left."),
        ("Unfunded", Formula("=SUM(unfunded_amount)", left), True,
         " ".join(["Nobody may pay it, or the money is used up.", must]).strip()),
    ]  # fmt: skip
    for label, value, share, text in rows:
        sheet.put(0, label, "Label")
        sheet.put(1, value, "Big")
        part = value.value / total if total else Decimal(0)
        at = sheet.row + 1
        formula = Formula(f"=IF(B${cost}=0,0,B{at}/B${cost})", part)
        sheet.put(2, formula if share else "", "Percent")
        _told(sheet, text)
    for label, amount, style, text in _more(plan):
        sheet.put(0, label, "Label")
        sheet.put(1, amount, style)
        sheet.put(2, "", "Text")
        _told(sheet, text)
    sheet.put(0, "Does it add up?", "Label")
    sheet.put(1, _adds_up(plan, total), "Check text")
    sheet.put(2, "", "Text")
    _told(sheet, "Charges and what is unfunded, against the cost of the plan; the sheet Budget has"
                 " the checks one by one.")  # fmt: skip
    sheet.file.conditional_format(
        sheet.row - 1, 1, sheet.row - 1, 1,
        {"type": "text", "criteria": "begins with", "value": "NO",
         "format": sheet.book.style("Wrong")},
    )  # fmt: skip


def _told(sheet: Sheet, text: str) -> None:
    """What a figure means, beside it; ends the row."""
    sheet.put(3, text, "Wrapped")
    sheet.high(POINTS * lines(text, sheet.widths[3] - 2))
    sheet.row += 1


def _adds_up(plan: Plan, total: Decimal) -> Formula:
    text = (
        f"=IF(ABS(SUM(charges_amount)+SUM(unfunded_amount)-{plan.summary.cost:f})<0.005,"
        '"yes, to the cent","NO")'
    )
    return Formula(text, "yes, to the cent" if total == plan.summary.cost else "NO")


def _more(plan: Plan) -> list[tuple[str, Any, str, str]]:
    told = plan.summary
    rows: list[tuple[str, Any, str, str]] = [
        ("Participants", told.participants, "Count",
         f"{told.completely_funded:,} of them completely funded: none of their own costs is open."),
        ("Staff time for reporting", told.overhead_dollars, "Money",
         f"{number(told.overhead_hours)} hours that the awards make necessary."),
        ("Money that lapses", told.lapses, "Money",
         "What awards that end in this time cannot be spent on."),
    ]  # fmt: skip
    most = max((bridge.most for bridge in plan.bridges), default=Decimal(0))
    if plan.tables["cash"]["organization"]:
        text = "The most that an organization must borrow until claims are paid: see Cash."
        rows.append(("Largest bridge loan", most, "Money", text))
    if plan.outlook is not None and plan.outlook.failing:
        rows.append((
            "Unfunded at worst", plan.outlook.worst, "Money",
            f"If no offer is accepted and nothing uncertain lands: {listed(plan.outlook.failing)}.",
        ))  # fmt: skip
    return rows
