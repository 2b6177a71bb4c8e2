"""A folder of rule files by itself, without a scenario: every mistake that its files have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from braid.catalog.checks import cash, derivations, files, readings, rules
from braid.catalog.checks.view import View, partial_view
from braid.catalog.library import RESERVED, Categories, Library, index
from braid.catalog.whole import RuleFile, WholeLibrary, read_whole
from braid.problems import Place, Problem, did_you_mean
from braid.reading.document import Document
from braid.record import record
from braid.schema.conflicts import Conflict
from braid.schema.library import AttributesFile, FamilyFile, OverlayFile, RuleSetFile, StreamFile


@record
class Checked:
    """A folder of rules, the same together with the library, and every problem of the folder."""

    own: WholeLibrary
    together: WholeLibrary
    problems: tuple[Problem, ...]


def check_folder(folder: Path, library: Path) -> Checked:
    """What a folder of rules holds, and every problem of its files.

    A folder with categories and attributes of its own is a library of its own. Any other
    is checked as if its files stood in ``library``, and with them what that library's own
    attributes, categories and disagreements say wrongly.
    """
    own, problems = read_whole(folder)
    if not own.all_files() and not problems:
        remedy = "Name a folder with files such as my_fund.yaml."
        problems.append(Problem("B310", "There are no rules here.", remedy, Place(str(folder))))
    alone = own.categories is not None and own.attributes is not None
    base, in_base = (own, []) if alone else read_whole(library)
    problems += [p for p in in_base if p.place.file and Path(p.place.file).stem in RESERVED]
    together = replace(
        own, files={**base.files, **own.files}, conflicts=(*base.conflicts, *own.conflicts)
    )
    shown = {file.document.file for file in own.all_files()}
    shown |= {document.file for document in _reserved(own, base).values()}
    for view in _views(own, base, together):
        register_too = readings.check(view, {}, whole=True)
        derived = derivations.check(view)
        of_rules = (*rules.check_rules(view), *cash.check_streams(view))
        found = (*files.check(view), *derived, *of_rules, *register_too)
        problems += [problem for problem in found if problem.place.file in shown]
    problems += [*_taken(own, base), *_lost(own), *_conflicts(own, base)]
    in_order = sorted(dict.fromkeys(problems), key=Problem.sort_key)
    return Checked(own, together, tuple(in_order))


def _reserved(own: WholeLibrary, base: WholeLibrary) -> dict[str, Document]:
    """The data dictionary by which rules are checked, and the register: the folder's own first."""
    found = {**base.documents, **own.documents}
    if "attributes" in base.documents:
        found["attributes"] = base.documents["attributes"]
    return {name: found[name] for name in ("attributes", "conflicts") if name in found}


def _register(own: WholeLibrary, base: WholeLibrary) -> tuple[Conflict, ...]:
    """The folder's own register, or what the library's has to say of the folder's rules."""
    if "conflicts" in own.documents:
        return own.conflicts
    return tuple(c for c in base.conflicts if any(_home(n) in own.files for n in _named(c)))


def _named(conflict: Conflict) -> Iterator[str]:
    yield from conflict.rule
    for reading in conflict.readings.values():
        yield from (change.rule for change in reading.changes)
        yield from (*reading.removes, *reading.adds)


def _home(name: str) -> str:
    return name.partition("/")[0]


def _views(own: WholeLibrary, base: WholeLibrary, together: WholeLibrary) -> Iterator[View]:
    """What the checks of rules look at: all files together, with the overlays of one state."""
    unread = base.attributes is None and (base.directory / "attributes.yaml").is_file()
    if base.categories is None or unread or not own.all_files():
        return
    overlays = [*base.overlays, *(f for f in own.overlays if f not in base.overlays)]
    for state in sorted({f.state or "" for f in own.overlays}) or [""]:
        of_state = [f for f in overlays if (f.state or "") == state]
        library = _library(own, base, together.files, of_state)
        nothing = replace(own.all_files()[0].document, data={})
        yield partial_view(library, nothing)


def _library(
    own: WholeLibrary, base: WholeLibrary, found: dict[str, RuleFile], overlays: list[RuleFile]
) -> Library:
    assert base.categories is not None
    by_home: dict[str, tuple[OverlayFile, ...]] = {}
    documents = {f"{file.kind}:{name}": file.document for name, file in found.items()}
    documents |= _reserved(own, base)
    for number, file in enumerate(overlays):
        if isinstance(file.content, OverlayFile):
            # documents of overlays are found by the overlay's name, which another may have too
            name = f"{file.content.name} {number}"
            overlay = file.content.model_copy(update={"name": name})
            by_home[file.home] = (*by_home.get(file.home, ()), overlay)
            data = {**file.document.data, "name": name}
            documents[f"overlay:{file.path}"] = replace(file.document, data=data)
    contents = {name: file.content for name, file in found.items()}
    return Library(
        own.directory,
        Categories(base.categories),
        base.attributes or AttributesFile(),
        {n: c for n, c in contents.items() if isinstance(c, StreamFile)},
        {n: c for n, c in contents.items() if isinstance(c, FamilyFile)},
        {n: c for n, c in contents.items() if isinstance(c, RuleSetFile)},
        by_home,
        _register(own, base),
        documents,
        beside=(base.directory,),
    )


def _taken(own: WholeLibrary, base: WholeLibrary) -> Iterator[Problem]:
    """Files whose name the library has already: only one of the two would be read."""
    known = index(base.directory)
    for name, file in own.files.items():
        if name in known and known[name].resolve() != file.path.resolve():
            message = f"The library has a file '{known[name].name}' already."
            remedy = "Give yours another id; an overlay adds rules to what the library has."
            yield Problem("B313", message, remedy, file.document.place((file.kind,)))


def _lost(own: WholeLibrary) -> Iterator[Problem]:
    """Overlays that no scenario finds."""
    for file in own.overlays:
        if file.state is None:
            message = "No scenario finds this overlay: its folder does not say whose it is."
            remedy = "Move it to state/xx/overlays/, with the state's two letters for xx."
            place = file.document.place(("overlay",))
            yield Problem("B314", message, remedy, place, "warning")


def _conflicts(own: WholeLibrary, base: WholeLibrary) -> Iterator[Problem]:
    """Readings of the register that name a rule which there is not."""
    document = _reserved(own, base).get("conflicts")
    if document is None or not isinstance(document.data, list):
        return
    known = {name for library in (own, base) for name, _ in library.rules()}
    all_of_it = "conflicts" in own.documents
    for number, entry in enumerate(document.data):
        named = entry.get("rule") if isinstance(entry, dict) else None
        for position, name in enumerate(named if isinstance(named, list) else ()):
            if not isinstance(name, str) or name in known:
                continue
            if all_of_it or _home(name) in own.files:
                place = document.place((number, "rule", position))
                remedy = did_you_mean(name, known)
                yield Problem("B315", f"There is no rule '{name}'.", remedy, place)
