"""Drop-downs: closed lists of the schema and of the library, and ids of other sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from braid.record import record
from braid.render.template.columns import Column
from braid.schema.sheets import LISTS_SHEET

FLAGS = ("TRUE", "FALSE")
REFERS: Mapping[str, str] = {
    "program": "programs", "programs": "programs", "group": "groups", "groups": "groups",
    "organization": "organizations", "recipient": "organizations",
    "incurred_by": "organizations", "employer": "employers", "borne_by": "employers",
    "award": "awards", "match_for": "awards", "cost": "costs", "performed_by": "costs",
}  # fmt: skip
"""The lists whose ids stand under a heading."""
CLOSED: Mapping[str, str] = {"category": "categories", "stream": "streams"}
"""The lists of the library that stand under a heading."""
INLINE = 250
"""Letters of a list that stands in the rule of a cell itself; Excel takes 255."""
MESSAGE, TITLE = 250, 32
"""Letters of the message and the title that Excel takes."""


@record
class Lists:
    """The words of the library, and of what is too long for a cell's own rule."""

    words: Mapping[str, Sequence[str]]

    def validation(self, column: Column) -> dict[str, Any] | None:
        """What XlsxWriter is told of the cells of a column; None for any value."""
        source, closed = self._source(column)
        if source is None:
            return None
        told: dict[str, Any] = {"validate": "list", "source": source, "ignore_blank": True}
        if column.shape is not None and column.shape.kind == "list":
            return {**told, "show_error": False}
        if not closed:
            title = f"Not on the list: {column.last}"[:TITLE]
            message = "Is it written right? What stands here must be known by this name."
            return {
                **told, "error_type": "warning", "error_title": title, "error_message": message,
            }  # fmt: skip
        words = ", ".join(source) if isinstance(source, list) else "see the list of the cell"
        return {
            **told, "error_type": "stop", "error_title": column.last[:TITLE],
            "error_message": f"One of: {words}."[:MESSAGE],
        }  # fmt: skip

    def _source(self, column: Column) -> tuple[list[str] | str | None, bool]:
        """The values that can be chosen, and whether there are no others."""
        shape, fact = column.shape, column.fact
        if fact is not None:
            if fact.type == "boolean":
                return list(FLAGS), True
            return (self._named(column.last, fact.values), True) if fact.values else (None, True)
        word = None if shape is None else shape.option("word", "flag")
        if shape is not None and word is not None:
            words = FLAGS if word.kind == "flag" else word.words
            return list(words), shape.kind != "either"
        if column.last in CLOSED:
            return f"=list_{CLOSED[column.last]}", False
        if column.last in REFERS:
            return f"=ids_{REFERS[column.last]}", False
        return None, True

    def _named(self, name: str, values: Sequence[str]) -> list[str] | str:
        if len(",".join(values)) <= INLINE:
            return list(values)
        return f"=list_{name}"

    def write(self, file: Any, sheets: Mapping[str, str]) -> None:
        """The hidden sheet of the lists, and the names by which cells mean them.

        ``sheets`` says on which sheet the ids of each list stand, in its first column.
        """
        sheet = file.add_worksheet(LISTS_SHEET)
        sheet.hide()
        for number, (name, words) in enumerate(self.words.items()):
            sheet.write_string(0, number, name)
            for row, word in enumerate(words, 1):
                sheet.write_string(row, number, word)
            column = _letters(number)
            where = f"{LISTS_SHEET}!${column}$2:${column}${len(words) + 1}"
            file.define_name(f"list_{name}", f"={where}")
        for name, title in sheets.items():
            # from the heading down, so that no row that is deleted takes the list along
            rows = f"MAX(1,COUNTA('{title}'!$A:$A)-1)"
            file.define_name(f"ids_{name}", f"=OFFSET('{title}'!$A$1,1,0,{rows},1)")


def long_lists(columns: Sequence[Column]) -> dict[str, Sequence[str]]:
    """The choices of attributes that are too long for the rule of a cell."""
    facts = ((c.last, c.fact.values) for c in columns if c.fact is not None and c.fact.values)
    return {name: values for name, values in facts if len(",".join(values)) > INLINE}


def _letters(number: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(number))
