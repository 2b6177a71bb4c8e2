"""What is wrong with a roster is said with its line and what would be right."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest
from people_of import HEADER, SMALL, person, small
from typer.testing import CliRunner

from braid.catalog.rosters.groups import groups_of
from braid.cli.app import app
from braid.problems import Problem

Found = list[tuple[str, int | None]]


def faults(scenario: Path, people: Path, **options: object) -> list[Problem]:
    found, problems = groups_of(scenario, people, **options)  # type: ignore[arg-type]
    assert found is None
    return [p for p in problems if p.severity == "error"]


@pytest.mark.parametrize(("rows", "code", "line"), [
    (("weldin,2026-09-14,30,true,true,false",), "B063", 2),
    ((person(), ",2026-09-14,30,true,true,false"), "B062", 3),
    ((person(), "", person(), "welding,9/14/2026,30,true,true,false"), "B064", 5),
    ((person(), person("thirty")), "B103", 3),
    ((person(), person(resident="yes")), "B103", 3),
    ((person(), f"{person()},more"), "B037", 3),
    ((), "B038", None),
])  # fmt: skip
def test_a_fault_is_told_at_its_line(
    tmp_path: Path, rows: tuple[str, ...], code: str, line: int | None
) -> None:
    found = faults(*small(tmp_path, *rows))
    assert [(p.code, p.place.line) for p in found] == [(code, line)]
    assert all(p.remedy for p in found)


def test_the_line_is_right_below_cells_with_line_ends(tmp_path: Path) -> None:
    rows = ('"welding",2026-09-14,30,true,true,"false\n"', person("thirty"))
    found = faults(*small(tmp_path, *rows))
    assert [(p.code, p.place.line) for p in found] == [("B103", 4)]


def test_columns_that_are_needed(tmp_path: Path) -> None:
    found = faults(*small(tmp_path, "welding,30", header="program,age"))
    assert [(p.code, p.place.line) for p in found] == [("B061", 1)]
    scenario, people = small(tmp_path, person(), header=HEADER.replace("age", "program"))
    assert [p.code for p in faults(scenario, people)] == ["B035"]
    scenario, people = small(tmp_path, person())
    assert [p.code for p in faults(scenario, people, keep=("agee",))] == ["B065", "B065"]
    assert [p.code for p in faults(scenario, people, beside=("case",))] == ["B065"]
    assert [p.code for p in faults(scenario, tmp_path / "none.csv")] == ["B001"]


def test_a_misspelt_column_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    scenario, people = small(tmp_path, person(), header=HEADER.replace("age", "Age"))
    found, problems = groups_of(scenario, people)
    assert found is not None
    assert [(p.code, p.severity) for p in problems] == [("B066", "warning")]
    assert "age" in problems[0].remedy


def excel(path: Path, *rows: tuple[object, ...]) -> Path:
    """A roster as somebody keeps it in Excel; formulas are not worked out."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_list_whose_headings_are_not_braids(tmp_path: Path) -> None:
    scenario, _ = small(tmp_path)
    people = excel(
        tmp_path / "people.xlsx", ("Name", "DOB", "Program", "Start date"),
        ("Alvarez", "1990-01-01", "welding", "2026-09-14"),
    )  # fmt: skip
    found, problems = groups_of(scenario, people)
    assert found is None
    assert sorted(p.code for p in problems) == ["B061", "B061", "B066", "B066", "B066"]
    said = {p.message.split("'")[1]: p.remedy for p in problems if p.code == "B066"}
    assert said["Program"] == "If so, call it program."
    assert said["Start date"] == "If so, call it start."
    assert "DATEDIF" in said["DOB"]


def test_a_column_of_formulas_that_nobody_worked_out_is_not_passed_over(tmp_path: Path) -> None:
    scenario, _ = small(tmp_path)
    people = excel(
        tmp_path / "people.xlsx", ("program", "start", "age"),
        ("welding", "2026-09-14", "=10+20"), ("welding", "2026-09-14", "=10+30"),
    )  # fmt: skip
    found, problems = groups_of(scenario, people)
    assert found is not None
    assert [(p.code, p.severity) for p in problems] == [("B069", "warning")]
    assert "formulas" in problems[0].remedy


def test_the_same_fault_in_many_rows_is_told_once_with_their_number(tmp_path: Path) -> None:
    rows = (person(resident="yes"), person(), person(resident="yes"))
    found = faults(*small(tmp_path, *rows))
    assert [(p.code, p.place.line) for p in found] == [("B103", 2)]
    assert found[0].remedy == "Write true. It stands in 2 rows."


def test_tables_of_the_scenario_mean_what_they_mean_to_all_other_commands(tmp_path: Path) -> None:
    scenario, people = small(tmp_path, person())
    inline = next(line for line in SMALL.splitlines() if line.startswith("costs:"))
    text = scenario.read_text(encoding="utf-8").replace(inline, "costs: costs.csv")
    scenario.write_text(text, encoding="utf-8")
    (tmp_path / "costs.csv").write_text(
        "id,program,category,per_participant,when\n"
        "tuition,welding; care,tuition_fees,2400,start\n", encoding="utf-8",
    )  # fmt: skip
    found, problems = groups_of(scenario, people)
    assert not problems
    assert found is not None


def test_a_portfolio_has_people_in_its_partnerships(tmp_path: Path) -> None:
    _, people = small(tmp_path, person())
    state = tmp_path / "state.yaml"
    state.write_text("name: State\npartnerships: [small.yaml]\n", encoding="utf-8")
    assert [p.code for p in faults(state, people)] == ["B060"]


def test_text_that_is_not_utf_8(tmp_path: Path) -> None:
    scenario, people = small(tmp_path, person())
    people.write_bytes(people.read_bytes() + "welding,2026-09-14,30,é,true,false".encode("latin-1"))
    assert [p.code for p in faults(scenario, people)] == ["B005"]


def run(*words: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["roster", *map(str, words)])
    return done.exit_code, done.stdout, done.stderr


def test_the_command_writes_for_its_owner_alone_and_replaces_nothing(tmp_path: Path) -> None:
    scenario, people = small(tmp_path, person(), person(17))
    out = tmp_path / "groups.csv"
    code, said, talk = run(scenario, people)
    assert code == 0
    assert said.startswith("id,name,program,participants,start,age")
    assert "2 people in 2 groups" in talk
    assert run(scenario, people, "--out", out)[0] == 0
    assert out.read_text(encoding="utf-8") == said
    if os.name != "nt":
        assert out.stat().st_mode & 0o077 == 0
    code, _, talk = run(scenario, people, "--out", out)
    assert code == 2
    assert "is there already" in talk
    assert run(scenario, people, "--out", out, "--force")[0] == 0
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_a_key_that_could_be_guessed_is_refused(tmp_path: Path) -> None:
    scenario, people = small(tmp_path, f"A1,{person()}", header=f"case,{HEADER}")
    key, who = tmp_path / "key", tmp_path / "who.csv"
    key.write_text("secret", encoding="utf-8")
    words = (scenario, people, "--people", who, "--id", "case", "--key", key)
    code, _, talk = run(*words)
    assert code == 1
    assert "B068" in talk
    key.write_text("0123456789abcdef0123456789abcdef", encoding="utf-8")
    assert run(*words)[0] == 0
    assert "A1" not in who.read_text(encoding="utf-8")
    assert run(scenario, people, "--id", "case")[0] == 2
