"""What braid depends on: is it what the lock says, may it be used, is anything known against it?

    python requirements/dependencies.py check                # what is installed beside this Python
    python requirements/dependencies.py advisories DIR       # a copy of an advisory database (OSV)
    python requirements/dependencies.py table                # writes docs/dependencies.md again

Nothing here uses a network. ``check`` needs an environment made from ``requirements/ci.txt``.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import new as new_hash
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent)]

from lock_file import CORE, EVERYTHING, HERE, normal, pins  # noqa: E402

LICENCES = HERE / "licences.csv"
PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC",
    "LicenseRef-Public-Domain", "MIT", "PSF-2.0", "Zlib",
}  # fmt: skip
"""What braid itself and all that it always needs may be under."""
WITH_DUTIES = {
    "BSD-3-Clause-Attribution", "CECILL-C", "EPL-2.0", "LGPL-3.0-or-later", "MPL-2.0",
}  # fmt: skip
"""What only extras and tests may be under: who hands on a changed copy has duties."""
UNSTATED = {"orloge"}
"""What says nothing of a licence and is taken all the same: docs/dependencies.md says why."""
NOT_OURS = {"braid-funding", "pip", "setuptools", "wheel"}
"""What a virtual environment brings along, and braid."""


def licence_of(name: str, known: dict[str, dict[str, str]]) -> str:
    """A package's licence; ends the program where nobody has read it yet."""
    if name not in known:
        raise SystemExit(f"{LICENCES.name} has no row for {name}: read its licence, write it down.")
    return known[name]["licence"]


def licences() -> dict[str, dict[str, str]]:
    """The rows of licences.csv by name."""
    with LICENCES.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def said_licence(distribution: Distribution) -> str:
    """What a distribution's own metadata say of its licence."""
    metadata = distribution.metadata
    expression = metadata.get("License-Expression")
    if expression:
        return str(expression)
    classes = [c for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    if classes:
        return "; ".join(sorted(c.rpartition(":: ")[2] for c in classes))
    return str(metadata.get("License") or "").strip().partition("\n")[0]


def check(found: list[Distribution], core: set[str], locked: dict[str, set[str]]) -> list[str]:
    """Each way in which what is installed is not what the lock and licences.csv say."""
    known, wrong = licences(), []
    for distribution in sorted(found, key=lambda d: normal(d.metadata["Name"])):
        name, version = normal(distribution.metadata["Name"]), distribution.version
        if name in NOT_OURS:
            continue
        if version not in locked.get(name, ()):
            wrong.append(f"{name} {version} is not in the lock: {_listed(locked.get(name, ()))}")
        wrong += [f"{name} {version}: {what}" for what in changed_files(distribution)]
        wrong += [f"{name} {version}: {what}" for what in _licence(distribution, known, core)]
    return wrong


def _listed(versions: Any) -> str:
    return ", ".join(sorted(versions)) or "no version"


def changed_files(distribution: Distribution) -> Iterator[str]:
    """The files of a distribution that are not as its RECORD says."""
    if distribution.files is None:
        yield "it has no RECORD of its files"
    for file in distribution.files or ():
        if file.hash is None or file.suffix == ".pyc":
            continue
        path = Path(str(file.locate()))
        if not path.is_file():
            yield f"{file} is missing"
            continue
        digest = new_hash(file.hash.mode, path.read_bytes()).digest()
        if urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
            yield f"{file} is not the file that was installed"


def _licence(
    distribution: Distribution, known: dict[str, dict[str, str]], core: set[str]
) -> Iterator[str]:
    name = normal(distribution.metadata["Name"])
    row = known.get(name)
    if row is None:
        yield "licences.csv has no row for it"
        return
    said = said_licence(distribution)
    if said not in row["said"].split(" | "):
        yield f"it says of its licence '{said}', and licences.csv has '{row['said']}'"
    if name not in UNSTATED:
        yield from not_allowed(row["licence"], name in core)


def not_allowed(licence: str, core: bool) -> Iterator[str]:
    """What of a licence may not be: with OR one part must be allowed, with AND each."""
    allowed = PERMISSIVE if core else PERMISSIVE | WITH_DUTIES
    choices = [choice.split(" AND ") for choice in licence.split(" OR ")]
    if not any(set(parts) <= allowed for parts in choices):
        yield f"its licence, {licence}, is not among those allowed"


def advisories(folder: Path, locked: dict[str, set[str]]) -> tuple[int, list[str]]:
    """How many advisories a folder holds, and each that names a release in the lock."""
    count, found = 0, []
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".json", ".yaml", ".yml")):
        data = _document(path)
        if not isinstance(data, dict) or "affected" not in data:
            continue
        count += 1
        if data.get("withdrawn"):
            continue
        for affected in data["affected"]:
            package = affected.get("package", {})
            name = normal(str(package.get("name", "")))
            if package.get("ecosystem") == "PyPI" and name in locked:
                named = {str(version) for version in affected.get("versions", ())}
                unlisted = not named and affected.get("ranges")
                for version in sorted(locked[name]):
                    if version in named or unlisted:
                        doubt = ", maybe: it names no single versions" if unlisted else ""
                        found.append(f"{name} {version}: {data.get('id', path.name)}{doubt}")
    return count, found


def _document(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return json.loads(text)
    import yaml

    return yaml.safe_load(text)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="what is installed, against the lock and licences.csv")
    commands.add_parser("table", help="write docs/dependencies.md again")
    known = commands.add_parser("advisories", help="the lock against advisories in a folder")
    known.add_argument("folder", type=Path, help="OSV files, JSON or YAML, such as a mirror has")
    asked = parser.parse_args(arguments)
    locked: dict[str, set[str]] = {}
    for pin in pins(EVERYTHING):
        locked.setdefault(pin.name, set()).add(pin.version)
    if asked.command == "table":
        from dependency_table import DOCUMENT, table_text

        DOCUMENT.write_text(table_text(), encoding="utf-8")
        return 0
    if asked.command == "check":
        installed = list(distributions())
        wrong = check(installed, {pin.name for pin in pins(CORE)}, locked)
        about = f"{len(installed)} installed distributions against requirements/ci.txt"
    else:
        count, wrong = advisories(asked.folder, locked)
        if not count:
            print(f"{asked.folder} holds no advisory in OSV form.", file=sys.stderr)
            return 1
        about = f"requirements/ci.txt against {count:,} advisories"
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{about}: {f'{len(wrong)} wrong' if wrong else 'nothing wrong'}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
