"""The rules that a scenario and some proposals need together, and those that it follows at last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from braid.catalog.checks.streams import sort_of, streams_among
from braid.catalog.inputs import Inputs
from braid.catalog.library import Library, load_library
from braid.catalog.proposals.files import Proposed
from braid.problems import Problem
from braid.schema.library import StreamFile
from braid.schema.proposal import Changing, Proposal, StreamChange


def wide_library(
    inputs: Inputs, proposed: Iterable[Proposed]
) -> tuple[Library | None, list[Problem]]:
    """The library with every file that the scenario or a proposal names, new streams among them."""
    assert inputs.library is not None
    proposals = list(proposed)
    base = inputs.library
    named = {home for one in proposals for home in _homes(one.proposal)}
    own = {stream.stream: stream for one in proposals for stream in one.proposal.streams}
    named |= {home for stream in own.values() for home in (*stream.follows, stream.family) if home}
    known = {name: base.index[name] for name in named if name in base.index}
    sorts = {name: sort_of(path) for name, path in known.items()}
    streams = {*base.streams, *streams_among(known, base.index)}
    families = {*base.families, *(name for name, sort in sorts.items() if sort == "family")}
    sets = {*base.sets, *(name for name, sort in sorts.items() if sort == "set")}
    state = inputs.scenario.rules.state
    library, problems = load_library(base.directory, streams, state, families, sets)
    if library is None:
        return None, problems
    documents = dict(library.documents)
    found: dict[str, StreamFile] = dict(library.streams)
    for one in proposals:
        for k, stream in enumerate(one.proposal.streams):
            if stream.stream in base.index:
                message = f"The library has a file named '{stream.stream}' already."
                place = one.document.place(("streams", k, "stream"))
                problems.append(Problem("B504", message, "Give the stream another id.", place))
                continue
            found[stream.stream] = stream
            documents[f"stream:{stream.stream}"] = one.document.part(("streams", k))
    kept, beside = base.kept, base.beside
    return replace(
        library, streams=dict(sorted(found.items())), documents=documents, kept=kept, beside=beside
    ), problems


def _homes(proposal: Proposal) -> set[str]:
    """Every stream, family and set that a proposal names."""
    names = {change.target.partition("/")[0] for change in proposal.changes}
    names |= {home for change in proposal.changes for home in _followed(change)}
    names |= {rule.partition("/")[0] for item in proposal.removes for rule in item.rules}
    names |= {item.to for item in proposal.adds}
    for merger in proposal.merges:
        names |= {*merger.streams, merger.into}
    for reserve in proposal.reserves:
        names |= {*reserve.streams, reserve.into}
    names |= {name for item in proposal.funding for name in item.streams}
    names |= {name for item in proposal.brings for name in item.financed_by}
    names |= {str(item.award.get("stream")) for item in proposal.brings}
    for _, _, item in proposal.items():
        names |= {*item.not_with, *(item.only_with.streams if item.only_with else ())}
    return names


def _followed(change: Changing) -> Iterator[str]:
    """The family or the sets that a stream gets by a change."""
    if isinstance(change, StreamChange) and change.field in ("family", "follows"):
        becomes = change.becomes if isinstance(change.becomes, list) else [change.becomes]
        yield from (name for name in (*becomes, *change.gains) if isinstance(name, str))


def narrowed(library: Library, streams: Iterable[str]) -> Library:
    """The library with the files that these streams follow; all documents stay at hand."""
    found = {name: library.streams[name] for name in sorted(streams) if name in library.streams}
    families = {f.family for f in found.values() if f.family}
    kept = {n: f for n, f in library.families.items() if n in families}
    sets = {s for f in found.values() for s in f.follows}
    sets |= {s for f in kept.values() for s in f.follows}
    homes = {*found, *kept, *sets}
    return replace(
        library, streams=found, families=kept,
        sets={n: s for n, s in library.sets.items() if n in sets},
        overlays={home: those for home, those in library.overlays.items() if home in homes},
    )  # fmt: skip
