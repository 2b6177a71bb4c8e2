"""``braid check``, ``explain``, ``audit`` and ``rules``: results on stdout, exit codes."""

import json
import shutil
from pathlib import Path

import pytest
from handmade_plan import EXAMPLE, example_plan
from typer.testing import CliRunner, Result

from braid.audit import AuditReport, Finding
from braid.cli.app import app
from braid.plan.folder import write_plan

SCENARIO = EXAMPLE / "quest.yaml"
RULES = EXAMPLE / "rules"


def braid(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans") / "quest"
    write_plan(example_plan(), folder)
    return folder


def test_check_says_what_a_good_scenario_holds() -> None:
    result = braid("check", SCENARIO, "--rules", RULES)

    assert result.exit_code == 0
    assert result.stdout.endswith(
        "quest.yaml: good: 2 programs, 2 groups of 65 participants, 5 cost lines, "
        "3 awards of $550,000 and 6 rules in force.\n"
    )


def test_check_reports_the_problems_of_all_files_at_once_on_stdout(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "bad")
    scenario = tmp_path / "bad" / "quest.yaml"
    scenario.write_text(scenario.read_text().replace("period: quarter", "perod: quarter"))
    people = tmp_path / "bad" / "people.yaml"
    people.write_text(people.read_text().replace("participants: 40", "participants: forty"))

    result = braid("check", scenario, "--rules", RULES)

    assert result.exit_code == 1
    assert "quest.yaml:" in result.stdout
    assert "people.yaml:2:" in result.stdout
    assert "^" in result.stdout
    assert "2 errors, 1 note in 2 files." in result.stdout


def test_check_can_answer_in_json() -> None:
    result = braid("check", "nowhere.yaml", "--format", "json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)[0]["code"] == "B001"


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        ((), "San Antonio healthcare partnership"),
        (("--cost", "child_care"), "child_care"),
        (("--award", "adult_py26"), "WIOA Adult PY26 (adult_py26)"),
        (("--award", "WIOA Adult PY26"), "WIOA Adult PY26 (adult_py26)"),
        (("--award", "pledge"), "pledge"),
        (("--rule", "wioa_adult/support-cap"), "wioa_adult/support-cap (limit)"),
    ],
)
def test_explain_answers_about_the_plan_a_line_an_award_or_a_rule(
    plan: Path, arguments: tuple[str, ...], first: str
) -> None:
    result = braid("explain", plan, *arguments)

    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == first


def test_explain_can_answer_in_json(plan: Path) -> None:
    data = json.loads(braid("explain", plan, "--cost", "child_care", "--format", "json").stdout)

    assert {row["cost"] for row in data["charges"]} == {"child_care"}
    assert data["explanations"][0]["awards"][0]["rule"] == "wioa_adult/support-cap"


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (("--cost", "childcare"), "Did you mean 'child_care'?"),
        (("--award", "citty"), "Did you mean 'city'?"),
        (("--rule", "wioa_adult/support-kap"), "Did you mean 'wioa_adult/support-cap'?"),
        (("--cost", "child_care", "--award", "city"), "give only one of"),
    ],
)
def test_2_explain_names_what_is_near(plan: Path, arguments: tuple[str, ...], remedy: str) -> None:
    result = braid("explain", plan, *arguments)

    assert result.exit_code == 2
    assert remedy in result.stderr


@pytest.mark.parametrize("command", ["explain", "audit"])
def test_1_a_folder_that_is_no_plan(command: str, tmp_path: Path) -> None:
    result = braid(command, tmp_path)

    assert result.exit_code == 1
    assert "[B304]" in result.stderr
    assert result.stdout == ""


def test_remarks_that_were_told_when_the_plan_was_made_are_not_told_again(plan: Path) -> None:
    made = braid("solve", SCENARIO, "--rules", RULES, "--out", plan.parent / "made")
    assert "[B241]" in made.stderr

    again = braid("audit", plan.parent / "made")

    assert "[B241]" not in again.stderr


FINDING = Finding("w/cap", "city", "child_care", 1, 0, 1, "A cent too much.", "1 CFR 2")  # type: ignore[arg-type]


