"""The plan: what a solve returns, and all that the folder and the reports are made from.

Money in tables is whole cents (int); money in everything else is ``Decimal``
dollars with two places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from decimal import Decimal
from typing import Literal

from braid.catalog.inputs import Inputs
from braid.plan.days import Day
from braid.plan.dollars import Exact, Money
from braid.plan.tables import Tables
from braid.plan.worths import BreakEven, Point, Worth
from braid.record import record
from braid.schema.scenario import Basis

LastDay = Literal["end", "spend", "obligate", "liquidate"]
Changed = Literal["raise", "waiver", "lands", "end", "start", "slices", "priority", "enrol"]


@record
class Summary:
    """``cost`` = entitlements + funded + unfunded, reports included; overhead is all reporting."""

    cost: Money
    paid_by_entitlements: Money
    funded: Money
    unfunded: Money
    must_unfunded: Money
    overhead_dollars: Money
    overhead_hours: Exact
    lapses: Money
    participants: int
    completely_funded: int


@record
class Fair:
    """What a portfolio puts before least cost, and what it costs.

    ``minimum`` is the coverage that every partnership is to have, or ``first`` says whom comes
    first. ``missing`` is what ``below`` lack of it; ``worst`` is the partnership that is covered
    least, ``coverage`` how well. ``least`` is what would be unfunded without it (head counts in
    fractions), ``cost`` what it adds to that; None where reporting weighs against it.
    """

    minimum: Exact | None
    first: str
    missing: Money
    below: tuple[str, ...]
    worst: str
    coverage: Exact
    least: Money | None
    cost: Money | None


@record
class Tier:
    """One aim of the plan: its value, the solver's value before people and cents, what is open."""

    name: str
    value: Exact
    solver_value: Exact
    gap: Exact | None
    """None: the time was up before anything was known of this one."""
    note: str = ""


@record
class Threshold:
    """An amount that an organization's spending in one of its fiscal years may reach.

    ``start`` and ``end`` are the year's first and last day, ``spent`` is what the organization
    spends in it, elsewhere and in the plan, ``at`` the amount at which the report is due on the
    day ``due``, and ``cost`` what the report costs. ``without_plan`` says that what is spent
    elsewhere is enough: then the cost is no overhead of the plan.
    """

    report: str
    rule: str
    organization: str
    start: Day
    end: Day
    due: Day
    spent: Money
    at: Money
    reached: bool
    cost: Money
    without_plan: bool


@record
class Repayment:
    """What one award repays of a loan; ``period`` is empty when it comes after the horizon."""

    award: str
    period: Day | Literal[""]
    amount: Money


@record
class Bridge:
    """What an organization must borrow until money that it has spent comes in.

    ``most`` is the most that it needs; ``start`` is the first day of the first period at whose
    end it needs it, ``end`` the last day of the period that repays the last of it (or of the
    horizon). ``open`` is what the horizon leaves to be repaid.
    """

    organization: str
    most: Money
    start: Day
    end: Day
    repaid_by: tuple[Repayment, ...]
    open: Money


@record
class Payer:
    """What one award pays of something."""

    award: str
    amount: Money


@record
class Feature:
    """One of the four features that decide whether a partnership works."""

    id: str
    name: str
    present: bool
    size: str
    paid_by: tuple[Payer, ...] = ()
    unfunded: Money = Decimal("0.00")


@record
class Uncertain:
    """An award that is not committed: what the plan would gain if it lands."""

    award: str
    amount: Money
    probability: Exact
    unfunded_now: Money
    unfunded_then: Money
    note: str = ""


@record
class Outlook:
    """What is unfunded as planned, once all uncommitted money lands, and on signed money alone.

    ``landing`` are the awards that are not committed, ``failing`` these and all offers.
    Head counts are in fractions, as in :class:`Uncertain`.
    """

    committed: Money
    landed: Money
    worst: Money
    landing: tuple[str, ...]
    failing: tuple[str, ...]


@record
class Effect:
    """What a reading of disputed law leads to; ``floors`` are shortfalls of statutory floors."""

    unfunded: Money
    overhead: Money
    floors: Money


@record
class Unsettled:
    """Disputed law that decides something in the plan, and what another reading would make of it.

    ``taken`` and ``other`` are the letters of the readings; ``rules`` are those that the other
    one changes. ``unstated`` are facts that it asks for and the scenario does not state: then
    its effect is not known, and ``then`` repeats ``now``. Head counts are in fractions, as in
    :class:`Uncertain`.
    """

    conflict: str
    about: str
    taken: str
    taken_says: str
    other: str
    other_says: str
    rules: tuple[str, ...]
    now: Effect
    then: Effect
    unstated: tuple[str, ...] = ()


@record
class WhyNot:
    """Why an award does not pay (more of) a cell; ``rule`` is empty when its money is used up."""

    award: str
    rule: str
    sentence: str
    citation: str


