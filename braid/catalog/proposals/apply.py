"""A scenario and its law as some proposals would have them.

What comes out is checked like any scenario: a mistake that only a proposal makes is told at the
proposal's own lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from braid.catalog.checks import check_scenario
from braid.catalog.inputs import Inputs
from braid.catalog.library import Library
from braid.catalog.proposals.amending import Effect, amended, effect_of
from braid.catalog.proposals.awards import Reform
from braid.catalog.proposals.check import check_proposals
from braid.catalog.proposals.files import Proposing, read_proposals
from braid.catalog.proposals.headers import stream_changes
from braid.catalog.proposals.remarks import awake, of_idle, of_rules
from braid.catalog.proposals.wide import narrowed, wide_library
from braid.catalog.readings import law_under
from braid.problems import Problem, has_errors
from braid.reading.document import Document
from braid.schema.scenario import Scenario
from braid.schema.validate import validate
from braid.schema.wording import name_at

OF_THE_REGISTER = frozenset({"B270", "B271", "B272", "B273", "B274", "B275"})
"""What is wrong with other readings of rules; a rule that a proposal changes is none of theirs."""


def propose(
    inputs: Inputs, proposing: Proposing, wide: Library | None = None
) -> tuple[Inputs | None, tuple[Problem, ...]]:
    """The inputs as the proposals would have them, and every problem of that.

    ``inputs`` are those of a scenario's files (nothing supposed yet of awards or head counts);
    ``wide`` is what :func:`wide_library` reads for these proposals, where that is at hand.
    """
    if inputs.library is None or inputs.document is None or not proposing.files:
        return inputs, ()
    proposed, problems = read_proposals(proposing)
    proposed = [awake(one, inputs) for one in proposed]
    library = wide
    if library is None:
        library, more = wide_library(inputs, proposed)
        problems += more
    if library is None or has_errors(problems):
        return None, tuple(problems)
    problems += check_proposals(inputs, library, proposed)
    if has_errors(problems):
        return None, tuple(problems)
    effect = effect_of(proposed, library, inputs.scenario.horizon)
    problems += _clashing(inputs, effect)
    if has_errors(problems):
        return None, tuple(problems)
    library, more = amended(library, effect)
    problems += more
    reform = Reform(inputs, library, proposing)
    for one in proposed:
        reform.apply(one)
    reform.pay(stream_changes(proposed))
    document = reform.document()
    scenario, more = validate(type(inputs.scenario), document)
    problems += more
    if scenario is None or has_errors(problems):
        return None, tuple(problems)
    library = narrowed(library, _streams(document))
    notes = [remark for one in proposed for remark in of_idle(one)]
    notes += [*reform.notes, *of_rules(proposed, library)]
    problems += _checked(scenario, library, document, inputs)
    if has_errors(problems):
        return None, tuple(problems)
    made = replace(
        inputs, scenario=scenario, law=law_under(scenario, library, inputs.readings),
        document=document, rule_files=library.files, library=library, proposing=proposing,
        proposals=tuple(proposed), reformed=reform.renamed, remarks=tuple(dict.fromkeys(notes)),
    )  # fmt: skip
    return made, tuple(problems)


def _streams(document: Document) -> set[str]:
    names = (
        name_at(document, ("awards", k, "stream")) for k in range(len(document.data["awards"]))
    )
    return {name for name in names if name is not None}


def _checked(
    scenario: Scenario, library: Library, document: Document, inputs: Inputs
) -> list[Problem]:
    found = check_scenario(scenario, library, document, inputs.readings)
    return [problem for problem in found if problem.code not in OF_THE_REGISTER]


def _clashing(inputs: Inputs, effect: Effect) -> Iterable[Problem]:
    """Readings of disputed law that are chosen and change what a proposal changes too."""
    assert inputs.library is not None
    for conflict in inputs.library.conflicts:
        letter = inputs.readings.get(conflict.id)
        reading = conflict.readings.get(letter) if letter else None
        both = effect.touched.intersection(reading.rules()) if reading else ()
        for rule in sorted(both):
            spot = (*effect.changes.get(rule, ()), *effect.removes.get(rule, ()))[0][1]
            message = f"The chosen reading of '{conflict.id}' changes '{rule}' too."
            remedy = "Plan without this --reading, or leave this part of the proposal out."
            yield Problem("B505", message, remedy, spot.place())
