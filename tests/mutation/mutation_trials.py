"""Runs, for each mutant, the tests that execute its line, in a process forked for it alone."""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from coverage import Coverage, CoverageData
from mutated_lines import changed_lines
from mutmut.mutation.trampoline import set_mutant_under_test

LAZY = ("pandas", "highspy", "pulp", "openpyxl", "braid.cli", "braid.plan.build")
EXECUTED = ".executed"  # coverage's own file: which test executes which lines
FAILS = 1e9  # seconds: longer than any mutant has
IN_ONE_FILE = 0.2  # of the seconds for a mutant at most: many files say more than many tests of one


def try_mutants(
    mutants: list[str], tests: list[str], seconds: float, tell: Callable[..., None]
) -> None:
    """Tells of each mutant whether it is noticed, by which test, and after how many seconds."""
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore"]
    native = "--tb=native"  # pytest's own reads whole modules, which are huge here
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        pytest.main([*options, native, *tests], plugins=[Trials(mutants, seconds, tell)])


class Trials:
    """A plugin of pytest: it collects once, then tries the mutants instead of running the tests."""

    def __init__(self, mutants: list[str], seconds: float, tell: Callable[..., None]) -> None:
        self.mutants, self.seconds, self.tell = mutants, seconds, tell
        self.lines: dict[Path, dict[int, list[str]]] = {}  # by file and line of braid: tests
        self.took: dict[str, float] = {}
        self.killed: Counter[tuple[str, str]] = Counter()  # by module and test
        self.sound: dict[str, bool] = {}
        self.failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or (report.nodeid if report.failed else "")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        set_mutant_under_test("")
        for module in LAZY:
            import_module(module)
        known, new = Path("took.json"), Path("took_new.json")
        if known.exists():
            self.took.update(json.loads(known.read_text()))
        if unknown := [item for item in session.items if item.nodeid not in self.took]:
            self._in_a_child(partial(self._look, unknown, new), 3 * 3600)
            self.took.update(json.loads(new.read_text()))
            known.write_text(json.dumps(self.took))
        gc.freeze()
        for mutant in self.mutants:
            self._try(mutant, self._asked(session.items, mutant))
        return True

    def _look(self, items: list[pytest.Item], into: Path) -> None:
        """Which lines each test executes and how long it takes, its fixtures' making included."""
        among = sorted({f"braid/{mutant.split('.')[1]}/*" for mutant in self.mutants})
        watch = Coverage(data_file=EXECUTED, config_file=False, include=among)
        watch.load()
        watch.start()
        for item in items:
            watch.switch_context(item.nodeid)
            began = time.process_time()
            run([item])
            self.took[item.nodeid] = time.process_time() - began
            if self.failed:
                print("fails on the copy:", item.nodeid, file=sys.__stderr__, flush=True)
                self.took[item.nodeid], self.failed = FAILS, ""
        watch.stop()
        watch.save()
        into.write_text(json.dumps({item.nodeid: self.took[item.nodeid] for item in items}))

    def _executing(self, path: Path, lines: set[int]) -> set[str]:
        """The tests that execute one of the lines."""
        if path not in self.lines:
            executed = CoverageData(EXECUTED)
            executed.read()
            self.lines[path] = executed.contexts_by_lineno(str(path.resolve()))
        return {test for line in lines for test in self.lines[path].get(line, ())}

    def _asked(self, items: list[pytest.Item], mutant: str) -> list[pytest.Item]:
        """The files of quick tests first; in each, the tests that execute the changed line first.

        Of these the ones with the module's name in theirs, such as a kind's golden. A file's other
        tests may look at what a fixture made with the line.
        """
        path, exact, statement = changed_lines(Path(), mutant)
        steps, around = self._executing(path, exact), self._executing(path, statement)
        reached = {test.partition("::")[0] for test in around}
        files: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in items:
            file = item.nodeid.partition("::")[0]
            if file in reached and self.took.get(item.nodeid, FAILS) < FAILS:
                files[file].append(item)

        def first(test: pytest.Item) -> tuple[bool, bool, bool, float]:
            name = test.nodeid
            named = path.stem in name.partition("::")[2]
            return name not in steps, name not in around, not named, self.took[name]

        chosen, whole = [], 0.0
        for file, tests in files.items():
            spent, kept = 0.0, []
            for item in sorted(tests, key=first):
                spent += self.took[item.nodeid]
                if kept and spent > self.seconds * IN_ONE_FILE:
                    break
                kept.append(item)
            chosen.append((sum(self.took[t.nodeid] for t in kept), file, kept))
        result = []
        for spent, _, kept in sorted(chosen, key=lambda entry: entry[:2]):
            whole += spent
            if result and whole > self.seconds:
                break
            result += kept
        module = mutant.rpartition(".")[0]
        return sorted(result, key=lambda test: -self.killed[module, test.nodeid])

    def _try(self, mutant: str, tests: list[pytest.Item]) -> None:
        began = time.time()
        verdict, killer = self._ask(mutant, tests) if tests else ("no test", None)
        while killer and not self._passes(killer):
            tests = [test for test in tests if test is not killer]
            verdict, killer = self._ask(mutant, tests) if tests else ("no test", None)
        name = killer.nodeid if killer else ""
        self.killed[mutant.rpartition(".")[0], name] += 1
        self.tell(mutant, verdict, name, time.time() - began)

    def _ask(self, mutant: str, tests: list[pytest.Item]) -> tuple[str, pytest.Item | None]:
        """The verdict of some tests, and the one that has noticed the mutant."""
        said = Path("said")
        said.write_text("timeout")

        def child() -> None:
            set_mutant_under_test(mutant)
            run(tests, until=lambda: self.failed)
            said.write_text(self.failed or "survived")

        self._in_a_child(child, 20 + 5 * sum(self.took[test.nodeid] for test in tests))
        for test in tests:
            if test.nodeid == said.read_text():
                return "killed", test
        return said.read_text(), None

    def _passes(self, test: pytest.Item) -> bool:
        """Whether a test that has failed passes by itself where nothing is changed."""
        if test.nodeid not in self.sound:
            self.sound[test.nodeid] = self._ask("", [test])[0] == "survived"
        return self.sound[test.nodeid]

    def _in_a_child(self, work: Callable[[], None], limit: float) -> None:
        if child := os.fork():
            os.waitpid(child, 0)
            return
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit) + 1))
        signal.alarm(int(4 * limit))
        try:
            work()
        finally:
            os._exit(0)


def run(items: list[pytest.Item], until: Callable[[], str] = str) -> None:
    """As pytest does, until something has failed."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if until():
            return
