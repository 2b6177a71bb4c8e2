"""Places in a YAML file: packed integers while reading, places only on request.

The reader keeps, beside the data, the same tree with one integer per value:
where it starts and how wide it is. A mapping also has one for each key.
"""

from __future__ import annotations

from typing import TypeAlias

from braid.problems import Place
from braid.reading.document import Step
from braid.reading.source_text import SourceText
from braid.record import small_record

_WIDTH_BITS = 32
_WIDTH_MASK = (1 << _WIDTH_BITS) - 1

Marks: TypeAlias = "int | tuple[int, list[Marks]] | tuple[int, dict[str, Marks], dict[str, int]]"


def pack(start: int, end: int) -> int:
    """One integer for a stretch of text."""
    return start << _WIDTH_BITS | end - start


def unpack(mark: int) -> tuple[int, int]:
    """Start and width of a packed stretch."""
    return mark >> _WIDTH_BITS, mark & _WIDTH_MASK


def own_mark(marks: Marks) -> int:
    """The mark of a value itself, without what is inside it."""
    return marks if isinstance(marks, int) else marks[0]


def moved(marks: Marks, mark: int) -> Marks:
    """The same value seen from another place: an alias stands where it is written."""
    if isinstance(marks, int):
        return mark
    if len(marks) == 2:
        return mark, marks[1]
    return mark, marks[1], marks[2]


def height(marks: Marks) -> int:
    """How many levels a value has; a single value has one."""
    tallest, below = 1, [(marks, 1)]
    while below:
        value, level = below.pop()
        tallest = max(tallest, level)
        if isinstance(value, tuple):
            inner = value[1] if len(value) == 2 else value[1].values()
            below.extend((item, level + 1) for item in inner)
    return tallest


@small_record
class YamlSpot:
    """The spot of one value of a YAML file."""

    source: SourceText
    marks: Marks

    def place(self) -> Place:
        return self.source.place(*unpack(own_mark(self.marks)))

    def text(self) -> str | None:
        if not isinstance(self.marks, int):
            return None
        start, width = unpack(self.marks)
        return self.source.text[start : start + width]

    def child(self, step: Step) -> YamlSpot | None:
        marks = self.marks
        if isinstance(marks, int):
            return None
        if len(marks) == 2:
            if isinstance(step, int) and 0 <= step < len(marks[1]):
                return YamlSpot(self.source, marks[1][step])
        elif isinstance(step, str) and step in marks[1]:
            return YamlSpot(self.source, marks[1][step])
        return None

    def key_place(self, step: Step) -> Place | None:
        marks = self.marks
        if isinstance(marks, tuple) and len(marks) == 3 and isinstance(step, str):
            mark = marks[2].get(step)
            return None if mark is None else self.source.place(*unpack(mark))
        return None

    def columns(self) -> tuple[str, ...] | None:
        return None
