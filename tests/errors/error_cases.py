"""The smallest failing files, one folder per case in ``cases/``, and what a user sees of each.

A folder is named after its code, with a word behind it where a code has several cases.
The files in it are laid over ``base.yaml`` and the small rule library in ``library/``;
``output.txt`` is what braid says. Codes of the reading layer take their files from
``tests/reading/test_reading_codes.py``.

    python tests/errors/error_cases.py        # write all outputs and docs/errors.md again
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE.parent / "reading")]

import braid  # noqa: E402
from braid.catalog.load import load_inputs  # noqa: E402
from braid.catalog.proposals import Proposing  # noqa: E402
from braid.problems import Problem  # noqa: E402
from braid.reading import CODES as READING_CODES  # noqa: E402
from braid.reading import read_scenario  # noqa: E402
from braid.render.problems import problems_text  # noqa: E402
from braid.schema.sheets import scenario_layout  # noqa: E402

CASES = HERE / "cases"
DOCS = ROOT / "docs" / "errors.md"

ELSEWHERE = {
    "B060": "a roster is collapsed for a portfolio",
    "B061": "a roster lacks a column that every person needs",
    "B062": "a person of a roster has no program or first day",
    "B063": "a person of a roster is in a program that there is not",
    "B064": "a day in a roster is none",
    "B065": "a column or an attribute that `braid roster` is asked for is not there",
    "B066": "a column of a roster looks like one that rules ask for, misspelt",
    "B067": "a plan was made for other groups than a roster has",
    "B068": "the key for pseudonyms is too short",
    "B069": "a column of a roster that is wanted is empty",
    "B276": "a reading of disputed law that there is not",
    "B277": "two chosen readings change the same field of a rule",
    "B301": "a file stands where the plan's folder should be",
    "B302": "a folder with other files stands where the plan should be",
    "B303": "the plan cannot be written",
    "B304": "a folder is not a plan",
    "B305": "plan.json cannot be read",
    "B306": "a table of a plan cannot be read",
    "B307": "the columns of a table are not those of a plan",
    "B308": "a row of a plan's table has too few or too many values",
    "B309": "a value in a plan's table is not what it should be",
    "B310": "there are no rules in the directory named with --rules",
    "B311": "a file that a command makes cannot be written",
    "B312": "a file in a folder of rules is not a rule file",
    "B313": "two rule files have the same name",
    "B314": "an overlay that no scenario finds",
    "B315": "a reading in conflicts.yaml names a rule that there is not",
    "B316": "a library is not installed that a report needs",
    "B317": "a stored comparison, frontier or sweep cannot be read",
    "B318": "a table of a plan has more rows than a sheet of a workbook",
    "B319": "a scenario does not fit into a workbook",
    "B333": "a page cannot carry what is named after --with",
    "B334": "a frontier or a sweep is to be made public",
    "B335": "a plan or another stored result is of a newer version of braid",
    "B336": "a table of an older plan lacks a column that cannot be made up",
    "B401": "a solver that is not installed",
    "B402": "spending before the horizon breaks a rule",
    "B403": "a past charge that the law would have refused",
    "B404": "a rule is not held because a fact is not stated",
    "B405": "a solver beside HiGHS crashes, or gives an answer that cannot be one",
    "B502": "a part that a proposal does not have",
    "B503": "a plan's folder names a file of a proposal that is not beside it",
    "B505": "a proposal and a chosen reading of disputed law change the same rule",
    "B519": "two scenarios of a comparison have the same name",
    "B601": "a sweep names no scenario, or names them in two ways",
    "B602": "an input of a sweep varies no thing, or two, or in two ways",
    "B603": "an input of a sweep has a field that its thing does not have, or needs none",
    "B604": "a sweep names what there is not",
    "B605": "levels of a sweep that cannot be: no ends, a wrong order, two forms at once",
    "B606": "an input cannot vary as the method of the sweep asks",
    "B607": "a number is multiplied that is not stated",
    "B608": "a sweep has too many cases, or says their number in two ways",
    "B609": "an award is to land that is certain",
    "B610": "proposals vary in the same sweep as single rules or readings",
    "B611": "two inputs of a sweep have the same name, or vary the same thing",
    "B612": "a library is not installed that a sweep was asked to use",
    "B613": "the cluster cannot be reached, or its workers have another braid",
    "B614": "the folder for a sweep's results cannot be used",
    "B615": "a case that a sweep does not have",
    "B616": "no process can begin that is to solve the cases of a sweep",
    "B701": "a table of the plan under audit cannot be read",
    "B702": "a row of the plan under audit is malformed",
    "B703": "a table of the plan under audit lacks a column",
    "B704": "a group is counted twice in the plan under audit",
    "B705": "plan.json does not say what the plan under audit supposes of its scenario",
    "B706": "plan.json does not say which readings the plan under audit was made under",
    "B707": "the dollars of the summary in plan.json of the plan under audit are malformed",
    "B708": "there is no proof of how good a plan is",
    "B709": "proof.json has not the form, or is not of this plan",
}
"""Codes of plan folders, the command line and the audit: tested beside what raises them."""


def registry() -> dict[str, str]:
    """Every code with its meaning: those of all ``codes`` modules of braid, and ``ELSEWHERE``."""
    found = dict(ELSEWHERE)
    for package in pkgutil.iter_modules(braid.__path__, "braid."):
        if package.ispkg and (Path(braid.__path__[0]) / package.name[6:] / "codes.py").exists():
            found |= importlib.import_module(f"{package.name}.codes").CODES
    return dict(sorted(found.items()))


def codes_in_source() -> set[str]:
    """Every code that the source of braid mentions in quotation marks, registries left out."""
    texts = (p.read_text() for p in (ROOT / "braid").rglob("*.py") if p.name != "codes.py")
    return {code for text in texts for code in re.findall(r"\"(B\d{3})\"", text)}


def cases() -> list[str]:
    """The names of all cases, in order."""
    return sorted(path.name for path in CASES.iterdir())


def code_of(case: str) -> str:
    """The code that a case is about."""
    return case.partition("-")[0]


def problems_of(case: str, folder: Path) -> tuple[Problem, ...]:
    """The problems of a case, laid out in an empty folder, which becomes the current one."""
    os.chdir(folder)
    code = code_of(case)
    if code in READING_CODES:
        return _reading_problems(code, folder)
    shutil.copy(HERE / "base.yaml", folder)
    shutil.copytree(HERE / "library", folder / "rules")
    shutil.copytree(CASES / case, folder, dirs_exist_ok=True)
    (folder / "output.txt").unlink(missing_ok=True)
    rules = "nowhere" if code == "B051" else "rules"
    proposals = tuple(sorted(Path().glob("proposal*.yaml")))
    proposing = Proposing(proposals) if proposals else None
    return load_inputs(Path("scenario.yaml"), Path(rules), proposing=proposing)[1]


def _reading_problems(code: str, folder: Path) -> tuple[Problem, ...]:
    from test_reading_codes import CASES as FILES
    from test_reading_codes import SMALL

    text, beside = FILES[code]
    for name, content in {"scenario.yaml": text, **beside}.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    book = next((name for name in beside if name == "scenario.xlsx"), "scenario.yaml")
    _, problems = read_scenario(
        folder / book, shown_as=book, limits=SMALL, layout=scenario_layout()
    )
    return tuple(problems)


def expected(case: str) -> str:
    """The output that is on file for a case."""
    path = CASES / case / "output.txt"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def docs_page() -> str:
    """``docs/errors.md``: every code, what it means, and what a user sees."""
    lines = [
        "# Problems that braid reports",
        "",
        "Every problem has a code that never changes its meaning. It says where (file, line and",
        "column, or sheet and cell), what is wrong, and what would be right. An error stops the",
        "run after all files have been read; a warning or a note does not. The examples are the",
        "tests' own (`tests/errors/cases/`); `tests/errors/error_cases.py` writes this page.",
    ]
    for code, meaning in registry().items():
        lines += ["", f"## {code}: {meaning}"]
        for case in [case for case in cases() if code_of(case) == code]:
            shown = expected(case).rstrip().rpartition("\n\n")[0]
            lines += ["", "```text", shown, "```"]
    return "\n".join(lines) + "\n"


def write_all() -> None:
    """Write every output and the page again."""
    for case in cases():
        with tempfile.TemporaryDirectory() as folder:
            text = problems_text(problems_of(case, Path(folder)))
            os.chdir(ROOT)
        (CASES / case / "output.txt").write_text(text, encoding="utf-8")
    DOCS.write_text(docs_page(), encoding="utf-8")


if __name__ == "__main__":
    write_all()
