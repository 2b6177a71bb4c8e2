"""Where rules with a number stand: what is used, the limit, and the price of the last dollar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from braid.plan.tables import Table
from braid.render.output import columns, heading
from braid.render.words import exact, plural

if TYPE_CHECKING:
    from rich.console import Console

INSTANCES_SHOWN = 12


def binding(rules: Table, out: Console, title: str = "What binds") -> None:
    """A row for each application of a rule, those that bind first; 0 of 0 is left out."""
    rows = [r for r in rules.rows() if r["left"] or r["right"]]
    if not rows:
        return
    priced = any(row["price"] for row in rows)
    note = "; price: unfunded dollars that one more would save" if priced else ""
    heading(out, title, f"* binds{note}")
    table = columns("Rule", "~For", "Used", "~", "Limit", *(["~Price"] if priced else []))
    rows.sort(key=lambda r: (not r["binding"], -(r["price"] or 0)))
    for row in rows[:INSTANCES_SHOWN]:
        name = row["rule"] + ("*" if row["binding"] else "")
        price = [_price(row)] if priced else []
        table.add_row(name, row["instance"], *_sides(row), *price)
    out.print(table)
    if len(rows) > INSTANCES_SHOWN:
        more = plural(len(rows) - INSTANCES_SHOWN, "more row")
        out.print(f"and {more}: see rules.csv", style="dim")


def _sides(row: dict[str, Any]) -> tuple[str, str, str]:
    left, right = (("" if row[k] is None else exact(row[k])) for k in ("left", "right"))
    return left, row["sense"], right


def _price(row: dict[str, Any]) -> str:
    """A price and the range of the limit that it holds for; nothing when not known."""
    if row["price"] is None:
        return ""
    text, ends = f"{row['price']:f}", [row["price_from"], row["price_to"]]
    if not row["price"] or ends == [None, None]:
        return text
    low, high = ("any" if end is None else f"{end:,.0f}" for end in ends)
    return f"{text} from {low} to {high}"
