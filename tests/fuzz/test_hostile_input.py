"""What fuzzing and looking for it have found: each was a traceback, a hang or a wrong answer."""

from __future__ import annotations

import io
import json
import os
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from fuzz_guard import run, within
from fuzz_readers import COSTS, SMALL

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))
from reading_workbooks import sheet_xml, workbook_bytes

from braid.catalog.ledger import kept_beside, with_ledger
from braid.cli.options import ExitCode
from braid.plan.table_files import _value
from braid.plan.tables import TABLES
from braid.problems import InputProblems, Place, Problem, did_you_mean
from braid.reading import Limits, parse_yaml, read_scenario, read_table
from braid.reading.json_reader import parse_json, read_json, refuse_vast
from braid.reading.roster import ROSTER_BYTES, read_roster
from braid.reading.source_text import SourceText
from braid.render.problems import TOLD, problems_text
from braid.render.web.stored_sweep import stored_sweep
from braid.schema.cells import _fact

AT = Place("s.yaml", 4, 8)
SECONDS = 5
ROWS = [["id", "amount"], ["x", 5]]


def workbook(raw: bytes, folder: Path, limits: Limits | None = None) -> list[str]:
    """The codes of a workbook's sheet Costs."""
    (folder / "t.xlsx").write_bytes(raw)
    with within(SECONDS):
        _, problems = read_table("t.xlsx#Costs", base=folder, at=AT, limits=limits)
    return [problem.code for problem in problems]


