"""A page as a browser's parser sees it, and its tables as text."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, Tag


class Page:
    """A report's page."""

    def __init__(self, content: bytes) -> None:
        self.text = content.decode("utf-8")
        self.scripts = re.findall(r"<script>(.*?)</script>", self.text, flags=re.S)
        short = self.text
        for script in self.scripts:  # the charts' library: five megabytes of no interest here
            short = short.replace(script, "")
        self.soup = BeautifulSoup(short.replace("<wbr>", ""), "html5lib")

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the page's script reads."""
        block = self.soup.find("script", id="data")
        assert isinstance(block, Tag)
        return json.loads(block.string or "")

    def table(self, name: str, body: str = "tbody:first-of-type") -> list[list[str]]:
        """The rows of a table, by its id."""
        found = self.soup.select(f"#{name} {body} > tr")
        return [[told(cell) for cell in row.find_all(["th", "td"], recursive=False)]
                for row in found]  # fmt: skip

    def tile(self, name: str) -> str:
        """A figure of the headline."""
        for term in self.soup.select("dl.tiles dt"):
            if term.get_text() == name:
                return term.find_next("dd").get_text()
        raise AssertionError(name)

    def total(self, name: str) -> list[str]:
        """The last row of a table's last body."""
        return self.table(name, "tbody:last-of-type")[-1]


def told(cell: Tag) -> str:
    """The text of a cell without the words that only screen readers see."""
    for hidden in cell.select(".hidden"):
        hidden.extract()
    return " ".join(cell.get_text(" ", strip=True).split())


def dollars(text: str) -> Decimal:
    """``$1,234.50`` or ``1,234.50`` as a number; nothing is 0."""
    return Decimal(text.replace("$", "").replace(",", "") or "0")
