"""Why a plan differs from an earlier one: each change of the input undone alone, and solved again.

A change is blamed for what its undoing takes back, the other changes being as they are. Where
changes help or hinder one another these effects do not add up, and that is said. A change that
cannot be undone by itself (a group that lines name, a stream whose rules are not at hand) is told
without a figure. Where what was charged changed, all figures are about the periods that are open
in both plans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from braid.comparison.explaining.steps import allowed
from braid.comparison.explaining.undoing import Part, parts_of, undone
from braid.plan.build import make_plan
from braid.plan.changes import (
    Change,
    Changes,
    InputChange,
    Moved,
    rows_from,
    told_from,
    what_changed,
)
from braid.plan.dollars import Money
from braid.plan.plan import Plan
from braid.record import record

MOST = 8
"""Changes that are undone, each alone."""
DOLLAR = Decimal(1)
NOTHING = Decimal("0.00")


@record
class Bound:
    """A rule of an award (or instance) that began to bind, or no longer does."""

    rule: str
    instance: str
    binds: bool


@record
class Cause:
    """Changes of one thing of the input, and what they did: the plan less the plan without them.

    ``unfunded`` is what they added to unfunded cost (negative: saved), ``overhead`` to reporting,
    ``people`` to those who are completely funded (nobody where periods are over in one
    plan only); ``lines`` are unfunded dollars by cost line and
    ``moved`` what awards pay of lines, the largest first, and ``bounds`` the rules that it brought
    to their limit or away from it. All are None or empty with ``open``, the reason why the changes
    could not be told apart.
    """

    inputs: tuple[InputChange, ...]
    unfunded: Money | None
    overhead: Money | None
    people: int | None
    lines: tuple[Change, ...] = ()
    moved: tuple[Moved, ...] = ()
    bounds: tuple[Bound, ...] = ()
    open: str = ""


@record
class PeopleChange:
    """A group: dollars unfunded of its people's own costs, and who is completely funded."""

    group: str
    unfunded: Change
    funded: Change


@record
class Since:
    """Two plans and the causes of what differs, the largest effect first.

    ``rest`` is what the effects of all causes together leave unexplained of the change in unfunded
    cost; None where some cause is open.
    """

    changes: Changes
    causes: tuple[Cause, ...]
    rest: Money | None
    bounds: tuple[Bound, ...]
    people: tuple[PeopleChange, ...]


def since(before: Plan, after: Plan, told: Callable[[str], None] = lambda text: None) -> Since:
    """What changed from one plan to a later one, and why."""
    changes = what_changed(before, after)
    parts = parts_of(before.inputs, after.inputs, changes.inputs)
    causes = _causes(before, after, parts, changes, told)
    effects = [cause.unfunded for cause in causes]
    rest = None
    if causes and None not in effects:
        rest = _by(changes, "unfunded") - sum((e for e in effects if e is not None), Decimal(0))
    return Since(
        changes, tuple(sorted(causes, key=_size)), rest, tuple(_bounds(before, after)),
        tuple(_people(before, after)),
    )  # fmt: skip


def _size(cause: Cause) -> tuple[bool, bool, Decimal, Decimal]:
    """What was charged comes first: it says from when on all else is told."""
    nothing = Decimal(0)
    by = -abs(cause.unfunded or nothing), -abs(cause.overhead or nothing)
    return (cause.inputs[0].what != "charges", cause.unfunded is None, *by)


def _by(changes: Changes, name: str) -> Decimal:
    """How much a number of the summary rose, in the time that both plans are about."""
    return next((change.by for change in changes.summary if change.id == name), NOTHING)


# -- causes -------------------------------------------------------------------------------


def _causes(
    before: Plan, after: Plan, parts: Sequence[Part], changes: Changes,
    told: Callable[[str], None],
) -> list[Cause]:  # fmt: skip
    """Each part with what it did; a single part did all of it."""
    if not parts:
        return []
    told("the plan as it is")
    again = make_plan(after.inputs, explained=False)
    alike = _alike(again, after)
    if len(parts) == 1 and alike:
        told("the earlier plan")
        alike = _alike(make_plan(before.inputs, explained=False), before)
    if not alike:
        why = "a plan of these inputs is now another one, by its options or its version"
        return [Cause(part, None, None, None, open=why) for part in parts]
    if len(parts) == 1:
        return [_effect(parts[0], before, after, changes)]
    causes = []
    for number, part in enumerate(parts):
        if number >= MOST:
            causes.append(Cause(part, None, None, None, open=f"only {MOST} changes are undone"))
            continue
        told(f"without the change of {part[0].id}")
        taken_back = undone(before.inputs, after.inputs, part)
        if taken_back is None or not allowed(taken_back):
            why = "it cannot be undone by itself"
            causes.append(Cause(part, None, None, None, open=why))
            continue
        plan = make_plan(taken_back, explained=False)
        causes.append(_effect(part, plan, again, what_changed(plan, again)))
    return causes


def _alike(one: Plan, other: Plan) -> bool:
    """Whether two plans of the same inputs leave the same unfunded."""
    return abs(one.summary.unfunded - other.summary.unfunded) < DOLLAR


def _alike_open(one: Plan, other: Plan) -> bool:
    """Whether both plans are about the same periods: the rest of a plan counts other people."""
    return one.inputs.closed == other.inputs.closed


def _effect(part: Part, without_it: Plan, with_it: Plan, changes: Changes) -> Cause:
    people = [plan.summary.completely_funded for plan in (without_it, with_it)]
    return Cause(
        part, _by(changes, "unfunded"), _by(changes, "overhead_dollars"),
        people[1] - people[0] if _alike_open(without_it, with_it) else 0,
        changes.unfunded, changes.moved,
        tuple(_bounds(without_it, with_it)),
    )  # fmt: skip


# -- what else is told ----------------------------------------------------------------------


def _bounds(before: Plan, after: Plan) -> Iterable[Bound]:
    """Rules that bind in one of the plans only."""
    old, new = (_binding(plan) for plan in (before, after))
    for rule, instance in sorted(old ^ new):
        yield Bound(rule, instance, (rule, instance) in new)


def _binding(plan: Plan) -> set[tuple[str, str]]:
    rows = plan.tables["rules"]
    return {
        (rule, instance)
        for rule, instance, binds, kind in zip(
            rows["rule"], rows["instance"], rows["binding"], rows["kind"], strict=True
        )
        if binds and kind not in ("balance", "served", "benefit")
    }


def _people(before: Plan, after: Plan) -> Iterable[PeopleChange]:
    """Groups whose own costs are better or worse covered, the largest dollars first."""
    day = told_from(before.inputs, after.inputs)
    lacks = [rows_from(plan.tables["unfunded"], day).sums("group") for plan in (before, after)]
    counted = _alike_open(before, after)
    whole = [_complete(plan) if counted else {} for plan in (before, after)]
    found = []
    for group in sorted({*before.inputs.groups, *after.inputs.groups}):
        money = [Decimal(lack.get((group,), 0)).scaleb(-2) for lack in lacks]
        people = [Decimal(count.get(group, 0)) for count in whole]
        if abs(money[1] - money[0]) >= DOLLAR or people[0] != people[1]:
            found.append(PeopleChange(group, Change(group, *money), Change(group, *people)))
    yield from sorted(found, key=lambda one: (-abs(one.unfunded.by), one.group))


def _complete(plan: Plan) -> dict[str, int]:
    groups = plan.tables["groups"]
    return dict(zip(groups["group"], groups["completely_funded"], strict=True))
