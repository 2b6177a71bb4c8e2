"""What the checks look at: the parts of a scenario that have the right form, with their paths.

A scenario with a mistake in its form is still checked as far as it can be, so that
all problems come at once: entries that could not be read are left out, but their
ids count as known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from braid.catalog.library import Library
from braid.problems import Place, Problem, Severity
from braid.reading.document import Document, Path
from braid.record import record
from braid.schema.scenario import (
    Actual,
    Actuals,
    Award,
    Cost,
    Employer,
    Group,
    Horizon,
    Organization,
    Partnership,
    Program,
    Reporting,
    RuleChoice,
    Scenario,
)
from braid.schema.validate import validate
from braid.schema.wording import name_at

SECTIONS: dict[str, Path] = {
    "programs": ("programs",),
    "groups": ("groups",),
    "costs": ("costs",),
    "awards": ("awards",),
    "organizations": ("organizations",),
    "employers": ("partnership", "employers"),
}
"""The lists of a scenario, and where they stand."""
CHARGES: Path = ("actuals", "charges")
MODELS: dict[str, type[BaseModel]] = {
    "programs": Program, "groups": Group, "costs": Cost, "awards": Award,
    "organizations": Organization, "employers": Employer,
}  # fmt: skip


@record
class View:
    """A scenario as far as it is well-formed, its document, and the library."""

    scenario: Scenario
    document: Document
    library: Library
    paths: dict[str, tuple[Path, ...]]
    """The path of each entry of a list of the scenario."""
    horizon: Horizon | None

    def programs(self) -> Iterator[tuple[Path, Program]]:
        """The programs with their paths."""
        return zip(self.paths["programs"], self.scenario.programs, strict=True)

    def groups(self) -> Iterator[tuple[Path, Group]]:
        """The groups with their paths."""
        return zip(self.paths["groups"], self.scenario.groups, strict=True)

    def costs(self) -> Iterator[tuple[Path, Cost]]:
        """The cost lines with their paths."""
        return zip(self.paths["costs"], self.scenario.costs, strict=True)

    def awards(self) -> Iterator[tuple[Path, Award]]:
        """The awards with their paths."""
        return zip(self.paths["awards"], self.scenario.awards, strict=True)

    def charges(self) -> Iterator[tuple[Path, Actual]]:
        """What was charged already, with the paths."""
        actuals = self.scenario.actuals
        if actuals is not None:
            yield from zip(self.paths["charges"], actuals.charges, strict=True)

    def organizations(self) -> Iterator[tuple[Path, Organization]]:
        """The organizations with their paths."""
        return zip(self.paths["organizations"], self.scenario.organizations, strict=True)

    def employers(self) -> Iterator[tuple[Path, Employer]]:
        """The employers with their paths."""
        return zip(self.paths["employers"], self.scenario.partnership.employers, strict=True)

    @cached_property
    def participants(self) -> int:
        """The participants of all groups together."""
        return sum(group.participants for group in self.scenario.groups)

    @cached_property
    def attended(self) -> frozenset[str]:
        """The programs that any group attends."""
        return frozenset(group.program for group in self.scenario.groups)

    @cached_property
    def ids(self) -> dict[str, dict[str, Path]]:
        """The ids of every list as written, also of malformed entries, each with its first path."""
        found: dict[str, dict[str, Path]] = {}
        for section, path in SECTIONS.items():
            known = found.setdefault(section, {})
            for index in range(len(self.rows(section))):
                name = name_at(self.document, (*path, index, "id"))
                if name is not None:
                    known.setdefault(name, (*path, index))
        return found

    def rows(self, section: str) -> Sequence[Any]:
        """A list of the scenario as read, whatever is in it."""
        value = self.document.data
        for step in SECTIONS[section]:
            value = value.get(step) if isinstance(value, dict) else None
        return value if isinstance(value, list) else []

    def complete(self, section: str) -> bool:
        """Whether all entries of a list are known: no file that could hold some is unread."""
        unread = self.document.unread
        path = SECTIONS[section]
        value = self.document.data
        for step in path:
            value = value.get(step, {}) if isinstance(value, dict) else value
        well_formed = isinstance(value, list) or value in ({}, None)
        return well_formed and path[:1] not in unread and ("include",) not in unread

    def entry(self, path: Path, index: int) -> Path:
        """The path of an entry of a list; of the list itself if it is a single value."""
        value: Any = self.document.data
        for step in path:
            value = value[step]
        return (*path, index) if isinstance(value, list) else path

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where something stands."""
        return self.document.place(path, key=key)

    def problem(
        self,
        code: str,
        message: str,
        remedy: str,
        path: Path,
        severity: Severity = "error",
        *,
        key: bool = False,
        see: tuple[Place, ...] = (),
    ) -> Problem:
        """A problem of the scenario."""
        return Problem(code, message, remedy, self.place(path, key=key), severity, see)


