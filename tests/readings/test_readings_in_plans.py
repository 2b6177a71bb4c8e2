"""``braid solve --reading``: said in the report, kept in the folder, held to by the audit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from disputed import Write, entry
from typer.testing import CliRunner, Result

from braid.cli.app import app

BAN = "id: ban, kind: line, forbid: [care]"
REGISTER = entry("care", "removes: [fund/ban]", "fund/ban") + entry(
    "cap", "changes: [{rule: fund/cap, field: at_most.usd, was: 9000, becomes: 400}]", "fund/cap"
)
CAP = "id: cap, kind: limit, spend: {category: care}, at_most: {usd: 9000}"


def braid(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def place(write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write(BAN, CAP, register=REGISTER)
    monkeypatch.chdir(folder)
    return folder


def solve(*more: object) -> Result:
    result = braid("solve", "scenario.yaml", "--rules", "rules", *more)
    assert result.exit_code == 0, result.output
    return result


def plan(folder: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(Path(folder, "plan.json").read_text(encoding="utf-8"))
    return found


def test_the_reading_stands_at_the_top_and_in_the_folder(place: Path) -> None:
    result = solve("--reading", "care=B", "--out", "plan")

    assert "Under reading B of disputed law, care: Otherwise." in result.stdout
    assert result.stdout.index("Under reading B") < result.stdout.index("Unfunded")
    assert "--reading care=B --since plan" in result.stdout
    assert plan("plan")["readings"] == {"care": "B"}
    assert (place / "plan/inputs/rules/conflicts.yaml").is_file()


def test_the_plan_goes_to_a_folder_of_its_own(place: Path) -> None:
    solve("--reading", "care=b")

    assert (place / "plans/scenario-reading-care-B/plan.json").is_file()


def test_the_audit_holds_the_plan_to_the_reading_that_it_was_made_under(place: Path) -> None:
    solve("--reading", "care=B", "--out", "plan")
    assert braid("audit", "plan").exit_code == 0

    said = plan("plan")
    Path("plan/plan.json").write_text(json.dumps({**said, "readings": {}}), encoding="utf-8")
    result = braid("audit", "plan")
    assert result.exit_code == 3
    assert "Broken: fund/ban" in result.stdout


@pytest.mark.parametrize(
    ("readings", "code"),
    [({"care": "Z"}, "B276"), ({"cares": "B"}, "B276"), (["care"], "B706"), ({"care": 2}, "B706")],
)
def test_a_folder_that_names_no_reading_is_not_audited(
    place: Path, readings: object, code: str
) -> None:
    solve("--reading", "care=B", "--out", "plan")
    said = plan("plan")
    Path("plan/plan.json").write_text(json.dumps({**said, "readings": readings}), encoding="utf-8")
    result = braid("audit", "plan")

    assert result.exit_code == 1
    assert code in result.stderr
    assert "plan/plan.json" in result.stderr


def test_what_changed_since_the_other_reading_begins_with_it(place: Path) -> None:
    solve("--out", "first")
    story = solve("--reading", "care=B", "--out", "second", "--since", "first").stdout
    back = solve("--out", "third", "--since", "second").stdout

    assert "The reading of care is now B (was A)." in story
    assert "unfunded cost falls by $2,000 to $3,000" in story
    assert "The reading of care is now A (was B)." in back


def test_the_report_says_what_hangs_on_the_other_reading(place: Path) -> None:
    text = " ".join(solve("--out", "plan").stdout.split())

    assert "Unsettled law that matters here" in text
    assert "care=B: Otherwise. Then unfunded falls by $2,000 to $3,000." in text
    assert "cap=B" not in text
    unsettled = plan("plan")["unsettled"]
    assert isinstance(unsettled, list)
    assert [(u["conflict"], u["then"]["unfunded"]) for u in unsettled] == [("care", "3000.00")]


def test_under_the_reading_others_may_matter(place: Path) -> None:
    """Care gets $2,000 once the ban is gone; a cap of $400 would take $1,600 of it away."""
    text = " ".join(solve("--reading", "care=B", "--out", "plan").stdout.split())

    rises = "cap=B: Otherwise. Then unfunded rises by $1,600 to $4,600."
    assert rises in text
    assert "care=A: As it stands. Then" in text


def test_it_is_not_worked_out_on_demand(place: Path) -> None:
    assert "Unsettled law" not in solve("--no-unsettled", "--out", "plan").stdout
    assert plan("plan")["unsettled"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["care"], "does not say which reading"),
        (["=B"], "does not say which reading"),
        (["care=B", "care=A"], "two readings"),
    ],
)
def test_a_reading_that_is_not_written_as_one(place: Path, words: list[str], told: str) -> None:
    options = [part for word in words for part in ("--reading", word)]
    result = braid("solve", "scenario.yaml", "--rules", "rules", *options)

    assert result.exit_code == 2
    assert told in " ".join(result.stderr.replace("│", " ").split())


def test_a_plan_is_read_without_the_streams_that_only_a_rule_names(write: Write) -> None:
    """The folder keeps the files that the plan used; an order names another stream."""
    folder = write("id: order, kind: order, for: [tuition], after: [grant]")
    formula = "id: f, kind: formula, formula: pell_clock_hours"
    numbers = "{maximum: 1, minimum: 1, sai_ineligible_at: 1, lifetime_percent: 600}"
    ground = "why: W, cite: C, confidence: verified, reviewed: 2026-03-01"
    (folder / "rules/grant.yaml").write_text(
        "stream: grant\nname: G\norigin: federal\nentitlement: true\n"
        f"rules: [{{{formula}, numbers: {numbers}, {ground}}}]\n",
        encoding="utf-8",
    )
    out = folder / "plan"
    made = braid("solve", folder / "scenario.yaml", "--rules", folder / "rules", "--out", out)

    assert made.exit_code == 0, made.output
    assert not (out / "inputs/rules/grant.yaml").exists()
    assert braid("audit", out).exit_code == 0
    assert braid("explain", out).exit_code == 0


def test_readings_stand_beside_the_rule(place: Path) -> None:
    shown = " ".join(braid("rules", "show", "fund/cap", "--rules", "rules").stdout.split())

    assert "Sources disagree (cap): Whether cap is read so." in shown
    assert "A (taken): As it stands." in shown
    assert "B: Otherwise. 'at_most.usd' is 400 instead of 9,000." in shown


def test_readings_stand_in_the_book(place: Path) -> None:
    book = braid("rules", "book", "--rules", "rules").stdout

    assert "> - B: Otherwise. This rule does not hold." in book
    assert "- B: Otherwise. fund/ban does not hold." in book
