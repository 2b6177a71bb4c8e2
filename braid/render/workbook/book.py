"""A workbook under way: its styles, its sheets, and where their columns stand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from braid.render.workbook.safe import OPTIONS, Texts, like_a_formula
from braid.render.workbook.styles import STYLES

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from braid.render.workbook.sheet import Sheet


class Book:
    """An XLSX file in memory; the same content gives the same bytes."""

    def __init__(self, title: str, made: datetime, stamp: str) -> None:
        from xlsxwriter import Workbook

        self._bytes = io.BytesIO()
        self.file = Workbook(self._bytes, dict(OPTIONS))
        self.texts, self.stamp, self.plan = Texts(), stamp, title
        self.file.set_properties(
            {
                "title": self.texts.clean(title)[:255], "author": "braid", "comments": stamp,
                "created": made.astimezone(UTC).replace(tzinfo=None),
            }
        )  # fmt: skip
        self.file.set_calc_mode("auto")
        self._told: dict[tuple[str, str], tuple[str, Format]] = {}
        self._formats: dict[tuple[str, bool], Format] = {}
        for style in STYLES:
            self.style(style)

    def style(self, name: str, quoted: bool = False) -> Format:
        """A style; ``quoted`` of text that must stay text when somebody edits it."""
        key = name, quoted
        if key not in self._formats:
            look = {**STYLES[name], **({"quote_prefix": True} if quoted else {})}
            self._formats[key] = self.file.add_format(look)
        return self._formats[key]

    def text(self, text: str, style: str) -> tuple[str, Format]:
        """A text as a cell may hold it, with its style."""
        known = self._told.get((text, style))
        if known is None:
            clean = self.texts.clean(text)
            known = self._told[text, style] = clean, self.style(style, like_a_formula(clean))
        return known

    def sheet(self, name: str, widths: Sequence[float], title: str, note: str) -> Sheet:
        """A new sheet with columns of these widths, its title and what it is about."""
        from braid.render.workbook.sheet import Sheet

        return Sheet(self, name, widths, title, note)

    def name(self, name: str, where: str) -> None:
        """Give a range a name, by which formulas call it."""
        self.file.define_name(name, f"={where}")

    def content(self) -> bytes:
        """The finished file."""
        from braid.render.workbook.named import with_named_styles

        numbers: dict[str, list[int]] = {}
        for (name, _), look in self._formats.items():
            numbers.setdefault(name, []).append(look._get_xf_index())
        self.file.close()
        return with_named_styles(self._bytes.getvalue(), numbers)
