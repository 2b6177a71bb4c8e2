"""The groups of a scenario from a roster of its people, as the law of its awards parts them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from braid.catalog.checks.attributes import known_attributes
from braid.catalog.checks.streams import streams_among
from braid.catalog.documents import is_portfolio, scenario_document
from braid.catalog.inputs import Inputs
from braid.catalog.law import Law
from braid.catalog.library import Library, index, load_library, rules_directory
from braid.catalog.readings import law_under, other_readings
from braid.catalog.rosters.asked import BY_BRAID, Asked, asked_by
from braid.catalog.rosters.collapse import FIXED, Collapsed, collapse
from braid.problems import Place, Problem, did_you_mean, has_errors, suggest
from braid.reading.document import Document
from braid.reading.roster import Roster, read_roster
from braid.reading.scenario_files import TABLES
from braid.record import record
from braid.schema.scenario import Scenario
from braid.schema.validate import validate
from braid.suffixes import is_workbook

_BORN = re.compile(r"birth|born|\bdob\b", re.IGNORECASE)


@record
class Grouping:
    """A roster as groups, and what became of its columns."""

    roster: Roster
    collapsed: Collapsed
    asked: tuple[str, ...]
    """Attributes that parted people, in order."""
    idle: tuple[str, ...]
    """Attributes that braid knows and no rule of these awards asks for."""
    unread: tuple[str, ...]
    """Columns that mean nothing to braid: they were not read."""
    missing: tuple[str, ...]
    """Attributes that some rule asks for and the roster does not have."""


@record
class _Known:
    """The scenario but for its groups, and what of the law can be said before there are any."""

    scenario: Scenario
    document: Document
    library: Library
    laws: tuple[Law, ...]


def groups_of(
    path: Path, people: Path, *, rules: Path | None = None, proposals: Sequence[Path] = (),
    keep: Sequence[str] = (), beside: Sequence[str] = (),
) -> tuple[Grouping | None, tuple[Problem, ...]]:  # fmt: skip
    """Collapse the roster ``people`` for the scenario at ``path``, whose own groups are not read.

    People are told apart by what the rules of its awards ask, under every registered reading and
    under the ``proposals``, and by the attributes ``keep``. ``beside`` are columns to read that
    part nobody: an identifier.
    """
    known, problems = _known(path, rules)
    if known is None:
        return None, tuple(problems)
    asked = asked_by(known.laws, known.library.attributes)
    grouping, more = _grouped(known, people, asked, keep, beside)
    problems += more
    if grouping is None or not proposals:
        return grouping, tuple(problems)
    laws, more = _proposed(known, grouping.collapsed, proposals)
    problems += more
    if has_errors(problems):
        return None, tuple(problems)
    asked = asked_by((*known.laws, *laws), known.library.attributes)
    grouping, more = _grouped(known, people, asked, keep, beside)
    return grouping, (*problems, *more)


def _known(path: Path, rules: Path | None) -> tuple[_Known | None, list[Problem]]:
    others = tuple(name for name in TABLES if name != "groups")
    document, problems = scenario_document(path, tables=others)
    if document is None:
        return None, problems
    if is_portfolio(document):
        message = "This is a portfolio: its people belong to its partnerships."
        remedy = "Collapse a roster for the scenario file of each partnership."
        return None, [*problems, Problem("B060", message, remedy, Place(document.file))]
    document = _with_groups(document, [_somebody(document)])
    scenario, more = validate(Scenario, document)
    problems += more
    if scenario is None or has_errors(problems):
        return None, problems
    directory = rules_directory(rules)
    streams = {award.stream for award in scenario.awards}
    library, more = load_library(
        directory, streams_among(streams, index(directory)), scenario.rules.state
    )
    problems += more
    if library is None or has_errors(problems):
        return None, problems
    inputs = _inputs(scenario, library, document)
    readings = [{conflict.id: letter} for conflict, letter in other_readings(inputs)]
    laws = [inputs.law, *(law_under(scenario, library, chosen) for chosen in readings)]
    return _Known(scenario, document, library, tuple(laws)), problems


def _somebody(document: Document) -> dict[str, Any]:
    """A group that is valid wherever the scenario is: the law of awards needs none."""
    data = document.data
    programs = data.get("programs") if isinstance(data, dict) else None
    first = programs[0] if isinstance(programs, list) and programs else {}
    horizon = data.get("horizon") if isinstance(data, dict) else None
    start = horizon.get("start") if isinstance(horizon, dict) else None
    name = first.get("id") if isinstance(first, dict) else None
    return {
        "id": "people", "program": name or "program", "participants": 1,
        "start": start or "2026-01-01",
    }  # fmt: skip


def _with_groups(document: Document, rows: list[dict[str, Any]]) -> Document:
    data = document.data if isinstance(document.data, dict) else {}
    return replace(document, data={**data, "groups": rows})


def _inputs(scenario: Scenario, library: Library, document: Document) -> Inputs:
    law = law_under(scenario, library, {})
    return Inputs(scenario, law, document, library.files, library=library)


def _grouped(
    known: _Known, people: Path, asked: dict[str, Asked], keep: Sequence[str],
    beside: Sequence[str],
) -> tuple[Grouping | None, list[Problem]]:  # fmt: skip
    attributes = known_attributes(known.library.attributes, "group")
    parting = {*FIXED, *asked, *keep}

    def wanted(headings: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in headings if name in parting or name in beside)

    roster, problems = read_roster(people, wanted)
    if roster is None:
        return None, problems
    problems += _strange(roster, keep, beside, attributes)
    if has_errors(problems):
        return None, problems
    parts = replace(
        roster, columns={name: c for name, c in roster.columns.items() if name in parting}
    )
    programs = [program.id for program in known.scenario.programs]
    headings = [name for name in roster.headings if name]
    read = set(roster.columns)
    problems += _near(roster, [n for n in headings if n not in read and n not in attributes], asked)
    problems += _blank(parts)
    collapsed, more = collapse(parts, asked, known.library.attributes, programs, keep)
    problems += more
    if collapsed is None:
        return None, problems
    return Grouping(
        roster, collapsed,
        asked=tuple(name for name in headings if name in asked or name in keep),
        idle=tuple(n for n in headings if n in attributes and n not in read),
        unread=tuple(n for n in headings if n not in attributes and n not in read),
        missing=tuple(n for n in asked if n not in read and n not in BY_BRAID),
    ), problems  # fmt: skip


def _strange(
    roster: Roster, keep: Sequence[str], beside: Sequence[str], attributes: Collection[str]
) -> list[Problem]:
    """What is named on the command line and is not there."""
    found: list[Problem] = []
    for name in keep:
        if name not in attributes:
            message = f"'{name}' is no attribute of people that braid knows."
            remedy = did_you_mean(name, attributes)
            found.append(Problem("B065", message, remedy, Place("--keep")))
    for option, names in (("--keep", keep), ("--id", beside)):
        for name in names:
            if name not in roster.headings:
                message = f"The roster has no column '{name}'."
                remedy = did_you_mean(name, roster.headings)
                found.append(Problem("B065", message, remedy, Place(option)))
    return found


def _near(roster: Roster, unread: list[str], asked: dict[str, Asked]) -> list[Problem]:
    """Columns that look like attributes that the rules ask for, misspelt."""
    found: list[Problem] = []
    wanted = [name for name in (*asked, *FIXED) if name not in roster.columns]
    for name in unread:
        plain = "_".join(name.lower().replace("-", " ").split())
        first = plain.partition("_")[0]
        near = next((n for n in (plain, first) if n in wanted), None) or suggest(plain, wanted)
        if near is not None:
            message = f"The column '{name}' was not read. Is it '{near}', which rules ask for?"
            remedy = f"If so, call it {near}."
            found.append(Problem("B066", message, remedy, roster.place(-1), severity="warning"))
        elif "age" in wanted and _BORN.search(name):
            message = f"The column '{name}' was not read. Rules ask for 'age', in whole years."
            remedy = (
                "Add a column age, worked out for the day of enrollment. In Excel, with the birth "
                'date in D2 and the first day in F2: =DATEDIF(D2,F2,"Y")'
            )
            found.append(Problem("B066", message, remedy, roster.place(-1), severity="warning"))
    return found


def _blank(roster: Roster) -> list[Problem]:
    """Columns that are wanted and hold nothing: perhaps formulas that nobody worked out."""
    remedy = "Fill it in, or take it out. If formulas stand in it, open the file in Excel and save."
    if not is_workbook(roster.path):
        remedy = "Fill it in, or take it out."
    return [
        Problem(
            "B069", f"The column '{name}' is empty in every row, so nothing of it is known.",
            remedy, roster.place(-1), severity="warning",
        )
        for name, column in roster.columns.items() if not any(column.texts)
    ]  # fmt: skip


def _proposed(
    known: _Known, collapsed: Collapsed, proposals: Sequence[Path]
) -> tuple[list[Law], list[Problem]]:
    """The law under each proposal, with groups as today's law parts people."""
    from braid.catalog.proposals import Proposing, propose

    rows = [{k: v for k, v in row.items() if v is not None} for row in collapsed.rows()]
    document = _with_groups(known.document, rows)
    scenario, problems = validate(Scenario, document)
    laws: list[Law] = []
    if scenario is not None:
        inputs = _inputs(scenario, known.library, document)
        for file in proposals:
            made, more = propose(inputs, Proposing((file,)))
            problems += more
            laws += [made.law] if made is not None else []
    return laws, problems
