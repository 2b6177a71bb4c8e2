"""What can be wrong with a sweep beyond its shape: what it names, and how that varies."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import prod
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from braid.catalog.readings import value_in
from braid.comparison.sweeping.targets import EVERY, NONE, SECTIONS, entries, kind_of
from braid.comparison.sweeping.varying import MOST, ends, listed
from braid.problems import Place, Problem, did_you_mean
from braid.reading.document import Document, Path
from braid.schema.conflicts import TAKEN
from braid.schema.scenario import Award, Cost, Group
from braid.schema.sweep import MAX_CASES, Input, Levels, Sweep

if TYPE_CHECKING:
    from braid.comparison.sweeping.loaded import Base

MODELS: dict[str, type[BaseModel]] = {"award": Award, "cost": Cost, "group": Group}
THINGS = (*SECTIONS, "rule", "reading", "proposal")
AN = {"award": "An award", "cost": "A cost line", "group": "A group"}
FIXED = frozenset({"id", "rules", "slices"})
"""Fields that cannot vary alone."""
TOO_LARGE = f"has levels of {MOST:,} and more", "Check the numbers: dollars, or a factor."


def check_sweep(sweep: Sweep, document: Document) -> list[Problem]:
    """Problems that show without any scenario."""
    found = _Checking(sweep, document)
    return [*found.scenarios(), *found.inputs(), *found.names(), *found.count()]


def check_inputs(sweep: Sweep, base: Base, document: Document) -> list[Problem]:
    """Problems of inputs that name what a scenario or its rules do not have."""
    problems: list[Problem] = []
    for number, one in enumerate(sweep.inputs):
        place = ("inputs", number)
        if _things(one) == 1:
            check = OF_LAW.get(kind_of(one), _thing)
            problems += check(one, base, document, place)
    return problems


class _Checking:
    def __init__(self, sweep: Sweep, document: Document) -> None:
        self.sweep = sweep
        self.document = document

    def at(self, *path: str | int) -> Place:
        return self.document.place(path)

    def scenarios(self) -> Iterator[Problem]:
        if bool(self.sweep.scenario) == bool(self.sweep.scenarios):
            key = "scenario" if self.sweep.scenario else "sweep"
            message = "A sweep is of one 'scenario' or of several 'scenarios'."
            remedy = "Write scenario: my-scenario.yaml, its path seen from this file."
            yield Problem("B601", message, remedy, self.at(key))

    def inputs(self) -> Iterator[Problem]:
        for number, one in enumerate(self.sweep.inputs):
            yield from self.what_varies(one, number)

    def what_varies(self, one: Input, number: int) -> Iterator[Problem]:
        here = self.at("inputs", number)
        if _things(one) != 1:
            message = f"Input '{one.name}' does not say one thing that varies."
            remedy = f"Name one of these: {', '.join(THINGS)}."
            yield Problem("B602", message, remedy, here)
            return
        kind = kind_of(one)
        if one.proposal:
            yield from self.proposals(one, number)
            return
        forms = [k for k in ("values", "times", "lands") if getattr(one, k) is not None]
        if len(forms) != 1:
            message = f"Input '{one.name}' does not say in one way how it varies."
            remedy = "Write values, times, or (for an award that is not certain) lands: true."
            yield Problem("B602", message, remedy, here)
            return
        fieldless = one.lands or kind == "reading"
        if bool(one.field) == bool(fieldless):
            message = f"Input '{one.name}' {'needs no' if fieldless else 'needs a'} field."
            remedy = (
                "Take 'field' out." if fieldless else "Write, for example, field: "
                + {"group": "participants", "rule": "at_most.share"}.get(kind, "amount")
            )  # fmt: skip
            yield Problem("B603", message, remedy, here)
        if (one.lands and kind != "award") or (one.times is not None and kind == "reading"):
            message = f"Input '{one.name}' varies in a way that a {kind} does not have."
            yield Problem("B602", message, "Write values: [...]", here)
        yield from self.levels(one, number, forms[0])

    def proposals(self, one: Input, number: int) -> Iterator[Problem]:
        """A proposal says how it varies by itself; it and single rules would change the same."""
        if one.field or one.lands or one.values is not None or one.times is not None:
            message = f"Input '{one.name}' needs nothing but its proposals."
            remedy = "Write, for example, proposal: [none, ../../proposals/reform.yaml]"
            yield Problem("B602", message, remedy, self.at("inputs", number))
        if any(other.rule or other.reading for other in self.sweep.inputs):
            message = "Proposals and single rules or readings cannot vary in the same sweep."
            remedy = "Write the rule's number into a proposal of its own."
            yield Problem("B610", message, remedy, self.at("inputs", number))

    def levels(self, one: Input, number: int, form: str) -> Iterator[Problem]:
        spec = getattr(one, form)
        here = self.at("inputs", number, form)
        if isinstance(spec, Levels):
            fault = levels_fault(spec)
            if fault:
                yield Problem("B605", f"Input '{one.name}' {fault[0]}.", fault[1], here)
                return
        method = self.sweep.sample.method
        values = listed(one)
        if any(
            isinstance(value, int | Decimal) and abs(Decimal(value)) >= MOST
            for value in values or ()
        ):
            message, remedy = TOO_LARGE
            yield Problem("B605", f"Input '{one.name}' {message}.", remedy, here)
            return
        if values is None and method in ("grid", "list"):
            message = f"Input '{one.name}' is drawn from a distribution, but nothing is drawn here."
            remedy = "List its values, or write sample: {method: latin_hypercube, cases: 200}."
            yield Problem("B606", message, remedy, here)
        if method == "list" and values is not None and len(values) not in (1, self.longest):
            message = (
                f"Input '{one.name}' has {len(values)} values, another one has {self.longest}."
            )
            remedy = "In a list the first values of all inputs make the first case, and so on."
            yield Problem("B606", message, remedy, here)

    @property
    def longest(self) -> int:
        return max(len(listed(one) or ()) for one in self.sweep.inputs)

    def names(self) -> Iterator[Problem]:
        seen: set[object] = set()
        for number, one in enumerate(self.sweep.inputs):
            what = tuple(str(getattr(one, k)) for k in (*THINGS, "field", "lands"))
            if one.name in seen or what in seen:
                message = f"Input '{one.name}' has the name of another one, or varies the same."
                remedy = "Give each input a name of its own, and vary each thing once."
                yield Problem("B611", message, remedy, self.at("inputs", number))
            seen |= {one.name, what}

    def count(self) -> Iterator[Problem]:
        sample = self.sweep.sample
        drawn = sample.method in ("latin_hypercube", "monte_carlo")
        if drawn != (sample.cases is not None):
            message = (
                f"The method {sample.method} needs a number of cases." if drawn
                else f"In a {sample.method} the values say how many cases there are."
            )  # fmt: skip
            remedy = "Write cases: 200." if drawn else "Take 'cases' out."
            yield Problem("B608", message, remedy, self.at("sample"))
        if sample.method == "grid":
            total = prod(len(listed(one) or (1,)) for one in self.sweep.inputs)
            if total > MAX_CASES:
                message = f"The grid has {total:,} cases, more than {MAX_CASES:,}."
                remedy = "Draw some: sample: {method: latin_hypercube, cases: 2000}."
                yield Problem("B608", message, remedy, self.at("inputs"))


def levels_fault(spec: Levels) -> tuple[str, str] | None:
    """What is wrong with levels, and what would be right."""
    stepped = [spec.from_, spec.to, spec.steps]
    forms = [spec.uniform, spec.triangular, spec.normal]
    given = sum(form is not None for form in forms) + any(s is not None for s in stepped)
    if given != 1 or (any(s is not None for s in stepped) and any(s is None for s in stepped)):
        remedy = "Write from, to and steps; or one of uniform, triangular, normal."
        return "does not say its levels in one way", remedy
    if spec.triangular is not None:
        of = spec.triangular
        low, high, inside = of.from_, of.to, of.from_ <= of.mode <= of.to
    elif spec.uniform is not None:
        low, high, inside = spec.uniform.from_, spec.uniform.to, True
    elif spec.normal is not None:
        (low, high), inside = ends(spec.normal), True
    else:
        assert spec.from_ is not None
        assert spec.to is not None
        low, high, inside = spec.from_, spec.to, True
    if max(abs(low), abs(high)) >= MOST:
        return TOO_LARGE
    if low >= high or not inside:
        return "has levels that do not go upwards", "Write the smaller number first."
    return None


def _things(one: Input) -> int:
    return sum(bool(getattr(one, kind)) for kind in THINGS)


def _thing(one: Input, base: Base, document: Document, at: Path) -> Iterator[Problem]:
    kind = kind_of(one)
    known = [entry.id for entry in getattr(base.scenario, SECTIONS[kind])]
    for name in getattr(one, kind):
        if name not in known and name != EVERY:
            message = f"The scenario '{base.name}' has no {kind} '{name}'."
            yield Problem("B604", message, did_you_mean(name, known), document.place((*at, kind)))
    if one.lands:
        for entry in base.scenario.awards:
            if entry.id in one.award and entry.probability == 1:
                message = f"Award '{entry.id}' is certain in '{base.name}': it always lands."
                remedy = "Give it a probability in the scenario, or take the input out."
                yield Problem("B609", message, remedy, document.place((*at, "award")))
        return
    yield from _field(one, base, document, at)


def _field(one: Input, base: Base, document: Document, at: Path) -> Iterator[Problem]:
    kind, field = kind_of(one), one.field or ""
    if not field:
        return
    known = {f.alias or name for name, f in MODELS[kind].model_fields.items()} - FIXED
    known |= set(getattr(base.library.attributes, {"cost": "line"}.get(kind, kind), {}))
    if field.partition(".")[0] not in known:
        message = f"{AN[kind]} has no field '{field}' that can vary."
        yield Problem("B603", message, did_you_mean(field, known), document.place((*at, "field")))
        return
    if one.times is None:
        return
    for _, entry in entries(one, base.document.data):
        if not _is_number(value_in(entry, field)):
            message = f"'{entry.get('id')}' states no number '{field}' in '{base.name}'."
            remedy = "Multiply only what the scenario states; or write values."
            yield Problem("B607", message, remedy, document.place((*at, "field")))


def _is_number(value: Any) -> bool:
    from decimal import Decimal

    return isinstance(value, Decimal) and not isinstance(value, bool)


def _rule(one: Input, base: Base, document: Document, at: Path) -> Iterator[Problem]:
    from braid.comparison.sweeping.law import raw_rule, rule_ids

    raw = raw_rule(base.library, str(one.rule))
    if raw is None:
        message = f"'{base.name}' follows no rule '{one.rule}'."
        remedy = did_you_mean(str(one.rule), rule_ids(base.library))
        yield Problem("B604", message, remedy, document.place((*at, "rule")))
        return
    value = value_in(raw, one.field or "")
    if value is None:
        message = f"Rule '{one.rule}' states no '{one.field}'."
        remedy = f"Its keys are {', '.join(k for k in raw if k not in ('id', 'kind'))}."
        yield Problem("B603", message, remedy, document.place((*at, "field")))
    elif one.times is not None and not _is_number(value):
        message = f"'{one.field}' of rule '{one.rule}' is no single number."
        yield Problem("B607", message, "Write values.", document.place((*at, "field")))


def _proposal(one: Input, base: Base, document: Document, at: Path) -> Iterator[Problem]:
    for number, name in enumerate(one.proposal):
        if name != NONE and not (base.folder / name).is_file():
            message = f"The proposal '{name}' is not there."
            remedy = "Its path begins at the folder of the sweep's file; 'none' is today's law."
            yield Problem("B604", message, remedy, document.place((*at, "proposal", number)))


def _reading(one: Input, base: Base, document: Document, at: Path) -> Iterator[Problem]:
    known = {conflict.id: conflict.letters() for conflict in base.library.conflicts}
    if one.reading not in known:
        message = f"The register of disagreements has no entry '{one.reading}'."
        remedy = did_you_mean(str(one.reading), known)
        yield Problem("B604", message, remedy, document.place((*at, "reading")))
        return
    for letter in listed(one) or ():
        if letter not in known[one.reading]:
            message = f"'{one.reading}' has no reading '{letter}'."
            remedy = f"Readings are {', '.join(known[one.reading])}; {TAKEN} is the rule files'."
            yield Problem("B604", message, remedy, document.place((*at, "values")))


OF_LAW = {"rule": _rule, "reading": _reading, "proposal": _proposal}
