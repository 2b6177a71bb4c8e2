"""Entitlements: applied before everything else (docs/semantics.md, section 5)."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from braid.schema.rules import Formula
from braid.schema.scenario import Award, Group
from oracle.cells import Cell
from oracle.facts import Subject, attribute
from oracle.pell import Payment, after_leaving, by_hours, by_terms
from oracle.permission import ABOUT_PEOPLE, Permission
from oracle.rulebook import Rulebook, in_force
from oracle.whose import first_organization, home

CREDITS = ("apprentice_credit", "yearly_credit")


@dataclass(frozen=True)
class Applied:
    """What an entitlement pays of a cell."""

    award: Award
    cell: Cell
    cents: int


class Entitlements:
    """Every entitlement of every group, applied to the cells (whose ``cents`` fall)."""

    def __init__(self, book: Rulebook, permission: Permission, cells: list[Cell]) -> None:
        self.book = book
        self.permission = permission
        self.cells = cells
        self.whole: dict[tuple[str, str], int] = {}
        """E_g in cents by (award, group)."""
        self.applied: list[Applied] = []
        groups = book.inputs.groups.values()
        due = {(a.id, g.id): self.payments(a, g) for a in book.entitlements for g in groups}
        for key, payments in due.items():
            heads = book.inputs.groups[key[1]].participants
            self.whole[key] = heads * sum(p.cents for p in payments)
        for homed in book.of("exclusive"):
            for group in groups:
                there = homed.reach in ("", home(book.inputs, group.id))
                asked = homed.rule.reading == "participants" and there
                if asked and in_force(homed.rule, group.start):
                    for key in self.smaller(book.set_apart(homed), group.id):
                        self.whole[key], due[key] = 0, []
        for award in book.entitlements:
            for group in groups:
                payments, heads = due[award.id, group.id], group.participants
                if any(r.rule.formula in CREDITS for r in book.of("formula", award)):
                    for p in payments:
                        self.apply(award, group, heads * p.cents, tax_year=p.day.year)
                else:
                    self.apply(award, group, heads * sum(p.cents for p in payments))

    def of_stream(self, stream: str, group: str) -> int:
        """The whole entitlement of a group under a stream, in cents."""
        return sum(
            self.whole.get((a.id, group), 0) for a in self.book.entitlements if a.stream == stream
        )

    def smaller(self, streams: set[str], group: str) -> list[tuple[str, str]]:
        """What is 0 because another of these streams entitles a group to more; ties: first id."""
        awards = [a for a in self.book.entitlements if a.stream in streams]
        if not awards:
            return []
        stays = max(awards, key=lambda a: self.of_stream(a.stream, group)).stream
        return [(a.id, group) for a in awards if a.stream != stays]

    # -- applying --------------------------------------------------------------------------

    def apply(self, award: Award, group: Group, cents: int, tax_year: int | None = None) -> None:
        """The school's own charges first, then the student's; a credit only in its year."""
        mine = self.payable(award, group)
        mine.sort(key=lambda c: (c.start, c.line.id))
        if tax_year is not None:
            self.pay([c for c in mine if self.borne(c, tax_year)], award, cents)
            return
        school = self.school(award, group)
        first = first_organization(self.book.inputs, home(self.book.inputs, group.id))
        own = [
            c
            for c in mine
            if (c.line.incurred_by or first) == school and c.line.paid_by != "student"
        ]
        ahead = self.ahead(award, group)
        own = [c for c in own if c.category in ahead] + [c for c in own if c.category not in ahead]
        self.pay(own + [c for c in mine if c.line.paid_by == "student"], award, cents)

    def ahead(self, award: Award, group: Group) -> frozenset[str]:
        """What is paid before the school's other charges, by the formula of the group's start."""
        rules = [h.rule for h in self.book.of("formula", award) if in_force(h.rule, group.start)]
        return self.book.categories(rules[0].first if rules else ())

    def pay(self, cells: list[Cell], award: Award, cents: int) -> None:
        """One purse over cells in order."""
        for cell in cells:
            paid = min(cents, cell.cents)
            if paid > 0:
                cell.cents -= paid
                cents -= paid
                self.applied.append(Applied(award, cell, paid))

    def borne(self, cell: Cell, tax_year: int) -> bool:
        """A cell of a tax year that an employer bears."""
        return cell.line.borne_by in self.book.facts.employers and cell.start.year == tax_year

    def payable(self, award: Award, group: Group) -> list[Cell]:
        """The direct cells of a group that the entitlement may pay."""
        return [
            c
            for c in self.cells
            if c.group == group.id
            and self.permission.in_time(award, c.line, c.start, c.end)
            and self.may_pay(award, c)
        ]

    def school(self, award: Award, group: Group) -> str:
        """The award's recipient, or the provider's organization when none is stated."""
        provider = self.book.inputs.programs[group.program].provider
        if award.recipient is None and provider is not None:
            return provider.organization
        return self.book.inputs.recipient(award)

    def may_pay(self, award: Award, cell: Cell) -> bool:
        """Point 3 of who may pay what, asked of the cell on its first day."""
        about = self.permission.about(award, cell)
        return self.permission.lines_allow(award, cell) and all(
            self.permission.all_hold(kind, award, cell.category, about)
            for kind in ("award", *ABOUT_PEOPLE)
        )

    # -- formulas --------------------------------------------------------------------------

    def payments(self, award: Award, group: Group) -> list[Payment]:
        """The formula's payments inside the award's window; none where a rule refuses."""
        if not self.permission.unrestricted(award, group):
            return []
        opens, closes = self.book.window(award)
        out: list[Payment] = []
        for homed in self.book.of("formula", award):
            rule = homed.rule
            if not in_force(rule, group.start):
                continue
            if rule.formula in CREDITS:
                start, end = self.book.inputs.training(group)
                last = (end - timedelta(days=1)).year
                on = {
                    y: self.numbers(rule, award, group, date(y, 12, 31))
                    for y in range(start.year, last + 10)
                }
                pays = self.credit if rule.formula == "apprentice_credit" else self.three_years
                out += pays(award, group, on)
            else:
                out += self.pell(award, group, rule)
        return [p for p in out if opens <= p.day < closes and p.cents > 0]

    def numbers(self, rule: Formula, award: Award, group: Group, day: date) -> dict[str, Fraction]:
        """The numbers of a formula on a day; without those that have no value then."""
        about = Subject(day, award, group)
        found = {name: self.book.facts.number(each, about) for name, each in rule.numbers.items()}
        return {name: value for name, value in found.items() if value is not None}

    def pell(self, award: Award, group: Group, rule: Formula) -> list[Payment]:
        """By terms or by hours; less what goes back when somebody leaves."""
        program = self.book.inputs.programs[group.program]
        numbers = self.numbers(rule, award, group, group.start)
        terms = rule.formula == "pell" and program.terms is not None
        pays = by_terms if terms else by_hours
        out = pays(program, group, *self.book.inputs.training(group), numbers)
        for homed in self.book.of("refund", award):
            if in_force(homed.rule, group.start):
                return after_leaving(out, homed.rule, program, group)
        return out

    def credit(
        self, award: Award, group: Group, on: dict[int, dict[str, Fraction]]
    ) -> list[Payment]:
        """Per tax year with enough full months, at most so many years; then for those who stay."""
        start, end = self.book.inputs.training(group)
        last = (end - timedelta(days=1)).year
        out: list[Payment] = []
        for y in range(start.year, last + 1):
            if self.book.facts.months_in_year(group, y) < on[y]["months"]:
                continue
            youth = attribute(group, "youth_apprentice") is True
            cap = on[y]["youth_cap" if youth else "adult_cap"]
            cost = sum(c.gross for c in self.payable(award, group) if self.borne(c, y))
            each = max(cost // group.participants, 100 * on[y]["minimum"])
            if len(out) < on[y]["years"]:
                out.append(Payment(date(y, 12, 31), floor(min(100 * cap, each))))
        if attribute(group, "kept_after_completion") is True:
            rate = self.book.inputs.programs[group.program].completion_rate
            for y in range(last + 1, max(on) + 1):
                if y <= last + on[y].get("retention_years", 0):
                    cents = 100 * on[y]["retention"] * (1 if rate is None else Fraction(rate))
                    out.append(Payment(date(y, 12, 31), floor(cents)))
        return out

    def three_years(
        self, award: Award, group: Group, on: dict[int, dict[str, Fraction]]
    ) -> list[Payment]:
        """A fixed amount in each of the first three tax years that has enough full months."""
        first = self.book.inputs.training(group)[0].year
        return [
            Payment(date(first + k, 12, 31), floor(100 * on[first + k][name]))
            for k, name in enumerate(["first", "second", "third"])
            if self.book.facts.months_in_year(group, first + k) >= on[first + k]["months"]
        ]
