"""Read a scenario and the rules that it needs: the first two stages in one step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from braid.catalog.checks import check_parts, check_scenario, shared_shares
from braid.catalog.checks.readings import readings_chosen
from braid.catalog.checks.streams import streams_among
from braid.catalog.documents import is_portfolio, scenario_document
from braid.catalog.inputs import Inputs
from braid.catalog.ledger import Ledger, kept_beside, with_ledger
from braid.catalog.library import index, load_library, rules_directory
from braid.catalog.pausing import without_collector
from braid.catalog.readings import law_under
from braid.problems import Place, Problem, has_errors
from braid.reading.document import Document
from braid.schema.conflicts import Chosen
from braid.schema.portfolio import State
from braid.schema.scenario import Scenario
from braid.schema.validate import validate
from braid.schema.wording import name_at

if TYPE_CHECKING:
    from braid.catalog.proposals.files import Proposing

READING = Place("--reading")


@without_collector
def load_inputs(
    path: Path,
    rules: Path | None = None,
    readings: Chosen | None = None,
    *,
    chosen_at: Place = READING,
    kept: bool = False,
    ledger: Ledger | None = None,
    proposing: Proposing | None = None,
    allow_outside: bool = False,
) -> tuple[Inputs | None, tuple[Problem, ...]]:
    """The validated inputs of a scenario file, with every problem of every file.

    ``rules`` is a rules directory (default: the library that comes with braid); ``readings``
    are the readings of disputed law to plan under, and ``chosen_at`` where they are chosen.
    ``kept`` says that scenario and rules are those which a plan has kept in its folder;
    ``ledger`` names charges that replace those of the scenario; ``proposing`` names proposals
    that scenario and law are to be those of. Tables and includes lie in the scenario's folder or
    below it, unless ``allow_outside``.
    Inputs are None when any problem is an error. Nothing is raised, whatever the files hold.
    """
    document, problems = scenario_document(path, allow_outside=allow_outside, kept=kept)
    if document is None:
        return None, _in_order(problems)
    model: type[Scenario] = Scenario
    if is_portfolio(document):
        from braid.catalog.portfolio import gathered

        whole, more = gathered(path, document, allow_outside=allow_outside, kept=kept)
        problems += more
        if whole is None:
            return None, _in_order(problems)
        document, model = whole, State
    ledger = kept_beside(path) if kept and ledger is None else ledger
    if ledger is not None:
        document, ledger, more = with_ledger(document, ledger)
        problems += more
    scenario, more = validate(model, document)
    problems += more
    directory = rules_directory(rules)
    streams = streams_among(_streams_named(document), index(directory))
    library, more = load_library(directory, streams, _state_named(document.data))
    # what no file exists for is reported by the checks, where it is named
    problems += more
    if library is None:
        return None, _in_order(problems)
    library = replace(library, kept=kept)
    if scenario is None:
        return None, _in_order([*problems, *check_parts(library, document)])
    chosen, more = readings_chosen(library, readings or {}, chosen_at)
    problems += more
    problems += check_scenario(scenario, library, document, chosen)
    if has_errors(problems):
        return None, _in_order(problems)
    law = law_under(scenario, library, chosen)
    inputs = Inputs(
        scenario, law, document, library.files, library=library, readings=chosen, ledger=ledger
    )
    problems += shared_shares.check(inputs)
    if kept and proposing is None:
        proposing, more = _kept_proposals(path)
        problems += more
    if proposing is None:
        return inputs, _in_order(problems)
    return _proposed(inputs, proposing, problems)


def _kept_proposals(path: Path) -> tuple[Proposing | None, list[Problem]]:
    if not (path.parent / "proposals").is_dir():
        return None, []
    from braid.catalog.proposals.files import kept_proposals

    return kept_proposals(path)


def _proposed(
    inputs: Inputs, proposing: Proposing, problems: Iterable[Problem]
) -> tuple[Inputs | None, tuple[Problem, ...]]:
    """The inputs as proposals have them; what is remarked of today's stays said."""
    from braid.catalog.proposals import propose

    made, more = propose(inputs, proposing)
    return made, _in_order([*problems, *more])


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=Problem.sort_key))


def _streams_named(document: Document) -> set[str]:
    awards = document.data.get("awards")
    if not isinstance(awards, list):
        return set()
    names = (name_at(document, ("awards", index, "stream")) for index in range(len(awards)))
    return {name for name in names if name is not None}


def _state_named(data: object) -> str | None:
    chosen = data.get("rules") if isinstance(data, dict) else None
    state = chosen.get("state") if isinstance(chosen, dict) else None
    return state if isinstance(state, str) else None
