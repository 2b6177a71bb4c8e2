"""The four features that decide whether a sector partnership works: there, how large, who pays.

Named employer commitments, a curriculum tied to a specific job, paid backbone
staff, and outcomes read from unemployment-insurance (UI) wage records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from braid.catalog.inputs import Inputs
from braid.plan.dollars import dollars
from braid.plan.plan import Feature, Payer
from braid.plan.tables import Tables

BACKBONE = frozenset({"backbone_staff"})
OUTCOMES = frozenset({"data_evaluation", "participant_records", "followup_services"})


def structural_features(inputs: Inputs, tables: Tables) -> tuple[Feature, ...]:
    """The four features of a plan, from its inputs, its charges and what is unfunded."""
    money = _Money(tables)
    return tuple(
        feature(inputs, money) for feature in (_employers, _curriculum, _backbone, _outcomes)
    )


class _Money:
    """Who pays for some of the cost lines."""

    def __init__(self, tables: Tables) -> None:
        self.paid = tables["charges"].sums("cost", "category", "award")
        self.unfunded = tables["unfunded"].sums("cost", "category")

    def feature(
        self, name: str, title: str, present: bool, size: str, wanted: Callable[[str, str], bool]
    ) -> Feature:
        """A feature whose lines are those that ``wanted(cost, category)`` accepts."""
        by_award: dict[str, int] = defaultdict(int)
        for (cost, category, award), cents in self.paid.items():
            if wanted(cost, category):
                by_award[award] += cents
        payers = sorted((-cents, award) for award, cents in by_award.items())
        open_cents = sum(cents for key, cents in self.unfunded.items() if wanted(*key))
        return Feature(
            name,
            title,
            present,
            size,
            tuple(Payer(award, dollars(-cents)) for cents, award in payers),
            dollars(open_cents),
        )


def _plural(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _employers(inputs: Inputs, money: _Money) -> Feature:
    named = inputs.scenario.partnership.employers
    firm = [e for e in named if e.signed is not None and (e.hires or e.interviews)]
    hires = sum(e.hires or 0 for e in firm)
    people = sum(g.participants for g in inputs.groups.values())
    if firm:
        size = f"{_plural(len(firm), 'employer')} signed"
        if hires:
            size += f" for {_plural(hires, 'hire')} ({people:,} participants)"
        interviews = sum(e.interviews or 0 for e in firm)
        if interviews:
            size += f" and {_plural(interviews, 'interview')}"
        if len(named) > len(firm):
            size += f"; {_plural(len(named) - len(firm), 'other')} without a signed number"
    elif named:
        size = f"{_plural(len(named), 'employer')} named, none has signed for hires or interviews"
    else:
        size = "no employer is named"
    engaging = inputs.law.categories.expand(["employer_services"]) - BACKBONE
    return money.feature(
        "employer_commitments",
        "Employer commitments",
        bool(firm),
        size,
        lambda cost, category: category in engaging,
    )


def _curriculum(inputs: Inputs, money: _Money) -> Feature:
    programs = inputs.programs
    tied = {
        i: p.job
        for i, p in programs.items()
        if p.job is not None and p.job.title and p.job.competencies_validated
    }
    size = f"{len(tied)} of {_plural(len(programs), 'program')}"
    titles = sorted({job.title for job in tied.values() if job.title})
    if titles:
        size += f": {', '.join(titles[:3])}{', …' if len(titles) > 3 else ''}"
    else:
        size += " names a job whose employer has validated the competencies"
    training = inputs.law.categories.expand(["training", "capacity"])

    def taught(cost: str, category: str) -> bool:
        line = inputs.costs.get(cost)
        return line is not None and category in training and bool(set(line.program) & set(tied))

    return money.feature(
        "curriculum_tied_to_job", "Curriculum tied to a specific job", bool(tied), size, taught
    )


def _backbone(inputs: Inputs, money: _Money) -> Feature:
    held = [m.partnership for m in inputs.partnerships] or [inputs.scenario.partnership]
    named = [p.backbone for p in held if p.backbone is not None]
    backbone = named[0] if named else None
    lines = [c for c in inputs.costs.values() if c.category in BACKBONE]
    staffed = any(b.staff_fte > 0 for b in named)
    if backbone is None:
        size = "no backbone organization is named"
    else:
        where = backbone.organization
        if inputs.partnerships:
            where = f"{len(named)} of {_plural(len(held), 'partnership')}"
        held_by = sum(b.staff_fte for b in named)
        size = f"{held_by:f} full-time equivalent{'' if held_by == 1 else 's'} at {where}"
        size += "" if lines else ", but no cost line pays for them"
    return money.feature(
        "backbone_staff",
        "Paid backbone staff",
        staffed and bool(lines),
        size,
        lambda cost, category: category in BACKBONE,
    )


def _outcomes(inputs: Inputs, money: _Money) -> Feature:
    held = [m.partnership for m in inputs.partnerships] or [inputs.scenario.partnership]
    read = [p.outcomes for p in held if p.outcomes is not None and p.outcomes.ui_wage_records]
    stated = [p.outcomes for p in held if p.outcomes is not None]
    outcomes = next(iter(read or stated), None)
    present = outcomes is not None and bool(outcomes.ui_wage_records)
    if outcomes is None or not present:
        size = "outcomes are not read from wage records"
    elif outcomes.quarters_after_exit:
        quarters = [str(q) for q in outcomes.quarters_after_exit]
        size = f"wages in quarters {', '.join(quarters)} after exit"
    else:
        size = "the quarters after exit are not stated"
    if read and inputs.partnerships:
        size += f" in {len(read)} of {_plural(len(held), 'partnership')}"
    return money.feature(
        "ui_wage_outcomes",
        "Outcomes on UI wage records",
        present,
        size,
        lambda cost, category: category in OUTCOMES,
    )
