"""Which figures are told, and how exactly: one after the other, as long as small counts are safe.

A figure is told only if, together with all that was told before it, it rules out no value from 1 to
9 of any hidden count. So what is withheld beside the small counts themselves is what would give
them away, and of the programs the smallest ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from braid.plan.publishing.attack import LEAST, Attack, Told
from braid.plan.publishing.figures import Case, Figure, figures_of
from braid.record import record

CENTS = 100
COARSE = 1_000 * CENTS
"""What dollars are rounded to, at least, where any group or count is small."""
STEPS = (1, 2, 5)


@record
class Shown:
    """A figure as it is told: people, or whole dollars rounded to ``rounded``; None: withheld."""

    case: str
    scenario: str
    of: str
    what: str
    value: int | None
    rounded: int = 0
    """0 for counts of people."""


@record
class Published:
    """What is told, and the attack that it has survived."""

    shown: tuple[Shown, ...]
    attack: Attack

    @property
    def hidden(self) -> int:
        """How many counts from 1 to 9 there are, told of or not."""
        return len(self.attack.hidden)


def published(cases: Sequence[Case]) -> Published:
    """What can be told of some plans, which are published together."""
    figures = figures_of(cases)
    attack = Attack(figures.unknowns, figures.parts, figures.hidden)
    told = {}
    for figure in sorted(figures.counts, key=_weight):
        told[id(figure)] = _count(figure, attack)
    shown = [told[id(figure)] for figure in figures.counts]
    coarse = bool(attack.hidden) or _small_groups(cases)
    shown += [_dollars(figure, attack, coarse) for figure in figures.dollars]
    return Published(tuple(shown), attack)


def _small_groups(cases: Sequence[Case]) -> bool:
    """Whether dollars to the cent may tell of few people, though no figure shows them."""
    groups = (group for case in cases for group in case.plan.inputs.groups.values())
    return any(0 < group.participants < LEAST for group in groups)


def _weight(figure: Figure) -> tuple[int, int, str, str, str, str]:
    """Everybody first, then the largest: the smallest are those that may have to be withheld."""
    order = 1 if figure.of else 0
    return order, -figure.value, figure.scenario, figure.of, figure.case, figure.what


def _count(figure: Figure, attack: Attack) -> Shown:
    told = [Told(form, figure.value, figure.value) for form in figure.forms]
    safe = not figure.small and attack.survives(told)
    value = figure.value if safe else None
    return Shown(figure.case, figure.scenario, figure.of, figure.what, value)


def _dollars(figure: Figure, attack: Attack, coarse: bool) -> Shown:
    for step in _steps(figure, coarse):
        rounded = (figure.value + step // 2) // step * step
        low, high = rounded - step / 2, rounded + step / 2
        if attack.survives([Told(form, low, high) for form in figure.forms]):
            place = figure.case, figure.scenario, figure.of, figure.what
            return Shown(*place, rounded // CENTS, step // CENTS)
    return Shown(figure.case, figure.scenario, figure.of, figure.what, None, CENTS)


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
