"""A draft: the answers with everything that was guessed to go with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from braid.catalog.drafting.answers import Answers, Line, Money, Program, last_day
from braid.catalog.drafting.costs import AMOUNT, costs_and_amounts
from braid.catalog.drafting.guessing import Guesses, Known
from braid.catalog.drafting.wanted import Fact, Law, Wanted
from braid.catalog.values import Clock
from braid.catalog.whole import WholeLibrary
from braid.record import record
from braid.schema.library import AttributeDefinition, AttributesFile, StreamFile

WEEKS = Decimal(12)
HOURS_A_WEEK = 25
"""What is guessed of a program where nothing is said."""
FIELDS = {
    "group": {"start"},
    "program": {
        "weeks", "clock_hours", "terms", "completion_rate", "placement_rate", "operating_since",
        "months_operating", "credential.recognized", "credential.stackable", "credential.portable",
    },
    "line": {"when"}, "award": {"amount", "may_match"}, "organization": {"type"},
}  # fmt: skip
"""Fields of the format that may be guessed, beside the attributes of the data dictionary."""


@record
class Draft:
    """What the scenario will say."""

    answers: Answers
    lines: tuple[Line, ...]
    facts: dict[Fact, Any]
    """Everything that was guessed."""
    unpaid: dict[str, tuple[Wanted, ...]] = field(default_factory=dict)
    """Awards that pay nothing as it stands, with what keeps them from it."""
    needs_employer: bool = False
    said: frozenset[str] = frozenset()
    """Awards of which somebody has said the amount."""


def dictionary(attributes: AttributesFile | None, fact: Fact) -> AttributeDefinition | None:
    """What the data dictionary says of a fact."""
    entity = fact[0].partition(":")[0]
    known: dict[str, AttributeDefinition] = getattr(attributes, entity, {})
    found = known.get(fact[1])
    if found is None and entity == "provider" and attributes is not None:
        found = attributes.organization.get(fact[1])
    return found


def drafted(answers: Answers, library: WholeLibrary) -> Draft:
    """The draft of some answers."""
    law = Law(library, answers)
    lines, amounts = costs_and_amounts(answers, law)
    guesses = Guesses(_known(answers, library, lines, amounts))
    unpaid: dict[str, tuple[Wanted, ...]] = {}
    for money in answers.money:
        unmet = guesses.meet(law.wanted(money, lines))
        lost = frozenset(pair for one in unmet for pair in one.pairs)
        if law.payable(money, lines) <= lost:
            unpaid[money.id] = tuple({one.rule: one for one in unmet}.values())
    for money in answers.money:
        guesses.meet(law.wished(money, lines))
    employer = any(fact[0] == "employer" for fact in guesses.facts)
    credit = any(line.borne_by for line in lines)
    return Draft(
        _filled(answers, guesses, library), lines, guesses.facts, unpaid, employer or credit,
        frozenset(money.id for money in answers.money if money.amount is not None),
    )  # fmt: skip


def _known(
    answers: Answers, library: WholeLibrary, lines: Iterable[Line], amounts: dict[str, Decimal]
) -> Known:
    said: dict[Fact, Any] = {}
    for program in answers.programs:
        said[f"program:{program.id}", "academic_year.hours"] = Decimal(900)
        said[f"program:{program.id}", "academic_year.weeks"] = Decimal(26)
        said[f"program:{program.id}", "academic_year.terms"] = Decimal(2)
        said[f"program:{program.id}", "tuition_and_fees"] = program.tuition
        if program.weeks is not None:
            said[f"program:{program.id}", "weeks"] = program.weeks
    for group in answers.groups:
        said[f"group:{group.id}", "participants"] = Decimal(group.people)
        if group.start is not None:
            said[f"group:{group.id}", "start"] = group.start
    for line in lines:
        said[f"line:{line.id}", "category"] = line.category
        said[f"line:{line.id}", "direct"] = line.per_participant is not None
        said[f"line:{line.id}", "shared"] = line.amount is not None
        if line.amount is not None:
            said[f"line:{line.id}", "when"] = "every_period"
    for money in answers.money:
        said |= _said_of_award(money, library)
    return Known(
        said, _Usual(answers, library.attributes, amounts), lambda fact: _statable(library, fact),
        Clock(answers.start, answers.start),
    )  # fmt: skip


def _said_of_award(money: Money, library: WholeLibrary) -> dict[Fact, Any]:
    whose = f"award:{money.id}"
    found: dict[Fact, Any] = {(whose, "holds"): "allocation"}
    entitled = is_entitlement(library, money.stream)
    found[whose, "has_amount"] = not entitled
    if money.amount is not None or entitled:
        found[whose, "amount"] = money.amount
    return found


def is_entitlement(library: WholeLibrary, stream: str) -> bool:
    """Whether a formula says what the stream pays, so that its awards have no amount."""
    content = library.files[stream].content
    return isinstance(content, StreamFile) and content.entitlement


def _statable(library: WholeLibrary, fact: Fact) -> bool:
    entity = fact[0].partition(":")[0]
    if fact[1] in FIELDS.get(entity, ()):
        return True
    known = dictionary(library.attributes, fact)
    return known is not None and not known.computed


class _Usual:
    """What is usual of a fact: what was guessed of the like before, an example, a simple value."""

    def __init__(
        self, answers: Answers, attributes: AttributesFile | None, amounts: dict[str, Decimal]
    ) -> None:
        self.attributes, self.amounts = attributes, amounts
        self.start, self.end = answers.start, answers.end
        self.weeks = {p.id: p.weeks or WEEKS for p in answers.programs}

    def __call__(self, fact: Fact) -> tuple[Any, ...]:
        entity, _, whose = fact[0].partition(":")
        if fact[1] in FIELDS.get(entity, ()):
            return self._field(whose, fact[1])
        known = dictionary(self.attributes, fact)
        if known is None:
            return ()
        if known.example is not None:
            return (known.example,)
        if known.type == "boolean":
            return ()  # what the condition names
        if known.type == "number":
            return (Decimal(0),)
        if known.type == "date":
            return (self.end + timedelta(days=366), self.start - timedelta(days=30))
        return known.values

    def _field(self, whose: str, name: str) -> tuple[Any, ...]:
        weeks = self.weeks.get(whose, WEEKS)
        values: dict[str, tuple[Any, ...]] = {
            "start": (first_start(self.start),), "weeks": (WEEKS,),
            "clock_hours": (weeks * HOURS_A_WEEK,), "months_operating": (Decimal(24),),
            "completion_rate": (Decimal("0.75"),), "placement_rate": (Decimal("0.75"),),
            "when": ("start", "training", "exit"), "may_match": (True,), "type": ("nonprofit",),
            "amount": (self.amounts.get(whose, AMOUNT),),
        }  # fmt: skip
        return values.get(name, ())


def first_start(start: date) -> date:
    """A usual day for the first group: the first Monday a month after the plan begins."""
    day = start + timedelta(days=30)
    return day + timedelta(days=-day.weekday() % 7)


def _filled(answers: Answers, guesses: Guesses, library: WholeLibrary) -> Answers:
    """The answers, with a guess for each that was not given."""
    facts = guesses.facts
    programs: list[Program] = []
    longest = max(Decimal(1), Decimal((answers.end - answers.start).days // 7))
    for p in answers.programs:
        weeks = p.weeks
        if weeks is None:
            weeks = min(longest, facts.get((f"program:{p.id}", "weeks"), WEEKS))
        programs.append(replace(p, weeks=weeks))
    long = {p.id: p.weeks or WEEKS for p in programs}
    groups = []
    for g in answers.groups:
        start = g.start or facts.get((f"group:{g.id}", "start"), first_start(answers.start))
        if g.start is None and last_day(start, long[g.program]) > answers.end:
            start = answers.start
        groups.append(replace(g, start=start))
    money = []
    for m in answers.money:
        amount = m.amount
        if amount is None and not is_entitlement(library, m.stream):
            amount = guesses.best((f"award:{m.id}", "amount"))
        money.append(replace(m, amount=amount))
    return replace(
        answers, programs=tuple(programs), groups=tuple(groups), money=tuple(money)
    )  # fmt: skip
