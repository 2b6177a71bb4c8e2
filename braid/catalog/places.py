"""Where the rules are that come with braid."""

from __future__ import annotations

from pathlib import Path


def rules_directory(chosen: Path | None = None) -> Path:
    """Where the rules are: ``chosen``, else inside the package, else in the checkout."""
    if chosen is not None:
        return chosen
    package = Path(__file__).resolve().parent.parent
    inside = package / "_rules"
    return inside if inside.is_dir() else package.parent / "rules"
