"""Which proposals are to be applied, with which money; read from their files."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from braid.problems import Place, Problem
from braid.reading.document import Document
from braid.reading.yaml_reader import read_yaml
from braid.record import record
from braid.schema.base import Model
from braid.schema.proposal import Floors, Item, Money, Proposal, part_of
from braid.schema.validate import validate

FOLDER = "proposals"
"""Where a plan's folder keeps proposals, below ``inputs/``."""
FILE = "chosen.yaml"


@record
class Proposing:
    """Proposals by their files, whose money is planned with, and what of them is applied.

    ``floors`` replaces what the proposals say of the floors of merged streams; ``only`` names
    parts as ``proposal/part`` (None: all of them).
    """

    files: tuple[Path, ...]
    money: Money = "own"
    floors: Floors | None = None
    only: tuple[str, ...] | None = None


@record
class Proposed:
    """A proposal as it is applied: its file, and the items that are."""

    proposal: Proposal
    document: Document
    chosen: frozenset[str]
    """The parts that are applied."""
    idle: frozenset[tuple[str, int]] = frozenset()
    """Items that do nothing in a scenario, by list and place: it has no award that they ask for."""

    def items(self, section: str) -> list[tuple[int, Item]]:
        """The items of a list that are applied, with their places in it."""
        return [
            (k, item)
            for k, item in enumerate(getattr(self.proposal, section))
            if part_of(section, k, item) in self.chosen and (section, k) not in self.idle
        ]

    def dates(self, item: Item) -> tuple[date | None, date | None]:
        """From when until when an item holds: its own days, else those of the proposal."""
        return item.from_ or self.proposal.from_, item.until or self.proposal.until


class _Kept(Model):
    files: tuple[str, ...]
    money: Money
    floors: Floors | None = None
    only: tuple[str, ...] | None = None


def read_proposals(proposing: Proposing) -> tuple[list[Proposed], list[Problem]]:
    """The proposals of some files, with every problem of their form."""
    found: list[Proposed] = []
    problems: list[Problem] = []
    for path in proposing.files:
        document, more = read_yaml(path, shown_as=str(path))
        problems += more
        if document is None:
            continue
        proposal, more = validate(Proposal, document)
        problems += more
        if proposal is not None:
            chosen, more = _chosen(proposal, proposing.only, document)
            problems += more
            found.append(Proposed(proposal, document, chosen))
    names = [p.proposal.proposal for p in found]
    for part in proposing.only or ():
        if part.partition("/")[0] not in names:
            message = f"No proposal here has the part '{part}'."
            remedy = "Write it as PROPOSAL/PART, with the id of a proposal that is named."
            problems.append(Problem("B502", message, remedy, Place("--part")))
    for k, name in enumerate(names):
        if name in names[:k]:
            place = found[k].document.place(("proposal",))
            message = f"Two proposals have the name '{name}'."
            problems.append(Problem("B501", message, "Give each a name of its own.", place))
    return found, problems


def _chosen(
    proposal: Proposal, only: Collection[str] | None, document: Document
) -> tuple[frozenset[str], list[Problem]]:
    parts = proposal.parts()
    if only is None:
        return frozenset(parts), []
    own = [name.partition("/")[2] for name in only if name.startswith(f"{proposal.proposal}/")]
    unknown = [name for name in own if name not in parts]
    problems = [
        Problem(
            "B502", f"The proposal '{proposal.proposal}' has no part '{name}'.",
            f"Its parts: {', '.join(parts)}.", document.place(()),
        )
        for name in unknown
    ]  # fmt: skip
    return frozenset(own), problems


def kept_proposals(scenario: Path) -> tuple[Proposing | None, list[Problem]]:
    """The proposals that a plan's folder keeps beside its scenario, if there are any."""
    path = scenario.parent / FOLDER / FILE
    if not path.is_file():
        return None, []
    document, problems = read_yaml(path, shown_as=str(path))
    if document is None:
        return None, problems
    kept, more = validate(_Kept, document)
    if kept is None:
        return None, [*problems, *more]
    strange = [name for name in kept.files if Path(name).name != name]
    if strange:
        message = f"'{strange[0]}' is not the name of a file beside this one."
        return None, [Problem("B503", message, "Solve again.", Place(str(path)))]
    files = tuple(path.parent / name for name in kept.files)
    return Proposing(files, kept.money, kept.floors, kept.only), problems


def files_kept(
    proposed: tuple[Proposed, ...], proposing: Proposing | None
) -> dict[str, Path | bytes]:
    """What a plan's folder keeps of the proposals, by name below ``inputs/``."""
    if proposing is None:
        return {}
    names = [f"{one.proposal.proposal}.yaml" for one in proposed]
    lines = [f"files: [{', '.join(names)}]", f"money: {proposing.money}"]
    if proposing.floors is not None:
        lines.append(f"floors: {proposing.floors}")
    if proposing.only is not None:
        lines.append(f"only: [{', '.join(proposing.only)}]")
    chosen = "\n".join([*lines, ""]).encode()
    kept = zip(names, proposing.files, strict=True)
    return {f"{FOLDER}/{FILE}": chosen, **{f"{FOLDER}/{name}": path for name, path in kept}}
