"""The text of one file, and the place (line, column, excerpt) of any character in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from braid.problems import Place

_LINE_BREAK = re.compile(r"\r\n|\n|\r")


class SourceText:
    """A file's text. Lines are found only when a place is asked for."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        """The index of the first character of every line."""
        return [0, *(m.end() for m in _LINE_BREAK.finditer(self.text))]

    def line_number(self, index: int) -> int:
        """The line, counted from 1, that holds the character at ``index``."""
        return bisect_right(self.starts, index)

    def line(self, number: int) -> str:
        """A line's text, without its end."""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def place(self, index: int, width: int = 1) -> Place:
        """Where a character stands; the mark never runs past the end of its line.

        An index at the end of the text stands behind the last line that has any.
        """
        if index >= len(self.text):
            index = len(self.text.rstrip())
        number = self.line_number(index)
        column = index - self.starts[number - 1]
        excerpt = self.line(number)
        return Place(
            self.file,
            line=number,
            column=column + 1,
            excerpt=excerpt,
            width=max(1, min(width, len(excerpt) - column)),
        )
