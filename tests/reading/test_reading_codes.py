"""The register of reading's problem codes: each has a smallest file that raises it, and only it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from reading_workbooks import ExcelError, workbook_bytes

from braid.reading import CODES, Limits, read_scenario
from braid.schema.sheets import scenario_layout

SHEET = workbook_bytes({"Costs": [["id"], ["x"]], "Old": [["id"], ["y"]]})
BOOK = {
    "Scenario": [["key", "value"], ["name", "x"]],
    **{name: [["id"], ["x"]] for name in ("Programs", "Groups", "Costs", "Awards")},
}
BROKEN = workbook_bytes({"Costs": [["id", "amount"], ["x", ExcelError("#REF!")]]})
SMALL = Limits(
    file_bytes=400,
    depth=6,
    nodes=50,
    alias_nodes=20,
    unpacked_bytes=9_000,
    columns=5,
    include_depth=1,
)

# The scenario, and the files beside it.
CASES: dict[str, tuple[str | bytes, dict[str, str | bytes]]] = {
    "B001": ("costs: cost.csv", {"costs.csv": "id\nx\n"}),
    "B002": ("costs: folder.csv", {"folder.csv/costs.csv": "id\nx\n"}),
    "B003": (f"costs: {'long' * 80}.csv", {}),
    "B004": ("name: " + "x" * 400, {}),
    "B005": ("name: Jos\xe9".encode("latin-1"), {}),
    "B006": ("name: x\x01", {}),
    "B007": ("# nothing yet\n", {}),
    "B008": ("name: [x", {}),
    "B009": ("costs:\n\t- a", {}),
    "B010": ("name: x\n---\nname: y", {}),
    "B011": ("name: x\nname: y", {}),
    "B012": ("{a: b}: c", {}),
    "B013": ("a: &a {b: 1}\nc: {<<: *a}", {}),
    "B014": ("name: !important x", {}),
    "B015": ("name: *nobody", {}),
    "B016": ("a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\nb: [*a, *a, *a]", {}),
    "B017": ("a: [[[[[[[]]]]]]]", {}),
    "B018": ("a: [" + "1, " * 60 + "]", {}),
    "B019": ("amount: $1,000", {}),
    "B020": ("amount: .inf", {}),
    "B021": ("amount: 1e400", {}),
    "B022": ("- id: x", {}),
    "B023": ("include: 5", {}),
    "B024": ("include: [scenario.yaml]", {}),
    "B025": ("include: [a.yaml, a.yaml]", {"a.yaml": "name: x"}),
    "B026": ("include: [a.yaml]", {"a.yaml": "include: [b.yaml]", "b.yaml": "name: x"}),
    "B027": ("include: [a.yaml]\nname: x", {"a.yaml": "name: y"}),
    "B028": ("costs: ../costs.csv", {}),
    "B029": ("costs: costs.pdf", {"costs.pdf": "x"}),
    "B030": ("costs: b.xlsx#Costs", {"b.xlsx": "no zip"}),
    "B031": (
        "costs: b.xlsx#Costs",
        {"b.xlsx": workbook_bytes({"Costs": [["id"], ["x" * 9_000]]})},
    ),
    "B032": ("costs: b.xlsx#Cost", {"b.xlsx": SHEET}),
    "B033": ("costs: c.csv", {"c.csv": ""}),
    "B034": ("costs: c.csv", {"c.csv": "id,,n\nx,y,z\n"}),
    "B035": ("costs: c.csv", {"c.csv": "id,id\nx,y\n"}),
    "B036": ("costs: c.csv", {"c.csv": "id,when.\nx,y\n"}),
    "B037": ("costs: c.csv", {"c.csv": "id,n\nx,y,z\n"}),
    "B038": ("costs: c.csv", {"c.csv": "id,n\n"}),
    "B039": ("costs: c.csv", {"c.csv": 'id,n\nx,"y\n'}),
    "B040": ("costs: b.xlsx", {"b.xlsx": BROKEN}),
    "B041": ("costs: c.csv", {"c.csv": "when,when.share\nstart,1\n"}),
    "B042": ("costs: c.csv", {"c.csv": "a,b,c,d,e,f\n1,2,3,4,5,6\n"}),
    "B043": ("costs: [{id: x, amount: 1,000}]", {}),
    "B044": ("", {"scenario.xlsx": workbook_bytes({"Sheet1": [["id"], ["x"]]})}),
    "B045": (
        "",
        {"scenario.xlsx": workbook_bytes({**BOOK, "Awards - slices": [["award"], ["y"]]})},
    ),
    "B046": ("", {"scenario.xlsx": workbook_bytes({**BOOK, "Budget 2025": [["x"]]})}),
}


def test_every_code_has_a_smallest_failing_file() -> None:
    assert list(CASES) == list(CODES)
    assert all(re.fullmatch(r"B0[0-4]\d", code) for code in CODES)


@pytest.mark.parametrize("code", CASES)
def test_the_smallest_file_raises_its_code_and_nothing_else(code: str, tmp_path: Path) -> None:
    text, beside = CASES[code]
    for name, content in {"scenario.yaml": text, **beside}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    book = next((name for name in beside if name == "scenario.xlsx"), "scenario.yaml")
    _, problems = read_scenario(
        tmp_path / book, shown_as=book, limits=SMALL, layout=scenario_layout()
    )
    assert [p.code for p in problems] == [code]
    (problem,) = problems
    assert problem.severity == ("note" if code == "B046" else "error")
    assert problem.message.endswith((".", "?"))
    assert problem.remedy.endswith((".", "?", "]", ".csv", "--xlsx"))
    assert problem.place.file
