"""What would fund a line, as sentences: the changes, their dollars, and what else they do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from braid.catalog.inputs import Inputs
from braid.plan.plan import Fix, SideEffect, Step
from braid.render.output import heading, told
from braid.render.words import (
    award_name,
    day,
    line_and_group,
    line_name,
    listed,
    percent,
    plural,
    usd,
)

if TYPE_CHECKING:
    from rich.console import Console

    from braid.comparison.explaining.fixes import Remedies

EFFECTS = 3
"""Side effects of each sort that are told one by one."""


def fixes_report(found: Iterable[Remedies], inputs: Inputs, out: Console) -> None:
    """Of every unfunded amount what would fund it."""
    some = list(found)
    if not some:
        out.print("None of it is unfunded: there is nothing to fix.")
    for one in some:
        where = line_and_group(inputs, one.cost, one.group)
        heading(out, f"What would fund {where}", f"{usd(one.amount)} unfunded")
        told((fix_said(fix, inputs) for fix in one.fixes), out)
        told(one.untried, out)
    if some:
        plans = sum(one.plans for one in some)
        out.print()
        text = f"{plural(plans, 'plan')} made and audited to be sure, one change at a time."
        told([text, "Facts about people and the law are never changed."], out)


def fix_said(fix: Fix, inputs: Inputs) -> str:
    """One fix: what to change, then what it does beside."""
    said = [_step(step, inputs) for step in fix.steps]
    if len(said) > 1 and fix.steps[-1].what == "priority":
        said[-1] += ", or the money goes to lines of equal worth"
    steps = ", and ".join(said)
    if fix.moved:
        lead = "At others' cost, "
    elif any(step.what == "enrol" and int(step.after) < int(step.before) for step in fix.steps):
        lead = "With fewer people, "
    else:
        lead, steps = "", f"{steps[0].upper()}{steps[1:]}"
    parts = [f"{lead}{steps}: {_cost(fix)}."]
    if fix.moved:
        parts.append(f"{usd(fix.moved)} of other lines is unfunded instead.")
    parts += _beside(fix.effects, inputs)
    return " ".join(parts)


def _cost(fix: Fix) -> str:
    """The new dollars that a fix asks for."""
    landing = any(step.what == "lands" for step in fix.steps)
    if not fix.money:
        return "no new dollars"
    words = "of it is used" if landing and len(fix.steps) == 1 else "in new dollars"
    return f"{usd(fix.money)} {words}"


def _step(step: Step, inputs: Inputs) -> str:
    """A change as what to do."""
    award = award_name(inputs, step.of) if step.of in inputs.awards else step.of
    if step.what == "raise":
        by = usd(Decimal(step.after) - Decimal(step.before))
        return f"raise {award} by {by}, to {usd(Decimal(step.after))}"
    if step.what == "lands":
        chance = percent(Decimal(step.before), Decimal(1))
        return f"make {award} certain (now {chance})"
    if step.what == "waiver":
        return f"get the waiver {step.of}"
    if step.what == "end":
        return f"have {award} end on {day(step.after)}, not {day(step.before)}"
    if step.what == "start":
        return f"have {award} start on {day(step.after)}, not {day(step.before)}"
    if step.what == "slices":
        return f"have all of {award} open by {day(step.after)}, not {day(step.before)}"
    if step.what == "enrol":
        more = int(step.after) - int(step.before)
        kind = "more" if more > 0 else "fewer"
        return f"enrol {abs(more)} {kind} of {step.of}, {step.after} in all"
    return f"put {line_name(inputs, step.of)} first (priority: {step.after})"


def _beside(effects: Sequence[SideEffect], inputs: Inputs) -> Iterable[str]:
    """The side effects: what else is unfunded or paid, what lapses, reporting, people."""
    lines = [effect for effect in effects if effect.what == "unfunded"]
    for sign, words in ((1, "More of these is unfunded"), (-1, "Less of these is unfunded")):
        some = [e for e in lines if e.by * sign > 0]
        if some:
            said = [f"{line_name(inputs, e.of)} {usd(abs(e.by))}" for e in some[:EFFECTS]]
            if len(some) > EFFECTS:
                rest = sum((abs(e.by) for e in some[EFFECTS:]), Decimal(0))
                said.append(f"others {usd(rest)}")
            yield f"{words}: {listed(said)}."
    for effect in effects:
        kind = "more" if effect.by > 0 else "less"
        if effect.what == "lapses":
            yield f"{usd(abs(effect.by))} {kind} of {effect.of} lapses."
        elif effect.what == "overhead":
            yield f"Reporting takes {usd(abs(effect.by))} {kind}."
        elif effect.what == "completely_funded":
            fewer = "more" if effect.by > 0 else "fewer"
            count = int(abs(effect.by))
            yield f"{plural(count, 'person', 'people')} {fewer} completely funded."
