"""The tiers in order, each locked before the next (formulation: optimal face, whole people, ties).

Between searches with whole numbers a lock is a row at the value found; once all
whole numbers are fixed the optimal face takes its place: columns with a reduced
cost stay at their bound, rows with a multiplier stay tight.
"""

from __future__ import annotations

from dataclasses import field, replace

import numpy as np

from braid.model.fairness import FAIRNESS
from braid.model.model import BRIDGE, DIRECT_COSTS, TIERS, Model
from braid.optimize import highs
from braid.optimize.course import Course, uncapped
from braid.optimize.faces import face, left, lock_row
from braid.optimize.following import Following
from braid.optimize.preferences import preference_tiers
from braid.optimize.program import Answer, Engine, Limits, Program, program_of
from braid.optimize.reduced import Reduced
from braid.optimize.searching import Run, search
from braid.optimize.whole import SolveError, needs_search
from braid.record import record

WITHOUT_PRESOLVE_UP_TO = 10_000
"""Columns; larger searches need the solver's own simplifications."""
LOANS = (DIRECT_COSTS, BRIDGE)
"""The tiers that only models with loans have."""
MATTERS_MOST = ("unfunded", "weighted")
"""What whole people are searched for once the time is up."""
PREFER_TWICE_UP_TO = 20_000
"""Charges; above, the preferences are asked once only, after head counts are whole."""


@record
class Optimum:
    """A vertex that is best tier by tier, with the values before and after whole people."""

    x: np.ndarray
    values: dict[str, float]
    """Per tier with continuous head counts, integers fixed, in dollars; constants left out."""
    whole_values: dict[str, float]
    """Per tier after head counts were made whole."""
    bounds: dict[str, float]
    """The solver's own bound of each tier of the search; -inf where none was found in time."""
    stopped: bool
    """A limit was reached before the proof."""
    seconds: float
    notes: tuple[str, ...] = ()
    fixed: Program | None = field(default=None, repr=False)
    """The program with all whole numbers fixed, before any lock: what prices are read from."""


def tier_costs(model: Model) -> dict[str, np.ndarray]:
    """The objectives in order; the weighted mode merges unfunded and overhead.

    Where somebody's cash is followed, loans come last, after what participants themselves cost.
    """
    chosen = model.ground.inputs.scenario.objective
    loans = {name: model.costs[name] for name in LOANS if name in model.costs}
    fair = {name: cost for name, cost in model.costs.items() if name.startswith(FAIRNESS)}
    if chosen.mode == "lexicographic":
        first = {name: model.costs[name] for name in TIERS[:2]}
        return first | fair | {name: model.costs[name] for name in TIERS[2:]} | loans
    merged = float(chosen.unfunded) * model.costs["unfunded"]
    merged = merged + float(chosen.overhead) * model.costs["overhead"]
    floors, must = model.costs["floors"], model.costs["must"]
    return {"floors": floors, "must": must} | fair | {"weighted": merged} | loans


