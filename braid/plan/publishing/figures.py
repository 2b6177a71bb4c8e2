"""The figures of plans that the public may want: head counts, and dollars as they follow from them.

Dollars are taken as somebody sees them who knows what each figure holds for every person of each
program, and for every person who is served or not completely funded: such a reader learns more
from dollars than anybody else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from braid.plan.plan import Plan
from braid.plan.publishing.attack import LEAST, Form, Unknown
from braid.record import record

EVERYBODY = ""
PEOPLE, FUNDED, NOT_FUNDED = "people", "completely funded", "not completely funded"
SERVED = "people served by "


@record
class Case:
    """A plan among those that are published together; plans of a scenario have the same people."""

    name: str
    scenario: str
    plan: Plan


@record
class Figure:
    """A figure: of which plan, of whom, what it is, its value (people or cents), how it follows."""

    case: str
    scenario: str
    of: str
    what: str
    value: int
    forms: tuple[Form, ...]

    @property
    def small(self) -> bool:
        """Whether it is a count that is not told."""
        return 0 < self.value < LEAST


@record
class Figures:
    """All figures of some plans, in the order in which they are shown, and their head counts."""

    counts: tuple[Figure, ...]
    dollars: tuple[Figure, ...]
    hidden: tuple[Form, ...]
    """Counts from 1 to 9, and differences of so few between plans, that nobody may work out."""
    unknowns: Mapping[Unknown, int]
    """The head counts that the public does not know, as they are."""
    parts: tuple[tuple[Unknown, Unknown], ...]
    """Pairs of unknowns: of the people of the second, the first is a part."""


def figures_of(cases: Sequence[Case]) -> Figures:
    """The figures of plans that are published together."""
    counts: list[Figure] = []
    dollars: list[Figure] = []
    hidden: list[Form] = []
    parts: dict[tuple[Unknown, Unknown], None] = {}
    unknowns: dict[Unknown, int] = {}
    alone = len(cases) == 1
    for number, case in enumerate(cases):
        one = _Reader(case)
        if all(case.scenario != earlier.scenario for earlier in cases[:number]):
            counts += one.people()
        counts += one.funded()
        if alone:
            counts += one.served()
            hidden += one.small_rests()
        dollars += one.dollars(by_stream=alone)
        parts |= dict.fromkeys(one.parts())
        unknowns |= one.known
    hidden += [figure.forms[0] for figure in counts if figure.small]
    hidden += _small_differences(counts)
    return Figures(tuple(counts), tuple(dollars), tuple(hidden), unknowns, tuple(parts))


def _small_differences(counts: Sequence[Figure]) -> Iterator[Form]:
    """By how few more people are completely funded in one plan than in another, of anybody."""
    for one, other in combinations((figure for figure in counts if figure.what == FUNDED), 2):
        if (one.scenario, one.of) == (other.scenario, other.of):
            less, more = sorted((one, other), key=lambda figure: figure.value)
            if 0 < more.value - less.value < LEAST:
                yield more.forms[0] - less.forms[0]


class _Reader:
    """Reads the figures of one plan."""

    def __init__(self, case: Case) -> None:
        self.case, self.plan = case, case.plan

    @cached_property
    def program(self) -> Mapping[str, str]:
        """The program of every group."""
        return {name: group.program for name, group in self.plan.inputs.groups.items()}

    @cached_property
    def heads(self) -> Counter[str]:
        """People by program."""
        found: Counter[str] = Counter()
        for group in self.plan.inputs.groups.values():
            found[group.program] += group.participants
        return found

    @cached_property
    def complete(self) -> Counter[str]:
        """Completely funded people by program."""
        table = self.plan.tables["groups"]
        by_group = dict(zip(table["group"], table["completely_funded"], strict=True))
        found: Counter[str] = Counter()
        for group, number in by_group.items():
            found[self.program[group]] += number
        return found

    @cached_property
    def by_stream(self) -> Mapping[str, Counter[str]]:
        """People served, by stream and program."""
        found: dict[str, Counter[str]] = {}
        for row in self.plan.tables["groups"].where("scope", "stream").rows():
            found.setdefault(row["name"], Counter())[row["program"]] += row["served"]
        return dict(sorted(found.items()))

    def scopes(self) -> Iterator[tuple[str, list[str]]]:
        """Of whom figures are told, with their programs: everybody, partnerships, programs."""
        inputs, programs = self.plan.inputs, sorted(self.heads)
        yield EVERYBODY, programs
        for member in inputs.partnerships:
            yield member.id, [p for p in programs if inputs.partnership(p) == member.id]
        if len(programs) > 1:
            for program in programs:
                yield program, [program]

    def _people(self, programs: Sequence[str]) -> Form:
        return Form({("people", self.case.scenario, p): 1.0 for p in programs})

    def _funded(self, programs: Sequence[str]) -> Form:
        return Form({("funded", self.case.name, self.case.scenario, p): 1.0 for p in programs})

    def _served(self, stream: str, programs: Sequence[str]) -> Form:
        key = self.case.name, self.case.scenario, stream
        return Form({("served", *key, p): 1.0 for p in programs})

    def parts(self) -> Iterator[tuple[Unknown, Unknown]]:
        """Those funded, and those served by a stream, are among the people of their program."""
        for program in sorted(self.heads):
            (whole,) = self._people([program]).terms
            for form in (
                self._funded([program]),
                *(self._served(stream, [program]) for stream in self.by_stream),
            ):
                (part,) = form.terms
                yield part, whole

    def _figure(self, of: str, what: str, value: int, *forms: Form) -> Figure:
        return Figure(self.case.name, self.case.scenario, of, what, value, forms)

    def people(self) -> Iterator[Figure]:
        """How many there are; the same in all plans of a scenario."""
        for of, programs in self.scopes():
            value = sum(self.heads[p] for p in programs)
            yield Figure("", self.case.scenario, of, PEOPLE, value, (self._people(programs),))

    def funded(self) -> Iterator[Figure]:
        """How many are completely funded, and how many are not."""
        for of, programs in self.scopes():
            value, form = sum(self.complete[p] for p in programs), self._funded(programs)
            rest = sum(self.heads[p] for p in programs) - value
            yield self._figure(of, FUNDED, value, form)
            yield self._figure(of, NOT_FUNDED, rest, self._people(programs) - form)

    def served(self) -> Iterator[Figure]:
        """How many each stream serves."""
        programs = sorted(self.heads)
        for stream, served in self.by_stream.items():
            form = self._served(stream, programs)
            yield self._figure(EVERYBODY, f"{SERVED}{stream}", sum(served.values()), form)

    def small_rests(self) -> Iterator[Form]:
        """Few whom a stream does not serve are as easily found out as few whom it serves."""
        programs = sorted(self.heads)
        for stream, served in self.by_stream.items():
            if 0 < sum(self.heads.values()) - sum(served.values()) < LEAST:
                yield self._people(programs) - self._served(stream, programs)

    def dollars(self, by_stream: bool) -> Iterator[Figure]:
        """Cost, what nobody pays, and what each stream does."""
        charges, unfunded = self.plan.tables["charges"], self.plan.tables["unfunded"]
        left = self._by_program(unfunded.sums("group"))
        paid = self._by_program(charges.sums("group"))
        people = {p: self._people([p]) for p in self.heads}
        short = {p: people[p] - self._funded([p]) for p in self.heads}
        cost = Counter(left)
        cost.update(paid)
        yield self._figure(EVERYBODY, "cost", cost.total(), self._form(cost, people))
        gap = self._form(left, short)
        yield self._figure(EVERYBODY, "paid", paid.total(), *self._payers(paid, left, people, gap))
        evenly = self._form(left, people)
        yield self._figure(EVERYBODY, "unfunded", left.total(), evenly, gap)
        for stream in sorted(set(charges["stream"])) if by_stream else ():
            cents = self._by_program(charges.where("stream", stream).sums("group"))
            forms = self._payers(cents, left, people, gap)
            if stream in self.by_stream:
                forms.append(self._form(cents, {p: self._served(stream, [p]) for p in self.heads}))
            yield self._figure(EVERYBODY, f"paid by {stream}", cents.total(), *forms)

    def _payers(
        self, paid: Counter[str], left: Counter[str], people: Mapping[str, Form], gap: Form
    ) -> list[Form]:
        """What is paid: so much for everybody; or for everybody what is short of nothing."""
        whole = Counter(left)
        whole.update(paid)
        return [self._form(paid, people), self._form(whole, people) - gap]

    def _form(self, cents: Counter[str], heads: Mapping[str, Form]) -> Form:
        """Cents by program, as so much for every one of some people of each."""
        terms: dict[Unknown, float] = {}
        constant = float(cents[""])
        for program, form in heads.items():
            number = self._now(form)
            if not number:
                constant += cents[program]
                continue
            for unknown, times in form.terms.items():
                terms[unknown] = terms.get(unknown, 0.0) + times * cents[program] / number
        return Form(terms, constant)

    def _now(self, form: Form) -> float:
        """What a form is in this plan."""
        return sum(times * self.known[unknown] for unknown, times in form.terms.items())

    @cached_property
    def known(self) -> Mapping[Unknown, int]:
        """The head counts from which all figures follow."""
        found: dict[Unknown, int] = {}
        for p in self.heads:
            found |= dict.fromkeys(self._people([p]).terms, self.heads[p])
            found |= dict.fromkeys(self._funded([p]).terms, self.complete[p])
            for stream, served in self.by_stream.items():
                found |= dict.fromkeys(self._served(stream, [p]).terms, served[p])
        return found

    def _by_program(self, sums: Mapping[tuple[str, ...], int]) -> Counter[str]:
        """Cents by program; those that are nobody's own stand under the empty text."""
        found: Counter[str] = Counter()
        for (group,), cents in sums.items():
            found[self.program.get(group, "")] += cents
        return found
