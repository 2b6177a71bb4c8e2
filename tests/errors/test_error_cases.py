"""Every problem code is registered, documented, and shown by a smallest failing file."""

from __future__ import annotations

from pathlib import Path

import pytest
from error_cases import (
    DOCS,
    ELSEWHERE,
    cases,
    code_of,
    codes_in_source,
    docs_page,
    expected,
    problems_of,
    registry,
)

from braid.render.problems import problems_text


def test_every_code_of_the_source_is_registered_and_every_registered_one_is_raised() -> None:
    assert codes_in_source() == set(registry())


def test_every_code_has_a_case() -> None:
    assert {code_of(case) for case in cases()} == set(registry()) - set(ELSEWHERE)


def test_the_page_of_problems_is_current() -> None:
    # python tests/errors/error_cases.py writes it again
    assert DOCS.read_text(encoding="utf-8") == docs_page()


@pytest.mark.parametrize("case", cases())
def test_a_case_shows_what_is_on_file(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    problems = problems_of(case, tmp_path)
    assert {p.code for p in problems} == {code_of(case)}
    assert problems_text(problems) == expected(case)
    for problem in problems:
        assert problem.message.endswith((".", "?"))
        assert problem.remedy
