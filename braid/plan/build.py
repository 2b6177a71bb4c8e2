"""Make a plan: from validated inputs through every stage to an audited plan."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from braid.catalog.inputs import Inputs
from braid.eligibility.build import build_ground
from braid.eligibility.ground import Ground
from braid.kinds.tables import DIRECT
from braid.model.build import build_model
from braid.model.fairness import FAIRNESS, asked
from braid.model.model import Model
from braid.optimize.beside import Beside
from braid.optimize.course import Course
from braid.optimize.engines import UnknownSolver, engine_named
from braid.optimize.parts import spared_by_parts
from braid.optimize.prices import Price, row_prices
from braid.optimize.program import Engine, Limits
from braid.optimize.tiers import optimize, tier_values
from braid.plan import already, partnerships, remarks, tabulate
from braid.plan.allocations import allocations
from braid.plan.cell_names import CellNames
from braid.plan.dates import filings, last_days
from braid.plan.dollars import Exact, dollars
from braid.plan.features import structural_features
from braid.plan.folder import describe_run
from braid.plan.money_moved import income, transferred
from braid.plan.plan import Enrolled, Explanation, Plan, Run, Summary, Tier, WhyNot
from braid.plan.reasons import Reasons
from braid.plan.setting_aside import fitted
from braid.plan.solution import Solution, solution_of
from braid.plan.tables import Tables
from braid.plan.thresholds import thresholds
from braid.plan.titles import TITLES
from braid.plan.uncertain import UncertainMoney
from braid.plan.unsettled import unsettled_law
from braid.problems import InputProblems, Place, Problem, did_you_mean

if TYPE_CHECKING:
    from braid.audit import AuditReport, Standing

EXPLAIN_UP_TO = 20_000
LEAST = "unfunded"
"""The tier that fairness stands before."""


class Stopwatch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """The time since the last lap goes to ``stage``."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now


def make_plan(
    inputs: Inputs,
    *,
    solver: str = "highs",
    time_limit: float | None = None,
    whole_people: bool = False,
    explained: bool = True,
    unsettled: bool = True,
    ahead: Sequence[str] = (),
    enrolment: tuple[Enrolled, ...] = (),
    course: Course | None = None,
    ground: Ground | None = None,
    standing: Standing | None = None,
) -> Plan:
    """The best legal plan of a scenario, rounded to cents and audited.

    ``solver`` is ``highs`` or the name of a solver that PuLP can drive (see
    :func:`braid.optimize.engines.engine_named`); ``time_limit`` is in seconds. A plan that
    is not ``explained`` has no prices, no explanations and nothing on uncertain money or
    unsettled law; what hangs on the latter is also left out unless ``unsettled``.
    ``ahead`` names modules that whoever asks will need afterwards; ``enrolment`` is told with
    a plan that decides head counts (:mod:`braid.plan.right_size`). ``course`` asks for another
    plan than the best. ``ground`` is that of these inputs where it is at hand; how such a plan
    was made is not described. ``standing`` is what the auditor has found in the scenario, or
    in one with the same law whose awards have other amounts, where no condition asks for these.
    """
    engine = engine_of(solver)
    watch = Stopwatch()
    described = ground is None
    ground = build_ground(inputs) if ground is None else ground
    watch.lap("eligibility")
    model = build_model(ground)
    watch.lap("model")
    small = len(ground.charges) <= EXPLAIN_UP_TO
    explained = explained and small
    with Beside(engine) as beside:
        beside.load("braid.audit", "braid.plan.handing", *ahead)
        supposed = UncertainMoney(inputs, engine, beside) if explained else None
        unfair = None
        ordered = inputs.scenario.objective.mode == "lexicographic"
        if asked(inputs) is not None and ordered:
            unfair = beside.start(partial(tier_values, last=LEAST, fair=False), model, engine)
        limits = Limits(seconds=time_limit)
        search = partial(
            optimize, engine=engine, limits=limits, whole_people=whole_people, course=course
        )
        optimum = search(model)
        watch.lap("solve")
        solution = fitted(solution_of(model, optimum, engine), engine, search)
        optimum = solution.optimum
        watch.lap("cents")
        reasons = Reasons(solution)
        weighed = explained and unsettled
        disputed = unsettled_law(solution, reasons, engine, beside) if weighed else tuple
        watch.lap("unsettled")
        prices: dict[int, Price] = {}
        if optimum.fixed is not None and explained:
            prices = row_prices(model, optimum.fixed, optimum.values)
        spared = spared_by_parts(model, optimum) if explained else {}
        watch.lap("prices")
        tables = _tables(solution, reasons, prices, small)
        watch.lap("tables")
        report = _audited(inputs, solution, tables, standing)
        watch.lap("audit")
        explanations = explain_unfunded(solution, reasons) if explained else ()
        watch.lap("explain")
        uncertain = supposed.each(optimum) if supposed is not None else ()
        outlook = supposed.outlook(optimum) if supposed is not None else None
        watch.lap("uncertain")
        found = disputed()
        watch.lap("unsettled")
        least = None if unfair is None else unfair().get(LEAST)
    return Plan(
        name=inputs.scenario.name,
        inputs=inputs,
        tables=tables,
        summary=_summary(solution, tables),
        tiers=_tiers(solution, model, spared),
        features=structural_features(inputs, tables),
        run=describe_run(inputs, watch.seconds) if described else Run(""),
        bridges=solution.cash.bridges(),
        without=tuple(inputs.left_out),
        readings=dict(inputs.readings),
        thresholds=thresholds(solution),
        enrolment=enrolment,
        transfers=transferred(solution),
        uncertain=uncertain,
        outlook=outlook,
        fairness=partnerships.fairness(solution, least),
        unsettled=found,
        explanations=explanations,
        deadlines=last_days(solution),
        filings=filings(solution),
        allocations=allocations(solution) if explained else (),
        audit_passed=report.passed,
        audit_findings=_findings(report),
        audit_warnings=tuple(sorted({found.rule for found in report.warnings})),
        stopped="A limit was reached before the search was done." if optimum.stopped else "",
    )


