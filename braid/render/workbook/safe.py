"""Text of users in cells: never a formula, never longer than a cell, never turned around."""

from __future__ import annotations

import re
from collections.abc import Mapping

LONGEST = 32_767
"""Characters that a cell of Excel holds, counted by ``length``."""
OPTIONS: Mapping[str, bool] = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
"""For XlsxWriter: text stays text, whatever it looks like."""
CUT = " … (cut: a cell holds no more)"
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BEGINS = ("=", "+", "-", "@", "\t", "\r", "|", "%")
"""What makes a spreadsheet take text for a formula when somebody edits the cell or saves a CSV."""


class Texts:
    """Cleans texts and counts what it had to change."""

    def __init__(self) -> None:
        self.cut = 0
        self.turned = 0

    def clean(self, text: str) -> str:
        """The text without marks of direction and control characters, cut to a cell's length."""
        plain = _TURNING.sub("", text)
        if plain != text:
            self.turned += 1
        plain = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", plain)
        if length(plain) > LONGEST:
            self.cut += 1
            room = LONGEST - len(CUT)
            plain = plain.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + CUT
        return plain

    def told(self) -> list[str]:
        """What was changed, in sentences."""
        out = []
        if self.cut:
            out.append(f"Texts cut to the {LONGEST:,} characters of a cell: {self.cut:,}.")
        if self.turned:
            out.append(f"Texts from which marks of writing direction were taken: {self.turned:,}.")
        return out


def like_a_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula once it is edited."""
    return text.lstrip().startswith(_BEGINS) or text.startswith(_BEGINS)


def length(text: str) -> int:
    """As Excel counts: in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)
