"""LibreOffice opens the workbook, works every formula out again, and saves the same totals.

Run by `make office`; it needs LibreOffice Calc (Debian: `apt install libreoffice-calc`).
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from workbook_reader import every_cell, first_cells, head_row, opened

from braid.render.workbook import made

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


def without_values(content: bytes) -> bytes:
    """The same workbook without the stored values of its formulas: they must be worked out."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            new.writestr(part, data)
    return out.getvalue()


def recalculated(path: Path, to: Path, profile: Path, form: str = "xlsx") -> Path:
    """The file as LibreOffice saves it after working it out."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is missing. Debian or Ubuntu: sudo apt install libreoffice-calc"
    done = subprocess.run(
        [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form,
         "--outdir", str(to), str(path)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    found = to / f"{path.stem}.{form}"
    assert found.is_file(), done.stderr
    return found


def formulas_of(content: bytes) -> dict[tuple[str, str], object]:
    """The stored value of every formula."""
    values = opened(content)
    cells = every_cell(opened(content, formulas=True), lambda c: c.data_type == "f")
    return {
        (c.parent.title, c.coordinate): values[c.parent.title][c.coordinate].value for c in cells
    }


def test_every_formula_has_the_value_that_is_stored_with_it(
    folder: Path, tmp_path: Path, profile: Path
) -> None:
    content = made(folder)["report.xlsx"]
    (tmp_path / "report.xlsx").write_bytes(without_values(content))
    saved = recalculated(tmp_path / "report.xlsx", tmp_path / "saved", profile)
    again = openpyxl.load_workbook(saved, data_only=True)
    stored = formulas_of(content)
    assert len(stored) > 50
    for (sheet, place), value in stored.items():
        found = again[sheet][place].value
        if isinstance(value, int | float):
            assert found == pytest.approx(value, abs=0.0049), (sheet, place)
        else:
            assert found == value, (sheet, place)


def test_an_edited_charge_moves_every_sum(
    plans: dict[str, Path], tmp_path: Path, profile: Path
) -> None:
    """1,000 dollars more on one charge: budget, award, period and summary follow; checks turn."""
    book = opened(made(plans["project-quest"])["report.xlsx"], formulas=True)
    sheet = book["Charges"]
    row = head_row(sheet, "Cost line") + 1
    award, category = sheet.cell(row, 6).value, sheet.cell(row, 4).value
    before = float(sheet.cell(row, 8).value)
    sheet.cell(row, 8).value = before + 1000
    book.save(tmp_path / "edited.xlsx")
    saved = recalculated(tmp_path / "edited.xlsx", tmp_path / "saved", profile)
    old = opened(made(plans["project-quest"])["report.xlsx"])
    new = openpyxl.load_workbook(saved, data_only=True)

    def budget(found: openpyxl.Workbook) -> float:
        heads = head_row(found["Budget"], "Category")
        column = next(c.column for c in found["Budget"][heads] if c.value == award)
        line = next(c.row for c in found["Budget"]["A"] if c.value == category)
        return float(found["Budget"].cell(line, column).value)

    assert budget(new) - budget(old) == pytest.approx(1000)
    assert first_cells(new["Summary"])["Cost"] - first_cells(old["Summary"])["Cost"] == 1000
    assert first_cells(new["Summary"])["Does it add up?"] == "NO"
    checks = {row[0]: row[2] for row in new["Budget"].iter_rows(values_only=True)}
    assert checks["Charges less this budget"] == 0
    assert checks["Cost of the plan less this budget"] == -1000


def test_it_can_be_printed(plans: dict[str, Path], tmp_path: Path, profile: Path) -> None:
    (tmp_path / "report.xlsx").write_bytes(made(plans["project-quest"])["report.xlsx"])
    printed = recalculated(tmp_path / "report.xlsx", tmp_path, profile, "pdf")
    assert printed.read_bytes().startswith(b"%PDF")
    assert (
        15
        < printed.read_bytes().count(b"/Type/Page\n") + printed.read_bytes().count(b"/Type/Page/")
        < 60
    )
