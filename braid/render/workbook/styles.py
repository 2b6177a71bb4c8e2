"""The looks of cells: named styles, so that somebody can change one and all its cells follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DARK, PALE, LINE, GREY, RED, GREEN = (
    "#1F3864",
    "#E8EDF5",
    "#BFC8D6",
    "#5F6B7A",
    "#9C0006",
    "#0B6B3A",
)
MONEY = '#,##0.00;[Red]-#,##0.00;"–"'
CENTS = "#,##0.00;[Red]-#,##0.00"
_TOP: dict[str, Any] = {"valign": "top"}
_WRAP: dict[str, Any] = {**_TOP, "text_wrap": True}
_RULE: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
_SUM: dict[str, Any] = {"bold": True, "top": 1, "bottom": 6, "bg_color": PALE}

STYLES: Mapping[str, Mapping[str, Any]] = {
    "Title": {"bold": True, "font_size": 18, "font_color": DARK},
    "Subtitle": {"font_color": GREY, "valign": "top", "text_wrap": True},
    "Section": {
        "bold": True, "font_size": 13, "font_color": DARK, "bottom": 2, "bottom_color": DARK,
    },
    "Note": {"italic": True, "font_color": GREY, "text_wrap": True, "valign": "top"},
    "Head": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": DARK, "text_wrap": True,
        "valign": "vcenter", "indent": 1,
    },
    "Head label": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": DARK, "text_wrap": True,
        "valign": "vcenter",
    },
    "Head number": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": DARK, "text_wrap": True,
        "valign": "vcenter", "align": "right",
    },
    "Text": {**_TOP, **_RULE, "indent": 1, "align": "left"},
    "Wrapped": {**_WRAP, **_RULE, "indent": 1, "align": "left"},
    "Money": {**_TOP, **_RULE, "num_format": MONEY},
    "Number": {**_TOP, **_RULE, "num_format": "#,##0.####"},
    "Count": {**_TOP, **_RULE, "num_format": "#,##0"},
    "Percent": {**_TOP, **_RULE, "num_format": "0.0%"},
    "Share": {**_TOP, **_RULE, "num_format": "0.00%"},
    "Date": {**_TOP, **_RULE, "num_format": "mmm d, yyyy", "align": "left", "indent": 1},
    "Price": {**_TOP, **_RULE, "num_format": "0.0000"},
    "Sum": {**_SUM},
    "Sum money": {**_SUM, "num_format": MONEY},
    "Sum number": {**_SUM, "num_format": "#,##0.####"},
    "Sum count": {**_SUM, "num_format": "#,##0"},
    "Sum percent": {**_SUM, "num_format": "0.0%"},
    "Check": {"bold": True, "num_format": CENTS, "font_color": GREEN},
    "Check text": {"bold": True, "font_color": GREEN, "valign": "top"},
    "Wrong": {"bold": True, "font_color": RED, "bg_color": "#FFC7CE"},
    "Label": {"bold": True, **_WRAP, **_RULE},
    "Big": {"bold": True, "font_size": 12, **_TOP, **_RULE, "num_format": MONEY},
    "Block": {**_WRAP, "bold": True, "bg_color": PALE, "font_color": DARK},
    "Signature": {"bottom": 1, "valign": "bottom"},
}  # fmt: skip
"""Every style by its name, as XlsxWriter describes it."""
