"""What is said, word for word, when a plan's folder cannot be written or read."""

import json
from pathlib import Path

import pytest
from handmade_plan import example_plan

from braid.plan.folder import keep_document, read_plan, write_plan, write_plans
from braid.plan.table_files import read_plan_tables
from braid.problems import Problem

YOURS = "Check that the folder is yours to write and the disk is not full."
STRANGE = {
    "group": "nobody", "program": "pct", "planned": 1, "least": 0, "most": 1, "enrolled": 1,
    "barred": "0.00", "next_one": "0.00", "reason": "",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "quest"


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("braid.plan.swap.os.fsync", no_room)


def said(problem: Problem) -> tuple[str, str, str, str]:
    assert problem.place is not None
    return problem.code, problem.message, problem.remedy, problem.place.file


@pytest.mark.usefixtures("full")
def test_a_full_disk_is_told_with_what_it_leaves_unwritten(folder: Path) -> None:
    plan = example_plan()
    for what, (problem,) in {
        "The plan": write_plan(plan, folder),
        "The folder": write_plans({"one": plan}, {}, folder),
    }.items():
        message = f"{what} cannot be written: No space left on device."
        assert said(problem) == ("B303", message, YOURS, str(folder))


def test_what_was_found_later_is_told_when_it_cannot_be_kept(
    folder: Path, request: pytest.FixtureRequest
) -> None:
    plan = example_plan()
    assert write_plan(plan, folder) == ()
    request.getfixturevalue("full")

    (problem,) = keep_document(plan, folder)

    message = "What was found cannot be written: No space left on device."
    assert said(problem) == ("B303", message, YOURS, str(folder / "plan.json"))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"without": ["nobody"]}, "its scenario has no award 'nobody'"),
        ({"enrolment": [STRANGE]}, "its scenario has no group 'nobody'"),
    ],
)  # fmt: skip
def test_a_document_that_does_not_fit_its_scenario_is_told(
    folder: Path, change: dict[str, object], what: str
) -> None:
    write_plan(example_plan(), folder)
    path = folder / "plan.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))

    plan, (problem,) = read_plan(folder)

    assert plan is None
    again = f"Solve again: braid solve {folder / 'inputs' / 'scenario.yaml'} --out {folder}"
    assert said(problem) == ("B305", f"plan.json cannot be read ({what}).", again, str(path))


def test_a_word_that_is_none_of_those_it_can_be_is_told_with_its_place(folder: Path) -> None:
    """Pages look such words up: an unknown one would end them."""
    write_plan(example_plan(), folder)
    path = folder / "plan.json"
    document = json.loads(path.read_text())
    line = {"cost": "coach", "start": "2026-07-01", "end": "2027-06-30", "periods": [],
            "basis": "acres", "document": "", "amount": "1.00", "parts": []}  # fmt: skip
    last = {"award": "city", "what": "party", "day": "2027-06-30", "categories": [],
            "amount": None, "rules": [], "citation": ""}  # fmt: skip
    for part, entry, word, known in (
        ("allocations", line, "basis", "'participants', 'hours', 'staff_time', 'space' or 'other'"),
        ("deadlines", last, "what", "'end', 'spend', 'obligate' or 'liquidate'"),
    ):
        path.write_text(json.dumps({**document, part: [entry]}))

        plan, (problem,) = read_plan(folder)

        assert plan is None
        told = f"plan.json cannot be read ({part}.0.{word}: Input should be {known})."
        assert (problem.code, problem.message) == ("B305", told)


@pytest.mark.parametrize(
    ("table", "old", "new", "column", "write"),
    [
        ("awards", "true", "yes", "used", "true or false"),
        ("charges", "116000.00", "lots", "amount", "dollars and cents such as 1250.00"),
        ("groups", ",40,", ",forty,", "participants", "a whole number"),
        ("reports", ",6,", ",six,", "hours", "a number"),
    ],
)
def test_a_value_that_cannot_be_one_is_told_with_what_can(
    folder: Path, table: str, old: str, new: str, column: str, write: str
) -> None:
    write_plan(example_plan(), folder)
    path = folder / f"{table}.csv"
    path.write_text(path.read_text().replace(old, new, 1))

    _, (problem,) = read_plan_tables(folder)

    message = f"'{new.strip(',')}' in the column '{column}' is not what it should be."
    assert said(problem) == ("B309", message, f"Write {write}.", str(path))


def test_what_is_no_plan_is_told_with_how_to_make_one(tmp_path: Path) -> None:
    _, (problem,) = read_plan(tmp_path)

    message = "This is not a plan: it needs a folder with plan.json and charges.csv."
    remedy = "Make one with: braid solve SCENARIO --out DIR"
    assert said(problem) == ("B304", message, remedy, str(tmp_path))


def test_other_columns_are_told_with_those_of_a_plan(folder: Path) -> None:
    write_plan(example_plan(), folder)
    path = folder / "charges.csv"
    header, _, rest = path.read_text().partition("\n")
    path.write_text(f"{header},more\n{rest}")

    tables, (problem,) = read_plan_tables(folder)

    assert tables is None
    message = "The columns of the table are not those of a plan."
    assert said(problem) == ("B307", message, f"The header is: {header}", str(path))


def test_a_row_that_is_too_short_is_told_with_its_line(folder: Path) -> None:
    write_plan(example_plan(), folder)
    path = folder / "groups.csv"
    header, first, rest = path.read_text().split("\n", 2)
    path.write_text("\n".join([header, first.rpartition(",")[0], rest]))

    tables, (problem,) = read_plan_tables(folder)

    assert tables is None
    message = "The row has 6 values; the table has 7 columns."
    assert said(problem) == ("B308", message, "One per column.", str(path))
    assert problem.place is not None
    assert problem.place.line == 2


def test_a_table_that_is_no_csv_is_told(folder: Path) -> None:
    write_plan(example_plan(), folder)
    path = folder / "groups.csv"
    path.write_text(path.read_text() + '"open')

    tables, (problem,) = read_plan_tables(folder)

    assert tables is None
    message = "The table cannot be read: unexpected end of data."
    assert said(problem) == ("B306", message, "Solve again.", str(path))


@pytest.mark.parametrize(
    ("table", "old", "new", "column", "write"),
    [
        ("charges", ",2026-07-01,", ",nonsense,", "period", "the first day of a period"),
        ("unfunded", ",2027-01-01,", ",2027-01-02,", "period", "the first day of a period"),
        ("groups", "pct_adult,", "nobody,", "group", "a group"),
        ("groups", "pct_adult,", ",", "group", "a group"),
        ("groups", ",pct,", ",pc,", "program", "a program"),
        ("awards", "city,", "town,", "award", "an award"),
    ],
)
def test_what_the_scenario_does_not_know_is_told_with_its_line(
    folder: Path, table: str, old: str, new: str, column: str, write: str
) -> None:
    """Pages look it up: they would end where it is not."""
    write_plan(example_plan(), folder)
    path = folder / f"{table}.csv"
    lines = path.read_text().split("\n")
    line = next(n for n, text in enumerate(lines) if old in text)
    lines[line] = lines[line].replace(old, new, 1)
    path.write_text("\n".join(lines))

    plan, (problem,) = read_plan(folder)

    assert plan is None
    message = f"'{new.strip(',')}' in the column '{column}' is not what it should be."
    remedy = f"Write {write} of inputs/scenario.yaml, or solve again."
    assert said(problem) == ("B309", message, remedy, str(path))
    assert problem.place is not None
    assert problem.place.line == line + 1


def test_a_day_of_a_table_that_is_none_is_told(folder: Path) -> None:
    write_plan(example_plan(), folder)
    path = folder / "reports.csv"
    path.write_text(path.read_text().replace(",2026-11-14,", ",soon,"))

    plan, (problem,) = read_plan(folder)

    assert plan is None
    message = "'soon' in the column 'due' is not what it should be."
    assert said(problem) == ("B309", message, "Write a day such as 2026-07-01.", str(path))
    assert problem.place is not None
    assert problem.place.line == 3


def test_of_a_column_a_few_strangers_are_told(folder: Path) -> None:
    write_plan(example_plan(), folder)
    path = folder / "reports.csv"
    path.write_text(path.read_text().replace("adult_py26", "adult"))

    plan, problems = read_plan(folder)

    assert plan is None
    assert [p.place and p.place.line for p in problems] == [2, 3, 4, 5, 6]  # of eight
