"""``braid explain``: why a plan is as it is."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from braid.cli import completing
from braid.cli.options import Format, PlanFolder, by_name, known, plan_in, progress, stop

if TYPE_CHECKING:
    from braid.plan.plan import Plan

EXAMPLES = """
Examples:

  braid explain plans/project-quest --cost emergency

  braid explain plans/project-quest --cost emergency --fixes

  braid explain plans/project-quest --worth

  braid explain plans/project-quest --break-even

  braid explain plans/project-quest --since plans/last-quarter
"""


def explain(
    folder: PlanFolder,
    cost: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="A cost line, by id or name.",
            autocompletion=completing.costs_of_plan,
        ),
    ] = None,
    award: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="An award, by id or name.",
            autocompletion=completing.awards_of_plan,
        ),
    ] = None,
    rule: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="A rule, such as wioa_adult/adult-age.",
            autocompletion=completing.rules_of_plan,
        ),
    ] = None,
    fixes: Annotated[
        bool,
        typer.Option(
            "--fixes",
            help="Say what would fund each unfunded line (or --cost), the cheapest first.",
        ),
    ] = False,
    keep: Annotated[
        bool,
        typer.Option(
            "--keep",
            help="Keep what --fixes, --worth or --break-even finds in the plan, for its reports.",
        ),
    ] = False,
    worth: Annotated[
        bool,
        typer.Option(
            "--worth",
            help="Say what a dollar of each award and a point of each cap is worth, and how far.",
        ),
    ] = False,
    break_even: Annotated[
        bool,
        typer.Option(
            "--break-even", help="Say how large each award must be to pay for its own reporting."
        ),
    ] = False,
    since: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Tell what changed since an earlier plan, and why.",
            autocompletion=completing.plan_folders,
        ),
    ] = None,
    format: Format = "text",
) -> None:
    """Say why: of the whole plan, or of one cost line, award or rule.

    Every award and why it does not pay (rule and citation), what binds, and what each binding
    rule costs in unfunded dollars.

    --fixes, --worth, --break-even and --since solve the plan's inputs again, with changes; this
    takes seconds. The money in DIR stays as it is.
    """
    asked = {"--fixes": fixes, "--worth": worth, "--break-even": break_even, "--since": since}
    _one_question([option for option, value in asked.items() if value], cost, award, rule)
    if keep and not (fixes or worth or break_even):
        message = "it goes with --fixes, --worth or --break-even."
        raise typer.BadParameter(message, param_hint="--keep")
    plan = plan_in(folder)
    cost, award = _known(plan, cost, award, rule)
    if fixes:
        _fixes(plan, cost, format, folder if keep else None)
    elif worth:
        _worth(plan, format, folder if keep else None)
    elif break_even:
        _break_even(plan, format, folder if keep else None)
    elif since is not None:
        _since(plan_in(since), plan, format)
    else:
        _why(plan, cost, award, rule, format)


def _one_question(chosen: list[str], cost: str | None, award: str | None, rule: str | None) -> None:
    """Options that cannot stand together."""
    if sum(choice is not None for choice in (cost, award, rule)) > 1:
        raise typer.BadParameter("give only one of --cost, --award and --rule.")
    if len(chosen) > 1:
        raise typer.BadParameter("give only one of --fixes, --worth, --break-even and --since.")
    others = [award, rule] if chosen == ["--fixes"] else [cost, award, rule]
    if chosen and any(choice is not None for choice in others):
        goes = "it goes with --cost" if chosen == ["--fixes"] else "it goes alone"
        raise typer.BadParameter(f"{goes}.", param_hint=chosen[0])


def _known(
    plan: Plan, cost: str | None, award: str | None, rule: str | None
) -> tuple[str | None, str | None]:
    """The cost line and the award by their ids; a word that the plan does not know ends it."""
    if cost is not None:
        tables = plan.tables
        cost = by_name(cost, plan.inputs.costs)
        known(
            "--cost",
            cost,
            [*plan.inputs.costs, *tables["charges"]["cost"], *tables["unfunded"]["cost"]],
        )
    if award is not None:
        award = by_name(award, {**plan.inputs.awards, **plan.inputs.left_out})
        if award in plan.inputs.left_out:
            message = f"the plan was made as if '{award}' did not exist."
            raise typer.BadParameter(message, param_hint="--award")
        known("--award", award, plan.inputs.awards)
    if rule is not None:
        known("--rule", rule, (r.id for r in plan.inputs.law.rules))
    return cost, award


def _why(plan: Plan, cost: str | None, award: str | None, rule: str | None, format: str) -> None:
    from braid.render import explain as why
    from braid.render.output import show

    if format == "json":
        sys.stdout.write(why.explanation_json(plan, cost, award, rule) + "\n")
    elif cost is not None:
        show(lambda out: why.explain_cost(plan, cost, out))
    elif award is not None:
        show(lambda out: why.explain_award(plan, award, out))
    elif rule is not None:
        show(lambda out: why.explain_rule(plan, rule, out))
    else:
        show(lambda out: why.explain_plan(plan, out))


def _json(data: Mapping[str, Any]) -> None:
    from braid.plan.document import json_text, plain

    sys.stdout.write(json_text({name: plain(value) for name, value in data.items()}))


def _keep(plan: Plan, folder: Path | None) -> None:
    if folder is None:
        return
    from braid.plan.folder import keep_document

    refused = keep_document(plan, folder)
    if refused:
        stop(refused)


def _fixes(plan: Plan, cost: str | None, format: str, kept_in: Path | None) -> None:
    from braid.comparison.explaining.fixes import remedies, with_fixes
    from braid.render.fixes import fixes_report
    from braid.render.output import show

    with progress(f"What would fund {cost or plan.name}") as say:
        found = remedies(plan, cost, say)
    if format == "json":
        _json({"fixes": found})
    else:
        show(lambda out: fixes_report(found, plan.inputs, out))
    _keep(with_fixes(plan, found), kept_in)


def _worth(plan: Plan, format: str, kept_in: Path | None) -> None:
    from braid.comparison.explaining.caps import points
    from braid.comparison.explaining.worth import worth
    from braid.render.output import show
    from braid.render.worth import worth_report

    with progress(f"The worth of a dollar in {plan.name}") as say:
        awards, shares = worth(plan.inputs, say), points(plan, say)
    if format == "json":
        _json({"awards": awards, "shares": shares})
    else:
        show(lambda out: worth_report(awards, shares, out))
    _keep(replace(plan, worth=awards, points=shares), kept_in)


def _break_even(plan: Plan, format: str, kept_in: Path | None) -> None:
    from braid.comparison.explaining.break_even import break_even
    from braid.render.output import show
    from braid.render.worth import break_even_report

    with progress(f"What pays for reporting in {plan.name}") as say:
        found = break_even(plan.inputs, say)
    if format == "json":
        _json({"awards": found})
    else:
        show(lambda out: break_even_report(found, out))
    _keep(replace(plan, break_even=found), kept_in)


def _since(before: Plan, after: Plan, format: str) -> None:
    from braid.comparison.explaining.since import since
    from braid.render.output import show
    from braid.render.since import since_report, story

    with progress(f"What changed in {after.name}") as say:
        found = since(before, after, say)
    if format == "json":
        told = [{"title": title, "says": lines} for title, lines in story(found, before, after)]
        _json({"story": tuple(told), "since": found})
    else:
        show(lambda out: since_report(found, before, after, out))
