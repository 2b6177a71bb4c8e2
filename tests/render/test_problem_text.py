"""Problems as text: file, line and column, an excerpt with a caret, what is wrong, the remedy."""

import io

import pytest

from braid.problems import Place, Problem
from braid.render.problems import print_problems, problems_json, problems_text

UNKNOWN_KEY = Problem(
    "B101",
    "Unknown key 'wekks'.",
    "Did you mean 'weeks'?",
    Place("scenarios/quest.yaml", 15, 5, excerpt="    wekks: 10", width=5),
)
TOO_MUCH = Problem(
    "B207",
    "The award is spent twice.",
    "",
    Place("awards.csv", 3, 7, excerpt="city,a,300000", width=6),
    "warning",
    see=(Place("scenarios/quest.yaml", 40, 3, excerpt="  amount: 1", width=6),),
)
IN_A_WORKBOOK = Problem(
    "B104",
    "'cat' is not a number.",
    "Write 1200.",
    Place("budget.xlsx", cell="Costs!B7", excerpt="cat"),
)


def test_errors_come_first_then_how_many_there_are() -> None:
    assert (
        problems_text([TOO_MUCH, UNKNOWN_KEY])
        == """\
Error: scenarios/quest.yaml:15:5 [B101]
   |
15 |     wekks: 10
   |     ^^^^^
Unknown key 'wekks'.
Did you mean 'weeks'?

Warning: awards.csv:3:7 [B207]
  |
3 | city,a,300000
  |       ^^^^^^
The award is spent twice.
See also scenarios/quest.yaml:40:3
   |
40 |   amount: 1
   |   ^^^^^^

1 error, 1 warning in 2 files.
"""
    )


def test_a_workbook_s_place_is_its_sheet_and_cell() -> None:
    assert (
        problems_text([IN_A_WORKBOOK])
        == """\
Error: budget.xlsx#Costs!B7 [B104]
   |
B7 | cat
'cat' is not a number.
Write 1200.

1 error in 1 file.
"""
    )


def test_a_problem_of_a_whole_file_has_no_excerpt() -> None:
    missing = Problem("B001", "The file 'a.yaml' is not there.", "Check it.", Place("a.yaml"))

    assert problems_text([missing]).splitlines()[:2] == [
        "Error: a.yaml [B001]",
        "The file 'a.yaml' is not there.",
    ]


@pytest.mark.parametrize("column", [1, 200, 395])
def test_a_long_line_is_cut_around_the_caret(column: int) -> None:
    excerpt = "x" * (column - 1) + "HERE" + "y" * 400
    place = Place("long.yaml", 1, column, excerpt=excerpt, width=4)

    lines = problems_text([Problem("B101", "m", "r", place)], width=60).splitlines()

    assert max(len(line) for line in lines) <= 60
    start = lines[3].index("^")
    assert lines[2][start : start + 4] == "HERE"


@pytest.mark.parametrize(
    ("excerpt", "column", "caret"),
    [("\tkey: 1", 2, 1), ("名前: 1", 5, 6), ("e\u0301te: 1", 3, 1)],
    ids=["a tab is one column", "wide letters take two", "accents take none"],
)
def test_the_caret_stands_under_its_character(excerpt: str, column: int, caret: int) -> None:
    place = Place("f.yaml", 1, column, excerpt=excerpt)

    lines = problems_text([Problem("B101", "m", "r", place)]).splitlines()

    assert lines[3].index("^") - len("1 | ") == caret


def test_text_from_a_file_cannot_steer_the_terminal() -> None:
    place = Place("f.yaml", 1, 1, excerpt="\x1b[31mred\u202e")

    text = problems_text([Problem("B101", "\x1b]0;title\x07", "r", place)])

    assert "\x1b" not in text
    assert "\u202e" not in text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colours_are_for_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal, pipe, no_color = Terminal(), io.StringIO(), Terminal()

    print_problems([UNKNOWN_KEY], terminal)
    print_problems([UNKNOWN_KEY], pipe)
    monkeypatch.setenv("NO_COLOR", "1")
    print_problems([UNKNOWN_KEY], no_color)

    assert "\x1b[" in terminal.getvalue()
    assert "\x1b[3" not in no_color.getvalue()
    assert pipe.getvalue() == problems_text([UNKNOWN_KEY])


def test_problems_are_also_data() -> None:
    text = problems_json([UNKNOWN_KEY])

    assert '"at": "scenarios/quest.yaml:15:5"' in text
    assert '"remedy": "Did you mean \'weeks\'?"' in text
