"""Scenarios as they are today beside the same ones under each proposal.

Every proposal stands under two headings, equal money and own money, so that what a merger does
and what a cut does are told apart. Everything is in one long table of figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from braid.catalog.inputs import Inputs
from braid.catalog.proposals.files import Proposed
from braid.comparison.cases import HEADINGS, Case, Planner, proposals_in
from braid.comparison.measures import ALL, MEASURES, Measures, Scope, finished, measured, rated
from braid.comparison.saying import part_says
from braid.problems import Problem
from braid.record import record
from braid.schema.proposal import Floors, Item

COMPARISON_VERSION = 1
TOTAL = ""
"""The name under which all scenarios are added up."""
KEPT_APART = ("group", "program", "employer", "award", "partnership")
"""Scopes whose parts are things of one scenario."""


@record
class Figure:
    """One number: of a scenario (empty: all together), a scope and part of it, in one case.

    ``proposal`` and ``money`` are empty today; ``today`` repeats that number (None where there is
    no such thing today), and ``change`` is what the proposal makes of it.
    """

    scenario: str
    scope: str
    id: str
    measure: str
    proposal: str
    money: str
    value: Decimal
    today: Decimal | None
    change: Decimal | None


@record
class PartEffect:
    """What one part of a proposal does alone, in all scenarios together; ``part`` is empty for all.

    The effects of single parts need not add up to that of all: parts help or hinder one another.
    """

    proposal: str
    money: str
    part: str
    authority: str
    says: tuple[str, ...]
    changes: Mapping[str, Decimal]


@record
class About:
    """A proposal as its file has it; ``remarks`` are what it does not do in which scenario."""

    proposal: str
    title: str
    author: str
    reference: str
    status: str
    date: str
    authority: str
    summary: str
    assumptions: tuple[str, ...]
    outside: tuple[str, ...]
    remarks: tuple[str, ...]


@record
class Moved:
    """Today's award, and the one that has its money under a proposal."""

    scenario: str
    proposal: str
    award: str
    becomes: str


@record
class Comparison:
    """Everything that a report on a comparison needs; ``cases`` are the plans behind it."""

    scenarios: Mapping[str, str]
    """Names of the scenarios, by their files' names."""
    proposals: tuple[About, ...]
    floors: str
    figures: tuple[Figure, ...]
    effects: tuple[PartEffect, ...]
    moved: tuple[Moved, ...]
    cases: tuple[Case, ...]
    problems: tuple[Problem, ...] = ()

    def value(
        self, measure: str, proposal: str = "", money: str = "", scenario: str = TOTAL,
        scope: Scope = ALL,
    ) -> Decimal | None:  # fmt: skip
        """One number, or None where there is none."""
        return self._by_key.get((scenario, *scope, measure, proposal, money))

    @cached_property
    def _by_key(self) -> dict[tuple[str, ...], Decimal]:
        return {
            (f.scenario, f.scope, f.id, f.measure, f.proposal, f.money): f.value
            for f in self.figures
        }

    @property
    def stopped(self) -> str:
        """At which limit the search for one of the plans ended; empty where none did."""
        return next((case.plan.stopped for case in self.cases if case.plan.stopped), "")


def compare(
    scenarios: Mapping[str, Inputs], files: Sequence[Path], *, floors: Floors | None = None,
    effects: bool = True, by: Iterable[str] = (), planner: Planner | None = None,
) -> Comparison:  # fmt: skip
    """Scenarios by name (not empty), each today and under each proposal.

    ``effects`` asks for every part of a proposal alone, too; ``by`` names attributes of groups by
    which winners and losers are told. Raises InputProblems, and Unsound where a plan does not
    pass its audit.
    """
    planner = planner or Planner()
    proposals = proposals_in(files)
    whole: list[Case] = []
    parts: list[Case] = []
    for name, inputs in scenarios.items():
        whole.append(planner.today(name, inputs))
        for one, file in zip(proposals, files, strict=True):
            for money in HEADINGS:
                whole.append(planner.under(name, inputs, one, file, money, floors))
                names = one.proposal.parts() if effects else ()
                for part in names if len(names) > 1 else ():
                    parts.append(planner.under(name, inputs, one, file, money, floors, part))
    sums = {(c.scenario, c.proposal, c.money): measured(c.plan, by) for c in whole}
    figures = _figures(sums)
    return Comparison(
        scenarios={name: inputs.scenario.name for name, inputs in scenarios.items()},
        proposals=tuple(_about(one, whole) for one in proposals),
        floors=floors or "",
        figures=tuple(figures),
        effects=tuple(_effects(sums, parts, proposals)),
        moved=tuple(_moved(whole)),
        cases=tuple(whole),
        problems=tuple(planner.problems),
    )


# -- figures --------------------------------------------------------------------------

Key = tuple[str, str, str]


