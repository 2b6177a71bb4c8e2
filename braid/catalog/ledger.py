"""Charges from a ledger that are named beside a scenario: they replace what it says itself.

``braid solve … --actuals TABLE --as-of DAY`` names them; a plan's folder keeps them under
``inputs/ledger/``, so that whoever reads the scenario there finds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from braid.problems import Place, Problem
from braid.reading.document import Document, Overlay, Spot, Step
from braid.reading.files import Source
from braid.reading.tables import read_table
from braid.reading.yaml_reader import read_yaml
from braid.record import record

FOLDER = "ledger"
"""Where a plan's folder keeps a ledger, below ``inputs/``."""
FILE = "actuals.yaml"


@record
class Ledger:
    """A table of charges and the day up to which it has them all, as somebody has named them."""

    table: str
    """A CSV file, or a workbook's sheet: ``ledger.xlsx#Charges``."""
    as_of: str
    base: Path = Path()
    """The folder from which the table is named."""
    at: tuple[Place, Place] = (Place("--actuals"), Place("--as-of"))
    """Where the table and the day are named."""
    shown: Path = Path()
    """What stands before the table's name in messages."""
    kept: bool = False
    """Whether a plan's folder names it: then it lies beside what names it."""
    source: Source | None = None
    """The file, once it has been read."""

    @property
    def kept_as(self) -> str:
        """The table's name in the folder of a plan."""
        suffix = self.source.path.suffix if self.source is not None else ""
        _, mark, sheet = self.table.rpartition(f"{suffix}#")
        return f"actuals{suffix}#{sheet}" if mark else f"actuals{suffix}"

    @property
    def kept_text(self) -> str:
        """What the folder of a plan says of it."""
        return f'as_of: {self.as_of}\ncharges: "{self.kept_as}"\n'


def kept_beside(scenario: Path) -> Ledger | None:
    """The ledger that a plan's folder keeps beside its scenario, if there is one."""
    path = scenario.parent / FOLDER / FILE
    if not path.is_file():
        return None
    document, _ = read_yaml(path, shown_as=str(path))
    if document is None or not isinstance(document.data, dict):
        return None
    table, as_of = document.data.get("charges"), document.text(("as_of",))
    if not isinstance(table, str) or as_of is None:
        return None
    at = (document.place(("charges",)), document.place(("as_of",)))
    return Ledger(table, as_of, path.parent, at, path.parent, kept=True)


def with_ledger(document: Document, ledger: Ledger) -> tuple[Document, Ledger, list[Problem]]:
    """A scenario with the ledger's charges in place of its own; the ledger with its file."""
    table, problems = read_table(
        ledger.table, base=ledger.base, at=ledger.at[0], shown_base=ledger.shown,
        allow_outside=not ledger.kept,
    )  # fmt: skip
    if not isinstance(document.data, dict):
        return document, ledger, problems
    spots: dict[Step, Spot] = {"as_of": _Named(ledger.at[1], ledger.as_of)}
    unread = document.unread - {("actuals", "charges")}
    if table is None:
        unread |= {("actuals", "charges")}
    else:
        spots["charges"] = table.spot
        ledger = replace(ledger, source=table.source)
    rows = [] if table is None else table.rows
    data = {**document.data, "actuals": {"as_of": ledger.as_of, "charges": rows}}
    whole = Overlay(document.spot, {"actuals": Overlay(_Named(ledger.at[0]), spots)})
    return replace(document, data=data, spot=whole, unread=unread), ledger, problems


@record
class _Named:
    """A value that stands in no file of the scenario."""

    at: Place
    written: str | None = None

    def place(self) -> Place:
        return self.at

    def text(self) -> str | None:
        return self.written

    def child(self, step: Step) -> Spot | None:
        return None

    def key_place(self, step: Step) -> Place | None:
        return None

    def columns(self) -> tuple[str, ...] | None:
        return None


def files_of(ledger: Ledger | None) -> Mapping[str, bytes | Path]:
    """What the folder of a plan keeps of a ledger, by name below ``inputs/``."""
    if ledger is None or ledger.source is None:
        return {}
    path = ledger.source.path
    return {
        f"{FOLDER}/{FILE}": ledger.kept_text.encode(),
        f"{FOLDER}/actuals{path.suffix}": path,
    }
