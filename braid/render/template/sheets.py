"""The sheets of a workbook to fill in: headings with notes, rows, drop-downs, empty rows below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from braid.problems import Place, Problem
from braid.reading.book_layout import KEY, OWN, VALUE
from braid.reading.document import Document
from braid.record import record
from braid.render.template.cells import Cell, TooLong, cell, lines_of
from braid.render.template.choices import Lists
from braid.render.template.columns import Column
from braid.render.template.content import Content, Row, Sheet
from braid.render.template.notes import note_of
from braid.render.template.styles import GREY, STYLES, style_of
from braid.render.workbook.safe import like_a_formula
from braid.schema.sheets import KEYS_SHEET

EMPTY_ROWS = 200
"""Rows below the last one that have drop-downs."""
MORE_HEADINGS = 12
"""Empty headings in which an attribute can be chosen."""
MOST_ROWS = 1_048_000
NOTES = f"{OWN} notes"
NARROW, WIDE, SAYS = 11, 46, 100
PAGE = 220
"""Digits side by side on a page."""


@record
class Book:
    """A workbook under way, with its styles."""

    file: Any
    formats: dict[tuple[str, bool, bool], Any]
    lists: Lists
    document: Document | None
    example: bool
    """Whether the rows are only an example."""

    def style(self, name: str, quoted: bool = False, example: bool = False) -> Any:
        """A style; ``quoted`` of text that must stay text when somebody edits it."""
        key = name, quoted, example
        if key not in self.formats:
            look = {**STYLES[name], **({"quote_prefix": True} if quoted else {})}
            look |= {"italic": True, "font_color": GREY} if example else {}
            self.formats[key] = self.file.add_format(look)
        return self.formats[key]

    def put(self, sheet: Any, row: int, column: int, value: Cell, style: str) -> None:
        """A cell. Text is always written as text, whatever it looks like."""
        if value.sort == "text":
            look = "wrapped" if "\n" in value.value else style if style == "key" else "text"
            quoted = like_a_formula(value.value)
            sheet.write_string(row, column, value.value, self.style(look, quoted, self.example))
        elif value.sort == "number":
            numbers = style if style in ("usd", "whole") else "number"
            if style == "whole" and value.value != int(value.value):
                numbers = "number"
            sheet.write_number(row, column, value.value, self.style(numbers, False, self.example))
        elif value.sort == "day":
            sheet.write_datetime(row, column, value.value, self.style("day", False, self.example))
        else:
            sheet.write_boolean(row, column, value.value, self.style("flag", False, self.example))

    def told(self, row: Row, column: Column) -> Cell | None:
        """What a row says under a column, as a cell."""
        if column.heading not in row:
            return None
        value, shape, path = row[column.heading]
        written = None if self.document is None or not path else self.document.text(path)
        return cell(value, shape, written, _is_day(column))


def keys_sheet(book: Book, content: Content) -> None:
    """The sheet of everything that is no list."""
    sheet = book.file.add_worksheet(KEYS_SHEET)
    heads = ((KEY, 38), (VALUE, 44), (f"{OWN} what it says", SAYS))
    for number, (heading, width) in enumerate(heads):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, heading, book.style("own" if number == 2 else "needed"))
    printed(sheet, sum(width for _, width in heads))
    sheet.set_row(0, 20)
    sheet.freeze_panes(1, 1)
    for row, column in enumerate(content.keys, 1):
        needed = column.needed or column.heading in ("horizon.start", "horizon.end")
        sheet.write_string(row, 0, column.heading, book.style("key_needed" if needed else "key"))
        style = style_of(column)
        sheet.write_blank(row, 1, None, book.style(style))
        told = book.told(content.values, column)
        if told is not None:
            book.put(sheet, row, 1, told, style)
        note = note_of(column, needed)
        sheet.write_string(row, 2, note, book.style("says"))
        sheet.set_row(row, 15.0 * (1 + len(note) // SAYS))
        rule = book.lists.validation(column)
        if rule is not None:
            sheet.data_validation(row, 1, row, 1, rule)


def list_sheet(book: Book, one: Sheet, facts: str | None) -> None:
    """The sheet of a list; ``facts`` names the attributes that further headings can be."""
    sheet = book.file.add_worksheet(one.of.name)
    columns = (*one.columns, Column(NOTES, says="Yours. Columns with a # before their heading are "
                                    "not read."))  # fmt: skip
    sheet.set_row(0, 20)
    sheet.freeze_panes(1, 1)
    bottom = len(one.rows) + EMPTY_ROWS
    wide = 0.0
    for number, column in enumerate(columns):
        width = _column(book, sheet, number, column, one.rows)
        wide += width
        if column.needed:
            _missing(book, sheet, number, len(columns) - 2, bottom)
    printed(sheet, wide)
    for number, said in enumerate(one.rows, 1):
        texts = [value[0] for value in said.values() if isinstance(value[0], str)]
        if book.example:
            sheet.write_string(number, len(columns) - 1, "example: write over it or delete the row",
                               book.style("text", False, True))  # fmt: skip
        elif lines_of(texts) > 1:
            sheet.set_row(number, 15.0 * min(lines_of(texts), 8))
    if one.rows:
        sheet.autofilter(0, 0, len(one.rows), len(columns) - 1)
    if facts is not None:
        first = len(columns)
        rule = {"validate": "list", "source": f"={facts}", "show_error": False,
                "input_title": "A further column", "input_message": "Choose a fact, and state it "
                "in the rows below. The sheet Facts says what each means."}  # fmt: skip
        sheet.data_validation(0, first, 0, first + MORE_HEADINGS - 1, rule)


def _column(book: Book, sheet: Any, number: int, column: Column, rows: Sequence[Row]) -> float:
    """A column with its heading, note, values and drop-down; returned is its width."""
    style = style_of(column)
    told = [book.told(row, column) for row in rows]
    width = _width(column, told)
    sheet.set_column(number, number, width, book.style(style))
    head = "own" if column.heading == NOTES else "needed" if column.needed else "field"
    head = head if column.fact is None else "fact"
    sheet.write_string(0, number, column.heading, book.style(head))
    note = note_of(column, column.needed)
    if note:
        size = {"x_scale": 2.2, "y_scale": max(0.8, 0.28 * (2 + len(note) / 42))}
        sheet.write_comment(0, number, note, {"author": "braid", **size})
    for row, value in enumerate(told, 1):
        if value is not None:
            book.put(sheet, row, number, value, style)
    rule = book.lists.validation(column)
    if rule is not None:
        sheet.data_validation(1, number, len(rows) + EMPTY_ROWS, number, rule)
    return width


def printed(sheet: Any, width: float) -> None:
    """On landscape pages that can be read, with its headings on each."""
    sheet.set_landscape()
    sheet.fit_to_pages(-(-int(width) // PAGE), 0)
    sheet.repeat_rows(0)


def _missing(book: Book, sheet: Any, number: int, last: int, bottom: int) -> None:
    """A required cell is coloured as long as it is empty in a row that says anything."""
    from xlsxwriter.utility import xl_col_to_name as letters

    name = letters(number)
    rule = f'=AND(${name}2="",COUNTA($A2:${letters(last)}2)>0)'
    sheet.conditional_format(
        1, number, bottom, number,
        {"type": "formula", "criteria": rule, "format": book.style("missing")},
    )  # fmt: skip


def _is_day(column: Column) -> bool:
    return column.fact is not None and column.fact.type == "date"


def _width(column: Column, told: Sequence[Cell | None]) -> float:
    longest = max(
        (len(line) for value in told if value is not None for line in str(value.value).split("\n")),
        default=0,
    )
    return min(max(NARROW, len(column.heading) + 3, longest + 2), WIDE)


def too_many(content: Content, place: Place) -> list[Problem]:
    """The lists with more rows than a sheet holds."""
    remedy = "Leave it in YAML, with its long lists in CSV files."
    return [
        Problem("B319", f"'{'.'.join(s.of.path)}' has more rows than a sheet.", remedy, place)
        for s in content.sheets
        if len(s.rows) > MOST_ROWS
    ]


def too_long(error: TooLong, place: Place) -> Problem:
    """A text that no cell holds."""
    text = str(error)
    message = f"A text of {len(text):,} characters is longer than a cell: '{text[:40]}...'."
    return Problem("B319", message, "Shorten it, or leave the scenario in YAML.", place)
