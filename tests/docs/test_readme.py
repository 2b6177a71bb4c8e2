"""Every command in README.md and docs/ prints what is shown below it.

After looking at a difference, accept it with ``REWRITE_GOLDENS=1 pytest tests/docs``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from documents import blocks, commands, renewed, same
from reader import CHECKOUT, Reader

DOCUMENTS = sorted([CHECKOUT / "README.md", *(CHECKOUT / "docs").glob("*.md")])
TRIED = [path for path in DOCUMENTS if "```console" in path.read_text(encoding="utf-8")]
LINK = re.compile(r"\]\(([^)#\s]+)")
IN_TREE = re.compile(
    r"`((?:braid|rules|scenarios|docs|tests|benchmarks|\.ci)/[\w./*-]*|Makefile|pyproject\.toml)`"
)


def _name(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


@pytest.mark.parametrize("document", TRIED, ids=_name)
def test_a_reader_sees_what_the_document_shows(document: Path, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    differences = []
    rewritten: list[tuple[int, int, tuple[str, ...]]] = []
    for block in blocks(document):
        if block.language == "diff":
            reader.edit(block)
        elif block.language in ("yaml", "csv") and block.name:
            reader.save(block)
        elif block.language == "console":
            for command in commands(block):
                printed = reader.run(command.text)
                if printed is None or same(command.output, printed):
                    continue
                rewritten.append(
                    (command.line, len(command.output), renewed(command.output, printed))
                )
                differences.append(
                    f"{_name(document)}:{command.line}: $ {command.text}\nprints:\n"
                    + "\n".join(printed)
                )
    if differences and os.environ.get("REWRITE_GOLDENS"):
        lines = document.read_text(encoding="utf-8").split("\n")
        for line, length, output in reversed(rewritten):
            lines[line : line + length] = output
        document.write_text("\n".join(lines), encoding="utf-8")
        return
    if differences:
        advice = "If this is right: REWRITE_GOLDENS=1 pytest tests/docs"
        pytest.fail("\n\n".join([*differences, advice]), pytrace=False)


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_every_link_and_path_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [link for link in LINK.findall(text) if "://" not in link]
    lost = [link for link in links if not (document.parent / link).exists()]
    saved = {block.name for block in blocks(document)}
    paths = [path for path in IN_TREE.findall(text) if path not in saved]
    lost += [path for path in paths if not any(CHECKOUT.glob(path.rstrip("/")))]
    assert not lost


def test_the_readme_opens_with_the_two_commands() -> None:
    first = [
        command.text
        for block in blocks(CHECKOUT / "README.md")
        if block.language == "console"
        for command in commands(block)
    ]
    assert first[:2] == ["make demo", "make test"]


@pytest.mark.parametrize("document", TRIED, ids=_name)
def test_every_dollar_in_the_text_was_printed_by_a_command(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    printed = "\n".join(line for block in blocks(document) for line in block.lines)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    prose = re.sub(r"`[^`\n]*`", "", prose)
    invented = [figure for figure in re.findall(r"\$\d[\d,.]*\d", prose) if figure not in printed]
    assert not invented
