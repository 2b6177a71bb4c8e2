"""The plan folder is written whole or not at all, and can be read back years later."""

import json
import os
import shutil
from pathlib import Path

import pytest
from handmade_plan import EXAMPLE, example_plan

from braid.plan.document import document
from braid.plan.folder import read_plan, write_plan
from braid.plan.swap import recover
from braid.plan.table_files import read_plan_tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "plans" / "quest"


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def without_run(folder: Path) -> dict[str, object]:
    found: dict[str, object] = dict(contents(folder))
    data = json.loads((folder / "plan.json").read_text())
    data.pop("run")
    return {**found, "plan.json": data}


def test_the_folder_holds_the_tables_the_document_and_every_input(folder: Path) -> None:
    assert write_plan(example_plan(), folder) == ()

    assert set(contents(folder)) == {
        "plan.json",
        *(f"{name}.csv" for name in (
            "charges", "unfunded", "awards", "reports", "cash", "pledges", "refunds", "income",
            "partnerships",
            "budget", "rules", "groups", "problems",
        )),
        "inputs/scenario.yaml", "inputs/people.yaml", "inputs/costs.csv",
        "inputs/rules/categories.yaml", "inputs/rules/attributes.yaml",
        "inputs/rules/federal/wioa_adult.yaml", "inputs/rules/federal/pell.yaml",
        "inputs/rules/local/city_sales_tax_fund.yaml",
        "inputs/rules/private/employer_contribution.yaml",
    }  # fmt: skip
    assert (folder / "inputs/costs.csv").read_bytes() == (EXAMPLE / "costs.csv").read_bytes()


def test_a_plan_that_was_read_back_is_the_plan_that_was_written(folder: Path) -> None:
    plan = example_plan()
    write_plan(plan, folder)

    again, problems = read_plan(folder)

    assert problems == ()
    assert again is not None
    assert document(again) == document(plan)
    assert again.inputs.scenario == plan.inputs.scenario


def test_a_plan_is_read_when_its_scenario_and_rules_are_gone(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(EXAMPLE, source)
    write_plan(example_plan(source), tmp_path / "plan")
    shutil.rmtree(source)

    again, _ = read_plan(tmp_path / "plan")

    assert again is not None
    assert again.inputs.awards["city"].amount == 300_000


def test_the_same_plan_gives_the_same_bytes_but_for_its_run(tmp_path: Path) -> None:
    write_plan(example_plan(), tmp_path / "one")
    write_plan(example_plan(), tmp_path / "two")

    assert without_run(tmp_path / "one") == without_run(tmp_path / "two")


def test_only_the_plan_itself_stays_behind(folder: Path) -> None:
    write_plan(example_plan(), folder)
    write_plan(example_plan(), folder)

    assert [path.name for path in folder.parent.iterdir()] == ["quest"]


def test_an_empty_folder_is_filled(folder: Path) -> None:
    folder.mkdir(parents=True)

    assert write_plan(example_plan(), folder) == ()
    assert (folder / "plan.json").is_file()


def test_a_folder_that_is_no_plan_is_left_alone(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "thesis.txt").write_text("years of work")

    (problem,) = write_plan(example_plan(), folder)

    assert problem.code == "B302"
    assert contents(folder) == {"thesis.txt": b"years of work"}


def test_a_file_of_that_name_is_left_alone(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("not a folder")

    (problem,) = write_plan(example_plan(), folder)

    assert problem.code == "B301"
    assert folder.read_text() == "not a folder"


def test_notes_in_an_earlier_plan_are_kept(folder: Path) -> None:
    write_plan(example_plan(), folder)
    (folder / "notes.md").write_text("ask the board")

    write_plan(example_plan(), folder)

    assert (folder / "notes.md").read_text() == "ask the board"


def test_files_beside_the_inputs_are_not_kept_as_if_they_were_inputs(folder: Path) -> None:
    write_plan(example_plan(), folder)
    for place in ("inputs/rules/old.yaml", "inputs/old.yaml", "notes/mine.md"):
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("old")

    assert write_plan(example_plan(), folder) == ()

    assert (folder / "notes" / "mine.md").read_text() == "old"
    assert not list(folder.rglob("old.yaml"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_not_ours_to_write_is_a_problem(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    (problem,) = write_plan(example_plan(), tmp_path / "plan")

    assert problem.code == "B303"


def test_inputs_that_changed_meanwhile_are_not_passed_off_as_the_plan_s(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(EXAMPLE, source)
    plan = example_plan(source)
    with (source / "costs.csv").open("a") as costs:
        costs.write("late,,child_care,,10,year,,should,quest\n")

    (problem,) = write_plan(plan, tmp_path / "plan")

    assert problem.code == "B303"
    assert "costs.csv was changed while the plan was made" in problem.message
    assert not (tmp_path / "plan").exists()


def test_an_error_while_writing_leaves_the_old_plan(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_plan(example_plan(), folder)
    before = contents(folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("braid.plan.swap.os.fsync", full)
    (problem,) = write_plan(example_plan(name="Another"), folder)

    assert "No space left on device" in problem.message
    assert contents(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["quest"]


def test_an_earlier_plan_that_was_left_behind_does_not_come_back(folder: Path) -> None:
    """A run was killed after its swap; then somebody deletes the new plan."""
    write_plan(example_plan(), folder)
    shutil.copytree(folder, folder.with_name(".quest.previous"))
    recover(folder)
    shutil.rmtree(folder)
    recover(folder)
    assert not folder.exists()


def test_a_folder_that_is_no_plan_cannot_be_read(tmp_path: Path) -> None:
    plan, (problem,) = read_plan(tmp_path)

    assert plan is None
    assert problem.code == "B304"


@pytest.mark.parametrize(
    ("table", "old", "new", "code", "line"),
    [
        ("charges.csv", "116000.00", "116,000.00", "B308", None),
        ("charges.csv", "116000.00", "116000.005", "B309", None),
        ("charges.csv", "116000.00", "lots", "B309", None),
        ("charges.csv", "amount", "cents", "B307", 1),
        ("awards.csv", "true", "yes", "B309", 2),
        ("groups.csv", ",40,", ",forty,", "B309", 3),
    ],
)
def test_a_table_edited_by_hand_is_told_where_it_is_wrong(
    folder: Path, table: str, old: str, new: str, code: str, line: int | None
) -> None:
    write_plan(example_plan(), folder)
    text = (folder / table).read_text()
    (folder / table).write_text(text.replace(old, new, 1))

    tables, problems = read_plan_tables(folder)

    assert tables is None
    assert [p.code for p in problems] == [code]
    assert problems[0].place.file.endswith(table)
    assert line is None or problems[0].place.line == line
