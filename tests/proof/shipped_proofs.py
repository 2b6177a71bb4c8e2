"""Prove and check the plans of all scenarios that come with braid: rows of a table.

``python tests/proof/shipped_proofs.py [PART OF A NAME ...]`` prints for each what is unfunded; by
how many dollars must-lines, unfunded cost and reporting could be better at most, and the main
reason; the most cases of an aim; kilobytes of the proof; seconds of a processor for the plan, for
the proof and for checking it. A number asks for a made-up state of so many possible charges instead
(``PYTHONPATH=. python tests/proof/shipped_proofs.py 1000 10000``).
"""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from braid.catalog.ledger import Ledger
from braid.catalog.load import load_inputs
from braid.plan.build import make_plan
from braid.proof.checking import Found, check
from braid.proof.search import prove
from braid.proof.stored import as_text

SCENARIOS = Path(__file__).parents[2] / "scenarios"
BOOKS = "small-business-consortium", "2026-12-31"


def shipped() -> list[tuple[str, Path, Ledger | None]]:
    """Name, file and ledger of each."""
    found: list[tuple[str, Path, Ledger | None]] = [
        (path.stem, path, None) for path in sorted(SCENARIOS.glob("*.yaml"))
    ]
    name, day = BOOKS
    ledger = Ledger(str(SCENARIOS / f"{name}-ledger.csv"), day)
    found.append((f"{name}, as of {day}", SCENARIOS / f"{name}.yaml", ledger))
    states = sorted(SCENARIOS.glob("portfolios/*/state.yaml"))
    return [*found, *((f"{path.parent.name} (state)", path, None) for path in states)]


def row(name: str, path: Path, ledger: Ledger | None) -> str:
    """A row of the table."""
    inputs, problems = load_inputs(path, None, ledger=ledger)
    assert inputs is not None, problems
    clock = [time.process_time()]
    plan = make_plan(inputs)
    clock.append(time.process_time())
    proof = prove(plan)
    clock.append(time.process_time())
    found = check(plan, proof)
    clock.append(time.process_time())
    seconds = [f"{after - before:.2f}" for before, after in pairwise(clock)]
    cases = max(one.leaves for one in found)
    size = f"{len(as_text(proof)) / 1000:,.0f}"
    parts = [f"{plan.summary.unfunded:,.2f}", *map(_within, _last(found)), str(cases), size]
    return f"| {' | '.join([name, *parts, *seconds])} |"


def _last(found: tuple[Found, ...]) -> list[Found]:
    return [one for one in found if one.aim in ("must", "unfunded", "overhead")]


def _within(one: Found) -> str:
    largest = max(one.causes, key=lambda cause: one.causes[cause], default="")
    return f"{float(one.gap):,.2f} {largest}".strip()


def made_up(charges: int) -> str:
    """A row for a state of the benchmarks."""
    from benchmarks.state import write_state

    with tempfile.TemporaryDirectory() as folder:
        return row(f"{charges:,} charges", write_state(Path(folder), charges), None)


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for one in shipped():
        if not wanted or any(part in one[0] for part in wanted):
            print(row(*one), flush=True)
    for number in filter(str.isdigit, wanted):
        print(made_up(int(number)), flush=True)
