"""The variables of the textbook model and its charges (formulation.md, sections 1 and 2)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pulp

from braid.catalog.inputs import Inputs
from braid.schema.scenario import Award, Cost
from oracle.apart import apart_rows, whole_rows
from oracle.cells import Cell, Cohorts, all_cells
from oracle.entitlements import Entitlements
from oracle.facts import july_first
from oracle.heads import head_rows
from oracle.naming import Linked, link
from oracle.past import past_charges
from oracle.permission import Permission
from oracle.reports import Duty, Reports, Service
from oracle.rulebook import Rulebook
from oracle.whose import reaches, stated_reporting


@dataclass(frozen=True)
class Charge:
    """Dollars of one cell (or duty) paid by one award: ``share`` of a variable."""

    award: Award
    category: str
    period: int
    day: date
    obligated: date
    line: Cost | None
    group: str | None
    cell: Any
    share: Fraction
    variable: Any

    @property
    def direct(self) -> bool:
        """Whether it pays a direct cell."""
        return isinstance(self.cell, Cell) and self.cell.direct

    @property
    def dollars(self) -> Any:
        """The amount as an expression."""
        return self.variable if self.share == 1 else float(self.share) * self.variable


def made(
    award: Award, cell: Cell, variable: Any, share: Fraction = Fraction(1), group: str | None = None
) -> Charge:
    """A charge on a cell."""
    return Charge(
        award, cell.category, cell.period.index, cell.start, cell.line.obligated or cell.start,
        cell.line, cell.group or group, cell, share, variable,
    )  # fmt: skip


@dataclass(frozen=True)
class Benefit:
    """X_lyga: what award a pays of group g's part of shared line l in program year y."""

    line: Cost
    year: date
    group: str
    award: Award
    cells: tuple[Cell, ...]
    """The cells of W: those that the award may pay."""
    variable: Any


