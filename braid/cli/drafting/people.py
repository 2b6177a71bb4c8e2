"""What is taught, and to how many people from when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from braid.catalog.drafting.answers import Answers, Group, Program, id_of, last_day
from braid.catalog.drafting.draft import drafted, first_start
from braid.cli.drafting import asking
from braid.cli.drafting.asking import WrongAnswer, ask, option
from braid.render.words import day as spelled

if TYPE_CHECKING:
    from braid.catalog.whole import WholeLibrary

PROGRAM, PEOPLE, TUITION = "Training", 20, Decimal(3_000)
MOST_PEOPLE = 10_000_000


@dataclass
class PeopleQuestions:
    """Asked program by program, then group by group; what options said is not asked."""

    said_programs: Sequence[str]
    said_groups: Sequence[str]
    library: WholeLibrary
    asks: bool
    known: Answers

    def answered(self) -> Answers:
        """The answers with the programs, and then with the groups of each."""
        self._programs()
        self._groups()
        return self.known

    def _programs(self) -> None:
        found: list[Program] = []

        def add(name: str, weeks: Decimal | None, tuition: Decimal) -> None:
            found.append(
                Program(id_of(name, [p.id for p in found], "program"), name, weeks, tuition)
            )

        for said in self.said_programs:
            add(*option(self._program, said, "--program"))
        if not found and not self.asks:
            add(PROGRAM, None, TUITION)
        while self.asks and not self.said_programs:
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

        for said in self.said_groups:
            add(*option(self._group, said, "--group"))
        for program in self.known.programs:
            if self.asks and not self.said_groups:
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
