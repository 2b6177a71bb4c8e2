"""What braid refuses in a YAML file that YAML itself would let pass, and how it says so."""

from __future__ import annotations

from typing import Any, NoReturn

from braid.problems import Place, Problem
from braid.reading.limits import Limits
from braid.reading.source_text import SourceText
from braid.reading.yaml_spots import unpack


class Halt(Exception):
    """The file goes beyond what may be read; the problem is already noted."""


class YamlFaults:
    """Collects the problems of one file; a mark says where each one stands."""

    def __init__(self, source: SourceText, limits: Limits) -> None:
        self.problems: list[Problem] = []
        self._source = source
        self._limits = limits

    def second_document(self, mark: int) -> None:
        message = "A second document starts here ('---'); a file holds one."
        self._add("B010", message, "Put it into a file of its own.", mark)

    def duplicate(self, key: str, mark: int, first: int) -> None:
        before = self._source.place(*unpack(first))
        message = f"'{key}' is written twice here, first in line {before.line}."
        self._add("B011", message, "Keep one of the two, or rename one.", mark, see=(before,))

    def key_is_no_word(self, mark: int) -> None:
        message = "A key must be a word, not a list, a block or an alias."
        remedy = "Write 'key: value'; put text that starts with {, [ or * in quotation marks."
        self._add("B012", message, remedy, mark)

    def no_key(self, mark: int) -> None:
        self._add("B012", "There is no key before this colon.", "Write 'key: value'.", mark)

    def merge_key(self, mark: int) -> None:
        message = "Merging one block into another ('<<') is not read by braid."
        remedy = "Write the keys out, or put what is shared into a file and include it."
        self._add("B013", message, remedy, mark)

    def tag(self, mark: int) -> None:
        message = "A value cannot start with '!' (a YAML tag) unless it is quoted."
        remedy = "Delete the tag; put text that starts with '!' in quotation marks."
        self._add("B014", message, remedy, mark)

    def alias_to_nothing(self, name: str, mark: int, *, inside_itself: bool) -> None:
        what = "stands inside what it repeats" if inside_itself else "repeats nothing"
        remedy = f"Mark a value above with '&{name}' to repeat it here, or quote the text."
        self._add("B015", f"'*{name}' {what}.", remedy, mark)

    def too_many_aliases(self, mark: int) -> NoReturn:
        message = "Aliases ('*name') repeat more in this file than braid allows."
        self._halt("B016", message, "Write the values out, or use a CSV file.", mark)

    def too_deep(self, mark: int) -> NoReturn:
        message = f"Values are nested more than {self._limits.depth} levels deep."
        self._halt("B017", message, "Check the brackets and the indentation.", mark)

    def too_many_values(self, mark: int) -> NoReturn:
        message = f"The file holds more than {self._limits.nodes:,} values."
        self._halt("B018", message, "Move long lists into a CSV file or a workbook.", mark)

    def number(self, fault: str, text: str, value: Any, mark: int) -> None:
        shown = text if len(text) <= 40 else f"{text[:37]}..."
        if fault == "dressed":
            message = f"'{shown}' is not a number as YAML reads it."
            remedy = f"Write {value:f}, or put it in quotation marks if it is text."
            self._add("B019", message, remedy, mark)
        elif fault == "not_finite":
            message = f"'{shown}' is not a finite number."
            self._add("B020", message, "Write the number, or leave the key out.", mark)
        else:
            message = f"The number '{shown}' is longer or larger than braid calculates with."
            remedy = "Check the number; put it in quotation marks if it is text."
            self._add("B021", message, remedy, mark)

    def split_number(self, digits: str, mark: int) -> None:
        message = f"The comma before '{digits}' ends the value in front of it."
        remedy = "Write the number without commas, such as 1000 for 1,000."
        self._add("B043", message, remedy, mark)

    def _halt(self, code: str, message: str, remedy: str, mark: int) -> NoReturn:
        self._add(code, message, remedy, mark)
        raise Halt

    def _add(
        self, code: str, message: str, remedy: str, mark: int, see: tuple[Place, ...] = ()
    ) -> None:
        place = self._source.place(*unpack(mark))
        self.problems.append(Problem(code, message, remedy, place, see=see))
        if len(self.problems) >= self._limits.problems:
            raise Halt
