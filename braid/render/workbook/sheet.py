"""A sheet: title, tables with heads, totals and ranges that formulas elsewhere can name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from braid.record import record

if TYPE_CHECKING:
    from braid.render.workbook.book import Book

Kind = Literal[
    "Text", "Wrapped", "Money", "Number", "Count", "Percent", "Share", "Date", "Price", "Label"
]
LETTER_PAPER = 1
MOST_POINTS = 409.0
"""The greatest height of a row."""
POINTS = 15.0
HEADS = {"Text": "Head", "Wrapped": "Head", "Date": "Head", "Label": "Head label"}
"""Height of a line of text; LibreOffice and Excel do not agree on the height of wrapped text."""
TEXT = 170.0
"""A remark is at most as wide as this, so that it stands on one page and can be read."""
LETTERS = 1.12
"""So many letters of usual text fit where a digit would; widths count digits."""
PAGE = 250.0
"""A wider sheet is printed on two pages side by side, so that it can be read."""
INCHES = 10.1, 7.1
"""Of a landscape page, within its margins."""


@record
class Formula:
    """A formula with the value that it has as long as nobody edits a cell."""

    text: str
    value: Decimal | str


@record
class Col:
    """A column of a table: its head, what it holds, whether it is added up."""

    head: str
    kind: Kind = "Text"
    added: bool = False
    name: str = ""
    """The defined name of its cells, for formulas."""


@record
class Placed:
    """Where a table stands: rows from 0, without its head; ``last`` is the last of them."""

    sheet: str
    first: int
    last: int
    total: int | None

    def column(self, number: int) -> str:
        """The cells of a column, for a formula."""
        name = letter(number)
        return f"'{self.sheet}'!${name}${self.first + 1}:${name}${self.last + 1}"

    def sum(self, number: int) -> str:
        """The total of a column, for a formula on any sheet."""
        assert self.total is not None
        return f"'{self.sheet}'!${letter(number)}${self.total + 1}"


def letter(number: int) -> str:
    """The letters of a column: 0 is A."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(number))


