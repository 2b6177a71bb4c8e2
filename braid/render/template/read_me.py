"""The sheets that only tell: how the workbook is filled in, and the facts that there are."""

from __future__ import annotations

from typing import Any

from braid.render.template.columns import Known
from braid.render.template.sheets import Book, printed
from braid.schema.sheets import FACTS_SHEET, READ_ME

TITLE = "How to fill in this workbook"
LINES: tuple[tuple[str, str], ...] = (
    (
        "prose",
        "This workbook is a scenario for braid: what a partnership plans to do, for whom, at "
        "what cost, with which awards. Fill it in, save it, and run one of these in a "
        "terminal:",
    ),
    ("command", "braid check {file}"),
    ("command", "braid solve {file}"),
    (
        "prose",
        "The first finds mistakes and names the sheet and the cell of each. The second makes "
        "the plan. Neither changes the workbook.",
    ),
    ("heading", "What to fill in"),
    (
        "prose",
        "Scenario: a name and the first and last day of the plan. Everything else on it has a"
        " usual value, or need not be said.",
    ),
    (
        "prose",
        "Programs, Groups, Costs, Awards: at least one row each. Organizations, Employers and"
        " Charges may stay empty.",
    ),
    (
        "prose",
        "Costs - when, Awards - slices, Awards - to_date: what of a cost or an award takes "
        "several rows, such as the days on which parts of an award become available. The "
        "first column says of which cost or award a row is.",
    ),
    ("heading", "How to fill it in"),
    (
        "prose",
        "Dark headings are required, blue ones are not, pale ones are facts that a stream "
        "asks about. Point at a heading to read what it says. A cell with a list of choices "
        "shows an arrow when you choose it.",
    ),
    (
        "prose",
        "An empty cell says nothing: the usual value holds, or the fact is not known. A fact "
        "that is not known never makes money available, so state what your files hold.",
    ),
    (
        "prose",
        "Each row has an id of letters, digits, _ and -, by which other sheets mean it. "
        "Several values in one cell are parted by semicolons: autumn; spring.",
    ),
    (
        "prose",
        "Dollars with cents, without a sign. Shares as 0.75 or 75%. Days as your spreadsheet "
        "writes them, as long as they are days to it and not text. TRUE or FALSE for yes or "
        "no.",
    ),
    (
        "prose",
        "Formulas are welcome: the value that a cell shows is read. Save the workbook in "
        "Excel or LibreOffice, so that the values are in it.",
    ),
    (
        "prose",
        "The order of sheets, rows and columns does not matter, and columns that you do not "
        "need may go. Rows and sheets that are hidden or filtered out are read like any "
        "other.",
    ),
    (
        "prose",
        "What is yours alone: columns whose heading begins with #, and sheets whose name "
        "does. They are not read. Totals belong there, not below a list.",
    ),
    ("heading", "More facts"),
    (
        "prose",
        "The streams of your awards may ask about more than there are columns for. The sheet "
        "Facts lists all of them; write the name of one into an empty heading, where you can "
        "also choose it. This command lists what a stream asks about:",
    ),
    ("command", "braid rules facts wioa_adult"),
)
EXAMPLE = (
    "The rows in grey italics are an example that can be solved. Write over them, or delete them."
)
WIDTH = 100
_SHEETS = {"group": "Groups", "program": "Programs", "provider": "Programs", "line": "Costs",
           "employer": "Employers", "award": "Awards", "organization": "Organizations"}  # fmt: skip


def read_me(book: Book, file: str) -> None:
    """How the workbook is filled in, and how it is used."""
    sheet = book.file.add_worksheet(READ_ME)
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, WIDTH)
    sheet.write_string(0, 0, TITLE, book.style("title"))
    sheet.set_row(0, 30)
    lines = [*LINES[:4], *([("prose", EXAMPLE)] if book.example else []), *LINES[4:]]
    for row, (style, text) in enumerate(lines, 1):
        told = text.format(file=file) if style == "command" else text
        sheet.write_string(row, 0, told, book.style(style))
        high = 15.0 * (1 + len(told) // 115) + 6
        sheet.set_row(row, 26 if style == "heading" else high)


def facts(book: Book, known: Known) -> None:
    """Every attribute: where it is said, what it means, what can be said, what shows it."""
    sheet = book.file.add_worksheet(FACTS_SHEET)
    heads = (("sheet", 14), ("heading", 38), ("what it means", 70), ("type", 10),
             ("one of", 50), ("shown by", 50))  # fmt: skip
    for number, (head, width) in enumerate(heads):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, head, book.style("needed"))
    printed(sheet, sum(width for _, width in heads))
    sheet.freeze_panes(1, 2)
    row = 1
    for entity, title in _SHEETS.items():
        for name, entry in known.get(entity, {}).items():
            heading = f"provider.{name}" if entity == "provider" else name
            told = (title, heading, entry.means, entry.type, ", ".join(entry.values),
                    entry.document or "")  # fmt: skip
            for number, text in enumerate(told):
                sheet.write_string(row, number, text, book.style(_look(number)))
            row += 1
    sheet.autofilter(0, 0, max(row - 1, 1), len(heads) - 1)


def _look(number: int) -> Any:
    return "wrapped" if number in (2, 4, 5) else "text"
