"""How far the cells of a sheet reach, and which of them hold no usable value.

Worked out from the sheet's XML before any library opens it. The library
reserves memory for the whole rectangle up to the last cell, so one stray value
in XFD1048576 would end the process; and it gives an empty cell for #REF! or for
a formula that was never computed, which would lose money silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from braid.record import record

# What may be long is bounded, or ends at the next mark: no sheet takes more than a time that grows
# with its length.
_PLAIN_CELL = re.compile(
    rb"""<c r="([A-Z]{1,3})([0-9]{1,7})"(?: (?!r=)[a-z]{1,8}="[^"<>]{0,100}"){0,8}><(?:v|is)\b"""
)
_PREFIX = rb"(?:[^\s<>/:!?]{1,200}:)?"
_ROW_OR_CELL = re.compile(rb"<" + _PREFIX + rb"(row|c)(\s[^<>]*?)?(/?)>")
_CELL_START = re.compile(rb"<" + _PREFIX + rb"c[\s>]")
_EMPTY_CELL = re.compile(rb"<" + _PREFIX + rb"c\s[^<>]*/>")
_ATTRIBUTE = rb"""\s+[^\s"'<>=]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*')"""
_ATTRIBUTES = re.compile(rb"(?:" + _ATTRIBUTE + rb")*\s*")
_PLACES = re.compile(rb"""\sr\s*=\s*["']([^"'<>]*)["']""")
_ADDRESS = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_ROW_NUMBER = re.compile(rb"[0-9]{1,7}")
_IS_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_IS_TEXT = re.compile(rb"""\st\s*=\s*["']str["']""")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)\b[^<>]*>([^<]*)")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")


@record
class BrokenCell:
    """A cell that shows an error, or a formula without its result."""

    address: str
    text: str
    message: str
    remedy: str


@record
class Extent:
    """The last row and column with content, counted from 1; 0 if there is none."""

    rows: int
    columns: int
    broken: tuple[BrokenCell, ...] = ()
    crowded: bool = False
    """Whether there are more cells than are looked at, with or without content."""
    strange: str = ""
    """What is said of a row or a cell whose place cannot be told for certain."""


def survey(xml: bytes, most: int) -> Extent:
    """The extent of a sheet's cells and the broken ones among them; of at most so many cells."""
    if any(xml.count(b"<" + mark) + xml.count(b":" + mark) > most for mark in (b"c", b"row")):
        return Extent(0, 0, crowded=True)
    return _survey_plain(xml) or _survey_any(xml)


def column_letters(number: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _survey_plain(xml: bytes) -> Extent | None:
    """The fast way, for a sheet of nothing but addressed values, as Excel writes it."""
    if _IS_ERROR.search(xml) or _FORMULA.search(xml):
        return None
    cells = _PLAIN_CELL.findall(xml)
    all_cells = sum(1 for _ in _CELL_START.finditer(xml))
    if not cells or len(cells) + len(_EMPTY_CELL.findall(xml)) != all_cells:
        return None
    rows = max(int(number) for number in {number for _, number in cells})
    columns = max(column_number(letters) for letters in {letters for letters, _ in cells})
    return Extent(rows, columns)


def _survey_any(xml: bytes) -> Extent:
    """The thorough way, cell by cell; cells without an address count from the one before."""
    row = column = last_row = last_column = 0
    broken: list[BrokenCell] = []
    for found, following in pairwise(chain(_ROW_OR_CELL.finditer(xml), [None])):
        if found is None:
            break
        attributes = found[2] or b""
        place = _place(found[1], attributes)
        if place is None:
            return Extent(0, 0, strange=_shown(found[0]))
        if found[1] == b"row":
            row, column = int(place or row + 1), 0
            continue
        address = _ADDRESS.fullmatch(place)
        column = column_number(address[1]) if address else column + 1
        row = int(address[2]) if address else row
        content = xml[found.end() : following.start() if following else len(xml)]
        if found[3] or content.startswith(b"</"):
            continue
        last_row, last_column = max(last_row, row), max(last_column, column)
        broken += _broken(f"{column_letters(column)}{row}", attributes, content)
    return Extent(last_row, last_column, tuple(broken))


def _place(mark: bytes, attributes: bytes) -> bytes | None:
    """What a row or cell says of its place, empty if nothing; None where that is no place.

    Whatever another reader of XML could take for another place is none.
    """
    said = _PLACES.findall(attributes)
    whole = _ADDRESS if mark == b"c" else _ROW_NUMBER
    if not _ATTRIBUTES.fullmatch(attributes) or len(said) > 1:
        return None
    if not said:
        return b""
    return said[0] if whole.fullmatch(said[0]) else None


def _shown(mark: bytes) -> str:
    """The beginning of a mark, for a message."""
    return mark[:60].decode("utf-8", "replace")


def _broken(address: str, attributes: bytes, content: bytes) -> Iterator[BrokenCell]:
    value = _VALUE.search(content)
    if _IS_ERROR.search(attributes):
        text = value[1].decode("utf-8", "replace") if value else "#ERROR"
        message = f"The cell holds the Excel error {text}."
        yield BrokenCell(address, text, message, "Correct the formula in the cell, or clear it.")
    elif _FORMULA.search(content) and not (value and (value[1] or _IS_TEXT.search(attributes))):
        message = "The cell holds a formula whose result is not in the file."
        remedy = "Open the workbook in Excel, which computes it, and save."
        yield BrokenCell(address, "", message, remedy)


def column_number(letters: bytes) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
