"""Where rules with a number stand: what is used, the limit, and the price of the last dollar."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from braid.plan.plan import Plan
from braid.plan.tables import Table
from braid.render.output import columns, heading
from braid.render.words import exact, number, plural
from braid.schema.rules import Limit

if TYPE_CHECKING:
    from rich.console import Console

INSTANCES_SHOWN = 12
SENSES = {"<=": "at most", ">=": "at least", "=": "exactly"}
OF_SPENT = " of spent"
"""Ends the name of a row whose two sides are one number: spending less a share of spending."""
COUNTING = frozenset({"exclusive", "together", "served"})
"""Kinds of rows that are about people."""
CENT = Decimal("0.01")


def binding(plan: Plan, rules: Table, out: Console, title: str = "What binds") -> None:
    """A row for each application of a rule, those that bind first; 0 of 0 is left out."""
    rows = [r for r in rules.rows() if r["left"] or r["right"]]
    if not rows:
        return
    priced = any(row["price"] for row in rows)
    note = "; price: unfunded dollars that one more would save" if priced else ""
    heading(out, title, f"* binds{note}")
    table = columns("Rule", "~For", "Used", "~", "Limit", *(["~Price"] if priced else []))
    rows.sort(key=lambda r: (not r["binding"], -(r["price"] or 0)))
    heads = _about_people(plan)
    for row in rows[:INSTANCES_SHOWN]:
        name = row["rule"] + ("*" if row["binding"] else "")
        people = row["rule"] in heads or row["kind"] in COUNTING
        price = [_price(row, people)] if priced else []
        table.add_row(name, row["instance"].removesuffix(OF_SPENT), *_sides(row, people), *price)
    out.print(table)
    if len(rows) > INSTANCES_SHOWN:
        more = plural(len(rows) - INSTANCES_SHOWN, "more row")
        out.print(f"and {more}: see rules.csv", style="dim")


def _about_people(plan: Plan) -> frozenset[str]:
    """Limits that count people, not dollars."""
    rules = plan.inputs.law.rules
    return frozenset(r.id for r in rules if isinstance(r.rule, Limit) and r.rule.serve is not None)


def _amount(value: Decimal, people: bool) -> str:
    return number(value) if people else f"${exact(value)}"


def _sides(row: dict[str, Any], people: bool) -> tuple[str, str, str]:
    """What is used, the sense, the limit; of a row whose sides are one number, the room alone."""
    left, right, sense = row["left"], row["right"], row["sense"]
    one = left is not None and (row["instance"].endswith(OF_SPENT) or left < 0)
    if one and right is not None:
        return "", "", _room(right - left if sense == "<=" else left - right, sense, people)
    used, limit = ("" if side is None else _amount(side, people) for side in (left, right))
    return used, SENSES.get(sense, sense), limit


def _room(room: Decimal, sense: str, people: bool) -> str:
    """How far something is from its limit."""
    floor, far = sense == ">=", _amount(abs(room), people)
    if abs(room) < CENT:
        return "just met" if floor else "no room"
    if room > 0:
        return f"met, {far} over" if floor else f"room for {far}"
    return f"{far} short" if floor else f"{far} too much"


def _price(row: dict[str, Any], people: bool) -> str:
    """A price and the range of the limit that it holds for; nothing when not known."""
    if not row["price"]:
        return "" if row["price"] is None else "$0"
    text = f"${exact(row['price'])}" if row["price"] >= CENT else "<$0.01"
    ends = [row["price_from"], row["price_to"]]
    if ends == [None, None]:
        return text
    unit = "" if people else "$"
    low, high = ("any" if end is None else f"{unit}{end:,.0f}" for end in ends)
    return f"{text} from {low} to {high}"
