"""Golden texts: what was right when somebody looked at it.

After looking at a difference, accept it with
``REWRITE_GOLDENS=1 python -m pytest tests/kinds tests/scenarios``, and read what changed.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest

REWRITE = "REWRITE_GOLDENS"


def matches_golden(path: Path, text: str) -> None:
    """Fail with a difference line by line unless ``path`` holds ``text``."""
    if os.environ.get(REWRITE):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    if not path.is_file():
        pytest.fail(f"there is no {path.name}; write it with {REWRITE}=1", pytrace=False)
    golden = path.read_text(encoding="utf-8")
    if golden == text:
        return
    lines = difflib.unified_diff(
        golden.splitlines(), text.splitlines(), f"golden {path.name}", "now", lineterm="", n=2
    )
    advice = f"If this is right: {REWRITE}=1 python -m pytest {path.parent.parent}"
    pytest.fail("\n".join([*lines, "", advice]), pytrace=False)
