"""One case of a sweep: its inputs, its plan, its row. The same whoever solves it, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from braid.audit.standing import Standing
from braid.catalog.checks import check_parts, check_scenario
from braid.catalog.inputs import Inputs
from braid.catalog.law import Law, apply_law
from braid.catalog.readings import library_with, readings_of, value_in
from braid.comparison.sweeping.law import asks_for_amounts, check_changes, raw_rule
from braid.comparison.sweeping.loaded import Base, Loaded
from braid.comparison.sweeping.measures import measured
from braid.comparison.sweeping.targets import Edits, edited, edits
from braid.eligibility.build import build_ground, with_other_amounts
from braid.eligibility.ground import Ground
from braid.plan.build import make_plan
from braid.problems import Problem, has_errors
from braid.reading.document import Document
from braid.record import record
from braid.schema.conflicts import TAKEN, Reading
from braid.schema.validate import validate

if TYPE_CHECKING:
    from braid.catalog.proposals.files import Proposing

GOOD, STOPPED, NOT_VALID, AUDIT_FAILED, FAILED, KILLED = (
    "good", "stopped", "not valid", "audit failed", "failed", "ended",
)  # fmt: skip
"""What can become of a case."""


@record
class Row:
    """A case and what became of it."""

    case: int
    scenario: str
    inputs: tuple[Any, ...]
    state: str
    problem: str = ""
    values: tuple[Any, ...] = ()
    """By measure, then by award where charges are asked for; empty where there is no plan."""


def case_edits(loaded: Loaded, number: int) -> tuple[Base, Edits]:
    """The scenario of a case, and what the case makes of it."""
    cases = loaded.cases
    base = loaded.bases[cases.scenario(number)]
    inputs = loaded.sweep.inputs
    rules = {
        one.name: value_in(raw_rule(base.library, one.rule), str(one.field))
        for one in inputs
        if one.rule and one.times is not None
    }
    return base, edits(inputs, cases.values(number), base.document.data, rules)


def case_document(base: Base, changes: Edits) -> Document:
    """The scenario of a case as a document; places are those of the scenario's own files."""
    return replace(base.document, data=edited(base.document.data, changes))


def case_inputs(
    base: Base, changes: Edits, law: Law | None = None
) -> tuple[Inputs | None, tuple[Problem, ...]]:
    """The validated inputs of a case, or the errors that it has.

    ``law`` is that of a valid case that differs in nothing but how large awards are.
    """
    document = case_document(base, changes)
    scenario, problems = validate(type(base.scenario), document)
    problems += check_changes(base.library, changes.rules)
    if scenario is None:
        problems += check_parts(base.library, document)
    if scenario is None or problems:
        return None, tuple(p for p in problems if p.severity == "error")
    chosen = {k: v for k, v in sorted(changes.readings.items()) if v != TAKEN}
    library, readings = base.library, list(readings_of(base.library, chosen))
    if changes.rules:
        varied = Reading(says="the case", changes=changes.rules)
        library = library_with(base.library, [varied])
        readings.append(varied)
    problems = check_scenario(
        scenario, library, document, chosen, rules=not changes.only_numbers,
        amounts_alone=law is not None,
    )  # fmt: skip
    if has_errors(problems):
        return None, tuple(p for p in problems if p.severity == "error")
    law = apply_law(scenario, library_with(base.library, readings)) if law is None else law
    inputs = Inputs(scenario, law, document, library.files, library=library, readings=chosen)
    if not changes.proposals:
        return inputs, ()
    from braid.catalog.proposals.apply import propose

    asked = proposing(base, changes)
    assert asked is not None
    reformed, found = propose(inputs, asked)
    return reformed, tuple(p for p in found if p.severity == "error")


def proposing(base: Base, changes: Edits) -> Proposing | None:
    """The proposals of a case; None if there is none."""
    if not changes.proposals:
        return None
    from braid.catalog.proposals.files import Proposing

    return Proposing(tuple(base.folder / name for name in changes.proposals))


RENEWED = 200
"""Cases that share what is found out once; what it remembers of each of them is then forgotten."""


@record
class Alike:
    """What cases have in common that differ in nothing but how large awards are.

    The law is taken over too: what is remembered of its rules is remembered by their identity.
    """

    law: Law
    ground: Ground
    standing: Standing


def told(problems: Iterable[Problem]) -> str:
    """Problems in a cell of a table."""
    found = {f"{p.code} {p.message}" for p in problems if p.severity == "error"}
    return "; ".join(sorted(found))


class Solver:
    """Solves cases one after the other; what does not change between them is built once."""

    def __init__(self, loaded: Loaded, *, reuse: bool = True) -> None:
        self.loaded = loaded
        self.reuse = reuse
        self._used = 0
        self._asking: dict[object, bool] = {}
        self._alike: dict[object, Alike | None] = {}
        """Of the last cases, or None where nothing can be taken over."""

    def row(self, number: int) -> Row:
        """The row of a case. Whatever goes wrong is told in it."""
        base, changes = case_edits(self.loaded, number)
        row = Row(number, base.name, self.loaded.cases.values(number), FAILED)
        try:
            return self._solved(row, base, changes)
        except Exception as error:  # one case must not end the others
            return replace(row, problem=f"{type(error).__name__}: {error}")

    def _solved(self, row: Row, base: Base, changes: Edits) -> Row:
        key = base.name, changes.beside_sizes
        alike = self._kept(key) if self.reuse else None
        inputs, problems = case_inputs(base, changes, None if alike is None else alike.law)
        if inputs is None:
            return replace(row, state=NOT_VALID, problem=told(problems))
        if alike is None:
            ground, standing = build_ground(inputs), Standing(inputs)
        else:
            ground, standing = with_other_amounts(alike.ground, inputs), alike.standing
        if self.reuse and key not in self._alike:
            able = not changes.proposals and not self._asks(inputs, base, changes)
            self._alike = {key: Alike(inputs.law, ground, standing) if able else None}
            self._used = 0
        sweep = self.loaded.sweep
        plan = make_plan(
            inputs, explained=False, whole_people=sweep.whole_people,
            ground=ground, standing=standing,
        )  # fmt: skip
        if not plan.audit_passed:
            return replace(row, state=AUDIT_FAILED, problem="; ".join(plan.audit_findings))
        state = STOPPED if plan.stopped else GOOD
        return replace(
            row, state=state, problem=plan.stopped, values=measured(plan, self.loaded, base)
        )

    def _kept(self, key: object) -> Alike | None:
        """What the last cases found out, if this one is like them."""
        self._used += 1
        if self._used > RENEWED:
            self._alike = {}
        return self._alike.get(key)

    def _asks(self, inputs: Inputs, base: Base, changes: Edits) -> bool:
        """Whether the law of a case asks how large awards are; once for each law."""
        key = base.name, *changes.beside_sizes[1:]
        if key not in self._asking:
            self._asking[key] = asks_for_amounts(inputs)
        return self._asking[key]
