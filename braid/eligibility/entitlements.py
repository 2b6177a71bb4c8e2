"""Entitlements are applied before anything is chosen (``docs/semantics.md``, section 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.catalog.things import first_organization
from braid.eligibility.cells import Piece
from braid.eligibility.permissions import Permissions
from braid.eligibility.verdicts import Verdicts
from braid.kinds.exclusive import given_up
from braid.kinds.formula import Asked, only_borne_by_employers, payments
from braid.kinds.formulas.payment import Payment
from braid.kinds.permission import in_force
from braid.kinds.refund import after_leaving
from braid.kinds.windows import Windows, windows_of
from braid.record import record
from braid.schema.rules import Formula
from braid.schema.scenario import Award, Cost, Group


@record
class Entitled:
    """What one entitlement gives one group: payments per participant, whole cents in all.

    ``first`` holds the kinds of cost that it pays before others of the school's charges.
    """

    award: str
    stream: str
    group: str
    payments: tuple[Payment, ...]
    cents: int
    first: frozenset[str]


@record
class Application:
    """Cents of an entitlement applied to one cell (by its number in the list of pieces)."""

    award: str
    cell: int
    cents: int


def entitle(
    inputs: Inputs, asks: Permissions, verdicts: Verdicts, cells: list[Piece]
) -> list[Entitled]:
    """Every group's entitlements, in order of award and group; zero amounts are left out."""
    found: list[Entitled] = []
    for award in inputs.committed.values():
        stream = inputs.law.streams.get(award.stream)
        if stream is None or not stream.entitlement or not stream.enabled:
            continue
        formulas = inputs.law.of_kind("formula", award.id)
        refunds = inputs.law.of_kind("refund", award.id)
        start, end = inputs.window(award)
        passes = verdicts.unrestricted(award)
        for number, group in enumerate(inputs.groups.values()):
            if not passes[number]:
                continue
            due: list[Payment] = []
            first: frozenset[str] = frozenset()
            for homed in [f for f in formulas if in_force(f, group.start)][:1]:
                cost = _borne_cost(inputs, asks, verdicts, cells, award, group.id)
                paid = payments(homed, asks.conditions, Asked(award, group, cost))
                due += after_leaving(refunds, asks.conditions.facts, award, group, paid)
                first = _first(inputs, homed)
            due = [p for p in due if start <= p.day < end and p.cents > 0]
            cents = group.participants * sum(p.cents for p in due)
            if cents:
                found.append(Entitled(award.id, award.stream, group.id, tuple(due), cents, first))
    return found


def _first(inputs: Inputs, homed: HomedRule) -> frozenset[str]:
    """The kinds of cost that a formula's entitlement pays first."""
    named = homed.rule.first if isinstance(homed.rule, Formula) else ()
    return inputs.law.categories.expand(named) if named else frozenset()


def yielding(inputs: Inputs, found: list[Entitled]) -> dict[tuple[str, str], str]:
    """Entitlements (award, group) that give way to a larger one, and by which rule."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    first: dict[str, str] = {}
    for given in found:
        sums[given.group][given.stream] += given.cents
        first.setdefault(given.stream, given.award)
    lost = {group: given_up(inputs, group, cents, first) for group, cents in sums.items()}
    return {
        (given.award, given.group): lost[given.group][given.stream]
        for given in found
        if given.stream in lost[given.group]
    }


def _borne_cost(
    inputs: Inputs,
    asks: Permissions,
    verdicts: Verdicts,
    cells: list[Piece],
    award: Award,
    group: str,
) -> Callable[[int], int]:
    """Cents by calendar year of a group's lines that an employer bears and the award may pay."""
    windows = windows_of(inputs, award)

    def cost_of_year(year: int) -> int:
        return sum(
            cell.cents
            for cell in cells
            if cell.group == group
            and cell.start.year == year
            and inputs.costs[cell.line].borne_by is not None
            and may_pay(inputs, asks, verdicts, cell, award, group, windows)
        )

    return cost_of_year