def engine_of(solver: str) -> Engine:
    """The solver of that name; InputProblems where there is none."""
    try:
        return engine_named(solver)
    except UnknownSolver as unknown:
        remedy = did_you_mean(solver, unknown.known)
        raise InputProblems(
            [Problem("B401", f"There is no solver '{solver}' here.", remedy, Place("--solver"))]
        ) from None


def _tables(
    solution: Solution, reasons: Reasons, prices: dict[int, Price], explained: bool
) -> Tables:
    notes = [
        {"code": "", "severity": "note", "place": "", "message": note, "remedy": ""}
        for note in (*solution.optimum.notes, *solution.notes)
    ]
    if not explained:
        most = f"{EXPLAIN_UP_TO:,} possible charges"
        message = f"Prices, explanations, uncertain money and unsettled law: up to {most}."
        notes.append(
            {"code": "", "severity": "note", "place": "", "message": message, "remedy": ""}
        )
    notes += already.findings(solution)
    notes += remarks.rows(solution.model.remarks)
    names = CellNames(solution.ground)
    tables = Tables.of(
        charges=tabulate.charges(solution, names),
        pledges=tabulate.pledges(solution, names),
        cash=solution.cash.rows(),
        refunds=tabulate.refunds(solution),
        income=income(solution),
        unfunded=tabulate.unfunded(solution, names, reasons),
        awards=tabulate.awards(solution),
        reports=tabulate.reports(solution),
        rules=tabulate.rules(solution, reasons, prices),
        groups=tabulate.groups(solution),
        partnerships=[],
        problems=notes,
    )
    tables = tables.replaced(budget=already.budget(solution.inputs, tables))
    return tables.replaced(partnerships=partnerships.rows(solution, tables))


def _audited(
    inputs: Inputs, solution: Solution, tables: Tables, standing: Standing | None
) -> AuditReport:
    # loaded while the solver works, see Beside.load
    from braid.audit import audit_plan
    from braid.plan.handing import under_audit

    return audit_plan(inputs, under_audit(solution, tables), standing)


def _findings(report: AuditReport) -> tuple[str, ...]:
    return tuple(str(finding) for finding in report.findings)


