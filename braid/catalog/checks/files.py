"""Rule files as a whole: their names, and the families and sets that they refer to."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.view import View
from braid.problems import Problem, did_you_mean
from braid.reading.document import Document, Path
from braid.schema.rules import Formula


def check(view: View) -> Iterator[Problem]:
    """Names that do not fit the file's, families and sets without a file, formulas that lack."""
    library = view.library
    known = set(library.index)
    for label, document in sorted(library.documents.items()):
        kind, _, name = label.partition(":")
        said = document.data.get(kind) if isinstance(document.data, dict) else None
        if kind in ("stream", "family", "set") and isinstance(said, str) and said != name:
            message = f"The file '{name}.yaml' says that it is the {kind} '{said}'."
            remedy = f"Write '{kind}: {name}', or rename the file to {said}.yaml."
            yield Problem("B053", message, remedy, document.place((kind,)))
        over = document.data.get("overlay") if isinstance(document.data, dict) else None
        if kind == "overlay" and isinstance(over, str) and over not in known:
            message = f"The overlay adds to '{over}', which is no stream, family or set."
            remedy = did_you_mean(over, known)
            yield Problem("B052", message, remedy, document.place(("overlay",)))
    for name, stream in sorted(library.streams.items()):
        stream_document = library.document_of("stream", name)
        if stream_document is None:
            continue
        if stream.family is not None:
            yield from _refers(stream_document, "family", stream.family, ("family",), known)
        yield from _follows(stream_document, stream.follows, known)
        if stream.entitlement and not any(isinstance(r, Formula) for r in stream.rules):
            message = f"The stream '{name}' is an entitlement, but no formula says what it pays."
            remedy = "Add a rule of kind formula, or take 'entitlement: true' out."
            yield Problem("B260", message, remedy, stream_document.place(("entitlement",)))
    for name, family in sorted(library.families.items()):
        family_document = library.document_of("family", name)
        if family_document is not None:
            yield from _follows(family_document, family.follows, known)


def _follows(document: Document, names: tuple[str, ...], known: set[str]) -> Iterator[Problem]:
    for number, name in enumerate(names):
        yield from _refers(document, "set", name, ("follows", number), known)


def _refers(
    document: Document, kind: str, name: str, path: Path, known: set[str]
) -> Iterator[Problem]:
    if name in known:
        return
    what = "family" if kind == "family" else "set of rules"
    message = f"There is no file for the {what} '{name}'."
    yield Problem("B052", message, did_you_mean(name, known), document.place(path))
