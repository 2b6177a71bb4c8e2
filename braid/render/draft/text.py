"""The draft as a scenario file: YAML with a remark wherever somebody has something to decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from braid.catalog.drafting.answers import EMPLOYER, ORGANIZATION, Group, Line, Money, Program
from braid.catalog.drafting.draft import Draft, dictionary, is_entitlement
from braid.catalog.drafting.wanted import Law
from braid.catalog.whole import WholeLibrary
from braid.render.draft import remarks
from braid.render.draft.quoting import WIDTH, remark, text, value
from braid.render.draft.remarks import GUESSED
from braid.render.words import listed, plural

MOST = 12
"""So many facts that are asked besides are named."""


def scenario_text(
    draft: Draft, library: WholeLibrary, supposing: bool = True, file: str = "FILE"
) -> str:
    """The text of a file. Not ``supposing``: guessed facts stand in remarks and are not stated."""
    writer = _Writer(draft, library, supposing, file)
    parts = [
        writer.top(), writer.organizations(), writer.partnership(), writer.programs(),
        writer.groups(), writer.costs(), writer.awards(),
    ]  # fmt: skip
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


class _Writer:
    def __init__(self, draft: Draft, library: WholeLibrary, supposing: bool, file: str) -> None:
        self.draft = draft
        self.answers = draft.answers
        self.library = library
        self.supposing = supposing
        self.file = file
        self.mark = GUESSED if supposing else "for example"
        self.law = Law(library, draft.answers)
        self.told: set[str] = set()
        """Facts that were explained once; further entries state them without a remark."""

    def top(self) -> list[str]:
        """The name, the horizon, the state."""
        lines = remark(f"{self.answers.name}: a first draft, written by braid new.")
        lines += remark(f"Look for mistakes: braid check {self.file}")
        lines += remark(f"Plan: braid solve {self.file}")
        lines += remark("What else a scenario can say, field by field: docs/scenario-files.md")
        if self.draft.facts:
            lines += ["#", *remark(remarks.SUPPOSED if self.supposing else remarks.OPEN)]
        lines += [f"name: {text(self.answers.name)}", ""]
        lines += remark(remarks.HORIZON)
        start, end = value(self.answers.start), value(self.answers.end)
        lines.append(f"horizon: {{start: {start}, end: {end}, period: quarter}}")
        if self.answers.state:
            state = f"rules: {{state: {self.answers.state}}}"
            lines += ["", *remark(remarks.STATE), state]
        return lines

    def organizations(self) -> list[str]:
        """The one organization of a draft."""
        lines = remark(remarks.ORGANIZATIONS)
        own = self._facts("organization", {"type"})
        type_ = self.draft.facts.get(("organization", "type"), "nonprofit")
        return [
            *lines, "organizations:", f"  - id: {ORGANIZATION}",
            f"    name: {text(self.answers.name)}",
            f"    type: {value(type_)}", *own,
        ]  # fmt: skip

    @property
    def employer(self) -> bool:
        """Whether there is an employer in the file."""
        return bool(self.answers.employer) or self.draft.needs_employer

    def partnership(self) -> list[str]:
        """The staff that holds it together, and the employer."""
        lines = remark(remarks.PARTNERSHIP)
        lines += ["partnership:", f"  backbone: {{organization: {ORGANIZATION}, staff_fte: 1}}"
                  f"  # {GUESSED}: full-time positions"]  # fmt: skip
        if self.employer:
            lines += ["  employers:", f"    - id: {EMPLOYER}",
                      f"      name: {text(self.answers.employer or 'An employer')}"]  # fmt: skip
            lines += self._facts("employer", set(), indent=6)
        return lines

    def programs(self) -> list[str]:
        """What is taught."""
        lines = remark(remarks.PROGRAMS)
        lines.append("programs:")
        for program in self.answers.programs:
            lines += self._program(program)
        return lines

    def _program(self, program: Program) -> list[str]:
        whose = f"program:{program.id}"
        lines = [
            f"  - id: {program.id}", f"    name: {text(program.name)}",
            f"    weeks: {value(program.weeks)}",
            f"    tuition_and_fees: {value(program.tuition)}",
        ]  # fmt: skip
        if self.employer:
            lines.append(f"    job: {{employer: {EMPLOYER}}}")
        lines += self._facts(f"provider:{program.id}", set(), "provider")
        nested = [f for f in self.draft.facts if f[0] == whose and f[1].startswith("credential.")]
        if nested:
            parts = [f"{name[11:]}: {value(self.draft.facts[whose, name])}" for _, name in nested]
            stated = f"credential: {{{', '.join(parts)}}}  # {self.mark}: of the credential"
            lines.append(f"    {'' if self.supposing else '# '}{stated}")
        if (whose, "months_operating") in self.draft.facts:
            began = self.answers.start.replace(year=self.answers.start.year - 2, day=1)
            stated = f"operating_since: {value(began)}  # {self.mark}: the day on which it began"
            lines.append(f"    {'' if self.supposing else '# '}{stated}")
        return lines + self._facts(
            whose, {"weeks", "months_operating", *(name for _, name in nested)}
        )  # fmt: skip

    def groups(self) -> list[str]:
        """Who is trained."""
        lines = remark(remarks.GROUPS)
        lines.append("groups:")
        for group in self.answers.groups:
            lines += self._group(group)
        more = self._also_asked()
        if more:
            about = f"Of a group the money also asks, for some costs or some of the people: {more}."
            see = f"What they mean, and the paper that shows each: {self._facts_command()}"
            lines += ["", *remark(f"{about} {see}", 2)]
        return lines

    def _group(self, group: Group) -> list[str]:
        lines = [
            f"  - id: {group.id}", f"    program: {group.program}",
            f"    participants: {group.people}", f"    start: {value(group.start)}",
        ]  # fmt: skip
        return lines + self._facts(f"group:{group.id}", {"start"})

    def _streams(self) -> list[str]:
        return list(dict.fromkeys(money.stream for money in self.answers.money))

    def _facts_command(self) -> str:
        return f"braid rules facts {' '.join(self._streams())}"

    def _also_asked(self) -> str:
        from braid.render.facts import facts_of
        from braid.schema.library import AttributesFile

        rules = [rule for s in self._streams() for _, rule in self.law.rules(s)]
        found = facts_of(rules, self.library.attributes or AttributesFile())
        stated = {name for whose, name in self.draft.facts if whose.startswith("group:")}
        names = [f.name for f in found if f.entity == "group" and f.name not in stated]
        return listed(names if len(names) <= MOST else [*names[:MOST], f"{len(names) - MOST} more"])

    def costs(self) -> list[str]:
        """What it costs."""
        lines = remark(remarks.COSTS)
        lines.append("costs:")
        for line in self.draft.lines:
            lines += self._line(line)
        return lines

    def _line(self, line: Line) -> list[str]:
        lines = []
        if line.for_stream:
            must = "must spend a part of its money on this"
            what = must if line.floor else "may not pay the lines above"
            why = f"For {self._name(line.for_stream)}, which {what}; the amount is {GUESSED}."
            lines += remark(why, 2)
        lines += [f"  - id: {line.id}", f"    category: {line.category}"]
        if line.program:
            lines.append(f"    program: {line.program}")
        whose = f"line:{line.id}"
        if line.per_participant is not None:
            start = "start" if line.category == "tuition_fees" else "training"
            lines.append(f"    per_participant: {value(line.per_participant)}")
            lines.append(f"    when: {self.draft.facts.get((whose, 'when'), start)}")
        else:
            lines += [f"    amount: {value(line.amount)}", "    every: year"]
        if line.borne_by:
            lines.append(f"    borne_by: {line.borne_by}")
        return lines + self._facts(whose, {"when"})

    def awards(self) -> list[str]:
        """The money."""
        lines = remark(remarks.AWARDS)
        lines.append("awards:")
        for money in self.answers.money:
            lines += self._award(money)
        return lines

    def _name(self, stream: str) -> str:
        return self.library.files[stream].content.name

    def _award(self, money: Money) -> list[str]:
        lines = remark(f"{self._name(money.stream)}: braid rules show {money.stream}", 2)
        for why in self.law.money_beside(money.stream, self.draft.lines):
            lines += remark(f"It pays only beside other money. {why}", 2)
        for one in self.draft.unpaid.get(money.id, ()):
            lines += remark(f"As it stands it pays nothing here. {one.why} ({one.rule})", 2)
        lines += [f"  - id: {money.id}", f"    stream: {money.stream}",
                  f"    recipient: {ORGANIZATION}"]  # fmt: skip
        if is_entitlement(self.library, money.stream):
            lines += remark("No amount: the law says by a formula what it pays.", 4)
        else:
            guess = "" if money.id in self.draft.said else f"  # {GUESSED}. Shown by: award letter"
            lines.append(f"    amount: {value(money.amount)}{guess}")
        if money.end is not None:
            lines.append(f"    end: {value(money.end)}")
        whose = f"award:{money.id}"
        if self.draft.facts.get((whose, "may_match")) is False:
            lines.append("    match_for: []  # it is match for no other award")
        return lines + self._facts(whose, {"amount", "may_match"})

    def _facts(
        self, whose: str, apart: set[str], within: str = "", indent: int = 4
    ) -> list[str]:  # fmt: skip
        """The guessed facts of one entry; ``within`` is the key that holds them."""
        facts = {n: v for (w, n), v in self.draft.facts.items() if w == whose and n not in apart}
        if not facts:
            return []
        entity = whose.partition(":")[0]
        lines = []
        if within:
            lead = "" if self.supposing else "# "
            lines = [f"{' ' * indent}{lead}{within}:",
                     f"{' ' * indent}{lead}  organization: {ORGANIZATION}"]  # fmt: skip
            indent += 2
        for name, of in facts.items():
            lines += self._fact(entity, name, of, indent)
        return lines

    def _fact(self, entity: str, name: str, of: Any, indent: int) -> Iterator[str]:
        known = dictionary(self.library.attributes, (entity, name))
        stated = f"{' ' * indent}{'' if self.supposing else '# '}{name}: {value(of)}"
        means = f"{self.mark}. {known.means}" if known is not None else self.mark
        if name in self.told:
            yield f"{stated}  # {self.mark}"
            return
        self.told.add(name)
        if known is not None and known.values:
            means += f" ({', '.join(known.values)})"
        if known is not None and known.document:
            means += f". Shown by: {known.document}"
        if len(stated) + len(means) + 4 <= WIDTH:
            yield f"{stated}  # {means}"
            return
        yield from remark(means, indent)
        yield stated


def in_words(draft: Draft, library: WholeLibrary, supposing: bool = True) -> Iterable[str]:
    """What is worth saying when the file is written."""
    guessed = len({(whose.partition(":")[0], name) for whose, name in draft.facts})
    if guessed and supposing:
        are = "is a guess" if guessed == 1 else "are guesses"
        yield f"{plural(guessed, 'fact')} in it {are}, each marked so: say what is true."
    elif guessed:
        stand = "stands" if guessed == 1 else "stand"
        asked = f"{plural(guessed, 'fact')} that the money asks about"
        yield f"{asked} {stand} in remarks: state what is true."
    law = Law(library, draft.answers)
    for money in draft.answers.money:
        for one in draft.unpaid.get(money.id, ())[:2]:
            yield f"{money.id} pays nothing as it stands. {one.why}"
        for why in law.money_beside(money.stream, draft.lines):
            yield f"{money.id} pays only beside other money. {why}"
