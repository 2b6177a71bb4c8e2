"""What the scenario says about a person's group, a program, an award, a line: one look-up.

Names follow ``docs/semantics.md``, section 3: without a dot the entity of the
asking rule, with a dot ``entity.attribute``. None means that it is not known.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from braid.catalog.fields import ENTITIES as ENTITIES
from braid.catalog.fields import field_of as field_of
from braid.catalog.inputs import Inputs
from braid.periods import full_months
from braid.record import record
from braid.schema.scenario import Award, Cost, Employer, Group, Program


@record
class Subject:
    """What a condition is asked about; absent parts make their attributes unknown."""

    group: Group | None = None
    line: Cost | None = None
    award: Award | None = None
    day: date | None = None


_COMPUTED = frozenset({
    "months_operating", "months_in_tax_year", "weeks", "holds", "has_amount", "may_match",
    "direct", "shared", "signed_interviews_per_completer", "backbone_fte", "wage_records",
})  # fmt: skip
"""Attributes that are worked out and not only looked up."""
_OF_PARTNERSHIP = {
    "backbone_fte": ("partnership.backbone.staff_fte",),
    "wage_records": ("partnership.outcomes.ui_wage_records",),
    "signed_interviews_per_completer": ("completion_rate of each program",),
}
"""What a scenario states where it is not known what a partnership has to show."""


@record
class Facts:
    """Look-ups into one scenario."""

    inputs: Inputs

    def lookup(self, subject: Subject, entity: str, name: str) -> Any:
        """The value of ``name`` for a subject; ``entity`` is meant when ``name`` has no prefix."""
        head, _, rest = name.partition(".")
        if rest and head in ENTITIES:
            entity, name = head, rest
        if name in _COMPUTED:
            computed = self._computed(subject, entity, name)
            if computed is not None:
                return computed
        if entity == "group":
            return field_of(subject.group, name)
        if entity == "line":
            return field_of(subject.line, name)
        if entity == "award":
            return field_of(subject.award, name)
        if entity == "program":
            return field_of(self.program(subject), name)
        if entity == "employer":
            return field_of(self.employer(subject), name)
        if entity == "provider":
            return self._provider(subject, name)
        if subject.award is None:
            return None
        return field_of(self.inputs.organizations.get(self.inputs.recipient(subject.award)), name)

    def behind(self, entity: str, name: str) -> tuple[str, ...]:
        """What an attribute follows from, as ``entity``'s rule names it; none if it is stated."""
        head, _, rest = name.partition(".")
        owner, attribute = (head, rest) if rest and head in ENTITIES else (entity, name)
        if owner == "program" and attribute in _OF_PARTNERSHIP:
            return _OF_PARTNERSHIP[attribute]
        asked = self.inputs.derivations.asked(owner, attribute)
        return tuple(
            other if other.partition(".")[0] in ENTITIES or owner == entity else f"{owner}.{other}"
            for other in asked
        )

    def program(self, subject: Subject) -> Program | None:
        """The program of the group, else the line's program when it has just one."""
        if subject.group is not None:
            return self.inputs.programs.get(subject.group.program)
        if subject.line is not None and len(subject.line.program) == 1:
            return self.inputs.programs.get(subject.line.program[0])
        return None

    def employer(self, subject: Subject) -> Employer | None:
        """The employer of the line (``employer``, ``borne_by``), else of the job or the group."""
        known = self.inputs.employers
        if subject.line is not None:
            for name in (subject.line.employer, subject.line.borne_by):
                if name is not None:
                    return known.get(name)
        program = self.program(subject)
        if program is not None and program.job is not None and program.job.employer is not None:
            return known.get(program.job.employer)
        stated = field_of(subject.group, "employer")
        return known.get(stated) if isinstance(stated, str) else None

    def _provider(self, subject: Subject, name: str) -> Any:
        program = self.program(subject)
        if program is None or program.provider is None:
            return None
        own = field_of(program.provider, name)
        if own is not None:
            return own
        return field_of(self.inputs.organizations.get(program.provider.organization), name)

    def _computed(self, subject: Subject, entity: str, name: str) -> Any:
        if entity == "program":
            return self._of_program(self.program(subject), subject.group, name)
        if entity == "group" and name == "months_in_tax_year":
            if subject.group is None or subject.day is None:
                return None
            start, end = self.inputs.training(subject.group)
            year = subject.day.year
            return full_months(max(start, date(year, 1, 1)), min(end, date(year + 1, 1, 1)))
        if entity == "group" and name == "weeks":
            program = self.program(subject)
            return program.weeks if program is not None else None
        if entity == "award" and subject.award is not None:
            return self._of_award(subject.award, name)
        if entity == "line" and subject.line is not None:
            if name == "direct":
                return subject.line.per_participant is not None
            if name == "shared":
                return subject.line.amount is not None
        return None

    def _of_program(self, program: Program | None, group: Group | None, name: str) -> Any:
        if program is None:
            return None
        if name == "months_operating":
            if program.operating_since is None or group is None:
                return None
            return full_months(program.operating_since, group.start)
        if name == "signed_interviews_per_completer":
            return None if group is None else signed_interviews(self.inputs, program, group)
        stated = self.inputs.partnership_with(program.id)
        if name == "backbone_fte":
            return stated.backbone.staff_fte if stated.backbone is not None else None
        if name == "wage_records":
            return stated.outcomes.ui_wage_records if stated.outcomes is not None else None
        return None

    def _of_award(self, award: Award, name: str) -> Any:
        if name == "holds":
            return "allocation" if self.inputs.holds_allocation(award) else "subaward"
        if name == "has_amount":
            return award.amount is not None
        return award.match_for != () if name == "may_match" else None


def signed_interviews(inputs: Inputs, program: Program, group: Group) -> Fraction | None:
    """Interviews signed for by a group's start, for each completer that the partnership expects."""
    completers = Fraction(0)
    own = inputs.partnership(program.id)
    for other in inputs.scenario.groups:
        if inputs.partnership(other.id) != own:
            continue
        rate = inputs.programs[other.program].completion_rate
        if rate is None:
            return None
        completers += Fraction(other.participants) * Fraction(rate)
    if not completers:
        return None
    employers = inputs.partnership_with(program.id).employers
    signed = [e for e in employers if e.signed is not None and e.signed <= group.start]
    return sum(((e.interviews or 0) for e in signed), Fraction(0)) / completers
