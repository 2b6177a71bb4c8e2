"""Values as cells of a workbook, so that reading them gives the same values again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from braid.reading.scalars import cell_value, plain_value, workbook_number
from braid.record import record
from braid.render.workbook.safe import LONGEST, length
from braid.schema.cells import SEPARATOR
from braid.schema.days import guess_day
from braid.schema.sheets import Shape
from braid.writing import cell_text

FIRST_DAY = date(1900, 3, 1)
"""Excel takes 1900 for a leap year: days before this one stay text."""
TEXTS = ("text", "id", "word")
_NOT_PLAIN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
    "\xad\u200b\u202a-\u202e\u2060-\u2069]|_x[0-9A-Fa-f]{4}_"
)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_./ -]*[A-Za-z0-9_]|[A-Za-z_]")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


@record
class Cell:
    """What a cell holds: text, an exact number, a day, or true or false."""

    sort: Literal["text", "number", "day", "flag"]
    value: Any


class TooLong(Exception):
    """A text that no cell holds."""


def cell(value: Any, shape: Shape | None, written: str | None = None, day: bool = False) -> Cell:
    """A value as a cell; no shape is that of an attribute, and ``day`` says that it is a day's.

    ``written`` is how its file has it: of a number where text is meant, that counts.
    """
    if shape is not None and shape.kind == "either":
        shape = shape.option("word", "list") if isinstance(value, str | list) else None
    if isinstance(value, list | dict):
        listed = shape.of[0] if shape is not None and shape.kind == "list" else None
        return _text(_listed(value, listed) or flow(value))
    kind = None if shape is None else shape.kind
    texts = kind in TEXTS or (shape is not None and kind == "list" and shape.of[0].kind in TEXTS)
    if isinstance(value, bool | Decimal | int) and texts:
        value = written if written is not None else cell_text(value)
        return _text(value)
    if isinstance(value, bool):
        return Cell("flag", value)
    if isinstance(value, Decimal | int):
        exact = workbook_number(float(value)) == value
        return Cell("number", float(value)) if exact else _text(cell_text(value))
    if kind == "day" or day:
        meant = guess_day(value) if _ISO.fullmatch(value) else None
        return Cell("day", meant) if meant is not None and meant >= FIRST_DAY else _text(value)
    if kind == "list":
        return _text(value)
    return _text(value if _as_it_is(value, kind) else quoted(value))


def flow(value: Any) -> str:
    """A value as YAML on one line; each entry of a list of records on a line of its own."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        parted = ",\n " if any(isinstance(one, dict) for one in value) else ", "
        return "[" + parted.join(flow(one) for one in value) + "]"
    return _scalar(value)


def quoted(text: str) -> str:
    """A text in quotation marks, as JSON and YAML both read it."""
    made = json.dumps(text, ensure_ascii=False)
    return _NOT_PLAIN.sub(lambda found: f"\\u{ord(found[0][0]):04x}{found[0][1:]}", made)


def _as_it_is(text: str, kind: str | None) -> bool:
    """Whether a cell may hold a text as it is."""
    if not text or text != text.strip() or _NOT_PLAIN.search(text) or _in_quotes(text):
        return False
    return kind is not None or cell_value(text) == text


def _listed(value: Any, item: Shape | None) -> str | None:
    """A list as values parted by semicolons, or None where that would not give it back."""
    if not value or not isinstance(value, list) or item is None or not item.single:
        return None
    if item.kind not in TEXTS:
        numbers = all(isinstance(one, Decimal) for one in value)
        return f"{SEPARATOR} ".join(map(cell_text, value)) if numbers else None
    for one in value:
        if not isinstance(one, str) or SEPARATOR in one or not _as_it_is(one, "text"):
            return None
    return None if value[0].startswith("[") else f"{SEPARATOR} ".join(value)


def _text(text: str) -> Cell:
    if length(text) > LONGEST:
        raise TooLong(text)
    return Cell("text", text)


def _in_quotes(text: str) -> bool:
    return len(text) > 1 and text[0] == text[-1] == '"'


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if not isinstance(value, str):
        return cell_text(value)
    plain = _WORD.fullmatch(value) and plain_value(value) == (value, None)
    return value if plain or _ISO.fullmatch(value) else quoted(value)


def lines_of(texts: Iterable[str]) -> int:
    """The most lines of any of some texts."""
    return max((text.count("\n") + 1 for text in texts), default=1)
