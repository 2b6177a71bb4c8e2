"""`braid report --xlsx --ics`: where the files go, what is refused, and how that is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import braid.render.extras
import braid.render.workbook
from braid.cli.app import app
from braid.render.workbook import made


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


@pytest.fixture
def folder(plans: dict[str, Path], tmp_path: Path) -> Path:
    copy = tmp_path / "plan"
    shutil.copytree(plans["project-quest"], copy)
    return copy


def test_both_files_are_written_beside_the_plan(folder: Path) -> None:
    before = {path.name for path in folder.iterdir()}
    done = run(folder, "--xlsx", "--ics")
    assert done.exit_code == 0, done.output
    assert {path.name for path in folder.iterdir()} - before == {"report.xlsx", "deadlines.ics"}
    assert f"Report written to {folder / 'report.xlsx'}." in done.stderr
    assert done.stdout == ""


def test_another_folder_is_made_for_them(folder: Path, tmp_path: Path) -> None:
    done = run(folder, "--xlsx", "--out", tmp_path / "board" / "may")
    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "board" / "may").iterdir()] == ["report.xlsx"]
    assert not (folder / "report.xlsx").exists()
    assert (tmp_path / "board/may/report.xlsx").read_bytes() == made(folder)["report.xlsx"]


def test_the_earlier_report_stays_when_the_new_one_cannot_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "deadlines.ics").write_bytes(b"before")

    def full(path: Path, to: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    done = run(folder, "--ics")
    assert done.exit_code == 1
    assert "B311" in done.stderr
    assert "No space left on device" in done.stderr
    assert (folder / "deadlines.ics").read_bytes() == b"before"
    assert not list(folder.glob(".*partial"))


@pytest.mark.parametrize(
    ("option", "module", "what"),
    [("--xlsx", "xlsxwriter", "the workbook"), ("--ics", "icalendar", "the calendar")],
)
def test_a_missing_library_is_told_with_the_extra_that_has_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, option: str, module: str, what: str
) -> None:
    monkeypatch.setattr(
        braid.render.extras, "find_spec", lambda name: None if name == module else object()
    )
    done = run(folder, option)
    assert done.exit_code == 1
    assert f"{module} is not installed; {what} is made with it." in done.stderr
    assert "pip install 'braid-funding[reports]'" in done.stderr
    assert not (folder / "report.xlsx").exists()


def test_a_folder_that_is_no_plan_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path, "--xlsx")
    assert done.exit_code == 1
    assert "B304" in done.stderr


def test_without_a_format_it_says_which_there_are(folder: Path) -> None:
    done = run(folder)
    assert done.exit_code == 2
    assert "--html, --xlsx, --ics" in " ".join(done.stderr.split())


def test_a_table_that_no_sheet_can_hold_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(braid.render.workbook, "ROWS", 10)
    done = run(folder, "--xlsx")
    assert done.exit_code == 1
    assert "B318" in done.stderr
    assert "charges.csv has more rows than a sheet of a workbook holds." in done.stderr


def test_a_report_survives_the_next_solve_but_says_of_which_plan_it_is(folder: Path) -> None:
    run(folder, "--xlsx")
    stamped = (folder / "report.xlsx").read_bytes()
    scenario = folder / "inputs" / "scenario.yaml"
    again = folder.parent / "scenario.yaml"
    again.write_text(scenario.read_text().replace("amount: 100000\n", "amount: 80000\n"))
    solved = CliRunner().invoke(
        app,
        ["solve", str(again), "--out", str(folder)],
    )
    assert f"Make them again: braid report {folder} --xlsx\n" in solved.stderr
    assert (folder / "report.xlsx").read_bytes() == stamped
    assert made(folder)["report.xlsx"] != stamped
