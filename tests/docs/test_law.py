"""The tables of ``docs/law.md`` say what the rule library and the coverage table hold."""

from __future__ import annotations

import os

from law_tables import filled
from rule_library import CHECKOUT

PAGE = CHECKOUT / "docs" / "law.md"


def test_the_tables_of_the_law_are_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    now = filled(page)
    if os.environ.get("REWRITE_GOLDENS"):
        PAGE.write_text(now, encoding="utf-8")
        return
    assert page == now, "write them again: REWRITE_GOLDENS=1 pytest tests/docs"
