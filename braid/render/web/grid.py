"""The grid of who may pay what, and the reasons that a click shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from braid.catalog.renaming import SEPARATOR
from braid.plan.plan import Plan
from braid.plan.who_may_pay import MayPay, who_may_pay
from braid.record import record
from braid.render.web.words import money, shown
from braid.render.words import line_name, spoken

SIGNS = {"pays": "X", "may": "X", "unknown": "?", "no": "·", "none": ""}
WORDS = {
    "pays": "pays", "may": "may pay, pays nothing", "unknown": "may not: a fact is not stated",
    "no": "may not", "none": "nobody asks",
}  # fmt: skip
ORDER = ("pays", "may", "unknown", "no")


@record
class Cell:
    """An award and a line: the best answer for any group, dollars, the number of its reasons."""

    answer: str
    sign: str
    cents: int
    says: str
    number: int


@record
class Line:
    """A cost line with a cell for each award of the grid."""

    id: str
    name: str
    short: str
    category: str
    family: str
    cells: tuple[Cell, ...]
    paid: int
    unfunded: int


@record
class Head:
    """A column: an award."""

    id: str
    short: str
    name: str
    stream: str
    certain: bool
    total: int


@record
class Grid:
    """The lines of one partnership (or of the only one) and the awards that may reach them."""

    id: str
    title: str
    awards: tuple[Head, ...]
    lines: tuple[Line, ...]
    reporting: tuple[int, ...]
    unfunded: int


def grids(plan: Plan) -> tuple[list[Grid], dict[str, Any]]:
    """The grids, one for each partnership of a portfolio, and what the script shows of cells."""
    told = _Told(plan)
    homes = [(member.id, member.name or member.id) for member in plan.inputs.partnerships]
    return [told.grid(*home) for home in homes or [("", "")]], told.data()


class _Told:
    def __init__(self, plan: Plan) -> None:
        self.plan, self.inputs = plan, plan.inputs
        self.answers: dict[str, dict[str, list[MayPay]]] = defaultdict(lambda: defaultdict(list))
        for one in who_may_pay(plan):
            self.answers[one.cost][one.award].append(one)
        self.unfunded = plan.tables["unfunded"].sums("cost")
        self.reasons: dict[tuple[str, str, str], int] = {}
        self.cells: list[list[Any]] = []
        self.reporting: dict[str, int] = defaultdict(int)
        """What awards pay for reports and records: what stands in no cell of the grid."""
        for (award, cost), cents in plan.tables["charges"].sums("award", "cost").items():
            if cost not in self.inputs.costs:
                self.reporting[award] += cents

    def grid(self, home: str, title: str) -> Grid:
        """The lines of a partnership."""
        names = [c for c in self.answers if self.inputs.partnership(c) == home]
        asked = {award for c in names for award in self.answers[c]}
        awards = sorted(asked, key=lambda a: (bool(self.inputs.partnership(a)), a))
        kept = [a for a in awards if any(self._worth(c, a) for c in names)] or awards
        lines = tuple(self._line(cost, kept, home) for cost in names)
        heads = tuple(
            self._head(award, home, sum(line.cells[k].cents for line in lines))
            for k, award in enumerate(kept)
        )
        reporting = tuple(self._reporting(award) for award in kept)
        return Grid(home, title, heads, lines, reporting, sum(line.unfunded for line in lines))

    def _worth(self, cost: str, award: str) -> bool:
        """Whether an award of a portfolio has anything to do with a line."""
        if not self.inputs.partnerships or self.inputs.partnership(award):
            return True
        return any(one.answer != "no" for one in self.answers[cost].get(award, ()))

    def _head(self, award: str, home: str, total: int) -> Head:
        stated = self.inputs.awards[award]
        certain = award in self.inputs.committed
        name = stated.name if stated.name and stated.name != award else ""
        return Head(award, _own(award, home), shown(name, 60), stated.stream, certain, total)

    def _line(self, cost: str, awards: Sequence[str], home: str) -> Line:
        stated = self.inputs.costs[cost]
        known = self.inputs.law.categories.file.categories
        families = known[stated.category].families if stated.category in known else ()
        cells = tuple(self._cell(cost, award) for award in awards)
        return Line(
            cost, shown(line_name(self.inputs, cost)),
            shown(_own(line_name(self.inputs, cost), home)), spoken(stated.category),
            families[0] if families else stated.category, cells,
            sum(cell.cents for cell in cells), self.unfunded.get((cost,), 0),
        )  # fmt: skip

    def _cell(self, cost: str, award: str) -> Cell:
        answers = self.answers[cost].get(award, [])
        if not answers:
            return Cell("none", "", 0, WORDS["none"], -1)
        best = min((one.answer for one in answers), key=ORDER.index)
        cents = sum(one.cents for one in answers)
        says = WORDS[best] + (f" ${money(cents)}" if cents else "")
        if best == "may" and award not in self.inputs.committed:
            says = "could pay, but is not certain"
        self.cells.append([award, cost, best, cents, self._groups(answers)])
        return Cell(best, SIGNS[best], cents, says, len(self.cells) - 1)

    def _groups(self, answers: Iterable[MayPay]) -> list[list[Any]]:
        return [
            [one.group, one.answer, one.cents, self._reason(one)]
            for one in sorted(answers, key=lambda one: (ORDER.index(one.answer), one.group))
        ]

    def _reason(self, one: MayPay) -> int:
        key = (one.sentence, one.citation, one.rule)
        return self.reasons.setdefault(key, len(self.reasons)) if any(key) else -1

    def _reporting(self, award: str) -> int:
        """The same of an award in a grid; what a shared award reports on is of no partnership."""
        own = not self.inputs.partnerships or self.inputs.partnership(award)
        return self.reporting.get(award, 0) if own else 0

    def data(self) -> dict[str, Any]:
        """Cells [award, line, answer, cents, groups], reasons, and the names of all."""
        inputs = self.inputs
        return {
            "cells": self.cells,
            "reasons": [list(key) for key in self.reasons],
            "awards": {a: inputs.awards[a].name or a for a in inputs.awards},
            "lines": {c: line_name(inputs, c) for c in self.answers},
            "groups": {g: group.name or g for g, group in inputs.groups.items()},
            "words": WORDS,
        }


def _own(name: str, home: str) -> str:
    """An id without the partnership that stands above its grid."""
    return name.removeprefix(home + SEPARATOR) if home else name


def all_reasons(data: dict[str, Any]) -> list[tuple[str, str, str, list[str]]]:
    """Award, answer, reason and lines: the same as a list, for print and for reading through."""
    found: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for award, cost, _, _, groups in data["cells"]:
        for group, answer, _, reason in groups:
            if reason >= 0:
                place = f"{cost}, {group}" if group else cost
                found[award, answer, reason].append(place)
    rows = []
    for (award, answer, reason), places in found.items():
        sentence, citation, rule = data["reasons"][reason]
        text = " ".join(part for part in (sentence, citation, f"[{rule}]" if rule else "") if part)
        rows.append((award, WORDS[answer], text, places))
    return sorted(rows, key=lambda row: (row[0], row[1], row[2]))