def whole_view(scenario: Scenario, library: Library, document: Document) -> View:
    """The view of a scenario that has the right form."""
    sizes = {
        "programs": len(scenario.programs),
        "groups": len(scenario.groups),
        "costs": len(scenario.costs),
        "awards": len(scenario.awards),
        "organizations": len(scenario.organizations),
        "employers": len(scenario.partnership.employers),
    }
    paths = {
        section: tuple((*SECTIONS[section], index) for index in range(size))
        for section, size in sizes.items()
    }
    actuals = scenario.actuals
    charged = 0 if actuals is None else len(actuals.charges)
    paths["charges"] = tuple((*CHARGES, index) for index in range(charged))
    return View(scenario, document, library, paths, scenario.horizon)


def partial_view(library: Library, document: Document) -> View:
    """The view of what is well-formed in a scenario that is not."""
    parts: dict[str, Any] = {}
    paths: dict[str, tuple[Path, ...]] = {}
    bare = View(Scenario.model_construct(), document, library, {}, None)
    for section, path in SECTIONS.items():
        good = []
        for index in range(len(bare.rows(section))):
            value, problems = validate(MODELS[section], document, (*path, index))
            if value is not None and not problems:
                good.append(((*path, index), value))
        paths[section] = tuple(where for where, _ in good)
        parts[section] = tuple(value for _, value in good)
    horizon = _one(Horizon, document, "horizon")
    parts["partnership"] = Partnership.model_construct(employers=parts.pop("employers"))
    scenario = Scenario.model_construct(
        name="",
        horizon=horizon,
        rules=_one(RuleChoice, document, "rules") or RuleChoice(),
        reporting=_one(Reporting, document, "reporting") or Reporting(),
        actuals=_actuals(document, paths),
        **parts,
    )
    return View(scenario, document, library, paths, horizon)


def _actuals(document: Document, paths: dict[str, tuple[Path, ...]]) -> Actuals | None:
    """What was charged already, as far as it is well-formed; None without the day."""
    paths["charges"] = ()
    given = document.data.get("actuals") if isinstance(document.data, dict) else None
    if not isinstance(given, dict):
        return None
    bare, problems = validate(Actuals, document.part(("actuals",), {**given, "charges": []}), ())
    rows = given.get("charges")
    if bare is None or problems:
        return None
    good: list[tuple[Path, Actual]] = []
    for index in range(len(rows) if isinstance(rows, list) else 0):
        charge, problems = validate(Actual, document, (*CHARGES, index))
        if charge is not None and not problems:
            good.append(((*CHARGES, index), charge))
    paths["charges"] = tuple(path for path, _ in good)
    return bare.model_copy(update={"charges": tuple(charge for _, charge in good)})


def _one(model: type[Any], document: Document, key: str) -> Any:
    if not isinstance(document.data, dict) or key not in document.data:
        return None
    value, _ = validate(model, document, (key,))
    return value
