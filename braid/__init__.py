"""braid plans how a workforce partnership pays its costs from many funding streams.

The public interface: :func:`load` a scenario, :func:`solve` it, :func:`write` the plan's
folder, :func:`audit` a folder. Everything heavy is imported when it is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from braid.version import __version__ as __version__

if TYPE_CHECKING:
    from braid.audit import AuditReport
    from braid.catalog.inputs import Inputs
    from braid.comparison.compare import Comparison
    from braid.plan.plan import Plan
    from braid.schema.proposal import Floors, Money

__all__ = ["audit", "compare", "load", "solve", "write"]


def load(
    scenario: str | Path,
    rules: str | Path | None = None,
    readings: Mapping[str, str] | None = None,
    actuals: str | Path | None = None,
    as_of: str | None = None,
    proposals: Iterable[str | Path] = (),
    money: Money = "own",
    floors: Floors | None = None,
    allow_outside: bool = False,
) -> Inputs:
    """The validated inputs of a scenario file.

    ``rules`` is a rules directory (default: the library that comes with braid); ``readings``
    are those of :func:`solve`; ``actuals`` is a table of what was charged up to the end of the
    day ``as_of``, in place of what the scenario says of it; ``proposals`` are files of reforms
    under which the scenario is taken, with their own ``money`` or with equal money, and with
    ``floors`` of merged streams kept or removed (None: as the proposals say). Tables and includes
    lie in the scenario's folder or below it, unless ``allow_outside``.
    Raises :class:`braid.problems.InputProblems` with every mistake in every file.
    """
    from braid.catalog.ledger import Ledger
    from braid.catalog.load import load_inputs
    from braid.problems import InputProblems

    folder = Path(rules) if rules is not None else None
    ledger = None if actuals is None else Ledger(str(actuals), str(as_of))
    proposing = None
    files = tuple(Path(file) for file in proposals)
    if files:
        from braid.catalog.proposals import Proposing

        proposing = Proposing(files, money, floors)
    inputs, problems = load_inputs(
        Path(scenario), folder, readings, ledger=ledger, proposing=proposing,
        allow_outside=allow_outside,
    )  # fmt: skip
    if inputs is None:
        raise InputProblems(problems)
    return inputs


def solve(
    scenario: Inputs | str | Path,
    *,
    rules: str | Path | None = None,
    solver: str = "highs",
    time_limit: float | None = None,
    whole_people: bool = False,
    without: Iterable[str] = (),
    readings: Mapping[str, str] | None = None,
) -> Plan:
    """The best legal plan, audited: unfunded dollars first, then reporting overhead.

    ``scenario`` is a file or loaded inputs; ``time_limit`` is in seconds;
    ``whole_people`` prefers completely funded participants among equally good plans;
    ``without`` names awards to plan without, as if they did not exist; ``readings`` are letters
    of other readings of disputed law by entry of ``rules/conflicts.yaml``, such as
    ``{"wioa-contract-curriculum": "B"}``.
    Raises :class:`braid.problems.InputProblems`, and KeyError for an award that there is not.
    """
    from braid.catalog.readings import under
    from braid.catalog.supposed import without as leaving_out
    from braid.plan.build import make_plan

    if isinstance(scenario, str | Path):
        inputs = load(scenario, rules, readings)
    else:
        inputs = under(scenario, {**scenario.readings, **(readings or {})})
    inputs = leaving_out(inputs, without)
    return make_plan(inputs, solver=solver, time_limit=time_limit, whole_people=whole_people)


def compare(
    scenarios: Iterable[str | Path],
    proposals: Iterable[str | Path],
    *,
    rules: str | Path | None = None,
    floors: Floors | None = None,
    effects: bool = True,
    by: Iterable[str] = (),
    solver: str = "highs",
) -> Comparison:
    """Scenario files as they are beside proposal files, with equal and with own money.

    ``effects`` asks for each part of a proposal alone, too; ``by`` names attributes of groups by
    which winners and losers are told. Raises :class:`braid.problems.InputProblems`.
    """
    from braid.comparison.cases import Planner
    from braid.comparison.compare import compare as compared

    inputs = {Path(path).stem: load(path, rules) for path in scenarios}
    files = [Path(file) for file in proposals]
    planner = Planner(solver)
    return compared(inputs, files, floors=floors, effects=effects, by=by, planner=planner)


def write(plan: Plan, folder: str | Path) -> None:
    """Write a plan's folder, all of it or nothing; raises InputProblems where that fails."""
    from braid.plan.folder import write_plan
    from braid.problems import InputProblems

    problems = write_plan(plan, Path(folder))
    if problems:
        raise InputProblems(problems)


def audit(folder: str | Path, rules: str | Path | None = None) -> AuditReport:
    """Check a plan's folder again, independently and in exact arithmetic.

    Raises :class:`braid.problems.InputProblems` when the folder cannot be read.
    """
    from braid.audit import audit_folder
    from braid.problems import InputProblems

    report, problems = audit_folder(Path(folder), Path(rules) if rules is not None else None)
    if report is None:
        raise InputProblems(problems)
    return report
