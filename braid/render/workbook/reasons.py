"""The sheets of reasons: why an amount is unfunded, what would fund it, what a dollar is worth."""

from __future__ import annotations

from collections import defaultdict

from braid.plan.plan import Explanation, Plan
from braid.plan.worths import PointRate, Rate
from braid.render.fixes import fix_said
from braid.render.words import line_name, sentence
from braid.render.workbook import names
from braid.render.workbook.book import Book
from braid.render.workbook.sheet import Col


def why_not(book: Book, plan: Plan) -> None:
    """Every award that does not pay an unfunded amount, and why; what would fund it."""
    if not plan.explanations:
        return
    sheet = book.sheet(
        "Why not", [32, 22, 17, 30, 62, 34, 32], "Why it is unfunded, and what would fund it",
        "Of each amount that nobody pays every award and what keeps it from paying; awards with the"
        " same reason share a row. What would fund it is there once it was worked out: braid"
        " explain DIR --fixes --keep.",
    )  # fmt: skip
    told = [e for e in plan.explanations if e.cheapest_change]
    if told:
        sheet.section("The cheapest change that funds it")
        heads = [
            Col("Cost line", "Label"), Col("Group", "Wrapped"), Col("Unfunded", "Money"),
            Col("New money", "Money"), Col("What would fund it", "Wrapped"),
        ]  # fmt: skip
        sheet.table(heads, [
            [*_place(plan, e), e.cheapest_change[0].money,
             fix_said(e.cheapest_change[0], plan.inputs)]
            for e in told
        ])  # fmt: skip
    sheet.section("Why not, award by award")
    heads = [
        Col("Cost line", "Wrapped"), Col("Group", "Wrapped"), Col("Unfunded", "Money"),
        Col("Award", "Wrapped"), Col("Why it does not pay", "Wrapped"), Col("Rule", "Wrapped"),
        Col("Citation", "Wrapped"),
    ]  # fmt: skip
    sheet.table(heads, [row for e in plan.explanations for row in _reasons(plan, e)], main=True)
    sheet.done()


def _place(plan: Plan, e: Explanation) -> list[object]:
    group = names.group(plan, e.group) if e.group else names.ALL
    return [line_name(plan.inputs, e.cost), group, e.amount]


def _reasons(plan: Plan, e: Explanation) -> list[list[object]]:
    alike: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for why in e.awards:
        rule = why.rule if "/" in why.rule else ""
        alike[sentence(why.sentence), rule, why.citation].append(why.award)
    return [
        [*_place(plan, e), ", ".join(awards), text, rule, citation]
        for (text, rule, citation), awards in alike.items()
    ]


def worth(book: Book, plan: Plan) -> None:
    """What a plan keeps of the worth of dollars and of what pays for its own reporting."""
    if not (plan.worth or plan.points or plan.break_even):
        return
    sheet = book.sheet(
        "Worth", [30, 34, 17, 17, 17, 17, 17, 20, 17], "What a dollar is worth",
        "Of one award at a time, all else as it is; head counts in fractions. braid explain DIR"
        " --worth and --break-even say how it is found.",
    )  # fmt: skip
    if plan.worth:
        sheet.section("A dollar of each award, in dollars of unfunded cost")
        heads = [
            Col("Award", "Label"), Col("Name", "Wrapped"), Col("Amount", "Money"),
            Col("One more saves", "Price"), Col("Up to", "Money"), Col("One less adds", "Price"),
            Col("Down to", "Money"), Col("Holds", "Wrapped"),
        ]  # fmt: skip
        sheet.table(heads, [
            [one.award, names.award(plan, one.award), one.amount, *_rate(one.more),
             *_rate(one.less), _holds(one.more, one.less)]
            for one in plan.worth
        ])  # fmt: skip
    if plan.points:
        sheet.section("A percentage point of each share that binds, in unfunded dollars")
        heads = [
            Col("Rule", "Label"), Col("Holds", "Wrapped"), Col("Share", "Share"),
            Col("A point more room saves", "Money"), Col("To", "Share"),
            Col("A point less adds", "Money"), Col("To", "Share"), Col("Without it", "Money"),
            Col("Binds until", "Share"),
        ]  # fmt: skip
        sheet.table(heads, [
            [p.rule, _holds(p.more, p.less), p.share, *_rate(p.more), *_rate(p.less), p.all_room,
             p.until]
            for p in plan.points
        ])  # fmt: skip
    if plan.break_even:
        sheet.section("What each award must come to, to pay for its own reporting")
        heads = [
            Col("Stream", "Label"), Col("Awards", "Wrapped"), Col("Amount", "Money"),
            Col("Before it pays", "Money"), Col("Reporting", "Money"), Col("At least", "Money"),
            Col("Leaves", "Money"),
        ]  # fmt: skip
        sheet.table(heads, [
            [b.stream, ", ".join(b.awards), b.amount, b.fixed, b.overhead,
             "more than was tried" if b.at is None else b.at, b.gain]
            for b in plan.break_even
        ])  # fmt: skip
    sheet.done()


def _rate(rate: Rate | PointRate | None) -> list[object]:
    return ["not known", ""] if rate is None else [rate.unfunded, rate.until]


def _holds(*rates: Rate | PointRate | None) -> str:
    ends = [rate.ends for rate in rates if rate is not None]
    if not ends:
        return ""
    if any(isinstance(rate, PointRate) and rate.bends for rate in rates):
        return "to there, then changes little by little"
    return "to there exactly" if all(ends) else "to there at least"
