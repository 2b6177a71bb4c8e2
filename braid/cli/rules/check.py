"""``braid rules check``: every mistake in a folder of rule files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from braid.cli.options import ExitCode, Format, RulesFolder, progress
from braid.problems import has_errors

EXAMPLES = """
Examples:

  braid rules check rules

  braid rules check rules/state/oh

  braid rules check rules/state/oh --format json
"""


def check(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder of rule files.", show_default=False)
    ],
    rules: RulesFolder = None,
    format: Format = "text",
) -> None:
    """Check a folder of rule files; report all problems at once.

    The files are checked as if they stood in the library beside its own. A folder with
    categories.yaml and attributes.yaml is a library by itself.
    Exit code 0: no errors (there may be warnings). 1: there are errors.
    """
    from braid.catalog.checks.folder import check_folder
    from braid.catalog.library import rules_directory
    from braid.render.output import show
    from braid.render.problems import print_problems, problems_json
    from braid.render.rule_files import files_report

    with progress(f"Checking {folder}"):
        checked = check_folder(folder, rules_directory(rules))
    wrong = has_errors(checked.problems)
    if format == "json":
        sys.stdout.write(problems_json(checked.problems) + "\n")
    else:
        print_problems(checked.problems, sys.stdout)
        if not wrong:
            show(lambda out: files_report(checked, str(folder), out))
    raise typer.Exit(ExitCode.PROBLEMS if wrong else ExitCode.GOOD)