def _figures(cases: Mapping[Key, dict[Scope, Measures]]) -> list[Figure]:
    """The figures of every scenario and of all together, in a fixed order."""
    names = list(dict.fromkeys(scenario for scenario, *_ in cases))
    every: dict[Key, dict[Scope, Measures]] = {}
    for proposal, money in dict.fromkeys(key[1:] for key in cases):
        own = {name: cases[name, proposal, money] for name in names}
        every[TOTAL, proposal, money] = finished(_together(own))
        for name, found in own.items():
            every[name, proposal, money] = finished(found)
    figures: list[Figure] = []
    for (scenario, proposal, money), scopes in every.items():
        if scenario == TOTAL or len(names) > 1:
            now = every[scenario, "", ""]
            figures += _of_case(scenario, proposal, money, scopes, now)
    return figures


def _of_case(
    scenario: str, proposal: str, money: str, scopes: dict[Scope, Measures],
    now: dict[Scope, Measures],
) -> list[Figure]:  # fmt: skip
    """One case's figures; what is there today and not then counts as zero then."""
    found = []
    for scope in dict.fromkeys([*now, *scopes]):
        then, today = scopes.get(scope, {}), now.get(scope, {})
        for measure in MEASURES:
            if measure not in then and measure not in today:
                continue
            before, value = today.get(measure), then.get(measure)
            if value is None:
                if before is None or not _sums_up(measure):
                    continue
                value = Decimal(0) * before
            gone = value - before if before is not None else None
            if before is None and _sums_up(measure):
                gone = value
            found.append(Figure(scenario, *scope, measure, proposal, money, value, before, gone))
    return found


def _sums_up(measure: str) -> bool:
    return measure not in ("coverage", "cost_per_completer")


def _together(cases: Mapping[str, dict[Scope, Measures]]) -> dict[Scope, Measures]:
    """All scenarios added up; things of one scenario are named with it."""
    if len(cases) == 1:
        (only,) = cases.values()
        return {scope: dict(measures) for scope, measures in only.items()}
    found: dict[Scope, Measures] = defaultdict(dict)
    unknown: dict[Scope, set[str]] = defaultdict(set)
    for name, scopes in cases.items():
        found["scenario", name] = dict(scopes[ALL])
        for (kind, part), measures in scopes.items():
            scope = (kind, f"{name}/{part}" if kind in KEPT_APART else part)
            for measure, value in measures.items():
                if measure == "bridge":
                    found[scope][measure] = max(found[scope].get(measure, value), value)
                elif _sums_up(measure):
                    found[scope][measure] = found[scope].get(measure, Decimal(0)) + value
            if kind == "all":
                unknown[scope] |= {"completers", "placements", "earnings_gain"} - set(measures)
    for scope, names in unknown.items():
        for measure in names:
            found[scope].pop(measure, None)
    return {scope: rated(measures) for scope, measures in found.items()}


# -- what changed what ------------------------------------------------------------------

TOLD_OF_PARTS = (
    "unfunded", "must_unfunded", "overhead", "hours", "lapses", "floors_missed", "match",
    "open_ended", "completely_funded",
)  # fmt: skip


def _effects(
    whole: Mapping[Key, dict[Scope, Measures]], parts: list[Case], proposals: Sequence[Proposed]
) -> list[PartEffect]:
    """Each part alone, then all of a proposal together, in dollars and people against today."""
    sums: dict[tuple[str, str, str], Measures] = defaultdict(lambda: defaultdict(Decimal))
    found_of = [((*key[1:], ""), scopes) for key, scopes in whole.items()]
    found_of += [((c.proposal, c.money, c.part), measured(c.plan)) for c in parts]
    for case, scopes in found_of:
        for measure, value in scopes[ALL].items():
            sums[case][measure] += value
    today = sums["", "", ""]
    found = []
    for one in proposals:
        known = one.proposal.proposal
        for money in HEADINGS:
            for part in (*one.proposal.parts(), ""):
                if (known, money, part) not in sums:
                    continue
                then = sums[known, money, part]
                changes = {m: then[m] - today[m] for m in TOLD_OF_PARTS}
                items = one.proposal.of_part(part)
                says = tuple(map(part_says, items)) if part else ()
                makers = dict.fromkeys(_maker(one, item) for item in items)
                found.append(
                    PartEffect(known, money, part, ", ".join(makers) if part else "", says, changes)
                )
    return found


def _maker(one: Proposed, item: Item) -> str:
    return item.authority or one.proposal.authority


def _about(one: Proposed, cases: Iterable[Case]) -> About:
    p = one.proposal
    remarks = dict.fromkeys(
        (f"{case.scenario}, {case.money} money: " if case.scenario else "") + remark
        for case in cases
        if case.proposal == p.proposal
        for remark in case.plan.inputs.remarks
    )
    return About(
        p.proposal, p.title, p.author, p.reference, p.status, p.date.isoformat(), p.authority,
        p.summary, p.assumptions, p.outside, tuple(remarks),
    )  # fmt: skip


def _moved(cases: Iterable[Case]) -> list[Moved]:
    return [
        Moved(case.scenario, case.proposal, award, becomes)
        for case in cases
        if case.money == "own"
        for award, becomes in case.plan.inputs.reformed.items()
        if award != becomes
    ]