def apply(
    inputs: Inputs,
    asks: Permissions,
    verdicts: Verdicts,
    cells: list[Piece],
    entitled: list[Entitled],
) -> list[Application]:
    """Which cells each entitlement pays: the school's charges first, then the student's lines."""
    left = [cell.cents for cell in cells]
    of_group: dict[str, list[int]] = defaultdict(list)
    for number, cell in enumerate(cells):
        if cell.group is not None:
            of_group[cell.group].append(number)
    out: list[Application] = []
    for given in entitled:
        award = inputs.awards[given.award]
        borne = any(only_borne_by_employers(f) for f in inputs.law.of_kind("formula", award.id))
        for number, cents in _purses(
            inputs, asks, verdicts, cells, of_group[given.group], award, given, borne
        ):
            # a purse is emptied over its cells in order
            paid = min(left[number], cents.left)
            if paid > 0:
                cents.left -= paid
                left[number] -= paid
                out.append(Application(given.award, number, paid))
    return out


@dataclass
class _Purse:
    left: int


def _purses(
    inputs: Inputs,
    asks: Permissions,
    verdicts: Verdicts,
    cells: list[Piece],
    numbers: list[int],
    award: Award,
    given: Entitled,
    borne: bool,
) -> Iterator[tuple[int, _Purse]]:
    """(cell, purse) in the order in which an entitlement pays."""
    group = inputs.groups[given.group]
    windows = windows_of(inputs, award)
    payable = [
        n for n in numbers if may_pay(inputs, asks, verdicts, cells[n], award, group.id, windows)
    ]
    payable.sort(key=lambda n: (cells[n].start, cells[n].line))
    if borne:
        for payment in given.payments:
            purse = _Purse(payment.cents * group.participants)
            for n in payable:
                same_year = cells[n].start.year == payment.calendar_year
                if same_year and inputs.costs[cells[n].line].borne_by is not None:
                    yield n, purse
        return
    purse = _Purse(given.cents)
    charged = [n for n in payable if charged_by_school(inputs, award, group, cells[n])]
    for n in sorted(charged, key=lambda n: inputs.costs[cells[n].line].category not in given.first):
        yield n, purse
    for n in payable:
        if inputs.costs[cells[n].line].paid_by == "student":
            yield n, purse


def charged_by_school(inputs: Inputs, award: Award, group: Group, cell: Piece) -> bool:
    """Whether a cost is the school's own, which it charges to the student."""
    line = inputs.costs[cell.line]
    school = school_of(inputs, award, group.program)
    return line.paid_by != "student" and _incurred_by(inputs, line) == school


def may_pay(
    inputs: Inputs,
    asks: Permissions,
    verdicts: Verdicts,
    cell: Piece,
    award: Award,
    group: str,
    windows: Windows,
) -> bool:
    """Whether an entitlement may pay a group's cost, as far as it goes."""
    line = inputs.costs[cell.line]
    window = windows.of(line.category)
    return window.allows(cell.start, cell.end, line.obligated) and _permits(
        asks, verdicts, award, line, group, cell.start
    )


def _permits(
    asks: Permissions, verdicts: Verdicts, award: Award, line: Cost, group: str, day: date
) -> bool:
    known = verdicts.permits(award, line.id, group, day)
    if known is not None:
        return known
    return not asks.of_line(award, line, line.category, day) and not asks.of_group(
        award, line, group, day
    )


def school_of(inputs: Inputs, award: Award, program: str) -> str:
    """Who charges the students of a program: the award's recipient, else who teaches."""
    if award.recipient is not None:
        return award.recipient
    provider = inputs.programs[program].provider
    return provider.organization if provider is not None else inputs.recipient(award)


def _incurred_by(inputs: Inputs, line: Cost) -> str:
    if line.incurred_by is not None:
        return line.incurred_by
    return first_organization(inputs.scenario, inputs.partnership(line.id))
