"""A sweep with its scenarios and rules in memory: all that a worker needs, on any machine."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from braid.catalog.inputs import Inputs
from braid.catalog.library import Library
from braid.catalog.load import load_inputs
from braid.comparison.sweeping.cases import Cases
from braid.comparison.sweeping.checks import check_inputs, check_sweep
from braid.comparison.sweeping.targets import NONE
from braid.problems import Place, Problem, has_errors
from braid.reading.document import Document
from braid.reading.files import fingerprint, is_file
from braid.reading.yaml_reader import read_yaml
from braid.record import record
from braid.schema.scenario import Scenario
from braid.schema.sweep import Sweep
from braid.schema.validate import validate
from braid.version import __version__

FORM = 2
"""Goes up when rows of the same sweep become other ones for a reason that no version says."""


@record
class Base:
    """A scenario as its files have it, and the rules that it follows."""

    name: str
    file: str
    folder: Path
    """The folder of the sweep's file, from which proposals are named."""
    document: Document
    scenario: Scenario
    library: Library

    @cached_property
    def probabilities(self) -> Mapping[str, object]:
        """How likely each award is."""
        return {award.id: award.probability for award in self.scenario.awards}


@record
class Loaded:
    """A sweep that can be run."""

    sweep: Sweep
    bases: tuple[Base, ...]
    key: str
    """Stands for the sweep's file, its scenarios, their rules and the versions in use."""
    at: Place
    """Where the sweep says how its cases are chosen."""

    @cached_property
    def cases(self) -> Cases:
        """The cases of all scenarios."""
        from decimal import Decimal

        chances = tuple(
            tuple(
                Decimal(str(base.probabilities[one.award[0]])) if one.lands else Decimal(1)
                for one in self.sweep.inputs
            )
            for base in self.bases
        )
        return Cases(self.sweep.sample, self.sweep.inputs, len(self.bases), chances)


def load_sweep(path: Path, rules: Path | None = None) -> tuple[Loaded | None, tuple[Problem, ...]]:
    """A sweep file with its scenarios, and every problem of every file; None if any is an error."""
    document, problems = read_yaml(path, shown_as=str(path))
    if document is None:
        return None, tuple(problems)
    sweep, more = validate(Sweep, document)
    problems += more
    if sweep is None:
        return None, tuple(problems)
    problems += check_sweep(sweep, document)
    bases: list[Base] = []
    for number, name in enumerate(_scenarios(sweep)):
        at = ("scenarios", number) if sweep.scenarios else ("scenario",)
        scenario = path.parent / name
        if not is_file(scenario):
            message = f"The scenario '{name}' is not there."
            remedy = "Its path begins at the folder of the sweep's file."
            problems.append(Problem("B604", message, remedy, document.place(at)))
            continue
        inputs, found = load_inputs(scenario, rules)
        problems += [p for p in found if p.severity != "note"]
        if inputs is not None:
            bases.append(_base(path.parent.resolve(), scenario, inputs))
            problems += check_inputs(sweep, bases[-1], document)
    if has_errors(problems) or not bases:
        return None, tuple(sorted(dict.fromkeys(problems), key=Problem.sort_key))
    loaded = Loaded(sweep, tuple(bases), _key(sweep, document, bases), document.place(("sample",)))
    return loaded, tuple(sorted(dict.fromkeys(problems), key=Problem.sort_key))


def _scenarios(sweep: Sweep) -> tuple[str, ...]:
    return sweep.scenarios or ((sweep.scenario,) if sweep.scenario else ())


def _base(folder: Path, path: Path, inputs: Inputs) -> Base:
    assert inputs.document is not None
    assert inputs.library is not None
    return Base(path.stem, str(path), folder, inputs.document, inputs.scenario, inputs.library)


def _key(sweep: Sweep, document: Document, bases: list[Base]) -> str:
    """One text for all that decides what the rows are."""
    from importlib.metadata import version

    files: list[object] = [source.sha256 for source in document.sources]
    for base in bases:
        files.append([source.sha256 for source in base.document.sources])
        files.append(sorted(fingerprint(path.read_bytes()) for path in base.library.files))
    names = {name for one in sweep.inputs for name in one.proposal} - {NONE}
    files += [fingerprint((bases[0].folder / name).read_bytes()) for name in sorted(names)]
    versions = [__version__, FORM, version("numpy"), version("highspy")]
    versions.append(".".join(map(str, sys.version_info[:2])))
    text = json.dumps([versions, files])
    return hashlib.sha256(text.encode()).hexdigest()


def no_such_case(sweep: Loaded, number: int) -> Problem:
    """The problem of a case that there is not."""
    message = f"There is no case {number}: the sweep has {len(sweep.cases):,}."
    remedy = "Cases count from 1, as in the column 'case' of the results."
    return Problem("B615", message, remedy, Place("--case"))
