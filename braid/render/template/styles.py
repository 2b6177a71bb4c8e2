"""The looks of the cells of a workbook to fill in."""

from __future__ import annotations

from typing import Any

from braid.render.template.columns import Column

DARK, MIDDLE, PALE, LINE, GREY = "#1F3864", "#4F6D9B", "#E8EDF5", "#BFC8D6", "#5F6B7A"
_HEAD = {
    "bold": True, "font_color": "#FFFFFF", "valign": "vcenter", "border": 1, "border_color": LINE,
}  # fmt: skip
STYLES: dict[str, dict[str, Any]] = {
    "needed": {**_HEAD, "bg_color": DARK},
    "field": {**_HEAD, "bg_color": MIDDLE},
    "fact": {**_HEAD, "bg_color": PALE, "font_color": DARK},
    "own": {**_HEAD, "bg_color": "#FFFFFF", "font_color": GREY, "italic": True},
    "text": {"num_format": "@", "valign": "top"},
    "wrapped": {"num_format": "@", "valign": "top", "text_wrap": True},
    "usd": {"num_format": "#,##0.00", "valign": "top"},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "number": {"valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "flag": {"valign": "top", "align": "left"},
    "key": {"num_format": "@", "valign": "top", "bold": True, "font_color": DARK},
    "key_needed": {
        "num_format": "@", "valign": "top", "bold": True, "font_color": "#FFFFFF", "bg_color": DARK,
    },
    "says": {"valign": "top", "text_wrap": True, "font_color": GREY},
    "missing": {"bg_color": "#FFC7CE"},
    "title": {"bold": True, "font_size": 18, "font_color": DARK},
    "heading": {"bold": True, "font_size": 13, "font_color": DARK, "top": 1, "top_color": LINE},
    "prose": {"valign": "top", "text_wrap": True},
    "command": {"valign": "top", "font_name": "Consolas", "bg_color": PALE, "num_format": "@"},
}  # fmt: skip


def style_of(column: Column) -> str:
    """The style of a column's cells."""
    shape, fact = column.shape, column.fact
    if fact is not None:
        sorts = {"boolean": "flag", "number": "number", "date": "day"}
        return sorts.get(fact.type, "text")
    kind = "text" if shape is None else shape.kind
    if kind == "either" and shape is not None:
        kind = "number" if shape.option("share", "number") else "text"
    names = {"usd": "usd", "whole": "whole", "day": "day", "flag": "flag"}
    if column.last == "funding_year":
        return "number"
    return names.get(kind, "number" if kind in ("share", "number") else "text")
