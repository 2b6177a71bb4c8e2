"""Proposals on portfolios: what stays with its partnership, what comes to all or to one."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from reforms import reform

from braid.audit import audit_folder
from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.catalog.proposals import Proposing
from braid.comparison.compare import Comparison, compare
from braid.plan.build import make_plan
from braid.plan.folder import read_plan, write_plan
from braid.problems import Problem
from braid.render.comparison import comparison_report
from braid.render.output import show
from braid.schema.proposal import Money

HORIZON = "horizon: {start: 2026-07-01, end: 2027-06-30}\n"
TERMS = "why: T, cite: C, confidence: assumption, reviewed: 2026-11-22, authority: terms"
CITY = f"""name: City
{HORIZON}programs: [{{id: welding, weeks: 12}}]
groups: [{{id: autumn, program: welding, participants: 30, start: 2026-09-14}}]
costs:
  - {{id: tuition, category: tuition_fees, per_participant: 2000, when: start}}
  - {{id: coach, category: case_management, amount: 30000}}
awards:
  - {{id: mill, stream: employer_contribution, recipient: agency, amount: 9000,
      rules: [{{id: classes, kind: line, allow: [tuition_fees], {TERMS}}}]}}
  - {{id: shop, stream: employer_contribution, recipient: agency, amount: 3000}}
"""
WEST = f"""name: West
{HORIZON}programs: [{{id: boats, weeks: 12}}]
groups: [{{id: winter, program: boats, participants: 10, start: 2027-01-11}}]
costs:
  - {{id: tuition, category: tuition_fees, per_participant: 1000, when: start}}
  - {{id: coach, category: case_management, amount: 10000}}
awards: [{{id: yard, stream: employer_contribution, recipient: agency, amount: 4000}}]
"""
STATE = f"""name: State
{HORIZON}partnerships: [city.yaml, west.yaml]
organizations: [{{id: agency}}]
awards:
  - {{id: fund, stream: employer_contribution, amount: 8000}}
  - {{id: more, stream: employer_contribution, amount: 1000}}
  - {{id: gift, stream: employer_contribution, amount: 500, partnership: west}}
  - {{id: pot, stream: foundation_grant, amount: 20000}}
"""
ONE = "streams: [{stream: one_pot, name: One pot, origin: private}]\n"
MERGE = f"{ONE}merges: [{{streams: [employer_contribution], into: one_pot}}]\n"


def written(folder: Path) -> Path:
    for name, text in {"city": CITY, "west": WEST, "state": STATE}.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder / "state.yaml"


def loaded(
    folder: Path, text: str, money: Money = "own"
) -> tuple[Inputs | None, tuple[Problem, ...]]:
    proposing = Proposing((reform(folder, text),), money)
    return load_inputs(written(folder), proposing=proposing)


def under(folder: Path, text: str, money: Money = "own") -> Inputs:
    inputs, problems = loaded(folder, text, money)
    assert inputs is not None, [str(p) for p in problems]
    return inputs


def awards(inputs: Inputs) -> dict[str, tuple[str, Decimal | None]]:
    return {name: (inputs.owner(name), award.amount) for name, award in inputs.awards.items()}


def test_awards_are_pooled_within_their_partnership(tmp_path: Path) -> None:
    made = under(tmp_path, MERGE)
    # all have one recipient; they differ by whose they are
    assert awards(made) == {
        "city--one_pot": ("city", Decimal(12000)), "west--one_pot": ("west", Decimal(4000)),
        "one_pot": ("", Decimal(9000)), "one_pot-2": ("west", Decimal(500)),
        "pot": ("", Decimal(20000)),
    }  # fmt: skip
    assert [rule.id for rule in made.awards["city--one_pot"].rules] == ["mill-classes"]
    assert made.reformed["city--shop"] == "city--one_pot"
    assert made.reformed["gift"] == "one_pot-2"
    plan = make_plan(made, unsettled=False)
    assert plan.audit_passed, plan.audit_findings
    for award, cost in plan.tables["charges"].sums("award", "cost"):
        assert made.may_reach(award, cost)


def test_what_a_reserve_takes_comes_back_to_its_partnership(tmp_path: Path) -> None:
    reserve = "{streams: [employer_contribution], share: 0.1, of: award, into: one_pot}"
    made = under(tmp_path, f"{ONE}reserves: [{reserve}]\n", "equal")
    pots = {name: found for name, found in awards(made).items() if "one_pot" in name}
    assert pots == {
        "city--one_pot": ("city", Decimal(1200)), "west--one_pot": ("west", Decimal(400)),
        "one_pot": ("", Decimal(900)), "one_pot-2": ("west", Decimal(50)),
    }  # fmt: skip


def test_changing_over_costs_each_partnership(tmp_path: Path) -> None:
    text = """transition:
  - cost: {id: office_move, category: administration, amount: 700}
  - {cost: {id: study, category: data_evaluation},
     amount: {share: 0.1, of: [employer_contribution, foundation_grant]}}
  - cost: {id: boat_yard, category: equipment, amount: 90, program: boats}
  - cost: {id: west--party, category: administration, amount: 80}
