"""The search for changes that fund one line: alone, two together, at others' cost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from math import inf

from braid.comparison.explaining.candidates import (
    Span,
    alone,
    days_of,
    fewer_people,
    more_people,
    raisable,
)
from braid.comparison.explaining.levers import Lever
from braid.comparison.explaining.trials import CENT, Target, Trials, least, whole
from braid.plan.plan import Explanation, Fix, Step
from braid.schema.scenario import Award, Group

RAISES = 3
"""So many awards, those that need the fewest dollars, are held against whole plans."""
PAIRS = 2
GROUPS = 8
TIMES = 4
"""The most that an award is raised by, in unfunded cost of the plan."""
FIRST = "must"
NOTHING = "Nothing that was tried funds it, no single change and no two together."


class Search:
    """Looks for what would fund the line of an explanation; says what it left out."""

    def __init__(self, trials: Trials, explanation: Explanation) -> None:
        self.trials = trials
        self.plan = trials.base
        self.inputs = trials.inputs
        self.target = Target(trials.base, explanation.cost, explanation.group)
        self.most = int(self.target.total * TIMES) + 100
        self.untried: list[str] = []
        self.raised_alone: dict[str, float] = {}

    def found(self) -> tuple[Fix, ...]:
        """Single changes; two together where none suffices; then those at others' cost."""
        target = self.target
        days = days_of(self.plan, target.cost, target.group)
        if days is None or target.amount < 1:
            self.untried.append(
                "Made again, the plan pays for it and leaves something of equal worth."
            )
            return ()
        fixes = [*self._raises(), *self._alone(days), *self._more()]
        if all(fix.money > target.amount + 1 for fix in fixes):
            fixes += self._pairs(days, {fix.steps[0] for fix in fixes})
            if not fixes:
                self.untried.append(NOTHING)
        fixes = [fix for fix in fixes if not any(_says_less(other, fix) for other in fixes)]
        fixes.sort(key=lambda f: (f.money, len(f.steps)))
        return (*fixes, *self._at_others_cost())

    # -- money ---------------------------------------------------------------------

    def _raises(self) -> list[Fix]:
        guesses = sorted(self._guesses(())) if self._able(()) else []
        self.raised_alone = {award: dollars for dollars, award in guesses}
        if len(guesses) > RAISES:
            rest = ", ".join(award for _, award in guesses[RAISES:])
            self.untried.append(f"More money of {rest} would do it too, for no fewer dollars.")
        return self._whole_raises((), guesses[:RAISES])

    def _able(self, steps: tuple[Step, ...]) -> bool:
        """Whether more of all awards at once would do it, a little more or much."""
        awards = [award.id for award in self._raisable()]
        for dollars in (int(self.target.amount) + 1, self.most):
            raised = tuple(self._raise(award, dollars) for award in awards)
            if self.trials.least_raise((*steps, *raised), (), self.target) is not None:
                return True
        return False

    def _raisable(self) -> Iterable[Award]:
        """The awards that are for the line's partnership."""
        home = self.inputs.partnership(self.target.cost)
        for award in raisable(self.inputs):
            if not home or self.inputs.owner(award.id) in ("", home):
                yield award

    def _guesses(self, steps: Sequence[Step]) -> Iterable[tuple[float, str]]:
        for lever in self._levers(steps):
            dollars = self.trials.least_raise(steps, [lever], self.target)
            if dollars is not None:
                yield dollars[0], lever.award

    def _levers(self, steps: Sequence[Step]) -> Iterable[Lever]:
        for award in self._raisable():
            found = self.trials.lever(steps, award.id, Decimal(self.most))
            if found is not None:
                yield found

    def _whole_raises(
        self, steps: Sequence[Step], guesses: Iterable[tuple[float, str]]
    ) -> list[Fix]:
        made = []
        for dollars, award in guesses:
            found = self._raised(steps, award, whole(dollars))
            if found is not None:
                made.append(found)
        return made

    def _raised(self, steps: Sequence[Step], award: str, guess: int) -> Fix | None:
        """The least raise of an award, the line put first where money would go elsewhere."""

        def changes(dollars: int, first: bool) -> tuple[Step, ...]:
            raised = (self._raise(award, dollars),) if dollars else ()
            return (*steps, *raised, *self._first(first))

        def works(dollars: int) -> bool:
            return self.trials.funds(changes(dollars, first), self.target)

        first = not self.trials.funds(changes(guess, False), self.target) and self._can_be_first()
        dollars = least(works, guess, self._most_of(award))
        if dollars is None:
            return None
        first = first and not self._enough(lambda by: changes(by, False), dollars)
        return self.trials.fix(changes(dollars, first), self.target)

    def _enough(self, changes: Callable[[int], tuple[Step, ...]], number: int) -> bool:
        """Whether a number does it while one less does not."""
        now, less = (self.trials.funds(changes(n), self.target) for n in (number, number - 1))
        return now and not less

    def _most_of(self, award: str) -> int:
        """The most that an award may be raised by: not above the allocation that it is part of."""
        stated = self.inputs.awards[award]
        if stated.allocation is None or stated.amount is None:
            return self.most
        return min(self.most, int(stated.allocation - stated.amount))

    def _raise(self, award: str, dollars: int) -> Step:
        amount = self.inputs.awards[award].amount
        assert amount is not None
        return Step("raise", award, f"{amount:f}", f"{amount + dollars:f}")

    def _can_be_first(self) -> bool:
        line = self.inputs.costs.get(self.target.cost)
        return line is not None and line.priority != FIRST

    def _first(self, wanted: bool = True) -> tuple[Step, ...]:
        if not wanted or not self._can_be_first():
            return ()
        line = self.inputs.costs[self.target.cost]
        return (Step("priority", line.id, line.priority, FIRST),)

    # -- what needs no raise -----------------------------------------------------------

    def _alone(self, days: Span) -> list[Fix]:
        made = []
        for step in alone(self.plan, self.target.cost, days):
            if self.trials.least_raise((step,), (), self.target) is None:
                continue
            for steps in ((step,), (step, *self._first())):
                if self.trials.funds(steps, self.target):
                    made.append(self.trials.fix(steps, self.target))
                    break
        return made

    def _more(self) -> list[Fix]:
        """More people of a group, where rows with head counts bind."""
        groups = list(more_people(self.plan))
        if len(groups) > GROUPS:
            self.untried.append(f"More people were tried of the first {GROUPS} groups only.")
        made = []
        for group in groups[:GROUPS]:
            most = (group.seats or 2 * group.participants) - group.participants
            found = self._enrolled(group, most, 1)
            if found is not None:
                made.append(found)
        return made

    def _enrolled(self, group: Group, most: int, sign: int) -> Fix | None:
        """The fewest people more (or less) that fund the line."""

        def changes(people: int, first: bool = False) -> tuple[Step, ...]:
            now = group.participants
            step = Step("enrol", group.id, str(now), str(now + sign * people))
            return (step, *self._first(first))

        def may(people: int) -> bool:
            return self.trials.least_raise(changes(people), (), self.target) is not None

        def works(people: int) -> bool:
            return self.trials.funds(changes(people, first), self.target)

        probes = sorted({-(-most // 8), -(-most // 2), most} - {0})
        able = next((people for people in probes if may(people)), None)
        if able is None:
            return None
        low, high = 0, able
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if may(middle) else (middle, high)
        first = not self.trials.funds(changes(high), self.target) and self._can_be_first()
        people = least(works, high, min(most, high + GROUPS))
        if people is None:
            return None
        first = first and not self._enough(changes, people)
        return self.trials.fix(changes(people, first), self.target)

    # -- two changes, and changes at others' cost ---------------------------------------

    def _pairs(self, days: Span, enough: Collection[Step]) -> list[Fix]:
        """A change and a raise, or two raises: those that need the fewest dollars."""
        guesses: list[tuple[float, tuple[Step, ...], str]] = []
        for step in alone(self.plan, self.target.cost, days):
            able = step not in enough and self._able((step,))
            best = min(self._guesses((step,)), default=None) if able else None
            # a raise that needs as much without the step makes no pair with it
            if best is not None and best[0] < self.raised_alone.get(best[1], inf) - CENT:
                guesses.append((best[0], (step,), best[1]))
        together = self._two_raises()
        if together is not None:
            guesses.append(together)
        guesses.sort(key=lambda g: (g[0], g[2]))
        if len(guesses) > PAIRS:
            self.untried.append("Further pairs of changes would do it, for no fewer dollars.")
        return [
            fix
            for dollars, steps, award in guesses[:PAIRS]
            if (fix := self._raised(steps, award, whole(dollars))) is not None
        ]

    def _two_raises(self) -> tuple[float, tuple[Step, ...], str] | None:
        levers = list(self._levers(())) if self._able(()) else []
        dollars = self.trials.least_raise((), levers, self.target) if len(levers) > 1 else None
        if dollars is None:
            return None
        raised = [(d, one.award) for d, one in zip(dollars, levers, strict=True) if d > 0.01]
        if len(raised) != 2:
            return None
        (second, award), (first, other) = sorted(raised)
        return second, (self._raise(other, whole(first)),), award

    def _at_others_cost(self) -> list[Fix]:
        """The line put first; fewer people. Others lack what it gets, or are not enrolled."""
        made = []
        first = self._first()
        if first and self.trials.funds(first, self.target, at_others_cost=True):
            made.append(self.trials.fix(first, self.target))
        for group in fewer_people(self.plan, self.target.group):
            found = self._enrolled(group, group.participants - (group.least or 1), -1)
            if found is not None:
                made.append(found)
        return made


def _says_less(one: Fix, other: Fix) -> bool:
    """Whether a change does for no more dollars what another does with something beside it."""
    steps, others = ({(step.what, step.of) for step in fix.steps} for fix in (one, other))
    return steps < others and one.money <= other.money