def zipped(raw: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A workbook with these parts as well, at its end."""
    out = io.BytesIO(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a name is there already
        with ZipFile(out, "a", ZIP_DEFLATED) as book:
            for name, content in parts.items():
                book.writestr(name, content)
    return out.getvalue()


# -- text --------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u00ad", "\u2066", "\x1b"])
def test_signs_that_nobody_sees_are_refused(sign: str) -> None:
    _, problems = parse_yaml(f"name: a{sign}b".encode(), shown_as="s.yaml")
    assert [p.code for p in problems] == ["B006"]
    assert parse_yaml("name: \u200f\u05d0 \u200d 🙂".encode(), shown_as="s.yaml")[1] == []


def test_many_mistakes_in_one_long_line_are_told_soon_and_not_all() -> None:
    with within(SECONDS):
        _, problems = parse_yaml(b"{" + b"a: 1, " * 60_000 + b"}", shown_as="s.yaml")
        assert len(problems) == Limits().problems
        text = problems_text(problems)
    assert "And 500 more" in text
    assert len(text) < 300_000


def test_tag_directives_are_refused_before_the_parser_compares_them_all() -> None:
    text = "".join(f"%TAG !a{i}! x\n" for i in range(30_000)) + "--- a: 1"
    with within(SECONDS):
        _, problems = parse_yaml(text.encode(), shown_as="s.yaml")
    assert [p.code for p in problems] == ["B014"]


def test_lines_are_counted_in_little_memory() -> None:
    assert SourceText("x", "\n" * 1000).starts.itemsize == 8  # type: ignore[attr-defined]


def test_a_word_with_a_letter_of_another_alphabet_is_told_so() -> None:
    assert (
        did_you_mean("\u0441ity", ["city"])
        == "Did you mean 'city'? Type it anew: 'с' is U+0441 here."
    )


# -- tables ------------------------------------------------------------------------------


def test_a_header_of_many_columns_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"id" + b",x" * 100_000 + b"\na,b\n")
    with within(SECONDS):
        _, problems = read_table("t.csv", base=tmp_path, at=AT)
    assert [p.code for p in problems] == ["B042"]


def test_blank_lines_without_end_are_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"id\n" + b"\n" * 100)
    _, problems = read_table("t.csv", base=tmp_path, at=AT, limits=Limits(cells=40))
    assert [p.code for p in problems] == ["B042"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "t.csv")
    with within(SECONDS):
        _, problems = read_table("t.csv", base=tmp_path, at=AT)
    assert [p.code for p in problems] == ["B003"]


# -- workbooks ---------------------------------------------------------------------------


@pytest.mark.parametrize("cells", ["<v" * 100_000, '<c r="A1" ' + 'r="A1" ' * 100_000])
def test_marks_that_never_end_do_not_take_ages(tmp_path: Path, cells: str) -> None:
    xml = sheet_xml(ROWS).replace("</sheetData>", f'<c t="e">{cells}</sheetData>')
    assert workbook(workbook_bytes({"Costs": xml}), tmp_path)


def test_a_sheet_of_too_many_cells_is_not_gone_through(tmp_path: Path) -> None:
    xml = sheet_xml(ROWS).replace("</sheetData>", "<c/>" * 1000 + "</sheetData>")
    assert workbook(workbook_bytes({"Costs": xml}), tmp_path, Limits(cells=900)) == ["B031"]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "1e300"])
def test_numbers_without_bounds_in_a_cell(tmp_path: Path, number: str) -> None:
    xml = sheet_xml(ROWS).replace("<v>5</v>", f"<v>{number}</v>")
    assert workbook(workbook_bytes({"Costs": xml}), tmp_path) in (["B021"], ["B030"])


def test_half_a_character_in_a_cell_stays_as_it_is_written() -> None:
    assert _fact('"\\ud800"') == '"\\ud800"'
    assert _fact('"\\u00e9"') == "é"


def test_a_workbook_that_unpacks_to_many_times_its_size(tmp_path: Path) -> None:
    raw = zipped(workbook_bytes({"Costs": ROWS}), {"xl/x.bin": bytes(3_000_000)})
    assert workbook(raw, tmp_path) == []
    assert workbook(raw, tmp_path, Limits(unpacked_alike=1_000_000)) == ["B031"]


def test_a_part_that_is_longer_than_it_says(tmp_path: Path) -> None:
    content = bytes(1_000_000)
    raw = zipped(workbook_bytes({"Costs": ROWS}), {"xl/x.bin": content})
    lying = raw.replace(len(content).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != raw
    assert workbook(lying, tmp_path) == ["B030"]


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "XL/Worksheets/Sheet1.xml"])
def test_two_parts_of_the_same_name(tmp_path: Path, name: str) -> None:
    raw = workbook_bytes({"Costs": ROWS})
    assert workbook(zipped(raw, {name: sheet_xml(ROWS).encode()}), tmp_path) == ["B030"]


def test_a_long_text_in_many_cells(tmp_path: Path) -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(3, 200))
    xml = sheet_xml(ROWS).replace("</sheetData>", f"{cells}</sheetData>")
    texts = b"<sst><si><t>" + b"long " * 2000 + b"</t></si></sst>"
    raw = zipped(workbook_bytes({"Costs": xml}), {"xl/sharedStrings.xml": texts})
    assert workbook(raw, tmp_path, Limits(unpacked_bytes=1_000_000)) == ["B031"]


def test_entities_in_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    raw = workbook_bytes({"Costs": ROWS})
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    out = io.BytesIO()
    with ZipFile(io.BytesIO(raw)) as book, ZipFile(out, "w") as made:
        for name in book.namelist():
            made.writestr(name, (bomb if name == "xl/workbook.xml" else b"") + book.read(name))
    assert workbook(out.getvalue(), tmp_path) == ["B030"]


# -- rosters -----------------------------------------------------------------------------


def roster(path: Path) -> list[str]:
    """The codes of a roster whose every column is wanted."""
    with within(SECONDS):
        return [problem.code for problem in read_roster(path, lambda headings: headings)[1]]


def test_a_roster_in_a_damaged_workbook(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    for raw, code in (
        (b"no workbook", "B030"),
        (workbook_bytes({"A": sheet_xml(ROWS).replace("</sheetData>", far)}), "B031"),
        (workbook_bytes({"A": sheet_xml(ROWS).replace('r="B2"', 'r="B2" t="s"')}), "B003"),
    ):
        path.write_bytes(raw)
        assert roster(path) == [code]


def test_a_roster_of_many_columns_or_with_signs_that_nobody_sees(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("a," * 50_000 + "a\n", encoding="utf-8")
    assert roster(path) == ["B042"]
    path.write_text("a,b\n1,x\n2,y\u200b\n", encoding="utf-8")
    _, (problem,) = read_roster(path, lambda headings: headings)
    assert (problem.code, problem.place.line) == ("B006", 3)


# -- what braid has written itself -------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000, b"[" * 200 + b"]" * 200, b"1e999", b"NaN", b"-Infinity", b"9" * 30,
        b'"\\ud800"', b"\xff", b"",
    ],
)  # fmt: skip
def test_json_that_braid_never_writes(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(raw)


def test_json_that_braid_writes(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"a": [1, 'é\n\t"\\', 0.5, None]}), encoding="utf-8")
    assert read_json(path) == {"a": [1, 'é\n\t"\\', 0.5, None]}
    with pytest.raises(FileNotFoundError):
        read_json(tmp_path / "y.json")


def test_decimals_without_bounds_are_refused() -> None:
    from decimal import Decimal

    refuse_vast({"a": [Decimal("12.50")]})
    with pytest.raises(ValueError, match="any number here"):
        refuse_vast({"a": [Decimal("1e999999999")]})


@pytest.mark.parametrize("text", ["1e999999999", "9" * 30, "NaN", "١٢", "1e-999999"])
def test_numbers_without_bounds_in_a_plans_table(text: str) -> None:
    problems: list[Problem] = []
    column = next(column for column in TABLES["awards"] if column.name == "charged")
    with within(SECONDS):
        assert _value(column, text, Path("awards.csv"), 2, problems) == 0
    assert [p.code for p in problems] == ["B309"]


def test_a_kept_ledger_lies_in_the_plans_folder(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    (tmp_path / "secret.csv").write_text("cost,amount\nx,1\n", encoding="utf-8")
    text = "as_of: 2026-09-30\ncharges: ../secret.csv\n"
    (tmp_path / "ledger" / "actuals.yaml").write_text(text, encoding="utf-8")
    ledger = kept_beside(tmp_path / "scenario.yaml")
    document, _ = parse_yaml(b"name: x", shown_as="scenario.yaml")
    assert ledger is not None
    assert document is not None
    assert [p.code for p in with_ledger(document, ledger)[2]] == ["B028"]


def test_a_summary_of_a_sweep_with_words_for_numbers(tmp_path: Path) -> None:
    said = {"schema_version": 1, "sweep": "s", "method": "grid", "seed": 0, "cases": 1}
    (tmp_path / "sweep.json").write_text(json.dumps(said), encoding="utf-8")
    (tmp_path / "results.csv").write_text(
        "case,scenario,input:a,state,problem,unfunded\n1,base,5,good,,10\n", encoding="utf-8"
    )
    quantiles = "scenario,measure,mean,q0,q5,q25,q50,q75,q95,q100\n"
    (tmp_path / "quantiles.csv").write_text(quantiles, encoding="utf-8")
    heads = "scenario,measure,input,coefficient,low,high,explained\n"
    effects = tmp_path / "effects.csv"
    effects.write_text(f"{heads}base,unfunded,a,1,1,1,1\n", encoding="utf-8")
    assert stored_sweep(tmp_path).effects
    for row in (
        "base,unfunded,a,x,1,1,1",
        "base,nothing,a,1,1,1,1",
        "no,unfunded,a,1,1,1,1",
        "base,unfunded,b,1,1,1,1",
    ):
        effects.write_text(f"{heads}{row}\n", encoding="utf-8")
        with pytest.raises(InputProblems) as found:
            stored_sweep(tmp_path)
        assert [p.code for p in found.value.problems] == ["B317"]
    effects.write_text(f"{heads}base,unfunded,a,1,1,1,1\n", encoding="utf-8")
    for wrong in (
        {"sweep": 7},
        {"method": 7},
        {"seed": "x"},
        {"inputs": [{"name": "a", "varies": 7}]},
    ):
        (tmp_path / "sweep.json").write_text(json.dumps({**said, **wrong}), encoding="utf-8")
        with pytest.raises(InputProblems):
            stored_sweep(tmp_path)


# -- rules -------------------------------------------------------------------------------


def test_a_folder_with_a_data_dictionary_and_a_register_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "attributes.yaml").write_text("group: {low_income: nothing}\n", encoding="utf-8")
    (tmp_path / "conflicts.yaml").write_text("- {id: x, rule: [[a], {b: c}]}\n", encoding="utf-8")
    (tmp_path / "odd.yaml").mkdir()
    made = run(["rules", "check", str(tmp_path)], 60)
    assert (made.code, made.fault) == (ExitCode.PROBLEMS, "")


# -- outside the folder ------------------------------------------------------------------


@pytest.fixture
def apart(tmp_path: Path) -> Path:
    """A scenario whose costs and name lie in another folder, and which has a link of its own."""
    home, data = tmp_path / "home", tmp_path / "data"
    home.mkdir()
    data.mkdir()
    head, _, rest = SMALL.partition("costs:\n")
    text = f"{head}costs: {data / 'costs.csv'}\nawards:\n{rest.partition('awards:')[2].lstrip()}"
    text = text.replace("name: Welding at the college\n", "")
    text = text.replace("awards:\n-", "awards:\n  -")
    included = "include: [../data/name.yaml, scenario.yaml, link.yaml]\n"
    (home / "small.yaml").write_text(included + text, encoding="utf-8")
    (data / "name.yaml").write_text("name: Welding\n", encoding="utf-8")
    (data / "costs.csv").write_text(COSTS, encoding="utf-8")
    (home / "scenario.yaml").write_text("reporting: {hourly_rate: 50}\n", encoding="utf-8")
    (home / "real.yaml").write_text("objective: {mode: lexicographic}\n", encoding="utf-8")
    (home / "link.yaml").symlink_to("real.yaml")
    return home / "small.yaml"


def test_files_elsewhere_are_read_only_when_it_is_said_and_kept_with_the_plan(
    apart: Path, tmp_path: Path
) -> None:
    refused = run(["check", str(apart)], 60)
    assert refused.code == ExitCode.PROBLEMS
    assert refused.printed.count("[B028]") == 2
    plan = tmp_path / "plans" / "p"
    made = run(["solve", str(apart), "--allow-outside", "--out", str(plan), "--no-unsettled"], 60)
    assert made.code == ExitCode.GOOD, made.printed
    moved = tmp_path / "mailed"
    plan.rename(moved)
    for path in (tmp_path / "data").iterdir():
        path.unlink()
    audited = run(["audit", str(moved)], 60)
    assert (audited.code, audited.fault) == (ExitCode.GOOD, ""), audited.printed
    for path in (moved / "inputs" / "elsewhere").iterdir():
        path.unlink()
    lost = run(["audit", str(moved)], 60)
    assert lost.code == ExitCode.PROBLEMS
    assert "solve again" in lost.printed


def test_a_way_through_a_link_and_back_leads_outside(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other" / "deep"
    home.mkdir()
    other.mkdir(parents=True)
    (home / "costs.csv").write_text(COSTS, encoding="utf-8")
    (home / "link").symlink_to(other, target_is_directory=True)
    (home / "s.yaml").write_text("costs: link/../costs.csv\n", encoding="utf-8")
    _, problems = read_scenario(home / "s.yaml")
    assert [p.code for p in problems] == ["B028"]


def test_the_page_tells_the_sizes_as_they_are() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reliability.md").read_text(encoding="utf-8")
    limits = Limits()
    for number, what in (
        (limits.file_bytes, "bytes of a YAML file"), (limits.depth, "levels of nesting in it"),
        (limits.nodes, "values in it"), (limits.alias_nodes, "values that its aliases repeat"),
        (limits.included_files, "files that a scenario includes"),
        (limits.table_bytes, "bytes of a CSV file or a workbook"),
        (limits.cells, "cells of a table"), (limits.columns, "columns of a table"),
        (limits.unpacked_bytes, "bytes of a workbook once it is unpacked"),
        (limits.unpacked_times, "times the size of its file that it unpacks to, beyond"
         f" {limits.unpacked_alike:,} bytes"),
        (ROSTER_BYTES, "bytes of a roster in CSV"),
        (limits.json_bytes, "bytes of a file that braid has written, such as `plan.json`"),
        (limits.json_depth, "levels of nesting in it"),
        (limits.problems, "mistakes that are looked for in one file"),
        (TOLD, "mistakes that are told at once"),
    ):  # fmt: skip
        assert f"\n| {number:,} | {what} |\n" in page
