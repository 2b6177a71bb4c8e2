"""A CSV file as a grid: separated by commas, semicolons or tabs, one header row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import field
from decimal import Decimal

from braid.problems import Place, Problem
from braid.reading.files import decode
from braid.reading.limits import Limits
from braid.reading.scalars import cell_value
from braid.reading.source_text import SourceText
from braid.record import record

_DELIMITERS = ",;\t"
_FIRST_LINE = re.compile(r"\S[^\r\n]*")


@record
class CsvGrid:
    """The rows of a CSV file and the line on which each one starts."""

    source: SourceText
    delimiter: str
    rows: list[list[str]]
    lines: list[int]
    _values: dict[str, str | Decimal | bool | None] = field(default_factory=dict, repr=False)
    """What the texts mean that were met before: columns say the same again and again."""

    def value(self, raw: str) -> str | Decimal | bool | None:
        if raw not in self._values:
            self._values[raw] = cell_value(raw)
        return self._values[raw]

    def text(self, row: int, column: int) -> str | None:
        cells = self.rows[row]
        return (cells[column].strip() or None) if column < len(cells) else None

    def place(self, row: int, column: int) -> Place:
        fields = list(self._fields(self.source.starts[self.lines[row] - 1]))
        behind = fields[-1][1]
        start, end = fields[column] if column < len(fields) else (behind, behind)
        written = self.source.text[start:end]
        start += len(written) - len(written.lstrip())
        return self.source.place(start, len(written.strip()))

    def _fields(self, start: int) -> Iterator[tuple[int, int]]:
        """Where each field of the row that starts at ``start`` begins and ends."""
        text = self.source.text
        index = start
        quoted = False
        while index < len(text):
            sign = text[index]
            if sign == '"' and (quoted or index == start):
                quoted = not quoted
            elif sign == '"' and text[index - 1] == '"' and text[start] == '"':
                quoted = True
            elif not quoted and (sign == self.delimiter or sign in "\r\n"):
                yield start, index
                start = index + 1
                if sign != self.delimiter:
                    return
            index += 1
        yield start, index


def read_csv(raw: bytes, *, shown_as: str, limits: Limits) -> tuple[CsvGrid | None, list[Problem]]:
    """The rows of a CSV file that hold anything."""
    text, problems = decode(raw, shown_as)
    if text is None:
        return None, problems
    if text.count("\n") + text.count("\r") > 2 * limits.cells:
        return None, [_too_large(f"{2 * limits.cells:,} lines", shown_as)]
    source = SourceText(shown_as, text)
    header = _FIRST_LINE.search(text)
    delimiter = delimiter_of(header[0] if header else "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    cells = line = 0
    try:
        for row in reader:
            if any(cell and not cell.isspace() for cell in row):
                rows.append(row)
                lines.append(line + 1)
                cells += len(row)
                if cells > limits.cells:
                    return None, [_too_large(f"{limits.cells:,} cells", shown_as)]
            line = reader.line_num
    except csv.Error as error:
        return None, [_quotes(error, source.place(source.starts[line]))]
    return CsvGrid(source, delimiter, rows, lines), []


def delimiter_of(header: str) -> str:
    """The sign that separates the headings of a first line; a comma if there is only one."""
    outside = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _too_large(what: str, shown_as: str) -> Problem:
    remedy = "Check that it is the right file, or split it."
    return Problem("B042", f"The table has more than {what}.", remedy, Place(shown_as))


def _quotes(error: csv.Error, place: Place) -> Problem:
    if "field larger" in str(error):
        message = "A cell of this row holds more than 131,072 characters."
        remedy = "A quotation mark that is never closed is the usual cause: close it or delete it."
    else:
        message = "The quotation marks in this row do not pair up."
        remedy = 'Quote the whole cell and write each quotation mark inside it twice ("").'
    return Problem("B039", message, remedy, place)
