"""The plan folder: written whole or not at all, and read back.

``inputs/`` holds the scenario, all that it includes, its tables, and every rule
file used, so that a plan can be audited years later from its folder alone.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from braid.catalog.inputs import Inputs
from braid.catalog.ledger import files_of
from braid.catalog.supposed import enrolling, without
from braid.plan.document import document, json_text, restored
from braid.plan.plan import SCHEMA_VERSION, Plan, Run
from braid.plan.table_files import read_plan_tables, table_text
from braid.problems import Place, Problem
from braid.reading.files import fingerprint
from braid.reading.scenario_files import kept_as, kept_scenario
from braid.version import __version__
from braid.writing import write_whole

RULES = Path("inputs", "rules")
LIBRARIES = ("highspy", "numpy", "pulp", "pydantic")
STALE_SECONDS = 3600


def input_files(inputs: Inputs) -> dict[str, tuple[Path | bytes, str]]:
    """Every file that the inputs were read from, by name below ``inputs/``, with its SHA-256.

    Of what no file of theirs says, the text that is kept of it stands in place of the path.
    """
    found: dict[str, tuple[Path | bytes, str]] = {}
    sources = inputs.document.sources if inputs.document is not None else ()
    if sources and inputs.document is not None:
        main = next((s for s in sources if s.shown_as == inputs.document.file), sources[0])
        root = main.path.resolve().parent
        for source in sources:
            path = source.path.resolve()
            name = kept_as(path) if source is main else Path(os.path.relpath(path, root)).as_posix()
            found[name] = (path, source.sha256)
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


def write_plan(plan: Plan, folder: Path) -> tuple[Problem, ...]:
    """Write a plan; an earlier plan there is replaced only once the new one is complete.

    Files in an earlier plan that braid does not write (notes, reports) are kept.
    """
    folder = folder.resolve()
    recover(folder)
    problems = cannot_write(folder)
    if problems:
        return problems
    partial = folder.with_name(f".{folder.name}.{os.urandom(4).hex()}.partial")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_stale(folder)
        partial.mkdir()
        _fill(plan, partial)
        if folder.is_dir():
            _keep_others(folder, partial)
        _sync(partial)
        _swap(partial, folder)
    except OSError as error:
        message = f"The plan cannot be written: {error.strerror or error}."
        remedy = "Check that the folder is yours to write and the disk is not full."
        return (Problem("B303", message, remedy, Place(str(folder))),)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return ()


def _fill(plan: Plan, folder: Path) -> None:
    for name, (path, sha256) in input_files(plan.inputs).items():
        target = folder / "inputs" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes() if isinstance(path, Path) else path
        if fingerprint(content) != plan.run.inputs.get(name, sha256):
            raise OSError(f"{Path(name).name} was changed while the plan was made; solve again")
        target.write_bytes(content)
    for name, table in plan.tables.items():
        (folder / f"{name}.csv").write_text(table_text(table), encoding="utf-8", newline="")
    text = json_text(document(plan))
    (folder / "plan.json").write_text(text, encoding="utf-8", newline="")


def keep_document(plan: Plan, folder: Path) -> None:
    """Write ``plan.json`` again, with what was found out about a plan after it was made."""
    write_whole(folder / "plan.json", json_text(document(plan)).encode("utf-8"))


def _keep_others(folder: Path, partial: Path) -> None:
    ours = {path.name for path in partial.iterdir()}
    for path in (p for p in folder.iterdir() if p.name not in ours):
        copy = shutil.copytree if path.is_dir() else shutil.copy2
        copy(path, partial / path.name)


def _sync(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        if path.is_dir() and os.name == "nt":
            continue
        handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _previous(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.previous")


def _swap(partial: Path, folder: Path) -> None:
    previous = _previous(folder)
    if not folder.exists():
        partial.rename(folder)
        return
    if previous.exists():
        shutil.rmtree(previous)
    folder.rename(previous)
    try:
        partial.rename(folder)
    except OSError:
        previous.rename(folder)
        raise
    shutil.rmtree(previous, ignore_errors=True)


def recover(folder: Path) -> None:
    """Bring back the earlier plan if a run was killed between the two steps of its swap."""
    folder = folder.resolve()
    if not folder.exists() and is_plan(_previous(folder)):
        _previous(folder).rename(folder)


def _clear_stale(folder: Path) -> None:
    for path in folder.parent.glob(f".{folder.name}.????????.partial"):
        if time.time() - path.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def read_plan(folder: Path) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan in a folder, with its inputs read again from ``inputs/``."""
    from braid.catalog.load import load_inputs

    recover(folder)
    if not is_plan(folder):
        return None, not_a_plan(folder)
    stored, problems = _read_document(folder)
    tables, more = (None, ()) if stored is None else read_plan_tables(folder)
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
    return Plan(name=inputs.scenario.name, inputs=inputs, tables=tables, **stored), problems


def _read_document(folder: Path) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    path = folder / "plan.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["schema_version"] != SCHEMA_VERSION:
            raise ValueError(f"schema_version is {data['schema_version']}, not {SCHEMA_VERSION}")
        return restored(data), ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = str(error).splitlines()[0]
        return None, (_unreadable(folder, f"{type(error).__name__}: {what}"),)


def _unreadable(folder: Path, what: str) -> Problem:
    message = f"plan.json cannot be read ({what})."
    remedy = f"Solve again: braid solve {kept_scenario(folder / 'inputs')} --out {folder}"
    return Problem("B305", message, remedy, Place(str(folder / "plan.json")))
