"""The questions in their order; what an option said is not asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from braid.catalog.drafting.answers import Answers, Group, Program
from braid.cli.drafting import asking
from braid.cli.drafting.asking import ask, option
from braid.cli.drafting.money import MoneyQuestions
from braid.cli.drafting.people import PEOPLE, PROGRAM, PeopleQuestions
from braid.periods import add_months

if TYPE_CHECKING:
    from braid.catalog.whole import WholeLibrary
    from braid.cli.drafting.streams import Choice

T = TypeVar("T")
NAME = "Our partnership"
MONTHS, MOST_MONTHS = 12, 120
STAFF, SUPPORT = Decimal(60_000), Decimal(500)


@dataclass
class Said:
    """What options said, as it was written."""

    name: str | None = None
    start: str | None = None
    months: str | None = None
    stream: Sequence[str] = ()
    program: Sequence[str] = ()
    group: Sequence[str] = ()
    support: str | None = None
    staff: str | None = None
    employer: str | None = None


@dataclass
class Questions:
    """All questions; each answer may decide about the next default."""

    said: Said
    choice: Choice
    library: WholeLibrary
    asks: bool
    """Whether to ask what no option said; else its default is taken."""
    known: Answers = field(init=False)

    def answers(self) -> Answers:
        """All answers; what nobody said of money, weeks and days is guessed from the law."""
        said = self.said
        name = self._one(
            said.name, "--name", "What is the partnership called?", NAME, asking.name
        )  # fmt: skip
        first = _next_year(date.today()).isoformat()
        start = self._one(
            said.start, "--start", "The first day of the plan?", first, asking.day
        )  # fmt: skip
        months = self._one(
            said.months, "--months", "How many months is it long?", str(MONTHS),
            lambda text: asking.whole(text, 1, MOST_MONTHS),
        )  # fmt: skip
        end = add_months(start, months) - timedelta(days=1)
        self.known = Answers(
            name,
            start,
            end,
            (Program("program", PROGRAM),),
            (Group("group", "program", PEOPLE),),
            (),
        )
        money = MoneyQuestions(self.said.stream, self.choice, self.library, self.asks, self.known)
        self.known = money.answered()
        people = PeopleQuestions(
            self.said.program, self.said.group, self.library, self.asks, self.known
        )
        self.known = people.answered()
        support = self._one(
            said.support, "--support", "Fares and other support for each person, in dollars?",
            str(SUPPORT), asking.dollars,
        )  # fmt: skip
        staff = self._one(
            said.staff, "--staff", "Staff for everybody, in dollars a year?", str(STAFF),
            asking.dollars,
        )  # fmt: skip
        employer = self._one(
            said.employer, "--employer", "An employer that is part of it?", "",
            lambda text: asking.name(text) if text else "", "none",
        )  # fmt: skip
        return replace(self.known, support=support, staff=staff, employer=employer)

    def _one(
        self, said: str | None, hint: str, question: str, default: str, check: Callable[[str], T],
        shown: str | None = None,
    ) -> T:  # fmt: skip
        """An answer: an option's, a typed one, or the default."""
        if said is not None:
            return option(check, said, hint)
        return ask(question, default, check, shown) if self.asks else check(default)


def _next_year(today: date) -> date:
    """The first day of the next program year, with which most public money begins."""
    return date(today.year + (today >= date(today.year, 7, 1)), 7, 1)
