"""What commands share: options, exit codes, and how problems end a command."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from braid.problems import Problem, did_you_mean

if TYPE_CHECKING:
    from braid.plan.plan import Plan


class ExitCode(IntEnum):
    """What the exit code says; documented in the help of every command."""

    GOOD = 0
    PROBLEMS = 1
    USAGE = 2
    AUDIT_FAILED = 3
    NOT_ALL_FUNDED = 4
    STOPPED = 5


Scenario = Annotated[
    Path, typer.Argument(metavar="SCENARIO", help="The scenario file.", show_default=False)
]
PlanFolder = Annotated[
    Path, typer.Argument(metavar="DIR", help="The folder of a plan.", show_default=False)
]
RulesFolder = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="Another rules directory than braid's own."),
]
Format = Annotated[Literal["text", "json"], typer.Option("--format", help="How to print.")]


def talk(text: str) -> None:
    """A remark on stderr."""
    sys.stderr.write(f"{text}\n")


def tell(problems: Sequence[Problem]) -> None:
    """Problems on stderr."""
    from braid.render.problems import print_problems

    print_problems(problems, sys.stderr)


def stop(problems: Sequence[Problem]) -> NoReturn:
    """Tell the problems and end with the exit code for problems in the input."""
    tell(problems)
    raise typer.Exit(ExitCode.PROBLEMS)


def plan_in(folder: Path) -> Plan:
    """The plan in a folder; problems end the command."""
    from braid.plan.folder import read_plan

    plan, problems = read_plan(folder)
    if plan is None:
        stop(problems)
    return plan


def by_name(word: str, things: Mapping[str, Any]) -> str:
    """The id of the only thing that has this name; else the word itself."""
    found = [key for key, thing in things.items() if thing.name == word]
    return found[0] if len(found) == 1 and word not in things else word


def known(option: str, word: str, choices: Iterable[str]) -> None:
    """Refuse a word that is not one of the choices, with the nearest one."""
    options = sorted(set(choices))
    if word not in options:
        message = f"there is no '{word}' in this plan. {did_you_mean(word, options)}"
        raise typer.BadParameter(message, param_hint=option)
