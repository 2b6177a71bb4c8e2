"""Amounts and names as the pages write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from braid.render.words import day, dollars, exact, number, percent, plural, sentence, spoken, usd

if TYPE_CHECKING:
    from markupsafe import Markup

LONGEST = 120
"""Letters of a name that are shown in a table."""
LABEL = 36
"""Letters of a name that are shown in a chart."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_BREAK = re.compile(r"[_/](?=.)")
_MARKS = re.compile(r"[&<>]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def money(cents: int | None) -> str:
    """Whole cents as ``31,200.00``; nothing where there is no amount."""
    return "" if cents is None else exact(dollars(cents))


def amount(value: Decimal | str | None) -> str:
    """Dollars with two places as ``31,200.00``."""
    return "" if value is None or value == "" else exact(Decimal(value))


def shown(text: str, longest: int = LONGEST) -> str:
    """A text that a scenario or rule states, not longer than a table can bear."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def label(text: str, longest: int = LABEL) -> str:
    """A name as plotly shows it, where marks such as ``<b>`` would be read as formatting."""
    plain = "".join(c for c in text if unicodedata.category(c) not in _HIDDEN)
    return _MARKS.sub(lambda found: _ENTITIES[found[0]], shown(plain, longest))


def share(part: Decimal, of: Decimal) -> str:
    """A share in percent; empty where there is no base."""
    return percent(part, of)


def breaking(text: str) -> Markup:
    """A name that may be broken behind its marks, and not inside its words."""
    from markupsafe import Markup, escape

    return Markup(_BREAK.sub(r"\g<0><wbr>", str(escape(text))))


FILTERS: Mapping[str, Any] = {
    "money": money, "amount": amount, "shown": shown, "day": day, "number": number,
    "plural": plural, "sentence": sentence, "spoken": spoken, "usd": usd, "breaking": breaking,
}  # fmt: skip