"""
    made = under(tmp_path, text)
    lines = {name: cost.amount for name, cost in made.costs.items() if cost.amount is not None}
    del lines["city--coach"], lines["west--coach"]
    assert lines == {
        "city--office_move": 700, "west--office_move": 700,
        # 12,000 of the city's and three quarters of 29,000; 4,500 of the west and a quarter
        "city--study": Decimal("3375.00"), "west--study": Decimal("1175.00"),
        "west--boat_yard": 90, "west--party": 80,
    }  # fmt: skip
    assert made.costs["west--boat_yard"].program == ("west--boats",)
    plan = make_plan(made, unsettled=False)
    assert plan.audit_passed, plan.audit_findings


def test_a_line_is_only_for_who_has_the_awards_it_asks_for(tmp_path: Path) -> None:
    line = "{cost: {id: move, category: administration, amount: 7}, not_with: [foundation_grant]}"
    assert "city--move" not in under(tmp_path, f"transition: [{line}]\n").costs
    mine = "{cost: {id: move, category: administration, amount: 7}, only_with: {streams: [pell]}}"
    with_pell = CITY.replace("awards:\n", "awards:\n  - {id: aid, stream: pell}\n")
    written(tmp_path)
    (tmp_path / "city.yaml").write_text(with_pell)
    proposing = Proposing((reform(tmp_path, f"transition: [{mine}]\n"),), "own")
    inputs, problems = load_inputs(tmp_path / "state.yaml", proposing=proposing)
    assert inputs is not None, problems
    assert [name for name in inputs.costs if name.endswith("move")] == ["city--move"]


NEW = "{id: new, stream: foundation_grant, amount: 3000%s}"


@pytest.mark.parametrize(
    ("award", "owner"),
    [(NEW % "", ""), (NEW % ", partnership: west", "west"),
     (NEW.replace("id: new", "id: city--new") % "", "city")],
)  # fmt: skip
def test_a_brought_award_is_shared_or_for_one(tmp_path: Path, award: str, owner: str) -> None:
    made = under(tmp_path, f"brings: [{{award: {award}}}]\n")
    (name,) = [name for name in made.awards if name.endswith("new")]
    assert made.owner(name) == owner
    told = [note for note in made.remarks if "for all partnerships" in note]
    assert told == ([] if owner else ["new comes once, for all partnerships."])


def test_who_pays_for_a_brought_award_with_equal_money(tmp_path: Path) -> None:
    paid = "financed_by: [employer_contribution]"
    made = under(tmp_path, f"brings: [{{award: {NEW % ''}, {paid}}}]\n", "equal")
    # 3,000 of 25,500
    assert awards(made)["city--mill"][1] == Decimal("7941.18")
    west = NEW % ", partnership: west"
    made = under(tmp_path, f"brings: [{{award: {west}, {paid}}}]\n", "equal")
    assert awards(made)["city--mill"] == ("city", Decimal(9000))
    # 3,000 of what the west has and what is shared, 13,500
    assert awards(made)["west--yard"][1] == Decimal("3111.11")


@pytest.mark.parametrize(
    ("text", "remedy"),
    [(f"brings: [{{award: {NEW % ', partnership: wets'}}}]\n", "Did you mean 'west'?"),
     (f"brings: [{{award: {NEW.replace('new', 'wets--new') % ''}}}]\n", "Begin the id with"),
     ("transition: [{cost: {id: x--y, category: equipment, amount: 1}}]\n", "Begin the id with")],
)  # fmt: skip
def test_a_partnership_that_there_is_not(tmp_path: Path, text: str, remedy: str) -> None:
    inputs, problems = loaded(tmp_path, text)
    assert inputs is None
    (problem,) = [p for p in problems if p.severity == "error"]
    assert problem.code == "B324"
    assert remedy in problem.remedy
    assert "reform.yaml" in problem.place.file


def test_a_name_of_nobody_is_told_with_those_that_it_may_mean(tmp_path: Path) -> None:
    line = "{id: x, category: equipment, amount: 1, groups: [automn]}"
    _, problems = loaded(tmp_path, f"transition: [{{cost: {line}}}]\n")
    assert "Did you mean 'city--autumn'?" in {p.remedy for p in problems if p.code == "B203"}


def compared(folder: Path, text: str) -> Comparison:
    inputs, problems = load_inputs(written(folder))
    assert inputs is not None, problems
    return compare({"state": inputs}, [reform(folder, text)])


def test_winners_and_losers_by_partnership(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = "funding: [{streams: [employer_contribution], times: 0.5}]\n"
    found = compared(tmp_path, cut)
    for case in found.cases:
        for row in case.plan.tables["partnerships"].rows():
            if row["partnership"]:
                scope = "partnership", row["partnership"]
                for measure in ("cost", "funded", "unfunded", "lapses"):
                    told = found.value(measure, case.proposal, case.money, scope=scope)
                    assert told == Decimal(row[measure]) / 100, (case, measure)
        assert case.plan.audit_passed
    assert found.value("unfunded", "reform", "own") != found.value("unfunded")
    show(lambda out: comparison_report(found, out))
    text = capsys.readouterr().out
    told = [line.split()[:2] for line in text.splitlines() if line.startswith("Partnership ")]
    assert ["Partnership", "city"] in told


def test_a_plan_under_a_proposal_is_read_back_and_audited(tmp_path: Path) -> None:
    plan = make_plan(under(tmp_path, MERGE), unsettled=False)
    folder = tmp_path / "plan"
    assert not write_plan(plan, folder)
    again, problems = read_plan(folder)
    assert again is not None, problems
    assert again.inputs.owner("city--one_pot") == "city"
    report, problems = audit_folder(folder)
    assert report is not None, problems
    assert report.passed

    table = folder / "charges.csv"
    with table.open() as stream:
        charges = list(csv.DictReader(stream))
    wrong = next(c for c in charges if c["award"] == "west--one_pot")
    wrong["award"] = "city--one_pot"
    with table.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, charges[0].keys())
        writer.writeheader()
        writer.writerows(charges)
    report, _ = audit_folder(folder)
    assert report is not None
    assert "award-partnership" in {finding.rule for finding in report.findings}
