"""Ask the properties of so many minutes' generated cases, and tell the counts.

make properties MINUTES=60
python tests/properties/run_properties.py --minutes 60 --from 5000
python tests/properties/run_properties.py --property "split line" --seed 1234    # one case again
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from properties.checks import PROPERTIES, Outcome  # noqa: E402
from properties.drawn import values  # noqa: E402


def main() -> int:
    """Run, print a line for each property and each fault, and return 1 if there was one."""
    parser = argparse.ArgumentParser(description="Ask properties of generated cases.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--property", action="append", choices=PROPERTIES, help="only this one")
    parser.add_argument(
        "--from", type=int, default=1000, dest="first", help="number cases from here"
    )
    parser.add_argument("--seed", type=int, help="ask of this case alone")
    given = parser.parse_args()
    warnings.simplefilter("ignore", DeprecationWarning)  # PuLP 3 names the successor of its CBC
    names = given.property or list(PROPERTIES)
    if given.seed is not None:
        outcomes = {name: asked(name, given.seed) for name in names}
        print(*(f"{name}: {outcome}" for name, outcome in outcomes.items()), sep="\n")
        return any(outcome.fault for outcome in outcomes.values())
    until, seed = time.monotonic() + given.minutes * 60, given.first
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    while time.monotonic() < until:
        for name in names:
            outcome = asked(name, seed)
            counts[name] += Counter(
                cases=outcome.tried > 0, tried=outcome.tried, told=int(outcome.told),
                faults=bool(outcome.fault),
            )  # fmt: skip
            if outcome.fault:
                print(f'--property "{name}" --seed {seed}: {outcome.fault}', flush=True)
        values.cache_clear()
        seed += 1
    print(f"Cases {given.first} to {seed - 1}")
    print(f"{'property':<18}{'cases':>8}{'changes':>10}{'told':>10}{'faults':>8}")
    for name, count in counts.items():
        row = (count[column] for column in ("cases", "tried", "told", "faults"))
        print(f"{name:<18}{next(row):>8,}{next(row):>10,}{next(row):>10,}{next(row):>8,}")
    return 1 if any(count["faults"] for count in counts.values()) else 0


def asked(name: str, seed: int) -> Outcome:
    """What a property says of a case; a traceback is a fault."""
    try:
        return PROPERTIES[name](seed)
    except Exception:
        return Outcome(1, 0, traceback.format_exc().strip().splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
