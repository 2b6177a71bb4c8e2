"""The readers that are fuzzed: what each reads, how that is changed, which commands read it.

A reader is prepared once in a folder of its own; a case changes one file there, gives commands,
and puts the file back.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from fuzz_bytes import Change, damaged
from fuzz_guard import Outcome, run
from fuzz_tables import changed_csv, changed_workbook
from fuzz_trees import changed_json, changed_yaml

from braid.cli.options import ExitCode

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
SECONDS = 60.0
"""So long a command may take; the clean ones take two seconds at most."""

SMALL = """\
name: Welding at the college
horizon: {start: 2026-07-01, end: 2027-06-30, period: quarter}
rules: {state: tx}
partnership: {employers: [{id: mill, size: 40}]}
organizations:
  - {id: board, fiscal_year_start: 10-01, cash: {opening: 20000, minimum: 1000}}
  - {id: college, type: public_college}
programs:
  - {id: welding, weeks: 12, completion_rate: 0.8, provider: {organization: college, etpl: true}}
groups:
  - {id: autumn, program: welding, participants: 20, start: 2026-09-14, active: [1, 0.9],
     age: 24, city_resident: true, work_authorized: true, in_college_at_intake: false}
  - {id: spring, program: welding, participants: 12, start: 2027-01-11, age: 30}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 2400, when: start, incurred_by: college}
  - {id: coach, category: case_management, amount: 30000, groups: [autumn, spring]}
  - {id: tools, category: books_supplies, per_participant: 150.5, priority: must,
     when: [{date: 2026-10-01, share: 0.5}, {date: 2027-02-01, share: 0.5}]}
awards:
  - {id: city, stream: city_sales_tax_fund, recipient: board, amount: 60000,
     slices: [{from: 2026-07-01, amount: 40000}, {from: 2027-01-01, amount: 20000}]}
  - {id: pledge, stream: employer_contribution, recipient: board, amount: 15000, employer: mill}
  - {id: gift, stream: foundation_grant, recipient: college, amount: 5000, status: offered,
     probability: 0.5}
"""
COSTS = """\
id,category,per_participant,amount,when,groups,priority
tuition,tuition_fees,2400,,start,autumn;spring,must
coach,case_management,,30000,,,
"""
CHARGES = """\
cost,group,period,award,amount
tuition,autumn,2026-07-01,city,20000.00
coach,,2026-07-01,pledge,1500.50
"""
PEOPLE = """\
program,start,age,city_resident,work_authorized,in_college_at_intake,last_name
welding,2026-09-14,24,true,true,false,One
welding,2026-09-14,31,true,true,true,Two
welding,2027-01-11,19,false,true,false,Three
"""
SWEEP = """\
sweep: small
scenario: small.yaml
sample: {method: latin_hypercube, cases: 3, seed: 1}
inputs:
  - {name: city, award: city, field: amount, values: {from: 40000, to: 80000, steps: 3}}
  - {name: people, group: "*", field: participants,
     times: {triangular: {from: 0.7, mode: 1, to: 1.2}}}
  - {name: price, cost: tuition, field: per_participant, times: {normal: {mean: 1, sd: 0.1}}}
  - {name: gift, award: gift, lands: true}
