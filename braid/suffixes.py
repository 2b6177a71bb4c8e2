"""What a file is, by the end of its name."""

from __future__ import annotations

from pathlib import Path

YAML = (".yaml", ".yml")
WORKBOOKS = (".xlsx", ".xlsm")


def is_yaml(path: Path) -> bool:
    """Whether a file is called as YAML is."""
    return path.suffix.lower() in YAML


def is_workbook(path: Path) -> bool:
    """Whether a file is called as a workbook is that braid reads."""
    return path.suffix.lower() in WORKBOOKS
