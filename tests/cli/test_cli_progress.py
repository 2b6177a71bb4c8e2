"""Whatever takes over a second says what it does, on a terminal and on stderr only."""

from __future__ import annotations

import io
from contextlib import redirect_stderr
from pathlib import Path
from time import sleep

import pytest

from braid.cli import progress
from braid.cli.app import app

SMALL = """\
name: Welding
horizon: {start: 2026-07-01, end: 2027-06-30}
programs: [{id: welding, weeks: 12}]
groups: [{id: autumn, program: welding, participants: 20, start: 2026-09-14}]
costs: [{id: tuition, category: tuition_fees, per_participant: 2400, when: start}]
awards:
  - {id: pledge, stream: employer_contribution, amount: 15000}
  - {id: gift, stream: foundation_grant, amount: 20000, status: offered}
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """For ``redirect_stderr`` in the test: pytest puts its own in place after fixtures are made."""
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def shown_within(terminal: Terminal, word: str, seconds: float = 5) -> bool:
    for _ in range(int(seconds * 100)):
        if word in terminal.getvalue():
            return True
        sleep(0.01)
    return False


def test_a_second_passes_before_anything_is_shown() -> None:
    assert progress.PATIENCE == 1


def test_what_takes_long_is_told(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.01)

    with redirect_stderr(terminal), progress.progress("Planning welding") as say:
        assert shown_within(terminal, "Planning welding")
        say("without pell")
        assert shown_within(terminal, "Planning welding: without pell")

    after = terminal.getvalue()
    assert after.endswith("\x1b[2K")  # the line is wiped


def test_what_was_told_before_is_shown_first(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.05)

    with redirect_stderr(terminal), progress.counted("Sweeping county") as told:
        told(3, 40)
        assert shown_within(terminal, "3/40")


def test_what_is_quick_shows_nothing(terminal: Terminal) -> None:
    with redirect_stderr(terminal):
        with progress.progress("Planning welding") as say:
            say("quickly")
        with progress.counted("Sweeping county") as told:
            told(1, 1)

    assert terminal.getvalue() == ""


def test_a_failure_takes_the_sign_away(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.01)

    def fail() -> None:
        with redirect_stderr(terminal), progress.progress("Planning welding"):
            assert shown_within(terminal, "Planning")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()

    before = terminal.getvalue()
    sleep(0.3)  # more than one turn of the spinner
    assert terminal.getvalue() == before


def test_no_terminal_no_sign(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)

    with progress.progress("Planning welding") as say, progress.counted("Sweeping") as told:
        say("slowly")
        told(1, 2)
        sleep(0.05)

    assert capsys.readouterr() == ("", "")


COMMANDS = {
    "check": ("Reading",), "solve": ("Reading", "Planning", "Writing"), "rank": ("Ranking",),
    "frontier": ("The frontier",), "audit": ("Checking",), "explain": ("What pays",),
    "report": ("Reporting",), "rules": ("Reading the rules",),
}  # fmt: skip
"""What each command says first of all on a terminal that is in no patience."""


def test_every_slow_command_says_what_it_does(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(progress, "PATIENCE", 0)
    scenario, plan = str(tmp_path / "welding.yaml"), str(tmp_path / "plan")
    Path(scenario).write_text(SMALL, encoding="utf-8")
    arguments = {
        "check": [scenario], "solve": [scenario, "--out", plan],
        "rank": [scenario, "--format", "csv"],
        "frontier": [scenario, "--format", "csv", "--searches", "2"], "audit": [plan],
        "explain": [plan, "--break-even"], "report": [plan, "--ics"], "rules": ["list"],
    }  # fmt: skip
    for command, signs in COMMANDS.items():
        terminal.seek(0)
        terminal.truncate()
        with redirect_stderr(terminal), pytest.raises(SystemExit):
            app([command, *arguments[command]], prog_name="braid")
        assert [s for s in signs if s not in terminal.getvalue()] == [], command
        assert "\x1b" not in capsys.readouterr().out, command
