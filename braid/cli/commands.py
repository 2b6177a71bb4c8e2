"""Commands by name, each imported when somebody asks for it: ``braid check`` needs no other."""

from __future__ import annotations

from collections import UserDict
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

NAMES = (
    "new", "solve", "check", "rank", "compare", "frontier", "roster", "sweep", "explain",
    "report", "template", "audit", "rules",
)  # fmt: skip
"""In the order of the help. Each is a module beside this one with a function of the same name and
its EXAMPLES, or with an ``app`` of further commands."""


class Commands(UserDict[str, Any]):
    """The commands by name, as typer makes them."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(NAMES))

    def __getitem__(self, name: str) -> Any:
        if self.data[name] is None:
            self.data[name] = _command(name)
        return self.data[name]


class Group(TyperGroup):
    """The command ``braid``, whose commands are imported one by one."""

    def __init__(self, **said: Any) -> None:
        super().__init__(**said)
        self.commands = Commands()


@cache
def _command(name: str) -> Any:
    module = import_module(f"braid.cli.{name}")
    app = getattr(module, "app", None)
    if app is None:
        app = typer.Typer(rich_markup_mode=None, add_completion=False)
        app.command(name, epilog=module.EXAMPLES)(getattr(module, name))
    for one in app.registered_commands:
        one.epilog = _as_written(one.epilog)
    made = get_command(app)
    made.name = name
    return made


def _as_written(examples: str | None) -> str:
    """Examples that the help shows on the lines on which they stand, so that they can be copied."""
    paragraphs = (examples or "").strip("\n").split("\n\n")
    return "\n\n".join(f"\b\n{paragraph}" for paragraph in paragraphs)
