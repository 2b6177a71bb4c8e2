"""Whether an award has anything left for a cell (docs/semantics.md, section 9: r, T, f, g)."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pulp

from oracle.cells import Cell
from oracle.limits import Instance, amounts, instances, spent, the_number, usd_allowed
from oracle.model import Charge, Model
from oracle.past import spent_before
from oracle.people import guard
from oracle.rulebook import in_force
from oracle.selection import cost_share, per_person, selects
from oracle.whose import home, owner


def everything(_: Charge) -> bool:
    """Every charge counts."""
    return True


class RunningOut:
    """The flags f_at and g_ait, made when they are first met; ``counts`` says which charges."""

    def __init__(self, m: Model, counts: Callable[[Charge], bool] = everything) -> None:
        self.m = m
        self.counts = counts
        self.flags: dict[tuple[Any, ...], Any] = {}
        self.least: dict[tuple[str, str], float] = {}

    def flags_of(self, charge: Charge) -> Any:
        """f_at + the sum of the g_ait that select the charge, of its award in its period."""
        return self.money_out(charge) + self.caps_out(charge)

    def too_little(self, charge: Charge) -> float:
        """T_a: a dollar, or the most of one person's least costs where people are counted."""
        stream, mine_is = charge.award.stream, owner(self.m.inputs, charge.award)
        if (stream, mine_is) not in self.least:
            found = [1.0]
            for group, of_stream in self.m.served:
                mine = [
                    c
                    for c in self.m.charges + self.m.over
                    if c.direct and (c.group, c.award.stream) == (group, stream)
                ]  # fmt: skip
                there = mine_is in ("", home(self.m.inputs, group))
                if of_stream == stream and mine and there:
                    found.append(float(guard(self.m, mine)))
            self.least[stream, mine_is] = max(found)
        return self.least[stream, mine_is]

    def money_out(self, charge: Charge) -> Any:
        """f_at; 0 for an award without an amount."""
        award, t, enough = charge.award, charge.period, self.too_little(charge)
        if award.amount is None:
            return 0
        key = (award.id, t, enough)
        if key not in self.flags:
            f = self.flags[key] = self.m.variable("f", 1, whole=True)
            begun = self.m.cohorts.periods[t].start
            there = Fraction(award.amount)
            if award.slices:
                parts = (Fraction(s.amount) for s in award.slices if s.from_ <= begun)
                there = min(there, sum(parts, Fraction(0)))
            there += Fraction(self.m.income[award.id])
            left = float(max(Fraction(0), there - spent_before(self.m, award)))
            paid = [
                c.dollars
                for c in self.m.by_award[award.id]
                if c.period <= t and self.counts(c)
            ]  # fmt: skip
            used = self.m.used[award.id]
            avail: Any = left * (f + used - 1)
            if award.id in self.m.received:  # accepted: all of what it receives, while f is 1
                avail += self.m.received[award.id] - self.m.most_received[award.id] * (1 - f)
            self.m.add(pulp.lpSum(paid) >= avail - enough)
        return self.flags[key]

    def caps_out(self, charge: Charge) -> Any:
        """The sum of g_ait over the instances that select the charge."""
        total: Any = 0
        for homed in self.m.book.of("limit", charge.award):
            bound = homed.rule.at_most
            if bound is None or homed.rule.spend is None:
                continue
            of_amount = bound.of in ("award", "allocation")
            if bound.usd is None and bound.attribute is None and not of_amount:
                continue
            if not selects(self.m, homed, homed.rule.spend, charge):
                continue
            for number, one in enumerate(instances(self.m, homed, bound.of == "allocation")):
                if any(c is charge for c in one.charges):
                    key = (homed.id, number, charge.period, self.too_little(charge))
                    if key not in self.flags:
                        self.flags[key] = self.cap_out(homed, bound, one, charge)
                    total += self.flags[key]
        return total

    def cap_out(self, homed: Any, bound: Any, one: Instance, charge: Charge) -> Any:
        """g_ait; 0 where nobody knows what the cap allows."""
        upto = [c for c in one.charges if c.period <= charge.period and self.counts(c)]
        now = Instance(one.awards, upto, one.cell_part)
        activity = spent(self.m, homed, homed.rule.spend, now)
        if bound.of in ("award", "allocation"):
            share = the_number(self.m, homed, bound.share, 1, one)
            if share is None:
                return 0
            parts = [(a, float(share) * amounts([a], bound.of)) for a in one.awards]
            side: Any = pulp.lpSum(part * self.m.used[a.id] for a, part in parts)
            most = sum(part for _, part in parts)
            if bound.less is not None:
                activity = activity + float(share) * spent(self.m, homed, bound.less, now)
        else:
            allowed = self.allowed(homed, bound, one, charge)
            if allowed is None:
                return 0
            side = most = float(allowed)
        g = self.m.variable("g", 1, whole=True)
        self.m.add(activity >= side - max(0.0, most) * (1 - g) - self.too_little(charge))
        return g

    def allowed(self, homed: Any, bound: Any, one: Instance, charge: Charge) -> Fraction | None:
        """Dollars: per participant or credential those of the whole group."""
        if not per_person(homed) and bound.attribute is None:
            return usd_allowed(self.m, homed, bound, 1, one)
        assert charge.group is not None
        group = self.m.inputs.groups[charge.group]
        each = usd_allowed(self.m, homed, bound, 1, one)
        return None if each is None else each * group.participants


def by_itself(m: Model, charge: Charge) -> float:
    """r_ac in dollars: the most that the charge can be, whatever others pay."""
    cell: Cell = charge.cell
    most = [Fraction(cell.cents)]
    for homed in m.book.of("limit", charge.award):
        bound = homed.rule.at_most
        if bound is not None and bound.of == "cost":
            share = cost_share(m, homed, bound, 1, charge.day)
            if share is not None and selects(m, homed, homed.rule.spend, charge):
                most.append(share * cell.gross)
    for homed in m.book.of("supplant", charge.award):
        rule = homed.rule
        if m.book.concerns(rule, cell.category) and in_force(rule, cell.start):
            most.append(Fraction(cell.cents - sum(cell.prior.get(o, 0) for o in rule.protects)))
    return float(max(Fraction(0), min(most)) / 100)
