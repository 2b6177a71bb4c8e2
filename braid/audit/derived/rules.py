"""``rules.csv``: each rule with a number, both sides of it, and the room between them.

A line is found by its rule and the name of its instance. What a name does not tell apart (two
groups of one line, two awards of a pool) may be any of those that have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from braid.audit.books import Books
from braid.audit.csv_form import Refused
from braid.audit.derived.beside import NEEDS, needs
from braid.audit.derived.limits import limits, untouched
from braid.audit.derived.money import awards, obligations, slices, transfers
from braid.audit.derived.order import AfterOthers, exclusives, orders, supplants, togethers
from braid.audit.derived.shared import Benefits, thresholds
from braid.audit.derived.side import BINDS, Side, Sides
from braid.audit.derived.table import (
    Column,
    Key,
    Line,
    Stated,
    Table,
    Value,
    lines,
    value_of,
    values,
)
from braid.audit.findings import Finding
from braid.catalog.law import HomedRule

RULES = Table(
    "rules.csv",
    ("rule", "instance"),
    (
        Column("kind", "text", "Kind of a rule"),
        Column("left", "number", "What is used of a limit"),
        Column("sense", "text", "Whether a limit is a cap or a floor"),
        Column("right", "number", "The limit"),
        Column("slack", "number", "The room that a limit leaves"),
        Column("binding", "flag", "Whether a limit leaves less than 50 cents of room"),
        Column("citation", "text", "Where the rule stands in the law"),
    ),
)

EAGER: tuple[Sides, ...] = (
    awards, slices, limits, orders, supplants, obligations, needs, transfers, exclusives,
    togethers, thresholds,
)  # fmt: skip

FIRST = " first of "
"""What the plan does first for those who come first: how it puts costs together no table tells."""
ALREADY = ", what was charged counted in"
"""What parts of a shared cost are left after the actuals, by how the plan weighs the groups."""


class RuleLines:
    """The lines that there may be, by rule and instance; each stands for one line of the table."""

    def __init__(self, books: Books) -> None:
        self.rules: dict[str, list[HomedRule]] = {}
        """By id: in a portfolio a rule may be held apart for each partnership."""
        for homed in books.inputs.law.rules:
            self.rules.setdefault(homed.id, []).append(homed)
        self._benefits, self._after_others = Benefits(books), AfterOthers(books)
        self._books = books
        self._sides: dict[Key, list[Side]] = {}
        self._asked: set[Key] = set()
        for some in EAGER:
            self._add(some(books))

    def _add(self, sides: Iterable[Side]) -> None:
        for side in sides:
            self._sides.setdefault((side.rule, side.label), []).append(side)

    def compared(self, stated: Stated) -> Iterator[Finding]:
        """Every line that is missing or of nothing, and every value that is not right."""
        seen: set[int] = set()
        for row in stated:
            rule, instance = key = row.get("rule", ""), row.get("instance", "")
            found = self._closest(key, row, seen)
            if (found is None or found[0]) and self._more(rule, instance):
                found = self._closest(key, row, seen)
            if found is None:
                yield lines(RULES.file, key, 1, 0)
                continue
            wrong, side = found
            if side.left is not None:
                seen.add(id(side))
            yield from wrong
        for name, sides in sorted(self._sides.items()):
            for side in sides:
                if side.needed and id(side) not in seen:
                    yield lines(RULES.file, name, 0, 1)

    def _closest(
        self, key: tuple[str, str], row: Mapping[str, str], seen: set[int]
    ) -> tuple[list[Finding], Side] | None:
        """What is wrong with a line if it is the one, of those not seen yet, that it is closest to.

        None where there is none of its name.
        """
        free = [side for side in self._named(*key) if id(side) not in seen]
        tried = ((list(values(RULES, key, row, self._line(s, row))), s) for s in free)
        return min(tried, key=lambda one: len(one[0]), default=None)

    def _more(self, rule: str, instance: str) -> bool:
        """Work out what there may be beside, once a name asks for it; whether that is new."""
        if rule not in self.rules:
            return False
        kind = self.rules[rule][0].kind
        name = (rule, "" if kind == "limit" else instance)
        if name in self._asked:
            return False
        self._asked.add(name)
        if kind == "limit":
            for homed in self.rules[rule]:
                self._add(untouched(self._books, homed))
        else:
            self._add(self._by_name(rule, kind, instance))
        return True

    def _named(self, rule: str, instance: str) -> list[Side]:
        """Of the lines that are worked out those with a name."""
        names, _, tail = instance.partition(" ")
        found = [s for s in self._sides.get((rule, instance), ()) if s.among is None]
        among = set(names.split("+"))
        for side in self._sides.get((rule, tail), ()):
            if side.among and side.among.needed <= among <= side.among.awards:
                found.append(side)
        return found

    def _by_name(self, rule: str, kind: str, instance: str) -> Iterator[Side]:
        """Lines that are worked out, or that cannot be, once a name asks for them."""
        if {"benefit": ALREADY, "order": FIRST}.get(kind, "\n") in instance:
            yield Side(rule, instance, kind, None, ())
        elif kind == "benefit":
            yield from self._benefits.of(instance)
        elif kind == "order":
            yield from self._after_others.of(rule, instance)
        elif kind in NEEDS:  # nothing is charged that asks for it
            award, *parts = instance.split(" ")
            following = any(award in homed.awards for homed in self.rules[rule])
            if following and set(parts) <= self._parts:
                yield Side(rule, instance, kind, 0, (0,), ">=")

    @cached_property
    def _parts(self) -> set[str]:
        """What the names of needs are made of beside an award."""
        inputs = self._books.inputs
        periods = {period.start.isoformat() for period in inputs.calendar.periods}
        return {*inputs.costs, *inputs.groups, *inputs.employers, *periods}

    def _line(self, side: Side, row: Mapping[str, str]) -> Line:
        """What the columns of a line should be; what is stated chooses among several rights."""
        stated = {name: _number(row.get(name, "")) for name in ("left", "right", "slack")}
        alike = self.rules.get(side.rule)
        line: dict[str, Value] = {
            "kind": side.kind, "citation": alike[0].rule.cite if alike else "",
        }  # fmt: skip
        floor = (row.get("sense") if side.left is None else side.sense) == ">="
        left = (stated["left"] or Fraction(0)) * 100 if side.left is None else side.left
        told = (stated["right"] or Fraction(0)) * 100
        right = next((r for r in side.rights if round(r) == told), None)
        if right is None:
            right = side.rights[0] if side.rights else told
        room = Fraction(left - right if floor else right - left)
        said = (stated["slack"] or Fraction(0)) * 100
        if side.left is None and not side.rights and abs(said - room) <= 1:  # of rounded sides
            room = said
        line["slack"] = Fraction(round(room), 100)
        if side.left is not None:
            line["sense"], line["left"] = side.sense, Fraction(round(left), 100)
        if side.rights:
            line["right"] = Fraction(round(right), 100)
        if side.kind not in NEEDS:
            line["binding"] = room < BINDS
        return line


def _number(text: str) -> Fraction | None:
    """A number as it is stated; None where it is none, which its own column tells."""
    try:
        stated = value_of("number", text)
    except Refused:
        return None
    return stated if isinstance(stated, Fraction) else None
