"""A folder of rule files by itself, without a scenario: every mistake that its files have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from braid.catalog.checks import derivations, files, readings, rules
from braid.catalog.checks.view import View, partial_view
from braid.catalog.library import Categories, Library, index
from braid.catalog.whole import RuleFile, WholeLibrary, read_whole
from braid.problems import Place, Problem, did_you_mean
from braid.record import record
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
    is checked as if its files stood in ``library``.
    """
    own, problems = read_whole(folder)
    if not own.all_files() and not problems:
        remedy = "Name a folder with files such as my_fund.yaml."
        problems.append(Problem("B310", "There are no rules here.", remedy, Place(str(folder))))
    alone = own.categories is not None and own.attributes is not None
    base = own if alone else read_whole(library)[0]
    together = replace(
        own, files={**base.files, **own.files}, conflicts=(*base.conflicts, *own.conflicts)
    )
    shown = {file.document.file for file in own.all_files()}
    shown |= {own.documents[n].file for n in _checked(own, base) if n in own.documents}
    for view in _views(own, base, together):
        register_too = readings.check(view, {}, whole=True)
        derived = derivations.check(view)
        found = (*files.check(view), *derived, *rules.check_rules(view), *register_too)
        problems += [problem for problem in found if problem.place.file in shown]
    problems += [*_taken(own, base), *_lost(own), *_conflicts(own, base)]
    in_order = sorted(dict.fromkeys(problems), key=Problem.sort_key)
    return Checked(own, together, tuple(in_order))


def _checked(own: WholeLibrary, base: WholeLibrary) -> tuple[str, ...]:
    """The reserved files that are checked: the data dictionary where it is the folder's own."""
    return ("attributes", "conflicts") if own is base else ("conflicts",)


def _views(own: WholeLibrary, base: WholeLibrary, together: WholeLibrary) -> Iterator[View]:
    """What the checks of rules look at: all files together, with the overlays of one state."""
    if base.categories is None or not own.all_files():
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
    documents |= {name: d for name, d in own.documents.items() if name in _checked(own, base)}
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
        own.conflicts,
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
    document = own.documents.get("conflicts")
    if document is None or not isinstance(document.data, list):
        return
    known = {name for library in (own, base) for name, _ in library.rules()}
    for number, entry in enumerate(document.data):
        named = entry.get("rule") if isinstance(entry, dict) else None
        for position, name in enumerate(named if isinstance(named, list) else ()):
            if name not in known:
                place = document.place((number, "rule", position))
                remedy = did_you_mean(str(name), known)
                yield Problem("B315", f"There is no rule '{name}'.", remedy, place)
