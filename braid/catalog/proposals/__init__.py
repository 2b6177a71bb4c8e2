"""Proposals: a scenario and the rules that it follows as a reform would have them."""

from __future__ import annotations

from braid.catalog.proposals.apply import propose
from braid.catalog.proposals.files import Proposing

__all__ = ["Proposing", "propose"]