class Sheet:
    """A sheet that is filled from the top; ``row`` is the next free row."""

    def __init__(
        self, book: Book, name: str, widths: Sequence[float], title: str, note: str
    ) -> None:
        self.book, self.name, self.widths = book, name, widths
        self.file = book.file.add_worksheet(name)
        self.row = 0
        for number, width in enumerate(widths):
            self.file.set_column(number, number, width)
        self.file.hide_gridlines(2)
        self.file.set_landscape()
        self.file.set_paper(LETTER_PAPER)
        self.file.fit_to_pages(-(-int(sum(widths)) // int(PAGE)), 0)
        if sum(widths) > PAGE:
            self.file.repeat_columns(0)
        self.heights: dict[int, float] = {}
        self._page = 0
        self._breaks: list[int] = []
        self.file.set_margins(0.4, 0.4, 0.6, 0.6)
        # the space ends the size of the letters: a plan's name may begin with a digit
        told = " ".join(f"{book.texts.clean(book.plan)[:80]} - {name}".split()).replace("&", "&&")
        self.file.set_footer(f"&L&8 {told}&R&8 Page &P of &N", {"margin": 0.3})
        self.put(0, title, "Title")
        self.file.set_row(0, 26)
        self.row = 1
        self.note(note)
        self.row += 1

    def put(self, column: int, value: Any, style: str, row: int | None = None) -> None:
        """A value into a cell of the current row."""
        at = self.row if row is None else row
        if isinstance(value, Formula):
            cached = float(value.value) if isinstance(value.value, Decimal) else value.value
            self.file.write_formula(at, column, value.text, self.book.style(style), cached)
        elif value is None or value == "":
            self.file.write_blank(at, column, None, self.book.style(style))
        elif isinstance(value, date):
            self.file.write_datetime(at, column, value, self.book.style(style))
        elif isinstance(value, str):
            text, look = self.book.text(value, style)
            self.file.write_string(at, column, text, look)
        else:
            self.file.write_number(at, column, value, self.book.style(style))

    def note(self, text: str, style: str = "Note") -> None:
        """A remark over the whole width, as high as it needs."""
        if not text:
            return
        clean, look = self.book.text(text, style)
        last, wide = 0, self.widths[0]
        while last + 1 < len(self.widths) and wide + self.widths[last + 1] <= TEXT:
            last, wide = last + 1, wide + self.widths[last + 1]
        if last:
            self.file.merge_range(self.row, 0, self.row, last, "", look)
        self.file.write_string(self.row, 0, clean, look)
        self.high(POINTS * lines(clean, wide))
        self.row += 1

    def section(self, text: str) -> None:
        """A heading over the whole width."""
        self.row += 1
        for column in range(len(self.widths)):
            self.put(column, text if column == 0 else "", "Section")
        self.row += 1

    def head(self, heads: Sequence[Col], at: int = 0) -> None:
        """The heads of a table's columns."""
        for number, col in enumerate(heads, at):
            self.put(number, col.head, HEADS.get(col.kind, "Head number"))
        most = max(lines(col.head, self.widths[k] - 2) for k, col in enumerate(heads, at))
        self.high(POINTS * most + 4)
        self.row += 1

    def line(self, heads: Sequence[Col], values: Sequence[Any], at: int = 0) -> None:
        """A row of a table, as high as its longest text needs."""
        high = 1
        for number, (col, value) in enumerate(zip(heads, values, strict=True), at):
            self.put(number, value, col.kind)
            if col.kind in ("Wrapped", "Label") and isinstance(value, str):
                high = max(high, lines(value, self.widths[number] - 2))
        if high > 1:
            self.high(POINTS * high)
        self.row += 1

    def table(
        self, heads: Sequence[Col], rows: Iterable[Sequence[Any]], *, total: str = "",
        main: bool = False,
    ) -> Placed:  # fmt: skip
        """Heads, rows and totals; the ``main`` table of a sheet is filtered, its head stays."""
        top = self.row
        self.head(heads)
        first = self.row
        sums = [Decimal(0)] * len(heads)
        for values in rows:
            self.line(heads, values)
            for k, value in enumerate(values):
                if heads[k].added and value not in (None, ""):
                    sums[k] += Decimal(value.value if isinstance(value, Formula) else value)
        if self.row == first:
            self.line(heads, [""] * len(heads))
        last, bottom = self.row - 1, None
        if total:
            bottom = self.row
            self._totals(heads, sums, total, first)
        placed = Placed(self.name, first, last, bottom)
        if main:
            self.file.freeze_panes(first, 1)
            self.file.autofilter(top, 0, last, len(heads) - 1)
            self.file.repeat_rows(top)
        for number, col in enumerate(heads):
            if col.name:
                self.book.name(col.name, placed.column(number))
        return placed

    def _totals(self, heads: Sequence[Col], sums: list[Decimal], label: str, first: int) -> None:
        for number, col in enumerate(heads):
            if col.added:
                name = letter(number)
                text = f"=SUBTOTAL(109,{name}{first + 1}:{name}{self.row})"
                self.put(number, Formula(text, sums[number]), f"Sum {col.kind.lower()}")
            else:
                self.put(number, label if number == 0 else "", "Sum")
        self.row += 1

    def check(self, formula: str, label: str, column: int, value: Decimal = Decimal(0)) -> None:
        """A cell that must be zero; it turns red when it is not."""
        self.put(0, label, "Check text")
        self.put(column, Formula(formula, value), "Check")
        wrong = self.book.style("Wrong")
        self.file.conditional_format(
            self.row, column, self.row, column,
            {"type": "cell", "criteria": "not between", "minimum": -0.004, "maximum": 0.004,
             "format": wrong},
        )  # fmt: skip
        self.row += 1

    def high(self, points: float) -> None:
        """The height of the current row, if it is not higher already."""
        points = min(MOST_POINTS, max(points, self.heights.get(self.row, POINTS)))
        self.heights[self.row] = points
        self.file.set_row(self.row, points)

    def scaled(self) -> None:
        """Print as wide as a page by a scale: unlike fitting, it respects breaks between pages."""
        inches = sum(7 * width + 5 for width in self.widths) / 96
        self.scale = min(100, int(92 * INCHES[0] / inches))
        self.file.set_print_scale(self.scale)

    def together(self, start: int) -> None:
        """The rows from ``start`` to here stand on one page, if one page holds them."""
        room = INCHES[1] * 72 * 100 / self.scale
        high = sum(self.heights.get(row, POINTS) for row in range(self._page, self.row))
        if high > room and start > self._page:
            self._breaks.append(start)
            self._page = start
            self.file.set_h_pagebreaks(self._breaks)

    def done(self) -> None:
        """What is printed: everything that was filled."""
        self.file.print_area(0, 0, max(self.row - 1, 0), len(self.widths) - 1)


def dollars(cents: int | None) -> Decimal | None:
    """Whole cents as dollars."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def day(text: str) -> date | str:
    """A day as a date; what is none stays text."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    return found if found.year >= 1900 else text


@lru_cache(maxsize=10_000)
def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width."""
    room = max(1, int(width * LETTERS))
    return sum(max(1, _wrapped(part, room)) for part in text.split("\n"))


def _wrapped(text: str, room: int) -> int:
    count, used = 1, 0
    for word in text.split(" "):
        size = len(word)
        if used and used + 1 + size > room:
            count, used = count + 1, 0
        count += (size - 1) // room if size > room else 0
        used += size + (1 if used else 0)
        used = min(used, room)
    return count
