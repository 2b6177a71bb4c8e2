"""The register of disagreements (``rules/conflicts.yaml``): who says what, what was taken."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from braid.schema.base import KebabId, Model, Text


class Conflict(Model):
    """One point on which sources disagree, or that one source leaves open."""

    id: KebabId
    about: Text
    sources: Annotated[tuple[Text, ...], Field(min_length=2)]
    reading: Text
    rule: tuple[str, ...]
    why: Text
