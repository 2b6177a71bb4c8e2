"""What these tests know of the rule library: its ids, read straight from the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from braid.reading.yaml_reader import read_yaml
from braid.schema.proposal import Proposal
from braid.schema.validate import validate

CHECKOUT = Path(__file__).resolve().parents[2]
RULES = CHECKOUT / "rules"
HOMES = ("stream", "family", "set", "overlay")


def contents(path: Path) -> Any:
    """A YAML file's data; a file with problems fails."""
    document, problems = read_yaml(path)
    assert document is not None, problems
    assert not problems, problems
    return document.data


def rule_files() -> dict[str, dict[str, Any]]:
    """Every stream, family, set and overlay by its id."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(RULES.rglob("*.yaml")):
        data = contents(path)
        home = next((k for k in HOMES if k in data), None) if isinstance(data, dict) else None
        if home is not None:
            found[data[home]] = data
    return found


def payment_terms() -> frozenset[str]:
    """Every stream that says how its money arrives, as ``snap_et_50:payment``."""
    return frozenset(f"{home}:payment" for home, file in rule_files().items() if "payment" in file)


def proposal_ids() -> frozenset[str]:
    """Every part of the proposals that ship, and every rule of their streams.

    As ``proposal:one-door-to-work/evaluation``, ``proposal:one-door-to-work/one_door_grant/...``.
    """
    found = set()
    for path in sorted((CHECKOUT / "scenarios" / "proposals").glob("*.yaml")):
        document, problems = read_yaml(path)
        assert document is not None, problems
        proposal, problems = validate(Proposal, document)
        assert proposal is not None, problems
        names = [*proposal.parts()]
        names += [f"{one.stream}/{rule.id}" for one in proposal.streams for rule in one.rules]
        found |= {f"proposal:{proposal.proposal}/{name}" for name in names}
    return frozenset(found)


def rule_ids() -> frozenset[str]:
    """Every rule of the library, as ``wioa_adult/adult-age``."""
    return frozenset(
        f"{home}/{rule['id']}" for home, file in rule_files().items() for rule in file["rules"]
    )
