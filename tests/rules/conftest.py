"""Collect the cases of ``tests/rules/*.yaml``: every rule kept once and broken once, at least."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from case_planner import about_permission, planner_agrees
from case_verdict import run
from rule_cases import Case, CaseError, cases_of

from braid.reading.yaml_reader import read_yaml

_said: set[str] = set()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A file of cases below this folder."""
    if file_path.suffix == ".yaml" and file_path.parent == Path(__file__).parent:
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    """One file: a base scenario and its cases."""

    def collect(self) -> Iterator[pytest.Item]:
        document, problems = read_yaml(self.path)
        if document is None or problems:
            raise self.CollectError("\n".join(f"{p.place}: {p.message}" for p in problems))
        try:
            cases = cases_of(document.data)
        except CaseError as error:
            raise self.CollectError(str(error)) from error
        for case in cases:
            name = f"{case.rule}: {case.name}"
            yield CaseItem.from_parent(self, name=name, case=case, siblings=cases)


class CaseItem(pytest.Item):
    """One case of one rule."""

    def __init__(self, *, case: Case, siblings: list[Case], **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.case = case
        self.siblings = siblings

    def runtest(self) -> None:
        run(self.case, self.siblings)
        if not about_permission(self.case):
            return
        differences = planner_agrees(self.case)
        if differences:
            raise CaseError("The planner and the auditor differ:\n" + "\n".join(differences))
        if differences is None and "planner" not in _said:
            _said.add("planner")
            warnings.warn("the planner is not there to be asked what it permits", stacklevel=1)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        """Only what the case says, unless the code itself failed."""
        if isinstance(excinfo.value, CaseError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """The case's file and name."""
        return self.path, 0, self.name
