"""What the chosen streams ask before they pay: their conditions, each with whom it is asked of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from braid.catalog.drafting.answers import Answers, Line, Money
from braid.catalog.fields import owned
from braid.catalog.library import Categories
from braid.catalog.values import Clock, value_at
from braid.catalog.whole import WholeLibrary
from braid.record import record
from braid.schema import rules as schema
from braid.schema.formulas import FORMULAS
from braid.schema.library import CategoriesFile
from braid.schema.predicate import Not, Predicate

Fact = tuple[str, str]
"""Whose fact it is (``group:autumn``, ``award:city``) and its name."""
ASKING = (
    schema.Participant, schema.Program, schema.Employer, schema.Award, schema.Line,
)  # fmt: skip
_OF_KIND = {"participant": "group", "report": "award"}


@record
class Site:
    """Whom a condition is asked about, entity by entity."""

    entity: str
    """Whose attributes are meant without a dot."""
    group: str
    program: str
    line: str
    award: str

    def fact(self, name: str) -> Fact:
        """The fact that a condition names here."""
        entity, attribute = owned(self.entity, name)
        whose = {
            "group": f"group:{self.group}", "program": f"program:{self.program}",
            "provider": f"provider:{self.program}", "line": f"line:{self.line}",
            "award": f"award:{self.award}",
        }  # fmt: skip
        return whose.get(entity, entity), attribute


@record
class Wanted:
    """A condition of an award, and the lines and groups that go unpaid where it does not hold."""

    rule: str
    why: str
    condition: Predicate
    site: Site
    pairs: frozenset[tuple[str, str]]


class Law:
    """The rules of the chosen streams, and which lines each of them may pay."""

    def __init__(self, library: WholeLibrary, answers: Answers) -> None:
        self.library = library
        self.answers = answers
        self.clock = Clock(answers.start, answers.start)
        self.words = Categories(library.categories or CategoriesFile(families={}, categories={}))

    def rules(self, stream: str) -> Iterator[tuple[str, schema.RuleBase]]:
        """The rules of a stream in the plan's days: its own, its family's, sets' and state's."""
        homes = (stream, *self.library.followed(stream))
        for home in homes:
            yield from self._in_force(self.library.files[home].rules())
        for file in self.library.overlays:
            if file.home in homes and file.state == self.answers.state:
                yield from self._in_force(file.rules())

    def _in_force(
        self, rules: Iterable[tuple[str, schema.RuleBase]]
    ) -> Iterator[tuple[str, schema.RuleBase]]:
        for name, rule in rules:
            begun = rule.from_ is None or rule.from_ <= self.answers.end
            if begun and (rule.until is None or self.answers.start < rule.until):
                yield name, rule

    def binding(self, stream: str) -> Iterator[tuple[str, schema.RuleBase]]:
        """Those that decide what is paid; the others only warn."""
        return ((name, rule) for name, rule in self.rules(stream) if rule.binds)

    def pays(self, stream: str, category: str) -> bool:
        """Whether the stream's lists of costs have room for a kind of cost."""
        for _, rule in self.binding(stream):
            if isinstance(rule, schema.Line):
                left_out = rule.allow is not None and category not in self.words.expand(rule.allow)
                if left_out or category in self.words.expand(rule.forbid or ()):
                    return False
        return True

    def credit(self, stream: str) -> bool:
        """Whether it is a tax credit for what an employer bears."""
        rules = (rule for _, rule in self.binding(stream) if isinstance(rule, schema.Formula))
        return any(rule.formula in FORMULAS and FORMULAS[rule.formula].credit for rule in rules)

    def first_paid(self, stream: str, among: Iterable[str] = ()) -> str | None:
        """The first kind of cost, of the library's list or of some of it, that a stream may pay.

        One that it pays in full goes before those of which it pays a share only.
        """
        some = self.words.expand(among)
        known = [name for name in self.words.file.categories if not some or name in some]
        paid = [name for name in known if self.pays(stream, name)]
        return min(paid, key=self._in_part(stream).__contains__, default=None)

    def _in_part(self, stream: str) -> frozenset[str]:
        """Kinds of cost of which a stream pays a share of each person's cost."""
        found: set[str] = set()
        for _, rule in self.binding(stream):
            most = rule.at_most if isinstance(rule, schema.Limit) else None
            if isinstance(rule, schema.Limit) and rule.spend and most and most.of == "cost":
                found |= self.words.expand(rule.spend.category or ())
        return frozenset(found)

    def floors(self, money: Money) -> Iterator[tuple[tuple[str, ...], Fraction]]:
        """Kinds of cost on which a part of an award must be spent, and that part."""
        for _, rule in self.binding(money.stream):
            if isinstance(rule, schema.Limit) and rule.at_least is not None and rule.spend:
                share = rule.at_least.share and value_at(rule.at_least.share, self.clock)
                if share and rule.spend.category:
                    yield rule.spend.category, share

    def money_beside(self, stream: str, lines: Iterable[Line]) -> Iterator[str]:
        """Why a stream pays only beside other money: its match and its repayment by a share."""
        kinds = {line.category for line in lines}
        for _, rule in self.binding(stream):
            if isinstance(rule, schema.Match | schema.Reimbursement):
                about = rule.spend.category if rule.spend is not None else None
                share = rule.share is None or value_at(rule.share, self.clock)
                if share and (about is None or kinds & self.words.expand(about)):
                    yield rule.why

    def wanted(self, money: Money, lines: Sequence[Line]) -> list[Wanted]:
        """What one award's rules ask of everybody and everything in the draft."""
        return list(self._conditions(self.binding(money.stream), money, lines))

    def wished(self, money: Money, lines: Sequence[Line]) -> list[Wanted]:
        """What no payment hangs on: what guidance asks, and that reports of few are not due."""
        found = [(name, rule) for name, rule in self.rules(money.stream) if not rule.binds]
        wished = list(self._conditions(found, money, lines))
        for name, rule in self.binding(money.stream):
            where = rule.where if isinstance(rule, schema.Report) else None
            if isinstance(where, Predicate) and not isinstance(where, Not):
                for site, _ in self._sites(rule, money, lines):
                    wished.append(Wanted(name, rule.why, Not(where), site, frozenset()))
        return wished

    def _conditions(
        self, rules: Iterable[tuple[str, schema.RuleBase]], money: Money, lines: Sequence[Line]
    ) -> Iterator[Wanted]:
        mine = [line for line in lines if self.may_pay(money, line)]
        for name, rule in rules:
            condition = _condition(rule)
            if condition is None or not isinstance(rule, ASKING):
                continue
            about = self.words.expand(rule.for_) if rule.for_ else None
            asked = [line for line in mine if about is None or line.category in about]
            for site, pairs in self._sites(rule, money, asked):
                yield Wanted(name, rule.why, condition, site, frozenset(pairs))

    def may_pay(self, money: Money, line: Line) -> bool:
        """Whether an award's lists have room for a line."""
        borne = bool(line.borne_by) or not self.credit(money.stream)
        return borne and self.pays(money.stream, line.category)

    def payable(self, money: Money, lines: Sequence[Line]) -> frozenset[tuple[str, str]]:
        """The lines, for each group that they serve, that the award's lists have room for."""
        mine = [line for line in lines if self.may_pay(money, line)]
        return frozenset((line.id, group) for line in mine for group, _ in self._groups(line))

    def _groups(self, line: Line) -> list[tuple[str, str]]:
        groups = [(group.id, group.program) for group in self.answers.groups]
        return [(g, p) for g, p in groups if line.program in ("", p)]

    def _sites(
        self, rule: schema.RuleBase, money: Money, asked: Sequence[Line]
    ) -> Iterator[tuple[Site, list[tuple[str, str]]]]:
        """Where a condition is asked: of every group, program or line that it is about."""
        pairs = [(line.id, g, p) for line in asked for g, p in self._groups(line)]
        kind = str(getattr(rule, "kind", ""))
        entity = _OF_KIND.get(kind, kind)
        part = {"group": 1, "program": 2, "line": 0}.get(entity)
        keys = dict.fromkeys(pair[part] if part is not None else "" for pair in pairs)
        for key in keys:
            mine = [pair for pair in pairs if part is None or pair[part] == key]
            line, group, program = mine[0]
            site = Site(entity, group, program, line, money.id)
            yield site, [(pair[0], pair[1]) for pair in mine]


def _condition(rule: schema.RuleBase) -> Predicate | None:
    found = getattr(rule, "who", None) or getattr(rule, "where", None)
    return found if isinstance(found, Predicate) else None
