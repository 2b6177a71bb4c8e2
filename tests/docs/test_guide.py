"""The guide to a fund of one's own: what it makes is right to the end, its cases too."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from documents import blocks
from reader import CHECKOUT, Reader

from braid.catalog.checks.folder import check_folder
from braid.catalog.remarks import remarks

GUIDE = CHECKOUT / "docs" / "writing-rules.md"
CASES = """
import sys
from pathlib import Path
import braid.catalog.library as library
library.rules_directory = lambda chosen=None: Path("rules")
import pytest
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "-c", "pytest.ini", "tests/rules"]))
"""
"""The tests of rules, on the rules that the reader has made."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reader has who makes every file and every change of the guide."""
    reader = Reader(tmp_path_factory.mktemp("guide"))
    for block in blocks(GUIDE):
        if block.language == "diff":
            reader.edit(block)
        elif block.language == "yaml" and block.name:
            reader.save(block)
    return reader.folder


def test_the_fund_is_good_and_leaves_nothing_open(folder: Path) -> None:
    checked = check_folder(folder / "rules" / "state" / "nm", folder / "rules")

    assert checked.problems == ()
    (fund,) = checked.own.all_files()
    assert list(remarks(checked.together, fund)) == []


def test_the_cases_hold(folder: Path) -> None:
    for path in (CHECKOUT / "tests" / "rules").glob("*.py"):
        shutil.copy(path, folder / "tests" / "rules")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", CASES],
        cwd=folder,
        env={"PYTHONPATH": str(CHECKOUT), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout
