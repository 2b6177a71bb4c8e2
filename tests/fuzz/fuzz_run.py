"""Fuzz every reader for so many minutes, and tell the counts: ``make fuzz MINUTES=60``.

    python tests/fuzz/fuzz_run.py --minutes 60
    python tests/fuzz/fuzz_run.py --reader workbook --seed 1234    # one case again, kept and told

Each reader runs in a process of its own, so that one that ends takes nothing along, with a bound
on its memory. A case is its reader's name and a number: the same change each time.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

MEMORY = 3_000_000_000
"""Bytes of address space that a process may take beyond what it has when it is ready."""
KINDS = {0: "read", 1: "problems", 2: "usage", 3: "audit failed", 4: "not all", 5: "stopped"}


def main() -> int:
    """Run, print a line for each reader and each failure, and return 1 if there was one."""
    parser = argparse.ArgumentParser(description="Fuzz what braid reads.")
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--reader", action="append", help="only this one (repeat for more)")
    parser.add_argument("--seed", type=int, help="run this case alone, and show it")
    parser.add_argument("--from", type=int, default=0, dest="first", help="number cases from here")
    parser.add_argument("--into", type=Path, help="write counts and failures here as well")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    from fuzz_readers import readers

    names = given.reader or [one.name for one in readers()]
    if given.one:
        return _work(names[0], given.minutes, given.first)
    if given.seed is not None:
        return _again(names[0], given.seed)
    failed = 0
    print(f"{'reader':<10} {'cases':>8} {'read':>8} {'refused':>8} {'slowest':>8}  failures")
    for name in names:
        failed += _parent(name, given.minutes / len(names), given.first, given.into)
    return 1 if failed else 0


def _parent(name: str, minutes: float, first: int, into: Path | None) -> int:
    """Let processes work until the time is over; go on behind a case that ended one."""
    until = time.monotonic() + minutes * 60
    kinds: Counter[str] = Counter()
    slowest, failures, at = (0.0, first), [], first
    while (left := until - time.monotonic()) > 0:
        command = [sys.executable, __file__, "--one", "--reader", name, "--from", str(at)]
        command += ["--minutes", str(left / 60)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as p:
            assert p.stdout is not None
            begun = None
            for line in p.stdout:
                said = json.loads(line)
                begun = said["seed"]
                if "kind" in said:
                    kinds[said["kind"]] += 1
                    slowest = max(slowest, (said["seconds"], said["seed"]))
                    if said["fault"]:
                        failures.append(said)
                    at, begun = said["seed"] + 1, None
            assert p.stderr is not None
            told = p.stderr.read()
        if begun is not None:
            failures.append({"seed": begun, "fault": f"the process ended: {told[-3000:]}"})
            at = begun + 1
        elif p.returncode:
            failures.append(
                {"seed": at, "fault": f"the reader cannot be made ready: {told[-3000:]}"}
            )
            break
    good = kinds["read"] + kinds["audit failed"] + kinds["not all"] + kinds["stopped"]
    cases = sum(kinds.values())
    line = f"{name:<10} {cases:>8,} {good:>8,} {kinds['problems']:>8,} {slowest[0]:>7.1f}s"
    print(f"{line}  {len(failures):,}", flush=True)
    for one in failures:
        print(f"  {name} --seed {one['seed']}: {one['fault'].strip().splitlines()[-1]}", flush=True)
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
        told = {"reader": name, "kinds": kinds, "slowest": slowest, "failures": failures}
        text = json.dumps(told, indent=1)
        (into / f"{name}-{first}.json").write_text(text + "\n", encoding="utf-8")
    return len(failures)


def _ready(name: str, home: Path) -> object:
    from fuzz_readers import readers

    reader = next(one for one in readers() if one.name == name)
    os.chdir(home)
    reader.ready(home)
    return reader


def _work(name: str, minutes: float, first: int) -> int:
    """Run cases, and tell each before and after it: who listens knows which ended this process."""
    from fuzz_readers import SECONDS

    until = time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory() as home:
        reader = _ready(name, Path(home))
        size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
        seed = first
        while time.monotonic() < until:
            print(json.dumps({"seed": seed}), flush=True)
            faulthandler.dump_traceback_later(SECONDS * 1.5, exit=True)
            outcomes, _, _ = reader.case(seed)  # type: ignore[attr-defined]
            faulthandler.cancel_dump_traceback_later()
            fault = next((one.fault for one in outcomes if one.fault), "")
            kind = "fault" if fault else KINDS[outcomes[-1].code]
            if kind == "problems" and len(outcomes) > 1:
                kind = "read"
            seconds = max(one.seconds for one in outcomes)
            said = {"seed": seed, "kind": kind, "seconds": round(seconds, 2), "fault": fault}
            print(json.dumps(said), flush=True)
            seed += 1
    return 0


def _again(name: str, seed: int) -> int:
    with tempfile.TemporaryDirectory() as home:
        reader = _ready(name, Path(home))
        outcomes, raw, path = reader.case(seed)  # type: ignore[attr-defined]
        kept = Path(tempfile.gettempdir(), f"fuzz-{name}-{seed}{path.suffix}")
        kept.write_bytes(raw)
        print(f"{path.relative_to(home)} became {kept}")
    for one in outcomes:
        print(f"$ braid {' '.join(one.arguments)}   # {one.code}, {one.seconds:.1f} s")
        print(one.printed[-3000:])
        print(one.fault)
    return 1 if any(one.fault for one in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
