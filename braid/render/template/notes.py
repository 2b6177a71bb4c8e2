"""What the note of a column says, from the descriptions of the schema and of the dictionary."""

from __future__ import annotations

from braid.render.template.columns import Column


def note_of(column: Column, needed: bool) -> str:
    """What is said of a column: what it means, what can stand there, what holds without it."""
    parts = [column.says.replace("`", "")]
    if needed:
        parts.append("Required.")
    shape, fact = column.shape, column.fact
    word = None if shape is None else shape.option("word")
    words = word.words if word is not None else fact.values if fact is not None else ()
    if words:
        parts.append(f"One of: {', '.join(words)}.")
    if shape is not None and shape.kind == "list":
        single = shape.of[0].single
        parts.append("Several are parted by semicolons." if single else "A list in YAML.")
    elif shape is not None and shape.kind in ("record", "map"):
        parts.append("In YAML, such as {adults: 300, youths: 100}.")
    if column.usual:
        parts.append(f"Empty: {column.usual}.")
    if fact is not None:
        dot = "" if parts[0].endswith(".") else "."
        parts[0] += dot
        parts += [f"Shown by: {fact.document}."] if fact.document else []
        parts.append("Empty: not known, which never makes money available.")
    return " ".join(part for part in parts if part)