def searched(model: Model, costs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The objectives that choose the whole numbers: of large models, loans are not among them.

    Nor are the next ones after the worst-covered partnership, where fairness asks for them.
    """
    small = model.layout.charges <= PREFER_TWICE_UP_TO
    return {
        name: cost
        for name, cost in costs.items()
        if (small or name not in LOANS) and not name.startswith(f"{FAIRNESS} ")
    }


def descend(
    run: Run, reduced: Reduced, costs: dict[str, np.ndarray], *, vertex: bool = True
) -> tuple[Program, np.ndarray, dict[str, float]]:
    """Continuous tiers in order; returns the program on the last face, its point, the values.

    Each has the time that it takes: without them a plan would leave money unused. The point is
    a vertex of the program only where one is asked for. Where sums of great numbers hide what is
    left for a later tier, the program is solved as it is.
    """
    try:
        return _descended(run, reduced, costs, vertex)
    except SolveError:
        if reduced.alike is None:
            raise
        run.following = Following()
        return _descended(run, Reduced(reduced.program), costs, vertex)


def _descended(
    run: Run, reduced: Reduced, costs: dict[str, np.ndarray], vertex: bool
) -> tuple[Program, np.ndarray, dict[str, float]]:
    values: dict[str, float] = {}
    small, on_face, last = reduced.small, reduced.program, list(costs)[-1]
    locks: list[tuple[np.ndarray, float]] = []
    answer: Answer | None = None
    for name, cost in costs.items():
        of_small = replace(small, cost=reduced.cost(cost))
        if not of_small.cost.any() and (answer or name != last):
            values[name] = reduced.constant(cost)
            continue
        answer = run.solve(of_small, at_last=True)
        if not answer.found or left(answer, locks):
            # multipliers near zero can miss the face: hold the earlier values by rows instead
            small = reduced.small.with_rows([lock_row(cost, value) for cost, value in locks])
            rows = [lock_row(costs[n], value) for n, value in values.items() if costs[n].any()]
            on_face = reduced.program.with_rows(rows)
            of_small = replace(small, cost=of_small.cost)
            answer = run.solve(of_small, at_last=True)
        if not answer.found:
            raise SolveError(f"no solution in tier '{name}' ({answer.status})")
        if left(answer, locks):
            raise SolveError(f"tier '{name}' left an earlier optimum")
        locks.append((of_small.cost, float(of_small.cost @ answer.x)))
        values[name] = locks[-1][1] + reduced.constant(cost)
        small = face(small, answer, of_small.cost)
        on_face = face(on_face, reduced.answer(answer, cost), cost) if reduced.alike else small
    assert answer is not None
    run.leave(reduced)
    x = reduced.vertex(answer, costs[last]) if vertex else reduced.point(answer.x)
    return on_face, x, values


def tier_values(
    model: Model, engine: Engine, limits: Limits | None = None, *, last: str | None = None,
    fair: bool = True,
) -> dict[str, float]:  # fmt: skip
    """The values of tiers 0 to 3 (and of loans) alone: continuous heads, no constants.

    No tier after ``last`` is asked for, and none of fairness unless ``fair``.
    """
    costs = tier_costs(model)
    if not fair:
        costs = {name: c for name, c in costs.items() if not name.startswith(FAIRNESS)}
    names = list(costs)
    for name in names[names.index(last) + 1 :] if last is not None else ():
        del costs[name]
    return values_of(model, costs, engine, limits)


def values_of(
    model: Model, costs: dict[str, np.ndarray], engine: Engine, limits: Limits | None = None
) -> dict[str, float]:
    """The least values of some objectives, each on the optimal face of those before it."""
    run = Run(engine, _careful(limits or Limits(), model), highs.solve)
    reduced = _reduced(run, program_of(model), costs)
    if needs_search(reduced.program) or engine is not highs.solve:
        reduced = reduced.fixed(search(run, reduced, searched(model, costs))[0])
    return descend(run, reduced, costs, vertex=False)[2]


def _reduced(run: Run, program: Program, costs: dict[str, np.ndarray]) -> Reduced:
    """What another solver searches is the program as it is."""
    return Reduced.of(program, costs.values()) if run.engine is highs.solve else Reduced(program)


def optimize(
    model: Model, engine: Engine, limits: Limits | None = None, *, whole_people: bool = False,
    course: Course | None = None,
) -> Optimum:  # fmt: skip
    """Tiers 0 to 3 (and loans), whole people, the same again, preferences, a fixed tie-break.

    ``whole_people`` makes the number of completely funded participants the first preference.
    ``engine`` does the searches; HiGHS then solves the programs without whole numbers, because
    other solvers hand back eight digits and no multipliers. ``course`` asks for another plan than
    the best.
    """
    run = Run(engine, _careful(limits or Limits(), model), highs.solve)
    costs = tier_costs(model) if course is None else course.costs(model)
    program = program_of(model) if course is None else course.program(model)
    reduced = _reduced(run, program, costs)
    bounds: dict[str, float] = {}
    asked: dict[str, np.ndarray] = {}
    if needs_search(program) or engine is not highs.solve:
        asked = {name: cost for name, cost in searched(model, costs).items() if cost.any()}
        x, bounds = search(run, reduced, asked)
        reduced = reduced.fixed(x)
    if whole_people:  # how many people are completely funded comes before loans
        costs = {name: cost for name, cost in costs.items() if name not in LOANS}
    fixed = reduced.program
    # preferences follow, and end in a vertex, but for head counts of large models and limits
    vertex = limits is not None and limits.seconds is not None
    vertex = vertex or model.layout.charges > PREFER_TWICE_UP_TO
    on_face, x, values = descend(run, reduced, costs, vertex=vertex)
    for name in costs:  # of what was to be searched and was not, nothing is known
        bounds.setdefault(name, -np.inf if run.stopped and name in asked else values[name])
    liked = x
    if len(model.layout.heads) and model.layout.charges <= PREFER_TWICE_UP_TO:
        # head counts that no record prices are rounded where the preferences want them
        liked = _prefer(run, model, on_face, x, whole_people, [])
    whole, notes = _people_of(run, model, fixed, liked, costs, course)
    whole_values = dict(values)
    if whole is not None:
        on_face, x, whole_values = descend(run, whole, costs, vertex=vertex)
    x = _prefer(run, model, on_face, x, whole_people, notes)
    return Optimum(x, values, whole_values, bounds, run.stopped, run.seconds, tuple(notes), fixed)


def _careful(limits: Limits, model: Model) -> Limits:
    """Limits for a model's searches.

    With tight tolerances HiGHS's presolve has cut off the best pattern of the 0/1 decisions of
    rules. Models with such decisions are searched without it, as long as that is fast.
    """
    if not model.layout.flags or model.columns > WITHOUT_PRESOLVE_UP_TO:
        return limits
    return replace(limits, presolve=False)


def _prefer(
    run: Run, model: Model, on_face: Program, x: np.ndarray, whole_people: bool, notes: list[str]
) -> np.ndarray:
    """The point of the optimal face that the preferences choose, one after the other."""
    for tier in preference_tiers(model, whole_people=whole_people):
        if run.over:
            break
        answer = run.solve(tier.on(on_face))
        if not answer.found:
            notes.append(f"the preference '{tier.name}' could not be solved ({answer.status})")
            continue
        x = answer.x[: model.columns]
        on_face = tier.lock(on_face, answer, face)
    return x


def _people_of(
    run: Run, model: Model, fixed: Program, x: np.ndarray, costs: dict[str, np.ndarray],
    course: Course | None,
) -> tuple[Reduced | None, list[str]]:  # fmt: skip
    """Head counts made whole, a course's cap kept where whole people can keep it."""
    if course is None:
        return _people(run, model, fixed, x, costs)
    try:
        reduced, notes = _people(run, model, fixed, x, costs)
    except SolveError:
        reduced, notes = _people(run, model, uncapped(model, fixed), x, costs)
    return reduced, [*notes, course.why]


def _people(
    run: Run, model: Model, fixed: Program, x: np.ndarray, costs: dict[str, np.ndarray]
) -> tuple[Reduced | None, list[str]]:
    """Head counts made whole: each to the whole number below or above. None where none is open."""
    heads = model.layout.heads
    if not len(heads):
        return None, []
    found = x[heads]
    floor = np.floor(found + 1e-7)
    ceiling = np.ceil(found - 1e-7)
    lower, upper, whole = fixed.lower.copy(), fixed.upper.copy(), fixed.whole.copy()
    if (floor == ceiling).all():
        lower[heads] = upper[heads] = floor
        return _reduced(run, replace(fixed, lower=lower, upper=upper), costs), []
    lower[heads], upper[heads] = floor, ceiling
    whole[heads] = True
    program = replace(fixed, lower=lower, upper=upper, whole=whole)
    asked = searched(model, costs)
    unpriced = np.zeros(model.columns)
    unpriced[heads] = -1.0
    for cost in asked.values():
        unpriced[cost != 0] = 0.0
    if run.over:  # what follows needs whole people: one search, however long it takes
        run = run.at_last()
        asked = {name: cost for name, cost in asked.items() if name in MATTERS_MOST}
    asked = {**asked, "heads": unpriced}  # of counts that cost nothing, rather one more
    freed = _flags_free(program, model)
    for attempt in (program,) if freed is program else (program, freed):
        reduced = _reduced(run, attempt, {**costs, "heads": unpriced})
        try:
            point, _ = search(run, reduced, asked)
        except SolveError:
            continue
        return reduced.fixed(point), []
    # no rounding of all counts at once: let every count move freely among whole numbers
    free = _flags_free(replace(fixed, whole=whole), model)
    reduced = _reduced(run, free, {**costs, "heads": unpriced})
    point, _ = search(run, reduced, asked)
    return reduced.fixed(point), ["whole head counts had to move by more than one person"]


def _flags_free(program: Program, model: Model) -> Program:
    """The 0/1 decisions of rules open again: what was used up may not be with whole people."""
    flags = [column for _, column, _ in model.layout.flags]
    if not flags:
        return program
    lower, upper, whole = program.lower.copy(), program.upper.copy(), program.whole.copy()
    lower[flags], upper[flags], whole[flags] = 0, model.upper[flags], True
    return replace(program, lower=lower, upper=upper, whole=whole)
