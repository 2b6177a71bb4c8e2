"""What a search for the frontier knows so far: patterns, their curves, the envelope of these."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from braid.comparison.frontier_curve import trace
from braid.comparison.frontier_envelope import Envelope
from braid.comparison.frontier_programs import Lines, Pattern, Tradeoff


@dataclass
class Search:
    """Patterns of whole numbers by number, and the lower envelope of their curves."""

    tradeoff: Tradeoff
    envelope: Envelope = field(init=False)
    patterns: list[Pattern] = field(default_factory=list)
    """Those that lowered the envelope when they were found; pieces name them by place."""
    tried: int = 0
    traced: int = 0
    solved: int = 0
    """Linear programs."""
    searches: int = 0
    """Searches for whole numbers."""
    gap: float = 0.0
    """Dollars by which a plan may lie below the envelope, as far as is known."""
    begins_lower: bool = False
    """Whether a plan may have less overhead than the envelope's first."""
    stopped: bool = False

    def __post_init__(self) -> None:
        self.envelope = Envelope(self.tradeoff.most)

    def follow(self, lines: Lines, pattern: Pattern) -> bool:
        """Take a pattern's curve into the envelope; whether it lowers it anywhere."""
        tradeoff = self.tradeoff
        self.tried += 1
        lines.fix_pattern(pattern)
        least = lines.least(tradeoff.unfunded)
        if least is None:
            return False
        sure = float(tradeoff.overhead[tradeoff.whole] @ np.array(pattern, dtype=float))
        if self.envelope.below([(sure, least), (tradeoff.most, least)]):
            return False
        first = lines.least(tradeoff.overhead)
        if first is None or self.envelope.below([(first, least), (tradeoff.most, least)]):
            return False
        self.traced += 1
        curve = trace(first, (tradeoff.most, least), lines.touch, self.envelope)
        lowered = self.envelope.lowered(curve, len(self.patterns))
        if all(piece.owner != len(self.patterns) for piece in lowered.pieces):
            return False
        self.envelope = lowered
        self.patterns.append(pattern)
        return True
