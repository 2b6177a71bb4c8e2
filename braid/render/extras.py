"""Libraries that only some reports need: an optional extra of the package."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from braid.problems import InputProblems, Place, Problem


def needs(folder: Path, what: str, *modules: str, extra: str = "reports") -> None:
    """Raise InputProblems where one of the modules of an extra is not installed."""
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        verb, them = ("is", "it") if len(missing) == 1 else ("are", "them")
        message = f"{' and '.join(missing)} {verb} not installed; {what} is made with {them}."
        remedy = f"Install it with: pip install 'braid-funding[{extra}]'"
        raise InputProblems([Problem("B316", message, remedy, Place(str(folder)))])
