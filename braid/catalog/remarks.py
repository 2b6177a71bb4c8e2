"""What the writer of a rule file may want to add: nothing of it is a mistake."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.whole import RuleFile, WholeLibrary
from braid.schema import rules as schema
from braid.schema.library import StreamFile


def remarks(library: WholeLibrary, file: RuleFile) -> Iterator[str]:
    """What a file leaves open, in sentences; the library has all that the file follows."""
    stream = file.content
    if isinstance(stream, StreamFile) and not stream.entitlement:
        above = library.followed(file.name)
        rules = [rule for n in (file.name, *above) for rule in library.files[n].content.rules]
        if not any(isinstance(r, schema.Line) and r.allow is not None for r in rules):
            yield "No rule lists the costs that it pays (kind line, allow): it pays any."
        if not any(isinstance(r, schema.Timeline) for r in rules):
            yield "No rule says how long the money lives (kind timeline): each award does."
        if not any(isinstance(r, schema.Report) for r in rules):
            yield "No rule says what is reported (kind report): it causes no reporting."
    silent = [r.id for r in file.content.rules if "authority" not in r.model_fields_set]
    if silent:
        more = f" and {len(silent) - 3} more" if len(silent) > 3 else ""
        names = ", ".join(silent[:3])
        yield f"Without an authority, and so counted as regulation: {names}{more}."
    told = {name for conflict in library.conflicts for name in conflict.rule}
    for name, rule in file.rules():
        if rule.confidence == "ambiguous" and not rule.note and name not in told:
            yield f"Ambiguous, without a note that tells the other reading: {rule.id}."
