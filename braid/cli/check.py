"""``braid check``: every mistake in a scenario and in the rules that it needs, without solving."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import typer

from braid.cli.options import (
    Actuals,
    AsOf,
    ExitCode,
    Floors,
    Format,
    Money,
    Outside,
    Parts,
    Proposals,
    RulesFolder,
    Scenario,
    ledger_named,
    progress,
    proposing_named,
)
from braid.problems import has_errors

if TYPE_CHECKING:
    from braid.catalog.inputs import Inputs

EXAMPLES = """
Examples:

  braid check scenarios/project-quest.yaml

  braid check scenarios/project-quest.yaml --format json

  braid check scenarios/small-business-consortium.yaml --allow-outside

  braid check scenarios/project-quest.yaml --proposal scenarios/proposals/one-door-to-work.yaml
"""


def check(
    scenario: Scenario,
    actuals: Actuals = None,
    as_of: AsOf = None,
    proposal: Proposals = None,
    money: Money = "own",
    floors: Floors = None,
    part: Parts = None,
    rules: RulesFolder = None,
    allow_outside: Outside = False,
    format: Format = "text",
) -> None:
    """Check a scenario and its rules; report all problems at once.

    Exit code 0: it can be solved (there may be warnings). 1: there are errors.
    """
    from braid.catalog.load import load_inputs
    from braid.problems import discreet
    from braid.render.problems import print_problems, problems_json

    ledger = ledger_named(actuals, as_of)
    proposing = proposing_named(proposal or (), money, floors, part or ())
    with progress(f"Reading {scenario}"):
        inputs, problems = load_inputs(
            scenario, rules, ledger=ledger, proposing=proposing, allow_outside=allow_outside
        )
    if format == "json":
        sys.stdout.write(problems_json(discreet(problems)) + "\n")
    else:
        print_problems(discreet(problems), sys.stdout)
        if inputs is not None:
            sys.stdout.write(f"{scenario}: {contents(inputs)}\n")
    raise typer.Exit(ExitCode.PROBLEMS if has_errors(problems) else ExitCode.GOOD)


def contents(inputs: Inputs) -> str:
    """What a good scenario holds, in one sentence."""
    from braid.render.words import day, listed, plural, usd

    people = sum(g.participants for g in inputs.groups.values())
    money = sum((a.amount or Decimal(0) for a in inputs.committed.values()), Decimal(0))
    parts = [
        plural(len(inputs.programs), "program"),
        f"{plural(len(inputs.groups), 'group')} of {plural(people, 'participant')}",
        plural(len(inputs.costs), "cost line"),
        f"{plural(len(inputs.committed), 'award')} of {usd(money)}",
        f"{len(inputs.law.rules):,} rules in force",
    ]
    if inputs.closed:
        charged = Decimal(sum(charge.cents for charge in inputs.posted)) / 100
        over = day(inputs.calendar.periods[inputs.closed - 1].last)
        parts.append(f"{usd(charged)} charged up to {over}")
    return f"good: {listed(parts)}."
