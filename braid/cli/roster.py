"""``braid roster``: one row for each person becomes the groups of a scenario."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from braid.cli import completing
from braid.cli.options import RulesFolder, Scenario, plan_in, progress, stop, talk, tell
from braid.cli.writing import refuse_taken, write
from braid.problems import Place, Problem, has_errors

if TYPE_CHECKING:
    from braid.catalog.rosters.groups import Grouping

EXAMPLES = """
Examples:

  braid roster scenario.yaml people.csv --out groups.csv

  braid roster scenario.yaml people.csv --people who.csv --plan plans/scenario --id case_number
"""
LEAST_KEY = 16
"""Bytes that the key of pseudonyms needs at least."""


def roster(
    scenario: Scenario,
    people: Annotated[
        Path,
        typer.Argument(
            metavar="PEOPLE", help="The roster: a CSV file or workbook, one row for each person.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the groups here instead of on the screen."),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ATTRIBUTE",
            help="Tell people apart by this too, though no rule asks (repeat for more).",
        ),
    ] = None,
    proposal: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Tell apart whom this proposal would (repeat for more).",
            autocompletion=completing.proposal_files,
        ),
    ] = None,
    who: Annotated[
        Path | None,
        typer.Option("--people", metavar="FILE", help="Write here in which group each person is."),
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="With --people: and which streams serve them.",
            autocompletion=completing.plan_folders,
        ),
    ] = None,
    id: Annotated[
        str | None,
        typer.Option("--id", metavar="COLUMN", help="With --people: and who it is."),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="With --id: pseudonyms instead, made with the secret in this file."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
    rules: RulesFolder = None,
) -> None:  # fmt: skip
    """Make the groups of a scenario from a roster of its people.

    People whom no rule of the scenario's awards tells apart become one group with a head count.
    Nobody is lost. Columns that braid does not know, such as names and addresses, are not read.

    Exit codes: 0 good, 1 problems in the input, 2 usage.
    """
    for option, value, other, needed in (
        ("--plan", plan, "--people", who),
        ("--id", id, "--people", who),
        ("--key", key, "--id", id),
    ):
        if value is not None and needed is None:
            raise typer.BadParameter(f"it goes with {other}", param_hint=option)
    secret = _secret(key)
    for option, path in (("--out", out), ("--people", who)):
        if path is not None:
            refuse_taken(path, force, option)
    with progress(f"Reading {people.name}"):
        from braid.catalog.rosters.groups import groups_of

        grouping, problems = groups_of(
            scenario, people, rules=rules, proposals=proposal or (), keep=keep or (),
            beside=() if id is None else (id,),
        )  # fmt: skip
    if grouping is None or has_errors(problems):
        stop([p for p in problems if p.severity != "note"])
    tell([p for p in problems if p.severity != "note"])
    _written(grouping, out)
    if who is not None:
        _people(grouping, who, plan, id, secret)


def _secret(key: Path | None) -> bytes | None:
    if key is None:
        return None
    try:
        secret = key.read_bytes().strip()
    except OSError as error:
        message = f"The key cannot be read: {error.strerror}."
        stop([Problem("B003", message, "Check the name and the folder.", Place(str(key)))])
    if len(secret) < LEAST_KEY:
        message = f"The key is shorter than {LEAST_KEY} bytes: pseudonyms could be guessed."
        remedy = f"Make one: openssl rand -hex 32 > {key.name}"
        stop([Problem("B068", message, remedy, Place(str(key)))])
    return secret


def _written(grouping: Grouping, out: Path | None) -> None:
    from braid.render.output import console
    from braid.render.roster import groups_csv, roster_report

    text = groups_csv(grouping)
    if out is None:
        sys.stdout.write(text)
    else:
        write(out, [text])
    roster_report(grouping, console(sys.stderr))
    if out is not None:
        talk(f"Groups written to {out}. In the scenario: groups: {out.name}")


def _people(
    grouping: Grouping, who: Path, folder: Path | None, id: str | None, secret: bytes | None
) -> None:
    from braid.render.roster import of_other_groups, people_csv

    plan = None if folder is None else plan_in(folder)
    if plan is not None:
        other = of_other_groups(grouping, plan, str(folder))
        if other is not None:
            stop([other])
    ids = None if id is None else grouping.roster.columns[id]
    write(who, people_csv(grouping, plan, ids, secret))
    talk(f"People written to {who}. It holds a row for each: keep it as you keep the roster.")