def _summary(solution: Solution, tables: Tables) -> Summary:
    ground = solution.ground
    entitlements = sum(a.cents for a in ground.paying)
    funded = sum(p.cents for p in solution.paid)
    left = int(solution.unfunded.sum())
    must = int(solution.unfunded[ground.cells.must].sum())
    groups = ground.inputs.groups.values()
    complete = dict(
        zip(tables["groups"]["group"], tables["groups"]["completely_funded"], strict=True)
    )
    return Summary(
        cost=dollars(entitlements + funded + left),
        paid_by_entitlements=dollars(entitlements),
        funded=dollars(funded),
        unfunded=dollars(left),
        must_unfunded=dollars(must),
        overhead_dollars=dollars(solution.overhead_cents),
        overhead_hours=tabulate.decimal(solution.overhead_hours),
        lapses=dollars(sum(tables["awards"]["lapses"])),
        participants=sum(g.participants for g in groups),
        completely_funded=sum(complete.values()),
    )


def _tiers(solution: Solution, model: Model, spared: Mapping[str, float]) -> tuple[Tier, ...]:
    """Each aim: what the plan reaches, what the solver reached before people and cents.

    ``spared`` is what parts of people would spare where they must be whole from the start.
    """
    left = solution.unfunded
    reached: Mapping[str, Fraction] = {
        "must": Fraction(int(left[model.ground.cells.must].sum()), 100),
        "unfunded": Fraction(int(left.sum()), 100),
        "overhead": Fraction(solution.overhead_cents, 100),
        "direct": Fraction(int(left[model.ground.cells.kind == DIRECT].sum()), 100),
        "bridge": Fraction(solution.cash.loans, 100),
    }
    out: list[Tier] = []
    for name, value in solution.optimum.values.items():
        if name.startswith(FAIRNESS):
            continue  # told under fairness
        constant = model.constants.get(name, Fraction(0)) / 100
        before = Fraction(value).limit_denominator(10**6) + constant
        if name == "floors":
            final = Fraction(solution.optimum.whole_values[name]).limit_denominator(10**4)
        elif name == "weighted":
            chosen = model.ground.inputs.scenario.objective
            final = reached["unfunded"] * Fraction(chosen.unfunded)
            final += reached["overhead"] * Fraction(chosen.overhead)
            constant = Fraction(chosen.overhead) * model.constants["overhead"] / 100
            before += constant
        else:
            final = reached[name]
        whole = Fraction(solution.optimum.whole_values[name]).limit_denominator(10**6) + constant
        in_parts = before - Fraction(spared.get(name, 0.0)).limit_denominator(10**6)
        note = _note(final, in_parts, whole)
        out.append(
            Tier(
                TITLES[name],
                tabulate.decimal(final, 2),
                tabulate.decimal(before, 6),
                _gap(before, solution.optimum.bounds[name], constant),
                note,
            )
        )
    return tuple(out)


def _gap(before: Fraction, bound: float, constant: Fraction) -> Exact | None:
    """By how much a better plan could go below; nothing under half a cent, None if not known."""
    if not isfinite(bound):
        return None
    gap = before - Fraction(bound).limit_denominator(10**6) - constant
    return tabulate.decimal(gap if gap >= Fraction(1, 200) else Fraction(0), 6)


def _note(final: Fraction, before: Fraction, whole: Fraction) -> str:
    people, cents = whole - before, final - whole
    parts = []
    if people > Fraction(1, 200):
        parts.append(f"whole people cost ${float(people):,.2f}")
    if cents > Fraction(1, 200):
        parts.append(f"whole cents cost ${float(cents):,.2f}")
    return "; ".join(parts)


def explain_unfunded(solution: Solution, reasons: Reasons) -> tuple[Explanation, ...]:
    """For every line and group with unfunded dollars: each award and why not."""
    names = CellNames(solution.ground)
    sums: dict[tuple[str, str], int] = {}
    worst: dict[tuple[str, str], int] = {}
    for cell in np.flatnonzero(solution.unfunded > 0).tolist():
        key = names.cost[cell], names.group[cell]
        sums[key] = sums.get(key, 0) + int(solution.unfunded[cell])
        if key not in worst or solution.unfunded[cell] > solution.unfunded[worst[key]]:
            worst[key] = cell
    return tuple(
        Explanation(
            cost, group, dollars(cents),
            tuple(
                WhyNot(r.award, r.rule, r.sentence, r.citation)
                for r in reasons.of_cell(worst[cost, group])
            ),
        )
        for (cost, group), cents in sorted(sums.items())
    )  # fmt: skip