"""


@dataclass
class Reader:
    """What is read: the files that may be changed, by pattern, how, and by which commands."""

    name: str
    victims: Mapping[str, tuple[Change, ...]]
    prepare: Callable[[Path], None]
    commands: Callable[[Path, Path, Random], list[list[str]]]
    folder: Path = Path()

    def ready(self, home: Path) -> None:
        """Make the files in a folder below ``home``."""
        self.folder = home / self.name
        self.folder.mkdir(parents=True)
        self.prepare(self.folder)

    def case(self, seed: int, seconds: float = SECONDS) -> tuple[list[Outcome], bytes, Path]:
        """Change a file as the seed says, and give the commands; the file is put back."""
        random = Random(f"{self.name} {seed}")
        pattern = random.choice(list(self.victims))
        path = random.choice(sorted(self.folder.glob(pattern)))
        whole = path.read_bytes()
        raw = random.choice(self.victims[pattern])(whole, random)
        path.write_bytes(raw)
        outcomes = []
        try:
            for arguments in self.commands(self.folder, path, random):
                outcomes.append(run(arguments, seconds))
                if outcomes[-1].fault or outcomes[-1].code != ExitCode.GOOD:
                    break
            _judge(outcomes)
        finally:
            path.write_bytes(whole)
            shutil.rmtree(self.folder / "out", ignore_errors=True)
        return outcomes, raw, path


def _judge(outcomes: list[Outcome]) -> None:
    """A plan that was made passes its audit, when it is made and afterwards."""
    solved = False
    for one in outcomes:
        if one.arguments[0] == "solve":
            solved = one.code == ExitCode.GOOD
            if one.code == ExitCode.AUDIT_FAILED:
                one.fault = f"a plan that fails its audit\n{one.printed[-3000:]}"
        elif one.arguments[0] == "audit" and solved and one.code != ExitCode.GOOD:
            one.fault = one.fault or f"the audit refuses a new plan\n{one.printed[-3000:]}"


def _small(folder: Path) -> None:
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")


def _plan(folder: Path) -> None:
    _small(folder)
    (folder / "charges.csv").write_text(CHARGES, encoding="utf-8")
    made = run(
        ["solve", str(folder / "small.yaml"), "--out", str(folder / "plan"), "--actuals",
         str(folder / "charges.csv"), "--as-of", "2026-09-30", "--proof"], SECONDS,
    )  # fmt: skip
    assert made.code == ExitCode.GOOD, made.printed + made.fault


def _solve_and_audit(folder: Path, path: Path, *more: str) -> list[list[str]]:
    out = str(folder / "out" / "plan")
    return [["solve", str(path), "--out", out, "--no-unsettled", *more], ["audit", out]]


def _scenario(folder: Path, path: Path, random: Random) -> list[list[str]]:
    return _solve_and_audit(folder, folder / "small.yaml")


def _shipped(folder: Path) -> None:
    for path in SCENARIOS.glob("*.*"):
        shutil.copy(path, folder)


def _shipped_commands(folder: Path, path: Path, random: Random) -> list[list[str]]:
    check = [["check", str(path)]]
    return check + _solve_and_audit(folder, path) if random.random() < 0.1 else check


def _portfolio(folder: Path) -> None:
    for path in (SCENARIOS / "portfolios" / "challenge").glob("*.yaml"):
        shutil.copy(path, folder)


def _portfolio_commands(folder: Path, path: Path, random: Random) -> list[list[str]]:
    check = [["check", str(folder / "state.yaml")]]
    solve = _solve_and_audit(folder, folder / "state.yaml")
    return check + solve if random.random() < 0.1 else check


def _tables(folder: Path) -> None:
    head, _, rest = SMALL.partition("costs:\n")
    awards = rest.partition("awards:\n")[2]
    text = f"{head}costs: costs.csv\nawards:\n{awards}"
    (folder / "small.yaml").write_text(text, encoding="utf-8")
    (folder / "costs.csv").write_text(COSTS, encoding="utf-8")


def _actuals(folder: Path) -> None:
    _small(folder)
    (folder / "charges.csv").write_text(CHARGES, encoding="utf-8")


def _actuals_commands(folder: Path, path: Path, random: Random) -> list[list[str]]:
    more = ("--actuals", str(folder / "charges.csv"), "--as-of", "2026-09-30")
    return _solve_and_audit(folder, folder / "small.yaml", *more)


def _workbook(folder: Path) -> None:
    _small(folder)
    target = folder / "small.xlsx"
    made = run(["template", "--xlsx", str(folder / "small.yaml"), "--out", str(target)], SECONDS)
    assert made.code == ExitCode.GOOD, made.printed + made.fault


def _workbook_commands(folder: Path, path: Path, random: Random) -> list[list[str]]:
    return _solve_and_audit(folder, folder / "small.xlsx")


def _sheet(folder: Path) -> None:
    import csv

    from openpyxl import Workbook

    _tables(folder)
    text = (folder / "small.yaml").read_text(encoding="utf-8")
    (folder / "small.yaml").write_text(text.replace("costs.csv", "budget.xlsx#Costs"), "utf-8")
    book = Workbook()
    book.active.title = "Costs"
    for row in csv.reader(io.StringIO(COSTS)):
        book.active.append([float(cell) if cell.isdigit() else cell or None for cell in row])
    book.create_sheet("Notes").append(["mine"])
    book.save(folder / "budget.xlsx")


def _rules(folder: Path) -> None:
    _small(folder)
    shutil.copytree(ROOT / "rules", folder / "rules")


def _rules_commands(folder: Path, path: Path, random: Random) -> list[list[str]]:
    rules = ("--rules", str(folder / "rules"))
    if random.random() < 0.2:
        return [["rules", "check", str(folder / "rules")]]
    return _solve_and_audit(folder, folder / "small.yaml", *rules)


def _proposals(folder: Path) -> None:
    _small(folder)
    for path in (SCENARIOS / "proposals").glob("*.yaml"):
        shutil.copy(path, folder / f"p-{path.name}")
    shutil.copy(SCENARIOS / "per-scholas.yaml", folder)


def _proposal_commands(folder: Path, path: Path, random: Random) -> list[list[str]]:
    if random.random() < 0.15:
        scenario = folder / "per-scholas.yaml"
        return [["check", str(scenario), "--proposal", str(path)]]
    more = ("--proposal", str(path), "--money", random.choice(("own", "equal")))
    return _solve_and_audit(folder, folder / "small.yaml", *more)


def _sweep(folder: Path) -> None:
    _small(folder)
    (folder / "s.yaml").write_text(SWEEP, encoding="utf-8")


def _sweep_commands(folder: Path, path: Path, random: Random) -> list[list[str]]:
    case = str(random.choice((1, 2, 3)))
    return [["sweep", str(folder / "s.yaml"), "--case", case, "--out", str(folder / "out" / "c")]]


def _roster(folder: Path) -> None:
    from openpyxl import Workbook

    head, _, rest = SMALL.partition("groups:\n")
    costs = rest.partition("costs:\n")[2].replace(", groups: [autumn, spring]", "")
    text = f"{head}groups: groups.csv\ncosts:\n{costs}"
    (folder / "small.yaml").write_text(text, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    book = Workbook()
    for line in PEOPLE.splitlines():
        book.active.append(line.split(","))
    book.save(folder / "people.xlsx")


def _roster_commands(folder: Path, path: Path, random: Random) -> list[list[str]]:
    out = folder / "out"
    out.mkdir()
    ids = ("--people", str(out / "who.csv"), "--id", "last_name") if random.random() < 0.5 else ()
    return [["roster", str(folder / "small.yaml"), str(path), "--out", str(out / "g.csv"), *ids]]


def _plan_commands(folder: Path, path: Path, random: Random) -> list[list[str]]:
    plan, out = str(folder / "plan"), str(folder / "out")
    report = ["report", plan, "--out", out]
    if path.name == "proof.json":
        return [["audit", plan, "--optimal"]]
    return [random.choice((
        ["audit", plan], ["audit", plan, "--format", "json"], ["explain", plan],
        ["explain", plan, "--cost", "tuition"], ["explain", plan, "--award", "city"],
        [*report, "--html"], [*report, "--xlsx"], [*report, "--ics"],
        ["solve", str(folder / "small.yaml"), "--since", plan, "--out", f"{out}/p"],
    ))]  # fmt: skip


def _stored(folder: Path) -> None:
    _proposals(folder)
    proposal = folder / "p-state-apprentice-credit.yaml"
    small, sweep = str(folder / "small.yaml"), folder / "s.yaml"
    sweep.write_text(SWEEP, encoding="utf-8")
    for arguments in (
        ["compare", small, "--proposal", str(proposal), "--out", str(folder / "compared")],
        ["frontier", small, "--plan", "1", "--out", str(folder / "frontier")],
        ["sweep", str(sweep), "--out", str(folder / "swept"), "--workers", "1"],
    ):
        made = run(arguments, SECONDS * 3)
        assert made.code == ExitCode.GOOD, made.printed + made.fault


def _stored_commands(folder: Path, path: Path, random: Random) -> list[list[str]]:
    if path.parent.name == "swept" and random.random() < 0.3:  # go on where an earlier run ended
        sweep = str(folder / "s.yaml")
        return [["sweep", sweep, "--out", str(path.parent), "--workers", "1"]]
    return [["report", str(path.parent), "--html", "--out", str(folder / "out")]]


YAML: tuple[Change, ...] = (changed_yaml, changed_yaml, changed_yaml, damaged)
CSV: tuple[Change, ...] = (changed_csv, changed_csv, damaged)
XLSX: tuple[Change, ...] = (changed_workbook,)
JSON: tuple[Change, ...] = (changed_json, changed_json, damaged)


def readers() -> list[Reader]:
    """Every reader, none of them prepared."""
    return [
        Reader("scenario", {"small.yaml": YAML}, _small, _scenario),
        Reader("shipped", {"*.yaml": YAML}, _shipped, _shipped_commands),
        Reader("portfolio", {"*.yaml": YAML}, _portfolio, _portfolio_commands),
        Reader("table", {"costs.csv": CSV}, _tables, _scenario),
        Reader("actuals", {"charges.csv": CSV}, _actuals, _actuals_commands),
        Reader("workbook", {"small.xlsx": XLSX}, _workbook, _workbook_commands),
        Reader("sheet", {"budget.xlsx": XLSX}, _sheet, _scenario),
        Reader(
            "rules",
            {
                "rules/local/city_sales_tax_fund.yaml": YAML,
                "rules/private/employer_contribution.yaml": YAML,
                "rules/*.yaml": YAML,
            },
            _rules, _rules_commands,
        ),
        Reader("proposal", {"p-*.yaml": YAML}, _proposals, _proposal_commands),
        Reader("sweep", {"s.yaml": YAML}, _sweep, _sweep_commands),
        Reader("roster", {"people.csv": CSV, "people.xlsx": XLSX}, _roster, _roster_commands),
        Reader(
            "plan",
            {
                "plan/plan.json": JSON, "plan/proof.json": JSON, "plan/*.csv": CSV,
                "plan/inputs/*.yaml": YAML, "plan/inputs/ledger/*": (damaged,),
            },
            _plan, _plan_commands,
        ),
        Reader(
            "stored",
            {
                "compared/comparison.json": JSON, "frontier/frontier.json": JSON,
                "swept/sweep.json": JSON, "swept/*.csv": CSV, "swept/done-*.jsonl": (damaged,),
            },
            _stored, _stored_commands,
        ),
    ]  # fmt: skip
