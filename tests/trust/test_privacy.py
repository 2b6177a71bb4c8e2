"""Nobody's name goes anywhere, no file is for others to read, and nothing talks to a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PLANTED = ("Plantedname", "Plantedstreet", "1987-06-05", "078-05-1120", "A-4711")
SCENARIO = """
name: Welding
horizon: {start: 2026-07-01, end: 2027-06-30}
programs: [{id: welding, weeks: 12}, {id: care, weeks: 8}]
groups: groups.csv
costs: [{id: tuition, category: tuition_fees, per_participant: 2400, when: start}]
awards:
  - {id: city, stream: city_sales_tax_fund, amount: 30000}
"""
HEADER = "case,last_name,street,birth_date,ssn,program,start,age,city_resident,work_authorized"
WHO = "A-4711,Plantedname,Plantedstreet 1,1987-06-05,078-05-1120"
WRONG = (
    f"{WHO},Plantedname,2026-09-14,30,true,true",
    f"{WHO},welding,Plantedstreet 1,30,true,true",
    f"{WHO},welding,2026-09-14,1987-06-05,true,true",
    f"{WHO},welding,2026-09-14,30,078-05-1120,true",
    f"{WHO},welding,2026-09-14,30,true,true,Plantedname",
)
SWEEP = """
sweep: money
scenario: s.yaml
inputs: [{name: money, award: city, field: amount, values: [20000, 40000]}]
"""
PROPOSAL = ROOT / "scenarios" / "proposals" / "state-trust-fund.yaml"
COMMANDS = (
    "roster s.yaml people.csv --out groups.csv --people who.csv",
    "roster s.yaml people.csv --people named.csv --id case --key key",
    "check s.yaml",
    "solve s.yaml --out plans/p --time-limit 60",
    "solve s.yaml --since plans/p --out plans/q --format json",
    "audit plans/p",
    "explain plans/p --cost tuition",
    "explain plans/p --worth --keep",
    "rank s.yaml --quick",
    "report plans/p --html --xlsx --ics",
    "report plans/p --publish",
    f"compare s.yaml --proposal {PROPOSAL} --no-effects --out compared",
    "report compared --html",
    "report compared --publish",
    "frontier s.yaml --out frontier",
    "report frontier --html",
    "sweep sweep.yaml --workers 1",
    "report sweeps/money --html",
    "rules show wioa_adult",
    "rules facts city_sales_tax_fund",
)
RUNNER = """
import os, shlex, sys
os.umask(0o002)
assert sys.modules["sitecustomize"].hook
from typer.testing import CliRunner
from braid.cli.app import app
if __name__ == "__main__":  # workers of a sweep import this file too
    for line in open(sys.argv[1], encoding="utf-8"):
        wanted, _, words = line.strip().partition(" ")
        done = CliRunner().invoke(app, shlex.split(words))
        print(f"$ braid {words}", done.output, sep=chr(10))
        if str(done.exit_code) != wanted:
            sys.exit(f"{done.exit_code} and not {wanted}: {words} {done.exception!r}")
"""
FORBIDDEN = """
import sys
def hook(event, given):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "telnetlib.")):
        import os
        os.write(2, b"a socket was opened: " + event.encode() + b"\\n")
        os._exit(99)
sys.addaudithook(hook)
"""


def lay_out(folder: Path) -> None:
    """A scenario, a roster in which names are planted, a key."""
    (folder / "s.yaml").write_text(SCENARIO, encoding="utf-8")
    (folder / "sweep.yaml").write_text(SWEEP, encoding="utf-8")
    (folder / "key").write_text("0123456789abcdef0123456789abcdef", encoding="utf-8")
    people = [
        f"{WHO},{program},2026-09-14,{age},true,true"
        for program, age in [("welding", 30)] * 14 + [("welding", 17)] * 3 + [("care", 40)] * 8
    ]
    (folder / "people.csv").write_text("\n".join([HEADER, *people]), encoding="utf-8")


def run(folder: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """Run commands one after the other in a process in which no socket can be opened."""
    inside = folder / "inside"
    inside.mkdir(exist_ok=True)
    (inside / "sitecustomize.py").write_text(FORBIDDEN, encoding="utf-8")
    (inside / "runner.py").write_text(RUNNER, encoding="utf-8")
    (inside / "lines").write_text("\n".join(lines), encoding="utf-8")
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    path = os.pathsep.join([str(inside), str(ROOT)])
    command = [sys.executable, str(inside / "runner.py"), str(inside / "lines")]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(temporary)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder after all commands, and all that they have said."""
    folder = tmp_path_factory.mktemp("trust")
    lay_out(folder)
    before = {path.name for path in folder.iterdir()}
    done = run(folder, *(f"0 {words}" for words in COMMANDS))
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    for name in before:
        (folder / name).unlink()
    shutil.rmtree(folder / "inside")
    return folder, done.stdout + done.stderr


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def planted(content: bytes) -> list[str]:
    return [word for word in PLANTED if word.encode() in content]


def test_no_command_opens_a_socket() -> None:
    """All commands above run where one would end them; here it is seen that it would."""
    code = f"{FORBIDDEN}\nimport socket\nsocket.socket()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 99


def test_nothing_of_anybody_is_written_or_said(ran: tuple[Path, str]) -> None:
    folder, said = ran
    assert len(files(folder)) > 60
    assert not planted(said.encode())
    for path in files(folder):
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            unpacked = folder / "tmp" / path.stem
            shutil.unpack_archive(path, unpacked, "zip")
            content = b"".join(part.read_bytes() for part in files(unpacked))
            shutil.rmtree(unpacked)
        assert not planted(content), path
    assert not files(folder / "tmp"), "temporary files were left"


@pytest.mark.skipif(os.name == "nt", reason="it has no such rights")
def test_what_is_written_is_its_owners_alone_but_for_what_is_published(
    ran: tuple[Path, str],
) -> None:
    folder, _ = ran
    public = [path for path in files(folder) if path.parent.name == "public"]
    assert len(public) == 4
    assert {path.stat().st_mode & 0o777 for path in public} == {0o664}
    others = [path for path in files(folder) if path not in public]
    assert {path.stat().st_mode & 0o777 for path in others} == {0o600}
    folders = {path for file in others for path in file.parents if folder in path.parents}
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}


@pytest.mark.parametrize("row", WRONG)
def test_a_wrong_row_is_not_quoted(row: str, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from braid.cli.app import app

    lay_out(tmp_path)
    with (tmp_path / "people.csv").open("a", encoding="utf-8") as file:
        file.write(f"\n{row}\n")
    words = ["roster", str(tmp_path / "s.yaml"), str(tmp_path / "people.csv")]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1
    assert "people.csv:27" in done.output
    assert not planted(done.output.encode())


def test_names_in_groups_are_refused_and_not_quoted(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from braid.cli.app import app

    lay_out(tmp_path)
    table = "id,last_name,program,participants,start,age\ng,Plantedname,welding,3,2026-09-14,old\n"
    (tmp_path / "groups.csv").write_text(table, encoding="utf-8")
    inline = SCENARIO.replace(
        "groups.csv",
        "[{id: g, ssn: 078-05-1120, program: welding}, {id: h, street: Plantedstreet}]",
    )
    (tmp_path / "inline.yaml").write_text(inline, encoding="utf-8")
    for scenario, code in (("s.yaml", "B103"), ("inline.yaml", "B102")):
        for options in ((), ("--format", "json")):
            done = CliRunner().invoke(app, ["check", str(tmp_path / scenario), *options])
            assert done.exit_code == 1
            assert "B101" in done.output
            assert code in done.output
            assert not planted(done.output.encode())
