"""Which figures are told, and how exactly: one after the other, as long as small counts are safe.

A figure is told only if, together with all that was told before it, it rules out no value from 1 to
9 of any hidden count. So what is withheld beside the small counts themselves is what would give
them away, and of the programs the smallest ones. What the plans of a comparison say of the same
people is told alike, to the person or rounded: so plans that differ by few people look the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from braid.plan.publishing.attack import LEAST, Attack, Told
from braid.plan.publishing.figures import Case, Figure, figures_of
from braid.record import record

CENTS = 100
COARSE = 1_000 * CENTS
"""What dollars are rounded to, at least, where any group or count is small."""
STEPS = (1, 2, 5)


@record
class Shown:
    """A figure as it is told: people, or whole dollars; None: withheld."""

    case: str
    scenario: str
    of: str
    what: str
    value: int | None
    rounded: int = 1
    """What it is rounded to."""
    dollars: bool = False


def published(cases: Sequence[Case]) -> tuple[Shown, ...]:
    """What can be told of some plans, which are published together.

    Different scenarios have different people: nothing told of one says anything of another.
    """
    scenarios: dict[str, list[Case]] = {}
    for case in cases:
        scenarios.setdefault(case.scenario, []).append(case)
    return tuple(one for alike in scenarios.values() for one in _of_scenario(alike))


def _of_scenario(cases: Sequence[Case]) -> Iterator[Shown]:
    figures = figures_of(cases)
    attack = Attack(figures.unknowns, figures.parts, figures.hidden)
    told: dict[int, Shown] = {}
    for alike in _alike(figures.counts):
        told |= _counts(alike, attack)
    yield from (told[id(figure)] for figure in figures.counts)
    coarse = bool(attack.hidden) or _small_groups(cases)
    yield from (_dollars(figure, attack, coarse) for figure in figures.dollars)


def _small_groups(cases: Sequence[Case]) -> bool:
    """Whether dollars to the cent may tell of few people, though no figure shows them."""
    groups = (group for case in cases for group in case.plan.inputs.groups.values())
    return any(0 < group.participants < LEAST for group in groups)


def _alike(counts: Sequence[Figure]) -> list[list[Figure]]:
    """The same figure in all plans: of everybody first, then the largest ones.

    The smallest are those that may have to be withheld.
    """
    found: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in counts:
        found.setdefault((figure.scenario, figure.of, figure.what), []).append(figure)
    return sorted(found.values(), key=lambda alike: min(map(_weight, alike)))


def _weight(figure: Figure) -> tuple[int, int, str, str, str, str]:
    order = 1 if figure.of else 0
    return order, -figure.value, figure.scenario, figure.of, figure.case, figure.what


def _counts(alike: Sequence[Figure], attack: Attack) -> Mapping[int, Shown]:
    """All to the person; else all rounded, as finely as is safe; else one after the other."""
    large = [figure for figure in alike if not figure.small]
    found = {id(figure): _count(figure, None) for figure in alike}
    for step in _rounded(large):
        rounded = {
            id(figure): _count(figure, (figure.value + step // 2) // step * step, step)
            for figure in large
        }
        if attack.survives([_range(figure, rounded[id(figure)]) for figure in large]):
            return found | rounded
    for figure in sorted(large, key=_weight) if len(large) > 1 else ():
        exact = _count(figure, figure.value)
        if attack.survives([_range(figure, exact)]):
            found[id(figure)] = exact
    return found


def _rounded(large: Sequence[Figure]) -> Iterator[int]:
    """What counts may be rounded to: where plans are compared, tens, as long as none becomes 0."""
    yield 1
    least = min((figure.value for figure in large if figure.value), default=0)
    size = LEAST
    while len(large) > 1 and size <= least:
        yield from (size * times for times in STEPS if size * times <= least)
        size *= 10


def _count(figure: Figure, value: int | None, step: int = 1) -> Shown:
    return Shown(figure.case, figure.scenario, figure.of, figure.what, value, step)


def _range(figure: Figure, shown: Shown) -> Told:
    """What is known of a count that is told."""
    assert shown.value is not None
    low = shown.value - shown.rounded // 2
    return Told(figure.forms[0], low, low + shown.rounded - 1)


def _dollars(figure: Figure, attack: Attack, coarse: bool) -> Shown:
    for step in _steps(figure, coarse):
        rounded = (figure.value + step // 2) // step * step
        low, high = rounded - step / 2, rounded + step / 2
        if attack.survives([Told(form, low, high) for form in figure.forms]):
            place = figure.case, figure.scenario, figure.of, figure.what
            return Shown(*place, rounded // CENTS, step // CENTS, dollars=True)
    return Shown(figure.case, figure.scenario, figure.of, figure.what, None, dollars=True)


def _steps(figure: Figure, coarse: bool) -> Iterator[int]:
    """Cents to round to: dollars; else what ten people cost, then ever more."""
    if not coarse:
        yield CENTS
        return
    most = max((abs(t) for form in figure.forms for t in form.terms.values()), default=0.0)
    size = COARSE
    while size <= max(figure.value, COARSE):
        for times in STEPS:
            if size * times >= LEAST * most:
                yield size * times
        size *= 10
