"""The plan folder: written whole or not at all, and read back.

``inputs/`` holds the scenario, all that it includes, its tables, and every rule
file used, so that a plan can be audited years later from its folder alone.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from braid.catalog.inputs import Inputs
from braid.catalog.ledger import files_of
from braid.catalog.supposed import enrolling, without
from braid.plan.document import document, json_text, restored
from braid.plan.plan import Plan, Run
from braid.plan.swap import PROOF, recover, replacing_folder
from braid.plan.table_files import read_plan_tables, table_text
from braid.plan.table_ids import strangers
from braid.problems import Place, Problem
from braid.reading.files import fingerprint
from braid.reading.inside import kept_names
from braid.reading.json_reader import read_json
from braid.reading.plan_form import PLAN_VERSION, newer_than, version_of
from braid.reading.scenario_files import kept_as, kept_scenario
from braid.version import __version__
from braid.writing import make_folder, new_file, write_whole

RULES = Path("inputs", "rules")
LIBRARIES = ("highspy", "numpy", "pulp", "pydantic")


def input_files(inputs: Inputs) -> dict[str, tuple[Path | bytes, str]]:
    """Every file that the inputs were read from, by name below ``inputs/``, with its SHA-256.

    Of what no file of theirs says, the text that is kept of it stands in place of the path.
    """
    found: dict[str, tuple[Path | bytes, str]] = {}
    sources = inputs.document.sources if inputs.document is not None else ()
    if sources and inputs.document is not None:
        main = next((s for s in sources if s.shown_as == inputs.document.file), sources[0])
        found[kept_as(main.path)] = (main.path.absolute(), main.sha256)
        for source in (source for source in sources if source is not main):
            for name in kept_names(source.path, main.path.parent, found):
                found[name] = (source.path.absolute(), source.sha256)
    files = [path.resolve() for path in inputs.rule_files]
    top = next((p.parent for p in files if p.name == "categories.yaml"), None)
    for path in files:
        below = path.relative_to(top) if top is not None and path.is_relative_to(top) else path.name
        found[f"rules/{Path(below).as_posix()}"] = (path, fingerprint(path.read_bytes()))
    for name, kept in {**files_of(inputs.ledger), **_of_proposals(inputs)}.items():
        content = kept.read_bytes() if isinstance(kept, Path) else kept
        found[name] = (kept, fingerprint(content))
    return dict(sorted(found.items()))


def _of_proposals(inputs: Inputs) -> dict[str, Path | bytes]:
    if inputs.proposing is None:
        return {}
    from braid.catalog.proposals.files import files_kept

    return files_kept(inputs.proposals, inputs.proposing)


def describe_run(inputs: Inputs, seconds: Mapping[str, float] | None = None) -> Run:
    """When and with what a plan was made, and the SHA-256 of every input file."""
    versions = {"braid": __version__, "python": platform.python_version()}
    versions |= {name: _version(name) for name in LIBRARIES if name in sys.modules}
    hashes = {name: sha256 for name, (_, sha256) in input_files(inputs).items()}
    return Run(
        datetime.now(UTC).isoformat(timespec="seconds"), dict(seconds or {}), versions, hashes
    )


def _version(library: str) -> str:
    """The version of a library that is in use; HiGHS and highspy are numbered alike."""
    module = sys.modules[library]
    return str(module.Highs().version() if library == "highspy" else module.__version__)


def is_plan(folder: Path) -> bool:
    """Whether a folder looks like a plan that braid has written."""
    return (folder / "plan.json").is_file() and (folder / "charges.csv").is_file()


def not_a_plan(folder: Path) -> tuple[Problem, ...]:
    """The problem of a folder that is no plan; none when it is one."""
    if is_plan(folder):
        return ()
    message = "This is not a plan: it needs a folder with plan.json and charges.csv."
    remedy = "Make one with: braid solve SCENARIO --out DIR"
    return (Problem("B304", message, remedy, Place(str(folder))),)


def cannot_write(
    folder: Path, what: str = "a plan", ours: Callable[[Path], bool] = is_plan
) -> tuple[Problem, ...]:
    """What forbids to write a plan, or ``what`` else, to a folder: something else is there.

    ``ours`` knows a folder of the same sort, which may be written to again. Nothing is changed.
    """
    place = Place(str(folder))
    if folder.exists() and not folder.is_dir():
        message, remedy = "There is a file of this name.", "Name another folder with --out."
        return (Problem("B301", message, remedy, place),)
    if folder.is_dir() and not ours(folder) and any(folder.iterdir()):
        message = f"The folder holds files, but is not {what}; braid does not overwrite it."
        remedy = "Name a new or an empty folder with --out."
        return (Problem("B302", message, remedy, place),)
    return ()


def write_plan(plan: Plan, folder: Path, *, proof: str = "") -> tuple[Problem, ...]:
    """Write a plan; an earlier plan there is replaced only once the new one is complete.

    Files in an earlier plan that braid does not write (notes, reports) are kept. ``proof`` is
    the text of ``proof.json`` (:mod:`braid.proof.stored`), where one was asked for.
    """
    recover(folder)
    problems = cannot_write(folder)
    if problems:
        return problems
    try:
        with replacing_folder(folder) as partial:
            _fill(plan, partial)
            if proof:
                _put(partial / PROOF, proof.encode("utf-8"))
    except OSError as error:
        return _not_written("The plan", error, folder)
    return ()


def write_plans(
    plans: Mapping[str, Plan], texts: Mapping[str, str], folder: Path
) -> tuple[Problem, ...]:
    """Write plans below a folder, by name, with the files that tell of them all, or nothing."""
    problems = [problem for name in plans for problem in cannot_write(folder / name)]
    if problems:
        return tuple(problems)
    try:
        with replacing_folder(folder) as partial:
            for name, plan in plans.items():
                make_folder(partial / name)
                _fill(plan, partial / name)
            for name, text in texts.items():
                _put(partial / name, text.encode("utf-8"))
    except OSError as error:
        return _not_written("The folder", error, folder)
    return ()


def _not_written(what: str, error: OSError, folder: Path) -> tuple[Problem, ...]:
    message = f"{what} cannot be written: {error.strerror or error}."
    remedy = "Check that the folder is yours to write and the disk is not full."
    return (Problem("B303", message, remedy, Place(str(folder))),)


def _fill(plan: Plan, folder: Path) -> None:
    for name, (path, sha256) in input_files(plan.inputs).items():
        content = path.read_bytes() if isinstance(path, Path) else path
        if fingerprint(content) != plan.run.inputs.get(name, sha256):
            raise OSError(f"{Path(name).name} was changed while the plan was made; solve again")
        target = folder / "inputs" / name
        make_folder(target.parent)
        _put(target, content)
    for name, table in plan.tables.items():
        _put(folder / f"{name}.csv", table_text(table).encode("utf-8"))
    _put(folder / "plan.json", json_text(document(plan)).encode("utf-8"))


def _put(path: Path, content: bytes) -> None:
    with new_file(path) as file:
        file.write(content)


def keep_document(plan: Plan, folder: Path) -> tuple[Problem, ...]:
    """Write ``plan.json`` again, with what was found out about a plan after it was made.

    Tables that an earlier version wrote are brought to the form of this one before.
    """
    document_file = path = folder / "plan.json"
    try:
        if version_of(read_json(document_file)) < PLAN_VERSION:
            for name, table in plan.tables.items():
                path = folder / f"{name}.csv"
                if path.exists():
                    write_whole(path, table_text(table).encode("utf-8"))
        path = document_file
        write_whole(path, json_text(document(plan)).encode("utf-8"))
    except OSError as error:
        return _not_written("What was found", error, path)
    return ()


def read_plan(folder: Path) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan in a folder, with its inputs read again from ``inputs/``."""
    from braid.catalog.load import load_inputs

    recover(folder)
    if not is_plan(folder):
        return None, not_a_plan(folder)
    version, stored, problems = _read_document(folder)
    tables, more = (None, ()) if stored is None else read_plan_tables(folder, version)
    problems += more
    if stored is None or tables is None:
        return None, problems
    inputs, more = load_inputs(
        kept_scenario(folder / "inputs"), folder / RULES, stored["readings"],
        chosen_at=Place(str(folder / "plan.json")), kept=True,
    )  # fmt: skip
    if inputs is None:
        return None, problems + more
    unknown = sorted(set(stored["without"]) - set(inputs.awards))
    if unknown:
        return None, (*problems, _unreadable(folder, f"its scenario has no award '{unknown[0]}'"))
    inputs = without(inputs, stored["without"])
    numbers = {one.group: one.enrolled for one in stored["enrolment"]}
    strange = sorted(set(numbers) - set(inputs.groups))
    if strange:
        return None, (*problems, _unreadable(folder, f"its scenario has no group '{strange[0]}'"))
    inputs = enrolling(inputs, numbers)
    more = strangers(tables, inputs, folder)
    if more:
        return None, problems + more
    return Plan(name=inputs.scenario.name, inputs=inputs, tables=tables, **stored), problems


def _read_document(
    folder: Path,
) -> tuple[int, dict[str, Any] | None, tuple[Problem, ...]]:
    """The version of a plan's document and what it says, as plans say it now."""
    path = folder / "plan.json"
    try:
        data = read_json(path)
        newer = newer_than(PLAN_VERSION, data, Place(str(path)))
        if newer:
            return PLAN_VERSION, None, newer
        return version_of(data), restored(data), ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = str(error).splitlines()[0]
        if type(error) is not ValueError:
            what = f"{type(error).__name__}: {what}"
        return PLAN_VERSION, None, (_unreadable(folder, what),)


def _unreadable(folder: Path, what: str) -> Problem:
    message = f"plan.json cannot be read ({what})."
    remedy = f"Solve again: braid solve {kept_scenario(folder / 'inputs')} --out {folder}"
    return Problem("B305", message, remedy, Place(str(folder / "plan.json")))
