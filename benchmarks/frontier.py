"""Print how long frontiers take, as the table of ``docs/frontier.md``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.scenario import write_scenario
from braid import load
from braid.catalog.inputs import Inputs
from braid.comparison.frontier import Frontier, frontier

HEADS = (
    "offers", "rules of order", "sets tried", "followed", "points", "s", "searched", "proven", "s",
)  # fmt: skip


def main() -> None:
    """A made-up partnership with more and more of its awards offered."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.frontier", description=__doc__)
    parser.add_argument("--charges", type=int, default=2_000, help="about how many are possible")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--offers", type=int, nargs="+", default=[8, 10, 12, 15])
    parser.add_argument("--all-sets-up-to", type=int, default=12, metavar="OFFERS")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        inputs = load(write_scenario(Path(folder), chosen.charges, chosen.seed))
        print("| " + " | ".join(HEADS) + " |")
        print("|" + "--:|" * len(HEADS))
        for offers in chosen.offers:
            for case, order in ((unordered(inputs), "no"), (inputs, "yes")):
                row = measured(offering(case, offers), chosen.all_sets_up_to)
                print("| " + " | ".join([str(offers), order, *row]) + " |")
                sys.stdout.flush()


def measured(inputs: Inputs, every_set_up_to: int) -> Iterator[str]:
    """By trying every set, where that is possible, then by searching."""
    found, seconds = timed(inputs, every_set_up_to)
    if found.how == "sets":
        yield from (f"{found.tried:,}", f"{found.followed:,}", str(len(found.points)))
        yield f"{seconds:.1f}"
        found, seconds = timed(inputs, 0)
    else:
        yield from ("", "", str(len(found.points)), "")
    yield from (str(found.searches), "yes" if found.exact else f"to ${found.gap:,}")
    yield f"{seconds:.1f}"


def timed(inputs: Inputs, every_set_up_to: int) -> tuple[Frontier, float]:
    """A frontier and its seconds."""
    began = time.perf_counter()
    found = frontier(inputs, every_set_up_to=every_set_up_to)
    return found, time.perf_counter() - began


def offering(inputs: Inputs, offers: int) -> Inputs:
    """The first awards that can be refused, made offers; the others accepted."""
    paying = [
        a.id
        for a in inputs.scenario.awards
        if not (a.to_date or inputs.law.streams[a.stream].entitlement)
    ]
    chosen = set(sorted(paying)[:: max(1, len(paying) // offers)][:offers])
    awards = tuple(
        a.model_copy(update={"status": "offered" if a.id in chosen else "accepted"})
        for a in inputs.scenario.awards
    )
    return replace(inputs, scenario=inputs.scenario.model_copy(update={"awards": awards}))


def unordered(inputs: Inputs) -> Inputs:
    """The same without rules of order, whose own 0/1 decisions keep sets from being tried."""
    rules = tuple(homed for homed in inputs.law.rules if homed.kind != "order")
    return replace(inputs, law=replace(inputs.law, rules=rules))


if __name__ == "__main__":
    main()
