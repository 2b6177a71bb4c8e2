"""Where no rule refuses a charge: found in one plan of a scenario, known in the next."""

from __future__ import annotations

import numpy as np

from braid.audit.exact import Flags, Numbers

REMEMBERED = 2_000_000
"""Places times rules at most; those of a great plan would take more memory than they are worth."""


class Passed:
    """Places at which no rule refuses a charge, whatever is paid: for all plans of a scenario.

    A place is an award, a cell and the group that a charge is for.
    """

    def __init__(self) -> None:
        self.places = np.zeros(0, dtype=np.int64)
        """In order."""
        self.concerned: Flags | None = None
        """By rule of these kinds: the places that it concerns."""

    def known(self, places: Numbers) -> tuple[Flags, Numbers]:
        """Which places are among them, and at which number these stand."""
        at = np.searchsorted(self.places, places)
        found = at < len(self.places)
        found[found] = self.places[at[found]] == places[found]
        return found, at[found]

    def has_room(self, places: int, rules: int) -> bool:
        """Whether so many more places of so many rules may be remembered."""
        return (len(self.places) + places) * rules <= REMEMBERED

    def learn(self, places: Numbers, concerned: Flags) -> None:
        """Take in places that were not among them."""
        every = np.concatenate([self.places, places])
        order = np.argsort(every)
        self.places = every[order]
        if self.concerned is not None:
            concerned = np.concatenate([self.concerned, concerned], axis=1)
        self.concerned = concerned[:, order]