@record
class Step:
    """One change of the scenario, from one value to another; ``of`` is what is changed.

    ``what`` is ``raise`` (of an award's amount), ``waiver``, ``lands`` (an award that is not
    certain), ``end``, ``start`` or ``slices`` (of an award), ``priority`` (of a line) or ``enrol``
    (of a group).
    """

    what: Changed
    of: str
    before: str
    after: str


@record
class SideEffect:
    """What else a change does, beside what it is for, in dollars or people more (or less).

    ``what`` is ``unfunded`` (of the line ``of``), ``lapses`` (of the award ``of``), ``overhead``
    or ``completely_funded``.
    """

    what: Literal["unfunded", "lapses", "overhead", "completely_funded"]
    of: str
    by: Exact


@record
class Fix:
    """Changes that fund a line, as the plan made again with them has it.

    ``money`` is what they ask for in new dollars; ``left`` is what still lacks (less than half a
    dollar), ``saved`` how much less is unfunded in all, and ``moved`` how much more of other lines
    is unfunded, all of them together.
    """

    steps: tuple[Step, ...]
    money: Money
    left: Money
    saved: Money
    moved: Money
    effects: tuple[SideEffect, ...]


@record
class Explanation:
    """Of the unfunded dollars of a line (and group): every award and why not.

    ``cheapest_change`` is worked out when it is asked for, the cheapest first.
    """

    cost: str
    group: str
    amount: Money
    awards: tuple[WhyNot, ...]
    cheapest_change: tuple[Fix, ...] = ()


@record
class Run:
    """How the plan was made; left out when plans are compared byte for byte."""

    started: str
    seconds: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)


@record
class Transferred:
    """What one award gives to another, and the rules that allow it."""

    giver: str
    taker: str
    amount: Money
    rules: tuple[str, ...]


@record
class Enrolled:
    """How many of a group are enrolled where enrolment is the decision.

    ``planned`` is what the scenario says, ``least`` and ``most`` bound the number. ``barred`` is
    what nobody may pay of a participant's direct cost at any number, ``next_one`` what one
    participant more would leave unfunded beyond that, and ``reason`` the first reason for it.
    """

    group: str
    program: str
    planned: int
    least: int
    most: int
    enrolled: int
    barred: Money
    next_one: Money
    reason: str = ""


@record
class Deadline:
    """A last day that an award sets.

    ``what`` is ``end`` (of the award), ``spend`` (of ``categories`` that may be paid longer or
    shorter), ``obligate`` (``amount`` of it must be obligated by then) or ``liquidate`` (bills for
    costs in time are paid by then). Without ``rules`` the scenario states the day.
    """

    award: str
    what: LastDay
    day: Day
    categories: tuple[str, ...]
    amount: Money | None
    rules: tuple[str, ...]
    citation: str


@record
class Filing:
    """The rules that make the reports of one name, award and system in ``reports.csv`` due."""

    report: str
    award: str
    system: str
    rules: tuple[str, ...]
    citation: str


@record
class Part:
    """A group's part of a shared cost, and the units of the basis that it has."""

    group: str
    units: Exact
    amount: Money


@record
class Allocation:
    """How a shared line's cost of one program year, in the plan's dates, is divided.

    ``periods`` are the first days of the periods in which it costs anything. There are no
    ``parts`` where no group is there in the program year.
    """

    cost: str
    start: Day
    end: Day
    periods: tuple[Day, ...]
    basis: Basis
    document: str
    amount: Money
    parts: tuple[Part, ...]


@record
class Plan:
    """Who pays for what, and why.

    ``stopped`` says at which limit the search ended before it was done (else
    empty); ``audit_findings`` are sentences, none when the plan passed; ``audit_warnings`` the
    rules of which the audit only warns; ``without``
    names the awards that the plan leaves out as if they did not exist; ``readings`` are
    the letters of readings of disputed law other than A, by entry of the register;
    ``enrolment`` holds the head counts of a plan that decides them. ``worth``, ``points`` (of
    shares that bind) and ``break_even`` are worked out when they are asked for.
    """

    name: str
    inputs: Inputs
    tables: Tables
    summary: Summary
    tiers: tuple[Tier, ...]
    features: tuple[Feature, ...]
    run: Run
    bridges: tuple[Bridge, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    without: tuple[str, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)
    enrolment: tuple[Enrolled, ...] = ()
    transfers: tuple[Transferred, ...] = ()
    uncertain: tuple[Uncertain, ...] = ()
    outlook: Outlook | None = None
    fairness: Fair | None = None
    unsettled: tuple[Unsettled, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    filings: tuple[Filing, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    worth: tuple[Worth, ...] = ()
    points: tuple[Point, ...] = ()
    break_even: tuple[BreakEven, ...] = ()
    audit_passed: bool = True
    audit_findings: tuple[str, ...] = ()
    audit_warnings: tuple[str, ...] = ()
    stopped: str = ""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


STORED = tuple(f.name for f in fields(Plan) if f.name not in ("name", "inputs", "tables"))
"""The parts of a plan that ``plan.json`` keeps and the tables do not."""
