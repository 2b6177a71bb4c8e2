"""The questions in their order; what an option said is not asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from braid.catalog.drafting.answers import Answers, Group, Money, Program, id_of, last_day
from braid.catalog.drafting.draft import drafted, first_start, is_entitlement
from braid.cli.drafting import asking
from braid.cli.drafting.asking import WrongAnswer, ask, option
from braid.cli.options import talk
from braid.periods import add_months
from braid.render.words import day as spelled

if TYPE_CHECKING:
    from braid.catalog.whole import WholeLibrary
    from braid.cli.drafting.streams import Choice

T = TypeVar("T")
NAME, PROGRAM = "Our partnership", "Training"
PEOPLE, MONTHS = 20, 12
STAFF, SUPPORT, TUITION = Decimal(60_000), Decimal(500), Decimal(3_000)
MOST_PEOPLE, MOST_MONTHS = 10_000_000, 120


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
        self._money()
        self._programs()
        self._groups()
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

    def _money(self) -> None:
        found: list[Money] = []
        for said in self.said.stream:
            found.append(option(lambda text: self._award(text, found), said, "--stream"))
        if not found and not self.asks:
            found.append(self._of(self.choice.usual, found))
        if not found:
            talk("\nWhich money is there? These are the streams whose rules braid knows:\n")
            self.choice.show()
            talk("")
        while self.asks and not self.said.stream:
            stream = self._stream(first=not found)
            if stream is None:
                break
            found.append(self._asked(stream, found))
        states = {self._state(money.stream) for money in found} - {""}
        state = states.pop() if len(states) == 1 else ""
        self.known = replace(self.known, money=tuple(found), state=state)

    def _stream(self, first: bool) -> str | None:
        """The next stream; a part of a name that several share shows these."""

        def check(said: str) -> str | None:
            if not said:
                return None
            found = self.choice.found(said)
            if len(found) > 1:
                self.choice.show(found)
                raise WrongAnswer("Which of them?")
            return self.choice.one(said)

        question = "A number, a name or a part of one?" if first else "More money?"
        default = self.choice.usual if first else ""
        return ask(question, default, check, default or "no more")

    def _asked(self, stream: str, found: list[Money]) -> Money:
        """How much of it there is, and until when."""
        money = self._of(stream, found)
        talk(f"  {self.choice.names[stream]}")
        if is_entitlement(self.library, stream):
            talk("  The law says by a formula what it pays: there is no amount.")
            return money
        amount = ask("  How much, in dollars?", str(self._guessed(money).amount), _some)
        money = replace(money, amount=amount)
        end = ask("  Its last day?", "", self._end, "as the law has it")
        return replace(money, end=end)

    def _guessed(self, money: Money) -> Money:
        known = replace(self.known, money=(money,))
        return drafted(known, self.library).answers.money[0]

    def _end(self, said: str) -> date | None:
        if not said:
            return None
        end = asking.day(said)
        if end < self.known.start:
            raise WrongAnswer(
                f"It would end before the plan begins on {spelled(self.known.start)}."
            )  # fmt: skip
        return end

    def _of(self, stream: str, found: Sequence[Money]) -> Money:
        return Money(id_of(stream, [money.id for money in found], "award"), stream)

    def _award(self, said: str, found: Sequence[Money]) -> Money:
        """``wioa_adult=150000@2027-12-31``."""
        named, _, rest = said.partition("=")
        money = self._of(self.choice.one(named), found)
        amount, _, until = rest.partition("@")
        if amount.strip():
            if is_entitlement(self.library, money.stream):
                raise WrongAnswer(f"'{money.stream}' has no amount: a formula says what it pays.")
            money = replace(money, amount=_some(amount.strip()))
        return replace(money, end=self._end(until.strip()))

    def _state(self, stream: str) -> str:
        """The state whose stream it is, where the library holds rules of that state."""
        above = self.library.files[stream].path.parent
        of_state = {file.state for file in self.library.overlays}
        return above.name if above.parent.name == "state" and above.name in of_state else ""

    def _programs(self) -> None:
        found: list[Program] = []

        def add(name: str, weeks: Decimal | None, tuition: Decimal) -> None:
            found.append(
                Program(id_of(name, [p.id for p in found], "program"), name, weeks, tuition)
            )

        for said in self.said.program:
            add(*option(self._program, said, "--program"))
        if not found and not self.asks:
            add(PROGRAM, None, TUITION)
        while self.asks and not self.said.program:
            name = ask(
                "What else is taught?" if found else "\nWhat is taught?", "" if found else PROGRAM,
                lambda text: asking.name(text) if text else "", "nothing else" if found else None,
            )  # fmt: skip
            if not name:
                break
            usual = drafted(self.known, self.library).answers.programs[0].weeks
            weeks = ask("  For how many weeks?", f"{usual:f}", self._weeks)
            add(name, weeks, ask("  Tuition for each, in dollars?", str(TUITION), asking.dollars))
        self.known = replace(self.known, programs=tuple(found))

    def _program(self, said: str) -> tuple[str, Decimal | None, Decimal]:
        """``Nursing=30:6400``."""
        named, equals, rest = said.rpartition("=")
        if not equals:
            named, rest = said, ""
        long, _, price = rest.partition(":")
        weeks = self._weeks(long.strip()) if long.strip() else None
        return (
            asking.name(named), weeks,
            asking.dollars(price.strip()) if price.strip() else TUITION,
        )  # fmt: skip

    def _weeks(self, said: str) -> Decimal:
        weeks = asking.weeks(said)
        if last_day(self.known.start, weeks) > self.known.end:
            start, end = spelled(self.known.start), spelled(self.known.end)
            raise WrongAnswer(f"{said} weeks do not fit into the plan, {start} to {end}.")
        return weeks

    def _groups(self) -> None:
        found: list[Group] = []

        def add(program: str, people: int, start: date | None) -> None:
            name = f"{program}_{1 + sum(g.program == program for g in found)}"
            found.append(Group(id_of(name, [g.id for g in found], "group"), program, people, start))

        for said in self.said.group:
            add(*option(self._group, said, "--group"))
        for program in self.known.programs:
            if self.asks and not self.said.group:
                for people, start in self._starting(program):
                    add(program.id, people, start)
            elif not any(group.program == program.id for group in found):
                add(program.id, PEOPLE, None)
        self.known = replace(self.known, groups=tuple(found))

    def _starting(self, program: Program) -> list[tuple[int, date]]:
        found: list[tuple[int, date]] = []
        usual = self._first(program).isoformat()
        while True:
            question = f"How many people start {program.name} together?"
            people = ask(
                "  How many more, at another time?" if found else question,
                "" if found else str(PEOPLE),
                lambda text: asking.whole(text, 1, MOST_PEOPLE) if text else 0,
                "no more" if found else None,
            )  # fmt: skip
            if not people:
                return found
            start = ask(
                "  Their first day?", usual, lambda text: self._starts(asking.day(text), program)
            )
            found.append((people, start))

    def _first(self, program: Program) -> date:
        """A usual first day, which leaves time for the whole program."""
        start = first_start(self.known.start)
        late = program.weeks is not None and last_day(start, program.weeks) > self.known.end
        return self.known.start if late else start

    def _starts(self, start: date, program: Program) -> date:
        if start < self.known.start:
            raise WrongAnswer(
                f"The plan begins on {spelled(self.known.start)}; start then or later."
            )
        end = start if program.weeks is None else last_day(start, program.weeks)
        if end > self.known.end:
            late = f"They would train until {spelled(end)}, and the plan ends on"
            raise WrongAnswer(f"{late} {spelled(self.known.end)}. Start earlier.")
        return start

    def _group(self, said: str) -> tuple[str, int, date | None]:
        """``24@2026-08-24``, or with several programs ``Nursing=24@2026-08-24``."""
        named, _, rest = said.rpartition("=")
        program = self._named(named.strip())
        people, _, day = rest.partition("@")
        start = self._starts(asking.day(day.strip()), program) if day.strip() else None
        return program.id, asking.whole(people.strip(), 1, MOST_PEOPLE), start

    def _named(self, word: str) -> Program:
        programs = self.known.programs
        if not word and len(programs) == 1:
            return programs[0]
        for program in programs:
            if word in (program.id, program.name):
                return program
        names = ", ".join(program.name for program in programs)
        if not word:
            raise WrongAnswer(f"Say of which program, as {programs[0].name}=20: there are {names}.")
        raise WrongAnswer(f"There is no program '{word}', but {names}.")


def _some(said: str) -> Decimal:
    return asking.dollars(said, Decimal("0.01"))


def _next_year(today: date) -> date:
    """The first day of the next program year, with which most public money begins."""
    return date(today.year + (today >= date(today.year, 7, 1)), 7, 1)