def audit(monkeypatch: pytest.MonkeyPatch, plan: Path, *findings: Finding, form: str) -> Result:
    report = AuditReport(findings, (), {"w/cap": 3, "w/other": 0})
    monkeypatch.setattr("braid.audit.audit_folder", lambda folder, rules: (report, ()))
    return braid("audit", plan, "--format", form)


def test_audit_of_a_good_plan(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    result = audit(monkeypatch, plan, form="text")

    assert result.exit_code == 0
    assert result.stdout == f"{plan} passed its audit: 3 checks of 1 rule.\n"
    assert result.stderr == ""


def test_3_audit_of_a_plan_that_breaks_a_rule(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    result = audit(monkeypatch, plan, FINDING, form="text")

    assert result.exit_code == 3
    assert "Broken: w/cap (city) at child_care: A cent too much. [1 CFR 2]" in result.stdout


def test_a_finding_is_told_and_counted_once(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    result = audit(monkeypatch, plan, FINDING, FINDING, form="text")

    assert result.stdout.count("A cent too much.") == 1
    assert "failed its audit: 1 finding in" in result.stdout


def test_audit_can_answer_in_json(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    result = audit(monkeypatch, plan, FINDING, form="json")

    data = json.loads(result.stdout)
    assert data["passed"] is False
    assert data["findings"][0]["citation"] == "1 CFR 2"


def test_audit_names_a_document_that_does_not_follow_from_the_tables(
    monkeypatch: pytest.MonkeyPatch, plan: Path, tmp_path: Path
) -> None:
    edited = tmp_path / "edited"
    shutil.copytree(plan, edited)
    charges = edited / "charges.csv"
    charges.write_text(charges.read_text().replace("90000.00", "89999.99"))

    result = audit(monkeypatch, edited, form="text")

    told = "Broken: plan.json: It was not made from these tables; it differs in money, lines.\n"
    assert told in result.stdout
    assert result.exit_code == 3


def test_rules_are_listed_with_how_many_there_are() -> None:
    result = braid("rules", "list", "--rules", RULES)

    assert result.exit_code == 0
    assert "wioa_adult             WIOA Title I Adult     stream      4" in result.stdout


def test_a_rule_is_shown_with_its_ground_and_its_numbers() -> None:
    result = braid("rules", "show", "wioa_adult/support-cap", "--rules", RULES)

    assert "Board policy 4.2 (terms, assumption, reviewed November 22, 2026)" in result.stdout
    assert "Spending on supportive services is at most 10% of the award." in result.stdout


def test_the_facts_of_a_rule_come_with_the_paper_that_shows_them() -> None:
    result = braid("rules", "show", "wioa_adult/adult-age", "--rules", RULES)

    assert "  Participants: age is at least 18.\n" in result.stdout
    assert "  age: Age at enrollment. Shown by: birth certificate.\n" in result.stdout


def test_the_facts_of_streams_are_listed_once() -> None:
    result = braid("rules", "facts", "wioa_adult", "city_sales_tax_fund", "--rules", RULES)

    assert result.exit_code == 0, result.output
    assert "What wioa_adult and city_sales_tax_fund ask for" in result.stdout
    assert result.stdout.count("birth certificate") == 1


def test_2_the_facts_of_a_stream_that_is_not_there() -> None:
    result = braid("rules", "facts", "wioa_adlt", "--rules", RULES)

    assert result.exit_code == 2
    assert "Did you mean 'wioa_adult'?" in result.stderr


@pytest.mark.parametrize(
    ("name", "near"), [("wioa_adlt", "wioa_adult"), ("wioa_adult/adult-aje", "adult-age")]
)
def test_2_a_rule_that_is_not_there(name: str, near: str) -> None:
    result = braid("rules", "show", name, "--rules", RULES)

    assert result.exit_code == 2
    assert f"Did you mean '{near}'?" in result.stderr


def test_1_a_rules_directory_without_rules(tmp_path: Path) -> None:
    assert braid("rules", "list", "--rules", tmp_path).exit_code == 1
