"""What a piece of text means as a value: the one place that decides what counts as a number.

Numbers are exact decimals, made from the text. Text with a leading zero
(``007``, a ZIP code, ``01-01``) and dates stay text; the schema decides.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

MAX_DIGITS = 40
MOST = 10.0**MAX_DIGITS
"""No number is as great as this."""

NumberFault = Literal["dressed", "not_finite", "too_large"]

_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
_DRESSED = re.compile(
    r"(?P<open>\()?(?P<sign>[-+])?\s?(?P<dollar>\$)?\s?(?P<inner>[-+])?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:_[0-9]{3})+|0|[1-9][0-9]*|(?=\.[0-9]))"
    r"(?P<cents>\.[0-9]+)?\s?(?P<percent>%)?(?P<close>\))?"
)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|nan)", re.IGNORECASE)
_NUMBER_STARTS = frozenset("-+.$(0123456789")
_DRESSING = frozenset(",_$%(")


def plain_number(text: str) -> Decimal | None:
    """``2900``, ``-0.5``, ``1e-6`` as an exact decimal; None for anything else or too large."""
    if len(text) > 2 * MAX_DIGITS or not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    if len(number.as_tuple().digits) > MAX_DIGITS or abs(number.adjusted()) > MAX_DIGITS:
        return None
    return number


def dressed_number(text: str) -> Decimal | None:
    """``$1,234.50``, ``1_000``, ``12%`` or ``(500)`` as the number that is meant, else None."""
    if len(text) > MAX_DIGITS or _DRESSING.isdisjoint(text):
        return None
    match = _DRESSED.fullmatch(text)
    if match is None or (match["open"] is None) != (match["close"] is None):
        return None
    signs = [s for s in (match["sign"], match["inner"], match["open"]) if s is not None]
    if len(signs) > 1:
        return None
    whole = match["whole"].replace(",", "").replace("_", "") or "0"
    number = Decimal(whole + (match["cents"] or ""))
    if match["percent"]:
        number = number.scaleb(-2)
    return -number if signs and signs[0] in "-(" else number


def plain_value(text: str) -> tuple[str | Decimal | bool | None, NumberFault | None]:
    """The value of an unquoted YAML scalar, and what is wrong with it as a number.

    Only ``true`` and ``false`` are booleans: ``NO`` is Norway, ``on`` a word.
    """
    if text[0] not in _NUMBER_STARTS:
        if text == "true":
            return True, None
        if text == "false":
            return False, None
        if text == "null" or text == "~":
            return None, None
        return text, None
    number = plain_number(text)
    if number is not None:
        return number, None
    dressed = dressed_number(text)
    if dressed is not None:
        return dressed, "dressed"
    if _NOT_FINITE.fullmatch(text):
        return text, "not_finite"
    if _NUMBER.fullmatch(text):
        return text, "too_large"
    return text, None


def cell_value(text: str) -> str | Decimal | bool | None:
    """The value of a table's cell: money and percent as spreadsheets show them are numbers."""
    text = text.strip()
    if not text:
        return None
    if text[0] in _NUMBER_STARTS:
        number = plain_number(text)
        if number is None:
            number = dressed_number(text)
        return text if number is None else number
    lowered = text.lower() if len(text) <= 5 else text
    if lowered == "true":
        return True
    if lowered == "false":
        return False
    return text


def workbook_number(value: float) -> Decimal:
    """A spreadsheet's number at its own 15 digits: 0.30000000000000004 is shown as 0.3.

    It is not greater than ``MOST``.
    """
    if value == int(value) and abs(value) < 1e15:
        return Decimal(int(value))
    return Decimal(format(value, ".15g"))
