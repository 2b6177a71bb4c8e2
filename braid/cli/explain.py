"""``braid explain``: why a plan is as it is."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from braid.cli.options import Format, PlanFolder, by_name, known, plan_in


def explain(
    folder: PlanFolder,
    cost: Annotated[
        str | None, typer.Option(metavar="ID", help="A cost line, by id or name.")
    ] = None,
    award: Annotated[
        str | None, typer.Option(metavar="ID", help="An award, by id or name.")
    ] = None,
    rule: Annotated[
        str | None, typer.Option(metavar="ID", help="A rule, such as wioa_adult/adult-age.")
    ] = None,
    format: Format = "text",
) -> None:
    """Say why: of the whole plan, or of one cost line, award or rule.

    Every award and why it does not pay (rule and citation), what binds, and what each binding
    rule costs in unfunded dollars.
    """
    from braid.render import explain as why
    from braid.render.output import show

    if sum(choice is not None for choice in (cost, award, rule)) > 1:
        raise typer.BadParameter("give only one of --cost, --award and --rule.")
    plan = plan_in(folder)
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
