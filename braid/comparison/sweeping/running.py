"""Run a sweep: give out what is not done yet, keep what comes back, write the results."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from braid.comparison.sweeping.cluster import Cluster
from braid.comparison.sweeping.effects import Effects, effects, write_summary
from braid.comparison.sweeping.loaded import Loaded
from braid.comparison.sweeping.measures import columns
from braid.comparison.sweeping.pool import Chunk, Pool
from braid.comparison.sweeping.results import write_results
from braid.comparison.sweeping.said import varies
from braid.comparison.sweeping.solving import KILLED
from braid.comparison.sweeping.store import MARK, InUse, Store, cannot_use
from braid.comparison.sweeping.working import packed
from braid.plan.swap import recover, replacing_folder
from braid.problems import InputProblems, Place, Problem
from braid.reading.json_reader import read_json
from braid.record import record
from braid.writing import write_whole

CHUNK = 8
"""Cases that are given out together, and are lost together when a run is killed."""
ENDED = "The process that solved it was ended more than once; it may need more memory."


@record
class Ran:
    """A sweep that is done, where its results are, and what they show."""

    results: Path
    cases: int
    taken_over: int
    """Cases that an earlier run had done."""
    seconds: float
    effects: Effects


def run_sweep(
    loaded: Loaded, folder: Path, *, workers: int = 1, cluster: str | None = None,
    form: str = "csv", reuse: bool = True,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> Ran:  # fmt: skip
    """Solve all cases that are not done in ``folder``, and write the results there.

    Results of an earlier state of the sweep stay until these are whole, and then change places
    with them: all tables at once. ``told`` hears how many cases are done, and of how many. Raises
    InputProblems where the folder, a process or the cluster cannot be had.
    """
    began = time.perf_counter()
    with _telling(folder):
        recover(folder)
    problems = cannot_use(folder)
    if problems:
        raise InputProblems(problems)
    total = len(loaded.cases)
    chunks = [range(at, min(at + CHUNK, total + 1)) for at in range(1, total + 1, CHUNK)]
    with _telling(folder), Store(folder, loaded.key) as store:
        if not (folder / MARK).exists():
            _mark(folder, loaded)
        _forget_others(folder, store.path)
        done = before = sum(len(chunks[k]) for k in range(len(chunks)) if k in store)
        told(done, total)
        left = ((k, chunk) for k, chunk in enumerate(chunks) if k not in store)
        if done < total:
            for number, rows in _crew(loaded, workers, cluster, reuse)(left):
                store.add(number, [_whole(row, loaded) for row in rows])
                done += len(rows)
                told(done, total)
        earlier = _earlier_tables(folder, loaded)
    with _telling(folder):
        found = effects(loaded, folder)
        with replacing_folder(folder, without=earlier) as partial:
            with Store(folder, loaded.key) as store:
                results = write_results(loaded, store.rows(), partial, form)
            write_summary(found, partial)
            _mark(partial, loaded, complete=True)
    seconds = time.perf_counter() - began
    return Ran(folder / results.name, total, before, seconds, found)


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    """Turn what goes wrong with a folder into problems."""
    try:
        yield
    except InUse:
        message = "Another run writes its results to this folder."
        remedy = "Wait for it, or name another folder with --out."
        raise InputProblems([Problem("B614", message, remedy, Place(str(folder)))]) from None
    except OSError as error:
        message = f"The results cannot be written: {error.strerror or error}."
        remedy = "Check that the folder is yours to write and the disk is not full."
        raise InputProblems([Problem("B614", message, remedy, Place(str(folder)))]) from None


def _crew(
    loaded: Loaded, workers: int, cluster: str | None, reuse: bool
) -> Callable[[Iterator[Chunk]], Iterator[tuple[int, list[list[str]]]]]:
    sent = packed(loaded), loaded.key, reuse
    return Cluster(cluster, *sent).run if cluster else Pool(workers, *sent).run


def _whole(row: list[str], loaded: Loaded) -> list[str]:
    """A row; of a case that ended its worker only the number is known, the rest is put in."""
    if len(row) > 1:
        return row
    from braid.comparison.sweeping.solving import Row
    from braid.comparison.sweeping.written import cells

    cases, number = loaded.cases, int(row[0])
    name = loaded.bases[cases.scenario(number)].name
    lost = Row(number, name, cases.values(number), KILLED, ENDED)
    return cells(lost, len(columns(loaded)))


def _mark(folder: Path, loaded: Loaded, *, complete: bool = False) -> None:
    """Say what the folder is: what a table does not say of itself.

    As long as there have been no results at all it is not ``complete``.
    """
    said = {
        "schema_version": 1,
        "complete": complete,
        "sweep": loaded.sweep.sweep,
        "key": loaded.key,
        "scenarios": [base.file for base in loaded.bases],
        "method": loaded.sweep.sample.method,
        "seed": loaded.sweep.sample.seed,
        "cases": len(loaded.cases),
        "inputs": [{"name": one.name, "varies": varies(one)} for one in loaded.sweep.inputs],
    }
    write_whole(folder / MARK, (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode())


def _earlier_tables(folder: Path, loaded: Loaded) -> frozenset[str]:
    """The results there, in any form, if they are those of an earlier state of the sweep."""
    try:
        same = read_json(folder / MARK).get("key") == loaded.key
    except (ValueError, AttributeError):
        same = False
    return frozenset() if same else frozenset(path.name for path in folder.glob("results.*"))


def _forget_others(folder: Path, kept: Path) -> None:
    """Take away what is done of an earlier state of the sweep: another file, other rules."""
    for path in folder.glob("done-*.jsonl"):
        if path != kept:
            path.unlink(missing_ok=True)
