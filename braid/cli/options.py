"""What commands share: options, exit codes, and how problems end a command."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from braid.cli import completing
from braid.cli.progress import counted as counted
from braid.cli.progress import progress as progress
from braid.problems import InputProblems, Problem, did_you_mean, discreet

if TYPE_CHECKING:
    from rich.console import Console

    from braid.catalog.inputs import Inputs
    from braid.catalog.ledger import Ledger
    from braid.catalog.proposals import Proposing
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
    Path,
    typer.Argument(
        metavar="SCENARIO", help="The scenario: a YAML file or a workbook.", show_default=False,
        autocompletion=completing.scenario_files,
    ),
]  # fmt: skip
PlanFolder = Annotated[
    Path,
    typer.Argument(
        metavar="DIR", help="The folder of a plan.", show_default=False,
        autocompletion=completing.plan_folders,
    ),
]  # fmt: skip
RulesFolder = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="Another rules directory than braid's own."),
]
Solver = Annotated[
    str, typer.Option(metavar="NAME", help="highs, or any solver that PuLP can find.")
]
TimeLimit = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", min=0, help="Stop the search for a plan after this long."),
]
WholePeople = Annotated[
    bool, typer.Option("--whole-people", help="Fund as many people completely as can be.")
]
Outside = Annotated[
    bool,
    typer.Option(
        "--allow-outside",
        help="Read tables and includes that do not lie in the scenario's folder or below it.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        metavar="AWARD", help="Plan as if this award did not exist (repeat for more).",
        autocompletion=completing.awards_of_scenario,
    ),
]  # fmt: skip
Readings = Annotated[
    list[str] | None,
    typer.Option(
        "--reading", metavar="ID=B",
        help="Plan under another reading of disputed law (repeat for more).",
        autocompletion=completing.reading_names,
    ),
]  # fmt: skip
Actuals = Annotated[
    str | None,
    typer.Option(
        "--actuals", metavar="TABLE",
        help="What was charged so far: a CSV file or a workbook's sheet (ledger.xlsx#Charges).",
    ),
]  # fmt: skip
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DAY",
        help="The last day of the period up to which --actuals has all charges.",
    ),
]  # fmt: skip
Proposals = Annotated[
    list[Path] | None,
    typer.Option(
        "--proposal", metavar="FILE",
        help="Plan as this proposal would have it (repeat for more).",
        autocompletion=completing.proposal_files,
    ),
]  # fmt: skip
Money = Annotated[
    Literal["own", "equal"],
    typer.Option(
        "--money",
        help="With --proposal: the amounts that it brings, or today's dollars under its law.",
    ),
]
Floors = Annotated[
    Literal["kept", "removed"] | None,
    typer.Option(
        "--floors",
        help="With --proposal: what becomes of the floors of merged streams (default: as it says).",
    ),
]
Parts = Annotated[
    list[str] | None,
    typer.Option(
        "--part", metavar="PROPOSAL/PART",
        help="With --proposal: only this part of it (repeat for more).",
    ),
]  # fmt: skip
Format = Annotated[Literal["text", "json"], typer.Option("--format", help="How to print.")]
FormatOrTable = Annotated[
    Literal["text", "json", "csv"], typer.Option("--format", help="How to print.")
]


def talk(text: str) -> None:
    """A remark on stderr."""
    sys.stderr.write(f"{text}\n")


def tell(problems: Sequence[Problem]) -> None:
    """Problems on stderr."""
    from braid.render.problems import print_problems

    print_problems(discreet(problems), sys.stderr)


def stop(problems: Sequence[Problem]) -> NoReturn:
    """Tell the problems and end with the exit code for problems in the input."""
    tell(problems)
    raise typer.Exit(ExitCode.PROBLEMS)


def audit_failed(plan: Plan, so: str) -> NoReturn:
    """Tell why a plan does not pass its own audit, and end; ``so`` says what comes of it."""
    talk(f"Error: the plan does not pass its own audit, so {so}:")
    for finding in plan.audit_findings:
        talk(f"  {finding}")
    talk("This is braid's fault, not yours; please report it with the scenario.")
    raise typer.Exit(ExitCode.AUDIT_FAILED)


@contextmanager
def refusing(so: str) -> Iterator[None]:
    """Problems, and plans that do not pass their audit, end the command; ``so`` as above."""
    from braid.plan.ranking import Unsound

    try:
        yield
    except InputProblems as found:
        stop(found.problems)
    except Unsound as unsound:
        audit_failed(unsound.plan, so)


def put_as(
    format: str, report: Callable[[Console], None], data: Callable[[], str],
    table: Callable[[], str],
) -> None:  # fmt: skip
    """A result on stdout, as ``--format`` says: text, json or csv."""
    if format == "json":
        sys.stdout.write(data())
    elif format == "csv":
        sys.stdout.write(table())
    else:
        from braid.render.output import show

        show(report)


def plan_in(folder: Path) -> Plan:
    """The plan in a folder; problems end the command."""
    from braid.plan.folder import read_plan

    with progress(f"Reading {folder}"):
        plan, problems = read_plan(folder)
    if plan is None:
        stop(problems)
    return plan


def by_name(word: str, things: Mapping[str, Any]) -> str:
    """The id of the only thing that has this name; else the word itself."""
    found = [key for key, thing in things.items() if thing.name == word]
    return found[0] if len(found) == 1 and word not in things else word


def leaving_out(inputs: Inputs, awards: Sequence[str]) -> Inputs:
    """The inputs without the awards that ``--without`` names, by id or name."""
    from braid.catalog.supposed import without

    chosen = [by_name(award, inputs.awards) for award in awards]
    for award in chosen:
        known("--without", award, inputs.awards, "among the awards")
    return without(inputs, chosen)


def readings_named(words: Sequence[str]) -> dict[str, str]:
    """The readings that ``--reading`` names: entries of the register with a letter each."""
    chosen: dict[str, str] = {}
    for word in words:
        name, equals, letter = word.partition("=")
        if not (name and equals and letter):
            message = f"'{word}' does not say which reading. Write it as wioa-contract-curriculum=B"
            raise typer.BadParameter(message, param_hint="--reading")
        if chosen.setdefault(name, letter.upper()) != letter.upper():
            message = f"'{name}' has two readings here. Choose one."
            raise typer.BadParameter(message, param_hint="--reading")
    return chosen


def ledger_named(actuals: str | None, as_of: str | None) -> Ledger | None:
    """The charges that ``--actuals`` and ``--as-of`` name together."""
    if actuals is None and as_of is None:
        return None
    if actuals is None or as_of is None:
        option, other = ("--as-of", "--actuals") if actuals is None else ("--actuals", "--as-of")
        example = f"{other} {'ledger.csv' if actuals is None else '2026-12-31'}"
        raise typer.BadParameter(f"it needs {other} beside it: {example}", param_hint=option)
    from braid.catalog.ledger import Ledger

    return Ledger(actuals, as_of.strip())


def proposing_named(
    files: Sequence[Path], money: str, floors: str | None, parts: Sequence[str]
) -> Proposing | None:
    """The proposals that ``--proposal`` names, with the money and the parts of them."""
    if not files:
        for option, value in (("--floors", floors), ("--part", parts)):
            if value:
                raise typer.BadParameter("it goes with --proposal FILE", param_hint=option)
        return None
    from braid.catalog.proposals import Proposing

    return Proposing(
        tuple(files), "equal" if money == "equal" else "own",
        None if floors is None else "kept" if floors == "kept" else "removed",
        tuple(parts) or None,
    )  # fmt: skip


def refuse_weights(inputs: Inputs, option: str) -> None:
    """Refuse a scenario that weighs unfunded cost against reporting: an option counts it alone."""
    if inputs.scenario.objective.mode != "lexicographic":
        message = "It needs unfunded cost as an aim of its own: objective: {mode: lexicographic}."
        raise typer.BadParameter(message, param_hint=option)


def known(option: str, word: str, choices: Iterable[str], where: str = "in this plan") -> None:
    """Refuse a word that is not one of the choices, with the nearest one."""
    options = sorted(set(choices))
    if word not in options:
        message = f"there is no '{word}' {where}. {did_you_mean(word, options)}"
        raise typer.BadParameter(message, param_hint=option)