class Model:
    """Sets, data and variables; the rows are added by ``rows`` and ``limits``."""

    def __init__(self, inputs: Inputs, drop: str | None, whole_people: bool) -> None:
        self.inputs = inputs
        self.whole_people = whole_people
        self.book = Rulebook(inputs, drop)
        self.permission = Permission(self.book)
        self.cohorts = Cohorts(inputs)
        everything = all_cells(inputs)
        self.entitlements = Entitlements(self.book, self.permission, everything)
        self.all_cells = everything
        self.costing = [c for c in everything if c.cents > 0]
        self.cells = [c for c in self.costing if self.is_open(c)]
        self.past: list[Charge] = past_charges(self, made)
        ever = [
            (a, c)
            for c in self.costing
            if c.direct
            for a in self.book.payers
            if self.permission.may_pay(a, c)
        ]
        self.possible = [(a, c) for a, c in ever if self.is_open(c)]
        self.over = [made(a, c, 0.0) for a, c in ever if not self.is_open(c)]
        self.service = Service(self.book, self.permission, ever)
        self.reports = Reports(self.book, self.service, self.entitlements)

        self.problem = pulp.LpProblem("textbook", pulp.LpMinimize)
        self.names = 0
        self.rows: list[Any] = []
        self.integers: list[Any] = []
        self.locks: dict[int, Any] = {}
        self.charges: list[Charge] = []
        self.benefits: list[Benefit] = []
        self.shortfalls: list[Any] = []
        self.loans: list[Any] = []
        self.fees: list[Any] = []
        self.fairness: list[Any] = []
        """What is minimized right after the musts, in a portfolio that asks for it."""
        self.received: dict[str, Any] = {}
        """What an award receives of others; at most; and less what it gives."""
        self.most_received: dict[str, float] = {}
        self.net_received: dict[str, Any] = {}
        self.income: dict[str, float] = {}
        self.unfunded: list[tuple[Cell | Duty, Any]] = []
        self.make_use()
        self.make_heads()
        self.make_charges()
        self.make_benefits()
        self.make_reporting()
        self.by_award: dict[str, list[Charge]] = defaultdict(list)
        self.by_cell: dict[int, list[Charge]] = defaultdict(list)
        for charge in self.charges:
            self.by_award[charge.award.id].append(charge)
            self.by_cell[id(charge.cell)].append(charge)

    def is_open(self, cell: Cell) -> bool:
        """Whether a cell's period is not over."""
        return cell.period.index >= self.inputs.closed

    def is_past(self, charge: Charge) -> bool:
        """Whether a charge has been made already: its dollars are a number."""
        return isinstance(charge.variable, float)

    # -- helpers ---------------------------------------------------------------------------

    def variable(self, letter: str, upper: Any, whole: bool = False) -> Any:
        """A variable in [0, upper]."""
        self.names += 1
        kind = pulp.LpInteger if whole else pulp.LpContinuous
        made = self.problem.add_variable(f"{letter}{self.names}", 0, float(upper), kind)
        if whole:
            self.integers.append(made)
        return made

    def add(self, row: Any) -> None:
        """A row."""
        self.rows.append(row)
        self.problem += row

    # -- variables -------------------------------------------------------------------------

    def make_use(self) -> None:
        """y_a: 1 for accepted awards, a binary for offered ones."""
        self.used: dict[str, Any] = {}
        for award in self.book.committed.values():
            offered = award.status == "offered"
            self.used[award.id] = self.variable("y", 1, whole=True) if offered else 1

    def make_heads(self) -> None:
        """z_gs and z_gr in [0, n_g]; whole where a row counts them or sets them apart."""
        groups = self.inputs.groups
        self.head_rows = head_rows(self.book, self.service)
        self.apart_rows = apart_rows(self.book, self.service, self.entitlements)
        self.whole_rows = whole_rows(self.book, self.service, self.possible)
        counted = {
            (row.of_systems, head) for row in self.head_rows for head in row.chosen + row.base
        }
        counted |= {(False, head) for row in self.apart_rows for head in row.heads}
        counted |= {(False, row.head) for row in self.whole_rows}
        self.served = {
            (g, s): self.variable(
                "z", groups[g].participants, self.whole_people or (False, (g, s)) in counted
            )
            for g, s in self.service.heads
        }
        self.recorded = {
            (g, r): self.variable(
                "r", groups[g].participants, self.whole_people or (True, (g, r)) in counted
            )
            for g, r in self.service.systems
        }
        self.linked: list[Linked] = []
        link(self)

    def make_charges(self) -> None:
        """x_ca on direct cells, and on shared cells where no benefit rule speaks."""
        for award, cell in self.possible:
            self.charge(award, cell, self.variable("x", Fraction(cell.cents, 100)))
        for cell in self.cells:
            if cell.direct:
                continue
            groups = [self.inputs.groups[g] for g in self.inputs.groups_of(cell.line)]
            for award in self.book.payers:
                if (
                    not self.permission.benefit_concerns(award, cell.line)
                    and self.permission.may_pay(award, cell)
                    and any(self.permission.qualifies(award, cell.line, g) for g in groups)
                ):
                    self.charge(award, cell, self.variable("x", Fraction(cell.cents, 100)))

    def charge(
        self, award: Award, cell: Cell, variable: Any, share: Fraction = Fraction(1),
        group: str | None = None,
    ) -> None:  # fmt: skip
        """Note a possible charge on a cell."""
        self.charges.append(made(award, cell, variable, share, group))

    def make_benefits(self) -> None:
        """X_lyga in [0, S], and the charges in equal shares of the cells in W."""
        for line in self.inputs.costs.values():
            cells = [c for c in self.costing if c.line.id == line.id and not c.direct]
            for year in sorted({july_first(c.period.start) for c in cells}):
                in_year = [c for c in cells if july_first(c.period.start) == year]
                for award in self.book.payers:
                    if self.permission.benefit_concerns(award, line):
                        window = [c for c in in_year if self.permission.may_pay(award, c)]
                        self.make_benefit(line, year, award, window)

    def make_benefit(self, line: Cost, year: date, award: Award, window: list[Cell]) -> None:
        """The X of one line, year and award, for every group that qualifies and has a z."""
        opened = [c for c in window if self.is_open(c)]
        total = sum(c.cents for c in opened)
        for name in self.inputs.groups_of(line):
            group = self.inputs.groups[name]
            part = self.benefit_part(line, name, year, window)
            if (
                part > 0
                and (name, award.stream) in self.served
                and self.permission.qualifies(award, line, group)
            ):
                paid = self.variable("X", part if opened else 0)
                self.benefits.append(Benefit(line, year, name, award, tuple(window), paid))
                for cell in opened:
                    self.charge(award, cell, paid, Fraction(cell.cents, total), name)

    def benefit_part(self, line: Cost, name: str, year: date, window: list[Cell]) -> Fraction:
        """S in dollars: sum over W of C_lt n_gt / N_t; the whole year's heads if N_t = 0."""
        groups = [self.inputs.groups[g] for g in self.inputs.groups_of(line)]
        group = self.inputs.groups[name]
        if line.basis != "participants":
            units = Fraction(line.weights.get(name, 0)) / sum(map(Fraction, line.weights.values()))
            return units * sum((Fraction(cell.cents, 100) for cell in window), Fraction(0))
        periods = [t for t in self.cohorts.periods if july_first(t.start) == year]
        part = Fraction(0)
        for cell in window:
            over = [cell.period]
            if sum(self.cohorts.heads(g, cell.period) for g in groups) == 0:
                over = periods
            mine = sum((self.cohorts.heads(group, t) for t in over), Fraction(0))
            everyone = sum((self.cohorts.heads(g, t) for g in groups for t in over), Fraction(0))
            if everyone > 0:
                part += Fraction(cell.cents, 100) * mine / everyone
        return part

    def make_reporting(self) -> None:
        """Reporting charges: by what causes the report, and by streams that pay any."""
        for duty in self.reports.duties.values():
            if stated_reporting(self.inputs, duty.home).performed_by is not None:
                continue
            t = duty.period
            for award in self.book.payers:
                pays = self.book.stream(award).pays_reporting
                mine = pays == "any" or (
                    pays == "own" and any(award is cause for cause in duty.causes)
                )
                mine &= reaches(self.inputs, award, duty.home)
                if mine and self.permission.payable_report(award, duty.category, t.start, t.end):
                    bound = duty.dollars(self.most(self.used), self.most(self.served),
                                         self.most(self.recorded))  # fmt: skip
                    self.charges.append(
                        Charge(
                            award, duty.category, t.index, t.start, t.start, None, None, duty,
                            Fraction(1), self.variable("f", bound),
                        )
                    )  # fmt: skip

    def most(self, variables: dict[Any, Any]) -> dict[Any, float]:
        """The upper bounds of variables (constants as they are)."""
        return {k: v if isinstance(v, int) else v.upBound for k, v in variables.items()}
