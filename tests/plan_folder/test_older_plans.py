"""Plans of earlier versions open in every command; those of a newer braid are refused."""

import json
import shutil
from pathlib import Path

import pytest
from handmade_plan import example_plan
from plan_forms import KEPT, OLDER, plan_form
from typer.testing import CliRunner, Result

from braid.audit.folder import audit_folder
from braid.cli.app import app
from braid.plan.folder import read_plan, write_plan
from braid.problems import InputProblems
from braid.reading.plan_form import PLAN_VERSION
from braid.render.web.stored import stored_frontier

READ_OTHERWISE = Path(__file__).parent / "read_otherwise"
PLANS = sorted(path.name for path in OLDER.iterdir() if path.is_dir())


def braid(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def older(name: str, folder: Path) -> Path:
    shutil.copytree(OLDER / name, folder)
    return folder


def said(folder: Path, **parts: object) -> None:
    path = folder / "plan.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, **parts}), encoding="utf-8")


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans") / "today"
    assert write_plan(example_plan(), folder) == ()
    return folder


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_of_an_earlier_version_opens(name: str, today: Path, tmp_path: Path) -> None:
    folder = older(name, tmp_path / name)

    audited = braid("audit", folder)
    explained = braid("explain", folder, "--cost", "pct_tuition")
    changed = braid("explain", today, "--since", folder)
    reported = braid("report", folder, "--html", "--xlsx", "--ics")

    assert audited.exit_code == 0, audited.output
    assert "passed its audit" in audited.output
    assert "Warning: plan.json" not in audited.output
    assert "Its money is used up." in explained.output
    assert changed.exit_code == 0, changed.output
    assert "What changed, and what it did" in changed.output
    assert reported.exit_code == 0, reported.output
    assert (folder / "report.html").is_file()


def test_what_an_older_plan_breaks_of_todays_reading_is_told_as_such(tmp_path: Path) -> None:
    """Two awards of the fall paid $2,400 of the coach, whose fall is worth $1,200 to the adults."""
    folder = tmp_path / "plan"
    shutil.copytree(READ_OTHERWISE, folder)

    audited = braid("audit", folder)

    assert audited.exit_code == 3
    broken = [line for line in audited.output.splitlines() if line.startswith("Broken")]
    assert len(broken) == 2
    told = "An earlier braid made this plan (schema version 2), when the rule was read otherwise."
    assert all("$2,400.00, but at most $1,200.00" in line and told in line for line in broken)
    assert "when the rules of these findings were read otherwise." in audited.output
    inside = f"solve {folder}/inputs/scenario.yaml --rules {folder}/inputs/rules"
    assert f"To plan as they are read now: braid {inside} --out DIR" in audited.output
    solved = braid(*inside.split(), "--out", tmp_path / "again")
    assert solved.exit_code == 0, solved.output
    assert "passed its audit" in braid("audit", tmp_path / "again").output


def test_what_no_braid_has_allowed_is_not_laid_to_an_earlier_reading(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    shutil.copytree(READ_OTHERWISE, folder)
    path = folder / "charges.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("training_fund,600.00", "training_fund,600.01"), encoding="utf-8")

    audited = braid("audit", folder)

    assert audited.exit_code == 3
    assert "$2,400.04, but at most $1,200.00 (off by $1,200.04). [2 CFR 200" in audited.output
    assert "earlier braid" not in audited.output


def test_of_a_plan_of_this_version_nothing_was_read_otherwise(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    shutil.copytree(READ_OTHERWISE, folder)
    said(folder, schema_version=PLAN_VERSION)

    audited = braid("audit", folder)

    assert audited.exit_code == 3
    assert "$2,400.00, but at most $1,200.00" in audited.output
    assert "earlier braid" not in audited.output


def test_what_is_kept_in_an_older_plan_makes_it_one_of_this_version(tmp_path: Path) -> None:
    folder = older("first", tmp_path / "first")

    kept = braid("explain", folder, "--break-even", "--keep")

    assert kept.exit_code == 0, kept.output
    data = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert (data["schema_version"], len(data["break_even"]) > 0) == (PLAN_VERSION, True)
    assert read_plan(folder)[1] == ()
    report, _ = audit_folder(folder)
    assert report is not None
    assert report.passed, report.findings


def test_what_an_older_table_cannot_say_is_not_made_up(tmp_path: Path) -> None:
    folder = older("first", tmp_path / "first")
    with (folder / "pledges.csv").open("a") as file:
        file.write("adult_py26,city,navigator,,case_management,2026-10-01,34000.00\n")

    read, audited = read_plan(folder), audit_folder(folder)

    for found, problems in (read, audited):
        (problem,) = [p for p in problems if p.severity == "error"]
        assert (found, problem.code) == (None, "B336")
        assert "'rule'" in problem.message
        assert "braid solve DIR/inputs/scenario.yaml" in problem.remedy
        assert problem.place is not None
        assert (Path(problem.place.file).name, problem.place.line) == ("pledges.csv", 1)


def test_a_plan_of_this_version_that_lacks_a_column_is_refused(tmp_path: Path) -> None:
    folder = older("first", tmp_path / "first")
    said(folder, schema_version=PLAN_VERSION)

    plan, problems = read_plan(folder)
    report, missed = audit_folder(folder)

    assert (plan, {p.code for p in problems}) == (None, {"B307"})
    assert (report, {p.code for p in missed if p.severity == "error"}) == (None, {"B703"})


@pytest.mark.parametrize("command", ["audit", "explain", "since", "report"])
def test_a_plan_of_a_newer_version_is_refused(command: str, today: Path, tmp_path: Path) -> None:
    folder = tmp_path / "newer"
    shutil.copytree(today, folder)
    said(folder, schema_version=PLAN_VERSION + 1, run={"versions": {"braid": "7.2.0"}})

    done = {
        "audit": lambda: braid("audit", folder),
        "explain": lambda: braid("explain", folder),
        "since": lambda: braid("explain", today, "--since", folder),
        "report": lambda: braid("report", folder, "--html"),
    }[command]()

    assert done.exit_code == 1
    told = " ".join(done.output.split())
    assert "[B335]" in told
    assert f"made by braid 7.2.0: it has schema version {PLAN_VERSION + 1}" in told
    assert "pip install --upgrade braid-funding" in told
    assert "1 error in 1 file." in told


@pytest.mark.parametrize("version", ["2", True, 0, 1.5, None])
def test_a_version_that_is_none_is_told(version: object, today: Path, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    shutil.copytree(today, folder)
    said(folder, schema_version=version)

    assert [p.code for p in read_plan(folder)[1]] == ["B305"]
    assert "B706" in [p.code for p in audit_folder(folder)[1]]


def test_a_frontier_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "frontier.json").write_text('{"schema_version": 9}', encoding="utf-8")

    with pytest.raises(InputProblems) as refused:
        stored_frontier(tmp_path / "frontier.json")

    assert [problem.code for problem in refused.value.problems] == ["B335"]


def test_the_form_of_plans_is_that_of_their_version() -> None:
    kept = KEPT.read_text(encoding="utf-8") if KEPT.exists() else ""
    assert plan_form() == kept, (
        "What plans hold has changed: tests/plan_folder/older/README.md says what to do."
    )
