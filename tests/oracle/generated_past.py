"""Seeded actuals: in a sixth of the cases some periods are over, most of their cells charged."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from braid.catalog.inputs import Inputs
from braid.schema.scenario import Actual, Actuals, Award, ToDate
from oracle.cells import Cell
from oracle.generated_limits import LimitDrafter
from oracle.model import Charge, Model

YEARS = {"program_year", "fiscal_year", "calendar_year"}


def has_past(seed: int) -> bool:
    """Whether some periods of a case are over; drawn from a seed of its own."""
    return Random(f"past {seed}").random() < 0.19


def add_yearly(seed: int, streams: dict[str, Any]) -> None:
    """To some streams of such a case limits for each year, in which earlier spending has a day."""
    random = Random(f"yearly {seed}")
    draft = LimitDrafter(random)
    draft.count = 600  # ids of their own
    paying = [name for name in sorted(streams) if not streams[name]["entitlement"]]
    for name in random.sample(paying, min(2, len(paying))) if has_past(seed) else ():
        chosen = {"category": random.choice([["training"], ["support", "work"], ["staff"]])}
        per = [random.choice(["award", "stream"]), random.choice(sorted(YEARS))]
        rule = draft.cap(chosen, usd=random.randrange(1500, 9000), per=per)
        if random.random() < 0.2:
            rule[random.choice(["from", "until"])] = "2026-10-01"
        streams[name]["rules"].append(rule)


def add_pools(seed: int, streams: dict[str, Any]) -> None:
    """To a stream of such a case a limit on its awards together, cut by what is charged.

    Numbers may depend on the award: those are asked that may be charged, or were.
    """
    random = Random(f"pooled {seed}")
    if not has_past(seed) or random.random() < 0.3:
        return
    draft = LimitDrafter(random)
    draft.count = 650
    paying = [name for name in sorted(streams) if not streams[name]["entitlement"]]
    cut = random.choice([*sorted(YEARS), "group", "line", "program"])
    chosen = {"category": random.choice([["training"], ["support", "work"], ["staff"]])}
    bound: dict[str, Any] = {"share": draft.dated(0.1, 0.5), "of": "award"}
    if random.random() < 0.5:
        bound = {"usd": {"clock": "award_date", "versions": [
            {"from": day, "value": random.randrange(800, 9000), "cite": "generated"}
            for day in ("2020-01-01", "2026-05-01", "2026-12-01")
        ]}}  # fmt: skip
    rule = draft.cap(chosen, per=["stream", cut], **bound)
    if random.random() < 0.2:
        rule[random.choice(["from", "until"])] = "2026-10-01"
    streams[random.choice(paying)]["rules"].append(rule)


def with_past(inputs: Inputs, seed: int) -> Inputs:
    """The case with its actuals, if any."""
    return Past(inputs, seed).drawn() if has_past(seed) else inputs


class Past:
    """What one case was charged before the plan."""

    def __init__(self, inputs: Inputs, seed: int) -> None:
        self.inputs = inputs
        self.random = random = Random(f"actuals {seed}")
        self.naming = Random(f"named {seed}")
        self.booking = Random(f"booked {seed}")
        self.periods = inputs.calendar.periods
        self.closed = random.randrange(1, 1 + (len(self.periods) + 1) // 2)
        self.model = Model(inputs, None, False)
        self.left = {
            award.id: int(award.amount * 100) * random.choice([6, 8, 8, 13]) // 10
            for award in self.payers
            if award.amount is not None
        }

    @property
    def payers(self) -> list[Award]:
        """The awards that can have been charged."""
        return [a for a in self.model.book.payers if a.status == "accepted"]

    def drawn(self) -> Inputs:
        """Charges of most cells that are over by awards that may pay them, and a few by others."""
        lawful: dict[int, dict[str, Charge]] = defaultdict(dict)
        for charge in self.model.charges:
            if isinstance(charge.cell, Cell) and charge.award.status == "accepted":
                lawful[id(charge.cell)][charge.award.id] = charge
        charges: list[Actual] = []
        for cell in self.model.cells:
            if cell.period.index >= self.closed or self.random.random() < 0.15 or not self.payers:
                continue
            names = sorted(lawful[id(cell)])
            if not names or self.random.random() < 0.06:
                if self.random.random() < 0.6:
                    continue
                names = sorted(a.id for a in self.payers)  # whether they may pay or not
            some = self.random.sample(names, min(len(names), self.random.choice([1, 1, 2])))
            part = self.random.choice([1, 1, 0.7, 0.4]) / len(some)
            charges += [c for name in some for c in self.charge(cell, name, part)]
        if self.payers and self.random.random() < 0.3:
            charges += self.elsewhere(self.random.choice(self.payers).id)
        charges = [named for charge in charges for named in self.named(charge)]
        charges = list(map(self.booked, charges))
        self.random.shuffle(charges)
        as_of = self.periods[self.closed - 1].last
        actuals = Actuals(as_of=as_of, charges=tuple(charges))
        changed = {
            "actuals": actuals,
            "awards": tuple(map(self.dated, self.inputs.scenario.awards)),
        }
        return replace(self.inputs, scenario=self.inputs.scenario.model_copy(update=changed))

    def elsewhere(self, name: str) -> list[Actual]:
        """A charge of a line in a period in which it should have cost nothing, if there is one."""
        there = {(c.line.id, c.group, c.period.index) for c in self.model.all_cells}
        free = [
            (line.id, group, period)
            for line in self.inputs.costs.values()
            for group in (self.inputs.groups_of(line) if line.amount is None else (None,))
            for period in self.periods[: self.closed]
            if (line.id, group, period.index) not in there
        ]
        if not free or self.left.get(name, 0) < 100:
            return []
        cost, group, period = self.random.choice(free)
        dollars = Decimal(self.random.randrange(100, self.left[name] + 1)) / 100
        return [Actual(cost=cost, group=group, period=period.start, award=name, amount=dollars)]

    def charge(self, cell: Cell, name: str, part: float) -> list[Actual]:
        """One charge within what the award has left; sometimes in two entries."""
        cents = min(int(cell.cents * part), self.left.get(name, cell.cents))
        if cents <= 0:
            return []
        self.left[name] = self.left.get(name, 10**9) - cents
        first = cents // 3 if self.random.random() < 0.1 else cents
        entries = []
        for amount in (first, cents - first):
            last = cell.period.last if self.random.random() < 0.2 else cell.period.start
            dollars = Decimal(amount) / 100
            entries.append(
                Actual(cost=cell.line.id, group=cell.group, period=last, award=name, amount=dollars)
            )
        return [entry for entry in entries if entry.amount > 0]

    def named(self, charge: Actual) -> list[Actual]:
        """Most charges of a shared line say whom they were for: one group of it, or two."""
        line, random = self.inputs.costs[charge.cost], self.naming
        if line.amount is None or random.random() < 0.35:
            return [charge]
        benefiting = {c.group for c in self.model.charges if c.line is line and c.group}
        groups = sorted(benefiting if benefiting and random.random() < 0.9 else {})
        groups = groups or list(self.inputs.groups_of(line))
        if not groups:
            return [charge]
        whom = random.sample(groups, min(len(groups), random.choice([1, 1, 2])))
        first = charge.amount // len(whom)
        amounts = [charge.amount - first, first] if len(whom) == 2 else [charge.amount]
        return [
            charge.model_copy(update={"group": group, "amount": amount})
            for group, amount in zip(whom, amounts, strict=True)
            if amount
        ]

    def booked(self, charge: Actual) -> Actual:
        """Some charges of a shared line for a group are lumps: more of the year at once."""
        if not charge.group or self.inputs.costs[charge.cost].amount is None:
            return charge
        times = self.booking.choice([1, 1, 1, 2, 3, 5])
        more = min(int(charge.amount * 100) * (times - 1), self.left.get(charge.award, 10**9))
        self.left[charge.award] = self.left.get(charge.award, 10**9) - more
        return charge.model_copy(update={"amount": charge.amount + Decimal(more) / 100})

    def of_a_year(self, award: Award) -> list[ToDate]:
        """Spending on a day of a year, where the award has a limit for each year."""
        if award not in self.payers or award.amount is None:
            return []
        found = []
        for homed in self.model.book.of("limit", award):
            bound, spend = homed.rule.at_most, homed.rule.spend
            if spend is None or bound is None or not YEARS & set(homed.rule.per):
                continue
            names = sorted(self.model.book.categories(spend.category or ("training",)))
            days = self.random.choice([-170, -20, -1, 0, 20, 45])
            most = int(award.amount) // 5
            if bound.usd is not None and not hasattr(bound.usd, "versions"):
                most = min(most, int(bound.usd))
            amount = int(most * self.random.choice([0.3, 0.7, 0.95]))
            if amount > 0:
                found.append(
                    ToDate(
                        category=self.random.choice(names),
                        amount=Decimal(amount),
                        date=self.inputs.calendar.first + timedelta(days=days),
                    )
                )
        return found

    def dated(self, award: Award) -> Award:
        """Some of what was spent before the horizon has its day."""
        entries: list[ToDate] = []
        for entry in award.to_date:
            days = self.random.choice([0, 0, -400, -60, -2, 40])
            day = self.inputs.calendar.first + timedelta(days=days)
            entries.append(entry.model_copy(update={"date": day}) if days else entry)
        entries += self.of_a_year(award)
        return award.model_copy(update={"to_date": tuple(entries)})
