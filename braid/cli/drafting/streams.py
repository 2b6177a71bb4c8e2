"""Choosing streams from the library: by name, by number, by a part of either."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from braid.cli.drafting.asking import WrongAnswer, near

if TYPE_CHECKING:
    from rich.console import Console

    from braid.catalog.whole import WholeLibrary

USUAL = "wioa_adult"
"""Offered as the first money where the library has it; else the library's first stream is."""
ORDER = ("federal", "state", "local", "private")


class Choice:
    """The streams of a library that can be chosen, numbered as they are shown."""

    def __init__(self, library: WholeLibrary) -> None:
        from braid.schema.library import StreamFile

        self.library = library
        found = []
        for stream, file in library.of_kind("stream").items():
            if isinstance(file.content, StreamFile) and file.content.enabled:
                found.append((ORDER.index(file.content.origin), stream, file.content.name))
        self.names = {stream: name for _, stream, name in sorted(found)}
        self.numbers = {str(n): stream for n, stream in enumerate(self.names, 1)}

    @property
    def usual(self) -> str:
        """What is offered first."""
        return USUAL if USUAL in self.names else next(iter(self.names), "")

    def found(self, said: str) -> list[str]:
        """The streams that a number, an id, a name or a part of one can mean."""
        word = " ".join(said.casefold().split())
        if word in self.numbers:
            return [self.numbers[word]]
        exact = [
            s for s, name in self.names.items() if word in (s, s.replace("_", " "), name.casefold())
        ]
        if exact:
            return exact
        parts = word.replace("_", " ").split()
        texts = {s: f"{s.replace('_', ' ')} {name}".casefold() for s, name in self.names.items()}
        return [s for s, text in texts.items() if parts and all(part in text for part in parts)]

    def one(self, said: str) -> str:
        """The only stream that is meant."""
        found = self.found(said)
        if len(found) == 1:
            return found[0]
        if not found:
            raise WrongAnswer(
                f"There is no money called '{said}'. {near(said, list(self.names))} "
                "All of it: braid rules list".replace("  ", " ")
            )
        raise WrongAnswer(f"'{said}' can mean {', '.join(found)}. Say which.")

    def show(self, some: list[str] | None = None) -> None:
        """All streams, or some of them, with their numbers, on stderr."""
        from braid.render.output import columns, show

        table = columns("No.", "~Id", "~Name", "~From", words=0)
        for number, stream in self.numbers.items():
            if some is None or stream in some:
                content = self.library.files[stream].content
                origin = str(getattr(content, "origin", ""))
                table.add_row(number, stream, self.names[stream], origin)

        def draw(out: Console) -> None:
            out.print(table)

        show(draw, sys.stderr)
