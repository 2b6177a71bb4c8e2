"""A portfolio's files as one document: each partnership's things under names of their own.

What stands in a partnership's file keeps its place there, so that every mistake is shown where
it was written (``docs/semantics.md``, section 19).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from braid.catalog.documents import is_portfolio, scenario_document
from braid.catalog.renaming import MOST, SEPARATOR, renamed
from braid.problems import Place, Problem, did_you_mean, has_errors
from braid.reading.document import Document, Overlay, Spot, Step
from braid.reading.inside import KEPT_FOLDERS, resolve_inside
from braid.reading.scenario_files import KEPT
from braid.record import record
from braid.schema.portfolio import PartnershipFile, Portfolio
from braid.schema.scenario import Scenario
from braid.schema.validate import validate

LISTS = ("organizations", "programs", "groups", "costs", "awards")
ALIKE: Mapping[str, Callable[[Scenario | Portfolio], Any]] = {
    "horizon": lambda s: s.horizon,
    "rules.state": lambda s: s.rules.state and s.rules.state.lower(),
    "rules.waivers": lambda s: frozenset(s.rules.waivers),
    "objective": lambda s: s.objective,
    "actuals.as_of": lambda s: s.actuals and s.actuals.as_of,
}
"""What a partnership's file leaves to the state's, or says as that does."""


@record
class _Part:
    """A partnership: its name, its file, and what the file holds."""

    id: str
    document: Document
    stated: PartnershipFile


def gathered(
    path: Path, document: Document, *, allow_outside: bool = False, kept: bool = False
) -> tuple[Document | None, list[Problem]]:
    """The document of all files of a portfolio, or None with what is wrong in them.

    Its partnerships lie in its folder; their tables and includes may lie elsewhere where
    ``allow_outside`` says so, or a plan has ``kept`` them.
    """
    state, problems = validate(Portfolio, document)
    if state is None:
        return None, problems
    parts = []
    names: dict[str, Place] = {}
    for index, name in enumerate(state.partnerships):
        at = document.place(("partnerships", index))
        part, found = _read(name, at, path, document, names, allow_outside=allow_outside, kept=kept)
        problems += found
        if part is not None:
            parts.append(part)
    problems += _ids_of_state(state, document)
    shared = {o.id: k for k, o in enumerate(state.organizations)}
    for part in parts:
        problems += _differing(part, state, document)
        problems += _organizations_differing(part, document, shared)
        problems += _too_long(part)
        problems += _unknown(part, shared)
    if has_errors(problems):
        return None, problems
    return _whole(document, parts, frozenset(shared)), problems


def _read(
    name: str, at: Place, path: Path, document: Document, names: dict[str, Place], *,
    allow_outside: bool, kept: bool,
) -> tuple[_Part | None, list[Problem]]:  # fmt: skip
    root = path.parent
    file, problems = resolve_inside(name, base=root, root=root, at=at, allow_outside=False)
    if file is None:
        return None, problems
    stem = Path(name).stem
    found = _name_problem(stem, at) or _kept_problem(file, root, at)
    if stem in names:
        message = f"There is a partnership '{stem}' already."
        remedy = "Name each file once, and give each a name of its own: it names the partnership."
        found = [Problem("B320", message, remedy, at, see=(names[stem],))]
    if file.resolve() == path.resolve():
        found = [_inside(name, at)]
    names.setdefault(stem, at)
    if found:
        return None, found
    shown = Path(document.file).parent / name
    own, problems = scenario_document(
        file, shown_as=shown.as_posix(), root=root, at=at, allow_outside=allow_outside, kept=kept
    )
    if own is None:
        return None, problems
    if is_portfolio(own):
        return None, [*problems, _inside(name, own.place(("partnerships",), key=True))]
    stated, more = validate(PartnershipFile, own)
    problems += more
    if stated is None or has_errors(problems):
        return None, problems
    return _Part(stem, own, stated), problems


def _inside(name: str, at: Place) -> Problem:
    message = f"'{name}' is a portfolio itself."
    remedy = "Name the files of its partnerships here instead."
    return Problem("B321", message, remedy, at)


def _name_problem(stem: str, at: Place) -> list[Problem]:
    letters = stem.replace("-", "").replace("_", "")
    good = letters.isascii() and letters.isalnum()
    if good and SEPARATOR not in stem and not stem.startswith("-") and not stem.endswith("-"):
        return []
    message = f"'{stem}' cannot be the name of a partnership."
    remedy = "Name the file with letters, digits, _ and single - such as west-county.yaml."
    return [Problem("B323", message, remedy, at)]


def _kept_problem(file: Path, root: Path, at: Place) -> list[Problem]:
    """A file whose place in the folder of a plan something else has."""
    inside = file.resolve().relative_to(root.resolve())
    if inside.as_posix() not in KEPT and inside.parts[0] not in KEPT_FOLDERS:
        return []
    message = f"A plan's folder keeps something else as '{inside.as_posix()}'."
    remedy = f"Name the file otherwise, outside of {', '.join(KEPT_FOLDERS)}: west-county.yaml."
    return [Problem("B323", message, remedy, at)]


def _ids_of_state(state: Portfolio, document: Document) -> Iterator[Problem]:
    lists = {"organizations": [o.id for o in state.organizations]}
    lists["awards"] = [a.id for a in state.awards]
    for key, names in lists.items():
        for index, name in enumerate(names):
            if SEPARATOR in name:
                message = f"'{name}' looks like a name inside a partnership."
                remedy = "Use single hyphens: two part a partnership from what is its own."
                yield Problem("B323", message, remedy, document.place((key, index, "id")))
    known = {Path(name).stem for name in state.partnerships}
    for index, award in enumerate(state.awards):
        if award.partnership is not None and award.partnership not in known:
            yield reserved_to_nobody(
                award.partnership, known, document.place(("awards", index, "partnership"))
            )


def reserved_to_nobody(name: str, known: Iterable[str], at: Place) -> Problem:
    """An award that is reserved for a partnership that there is not."""
    shown = ", ".join(sorted(known)[:12])
    remedy = f"Known: {shown}." if shown else "Only a portfolio's own file reserves awards."
    return Problem("B324", f"There is no partnership '{name}'.", remedy, at)


def _differing(part: _Part, state: Portfolio, document: Document) -> Iterator[Problem]:
    for key, of in ALIKE.items():
        path: tuple[Step, ...] = tuple(key.split("."))
        if _stated(part.document, path) and of(part.stated) != of(state):
            there = document.place(path)
            message = f"'{key}' is not what the portfolio's own file says."
            remedy = f"Say the same as {there.file}, or leave it out here."
            if key == "horizon":
                remedy = f"A portfolio is planned over one horizon: write that of {there.file}."
            yield Problem("B322", message, remedy, part.document.place(path), see=(there,))
    for index, award in enumerate(part.stated.awards):
        if award.partnership is not None:
            at = part.document.place(("awards", index, "partnership"))
            yield reserved_to_nobody(award.partnership, (), at)


def _stated(document: Document, path: tuple[Step, ...]) -> bool:
    value = document.data
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True


def _organizations_differing(
    part: _Part, document: Document, shared: Mapping[str, int]
) -> Iterator[Problem]:
    for index, organization in enumerate(part.stated.organizations):
        number = shared.get(organization.id)
        if number is None:
            continue
        path = ("organizations", index)
        if part.document.data["organizations"][index] != document.data["organizations"][number]:
            there = document.place(("organizations", number))
            name = organization.id
            message = f"The organization '{name}' is another in the portfolio's own file."
            remedy = "State it alike in both files, only there, or under another id here."
            yield Problem("B322", message, remedy, part.document.place(path), see=(there,))


def _unknown(part: _Part, shared: Mapping[str, int]) -> Iterator[Problem]:
    """What a partnership says of its staff names things that there are."""
    lines = [cost.id for cost in part.stated.costs]
    staff = part.stated.reporting.performed_by
    if staff is not None and staff not in lines:
        at = part.document.place(("reporting", "performed_by"))
        remedy = did_you_mean(staff, lines)
        yield Problem("B203", f"There is no cost line '{staff}'.", remedy, at)
    backbone = part.stated.partnership.backbone
    known = [*(o.id for o in part.stated.organizations), *shared]
    if backbone is not None and backbone.organization not in known:
        at = part.document.place(("partnership", "backbone", "organization"))
        message = f"There is no organization '{backbone.organization}'."
        yield Problem("B203", message, did_you_mean(backbone.organization, known), at)


def _too_long(part: _Part) -> Iterator[Problem]:
    for key in LISTS:
        for index, thing in enumerate(getattr(part.stated, key)):
            if len(part.id) + len(SEPARATOR) + len(thing.id) > MOST:
                message = f"'{part.id}{SEPARATOR}{thing.id}' is longer than {MOST} letters."
                remedy = "Shorten the id, or the name of the partnership's file."
                at = part.document.place((key, index, "id"))
                yield Problem("B323", message, remedy, at)


def _whole(document: Document, parts: Sequence[_Part], shared: frozenset[str]) -> Document:
    """All things in one document: those of the state first, then each partnership's."""
    base = document.spot
    data = {k: v for k, v in document.data.items() if k not in ("partnerships", "include")}
    values: dict[str, list[Any]] = {key: [] for key in (*LISTS, "employers", "charges")}
    spots: dict[str, list[Spot]] = {key: [] for key in values}

    def take(key: str, items: Any, whole: Document, path: tuple[Step, ...]) -> None:
        for index, item in enumerate(items if isinstance(items, list) else ()):
            values[key].append(item)
            spots[key].append(whole.part((*path, index), item).spot)

    for key in LISTS:
        take(key, document.data.get(key), document, (key,))
    take("charges", _charges(document), document, ("actuals", "charges"))
    members = []
    for part in parts:
        own = renamed(part.document.data, part.id, shared)
        for key in LISTS:
            taken = own.get(key)
            if key != "organizations":
                take(key, taken, part.document, (key,))
                continue
            for index, item in enumerate(taken or ()):
                if item["id"] not in shared:
                    values[key].append(item)
                    spots[key].append(part.document.part((key, index), item).spot)
        held = own.get("partnership") or {}
        take("employers", held.get("employers"), part.document, ("partnership", "employers"))
        take("charges", (own.get("actuals") or {}).get("charges"), part.document,
             ("actuals", "charges"))  # fmt: skip
        stated = own.get("organizations")
        first = stated[0]["id"] if stated else f"{part.id}{SEPARATOR}partnership"
        members.append({
            "id": part.id, "name": part.stated.name, "file": part.document.file,
            "organization": first, "partnership": held, "reporting": own.get("reporting") or {},
        })  # fmt: skip
    merged: dict[Step, Spot] = {}
    for key in LISTS:
        data[key] = values[key]
        merged[key] = _listed(base.child(key) or base, spots[key])
    data["partnership"] = {"employers": values["employers"]}
    merged["partnership"] = Overlay(base, {"employers": _listed(base, spots["employers"])})
    if isinstance(data.get("actuals"), dict):
        data["actuals"] = {**data["actuals"], "charges": values["charges"]}
        at = base.child("actuals") or base
        merged["actuals"] = Overlay(at, {"charges": _listed(at, spots["charges"])})
    data["partnerships"] = members
    sources = (*document.sources, *(s for part in parts for s in part.document.sources))
    return Document(
        document.file, data, Overlay(base, merged), tuple(dict.fromkeys(sources)),
        document.unread.union(*(part.document.unread for part in parts)),
    )  # fmt: skip


def _charges(document: Document) -> Any:
    given = document.data.get("actuals")
    return given.get("charges") if isinstance(given, dict) else None


def _listed(base: Spot, spots: list[Spot]) -> Overlay:
    return Overlay(base, dict(enumerate(spots)))
