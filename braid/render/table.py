"""Tables in plain text that never cut a figure, however narrow the terminal.

A column of numbers is as wide as its longest number. Columns of words share what
is left and go on below; ids break behind ``_``, ``-`` and ``/``. Where even that is
not enough, each row becomes a few lines of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from braid.record import working_record

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.text import Text

GAP = 2
NARROWEST = 8
"""Letters: no column of words is made narrower than this, or than a figure in it."""
_FIGURE = re.compile(r"\S*\d[\d,.%$-]*\S*")
_BREAKS = "_-,"


@working_record
class Column:
    """A heading and how its cells stand; ``most`` limits a column of words."""

    head: str
    number: bool = False
    most: int | None = None


@working_record
class Table:
    """Rows of cells under headings set apart by a line of hyphens; no head, no such line."""

    columns: Sequence[Column]
    rows: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    indent: int = 0
    headed: bool = True

    def add_row(self, *cells: str, style: str | None = None) -> None:
        """A row of as many cells as there are columns."""
        self.rows.append((cells, style or ""))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        from rich.text import Text

        for line, style in self.lines(options.max_width):
            yield Text(line, style=style, no_wrap=True, overflow="ignore")

    def lines(self, width: int) -> Iterator[tuple[str, str]]:
        """Every line with its style, none longer than ``width`` unless a single figure is."""
        widths = self._widths(width - self.indent)
        if widths is None:
            yield from self._stacked(width)
            return
        wrapped = [
            ([_cell(c, w, col) for c, w, col in zip(cells, widths, self.columns, strict=True)], s)
            for cells, s in self.rows
        ]
        heads = [_cell(c.head, w, c) for c, w in zip(self.columns, widths, strict=True)]
        for k, column in enumerate(self.columns):
            if not column.number:
                used = [line for cells, _ in wrapped for line in cells[k]]
                widths[k] = max(map(len_of, [*used, *(heads[k] if self.headed else ())]), default=0)
        if self.headed:
            yield from ((line, "bold") for line in self._joined(heads, widths))
            rule = ["-" * (w + 1) for w in widths[:-1]] + ["-" * widths[-1]]
            yield " " * self.indent + " ".join(rule), "bold"
        for cells, style in wrapped:
            yield from ((line, style) for line in self._joined(cells, widths))

    def _joined(self, cells: list[list[str]], widths: list[int]) -> Iterator[str]:
        for number in range(max(map(len, cells))):
            parts = []
            for lines, width, column in zip(cells, widths, self.columns, strict=True):
                text = lines[number] if number < len(lines) else ""
                blank = " " * (width - len_of(text))
                parts.append(blank + text if column.number else text + blank)
            yield (" " * self.indent + (" " * GAP).join(parts)).rstrip()

    def _widths(self, width: int) -> list[int] | None:
        """The width of every column; None where they do not fit side by side."""
        full = [self._longest(k) for k in range(len(self.columns))]
        room = width - GAP * (len(full) - 1)
        room -= sum(w for w, c in zip(full, self.columns, strict=True) if c.number)
        words = [k for k, c in enumerate(self.columns) if not c.number]
        wanted = {k: min(full[k], self.columns[k].most or full[k]) for k in words}
        least = {k: min(wanted[k], self._least(k)) for k in words}
        if sum(least.values()) > room:
            return None
        given = dict(least)
        rest = room - sum(given.values())
        while rest > 0:
            open_ones = [k for k in words if given[k] < wanted[k]]
            if not open_ones:
                break
            narrowest = min(open_ones, key=lambda k: (given[k], k))
            given[narrowest] += 1
            rest -= 1
        return [full[k] if c.number else given[k] for k, c in enumerate(self.columns)]

    def _texts(self, column: int) -> list[str]:
        texts = [cells[column] for cells, _ in self.rows]
        return [self.columns[column].head, *texts] if self.headed else texts

    def _longest(self, column: int) -> int:
        lines = (line for text in self._texts(column) for line in text.split("\n"))
        return max(map(len_of, lines), default=0)

    def _least(self, column: int) -> int:
        figures = (f for text in self._texts(column) for f in _FIGURE.findall(text))
        amounts = (f for f in figures if not any(letter.isalpha() for letter in f))
        return max([NARROWEST, *map(len_of, amounts)])

    def _stacked(self, width: int) -> Iterator[tuple[str, str]]:
        for cells, style in self.rows:
            lead = " " * self.indent
            for column, text in zip(self.columns, cells, strict=True):
                if not text:
                    continue
                told = f"{column.head}: {text}" if column.head else text
                for line in wrapped(told.replace("\n", " "), max(NARROWEST, width - len(lead))):
                    yield f"{lead}{line}", style
                    lead = " " * (self.indent + 2)


def len_of(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _cell(text: str, width: int, column: Column) -> list[str]:
    return [text] if column.number else wrapped(text, width)


def wrapped(text: str, width: int, further: str = "") -> list[str]:
    """The text in lines of at most ``width``; all but the first begin with ``further``."""
    lines: list[str] = []
    for part in text.split("\n"):
        line, empty = (further if lines else ""), True
        for word in part.split():
            rest = word
            if not empty and len_of(line) + 1 + len_of(rest) <= width:
                line += f" {rest}"
                continue
            if not empty:
                lines.append(line)
                line = further
            while len_of(line) + len_of(rest) > width:
                cut = _cut(rest, max(1, width - len_of(line)))
                if cut >= len(rest):
                    break
                lines.append(line + rest[:cut])
                line, rest = further, rest[cut:]
            line, empty = line + rest, False
        lines.append(line)
    return lines


def _cut(word: str, room: int) -> int:
    """Where to break a word that is too long: behind a sign that parts ids, never in a figure."""
    if not any(letter.isalpha() for letter in word):
        return len(word)
    fits = 0
    while fits < len(word) and len_of(word[: fits + 1]) <= room:
        fits += 1
    ends = (word.rfind("/", 0, fits), max(word.rfind(sign, 0, fits) for sign in _BREAKS))
    return next((end + 1 for end in ends if end >= room // 3), max(1, fits))
