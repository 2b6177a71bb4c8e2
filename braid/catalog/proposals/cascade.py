"""What of an allotment reaches local areas, and what a further reserve takes from them."""

from __future__ import annotations

from fractions import Fraction

from braid.catalog.library import Library


def local_share(library: Library, stream: str) -> Fraction:
    """The share of a stream's allotment that is passed on to local areas."""
    reserved = library.streams[stream].reserved
    return 1 - sum((Fraction(one.share) for one in reserved), Fraction(0))


def cut(library: Library, stream: str, share: Fraction) -> Fraction:
    """The share of local money that a reserve of a share of the allotment takes.

    Ten percent of an allotment of which 85 reach local areas are 11.8% of what these get.
    """
    return share / local_share(library, stream)
