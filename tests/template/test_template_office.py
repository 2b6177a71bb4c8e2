"""LibreOffice opens and saves the workbook, and it says the same.

Run by `make office`; it needs LibreOffice Calc (Debian: `apt install libreoffice-calc`).
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from filled_books import ROOT, changed, document_of, model_in, parsed, put, strictly, workbook

from braid.catalog.load import load_inputs
from braid.catalog.whole import WholeLibrary

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


def saved(path: Path, to: Path, profile: Path) -> Path:
    """The workbook as LibreOffice saves it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is missing. Debian or Ubuntu: sudo apt install libreoffice-calc"
    done = subprocess.run(
        [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(to), str(path)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (to / path.name).is_file(), done.stderr
    return to / path.name


@pytest.mark.parametrize("name", ["project-quest", "small-business-consortium", "per-scholas"])
def test_a_scenario_is_the_same_after_libreoffice(
    name: str, library: WholeLibrary, tmp_path: Path, profile: Path
) -> None:
    document = document_of(ROOT / "scenarios" / f"{name}.yaml")
    (tmp_path / "book.xlsx").write_bytes(workbook(document, library))
    found = saved(tmp_path / "book.xlsx", tmp_path / "saved", profile)
    assert strictly(model_in(document_of(found))) == strictly(model_in(document))


def test_hostile_text_is_the_same_after_libreoffice(
    library: WholeLibrary, tmp_path: Path, profile: Path
) -> None:
    texts = ["=1+1", "+1", "-1", "@x", "<b>", "\u202eabc", " a ", "a\nb", "x" * 10_000, "1e3",
             "TRUE", "007", "\x01", "a\r\nb", "2026-07-01", '"q"', "[", "'x"]  # fmt: skip
    groups = [{"id": f"g{k}", "name": text, "fact": text} for k, text in enumerate(texts)]
    document = parsed({"name": "=1+1", "groups": groups})
    (tmp_path / "book.xlsx").write_bytes(workbook(document, library))
    found = document_of(saved(tmp_path / "book.xlsx", tmp_path / "saved", profile))
    assert strictly(found.data["groups"]) == strictly(document.data["groups"])


def test_a_formula_is_worked_out_and_the_lists_are_there(
    example: Path, tmp_path: Path, profile: Path
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        put(book, "Awards", "amount", 2, "=SUM(20000.05,40000.05)")

    edited = changed(example, tmp_path / "book.xlsx", change)
    found = saved(edited, tmp_path / "saved", profile)
    inputs, problems = load_inputs(found)
    assert inputs is not None, problems
    assert str(inputs.awards["city"].amount) == "60000.1"
    rules = openpyxl.load_workbook(found)["Costs"].data_validations.dataValidation
    assert "list_categories" in {rule.formula1 for rule in rules}
