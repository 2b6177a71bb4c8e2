"""The locks fit pyproject.toml, and the check of what is installed finds what is wrong."""

import json
import shutil
import sys
from importlib.metadata import PathDistribution, distributions
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

CHECKOUT = Path(__file__).parents[2]
sys.path.append(str(CHECKOUT / "requirements"))

import dependencies  # noqa: E402
from dependency_table import DOCUMENT, table_text  # noqa: E402
from lock_file import CORE, EVERYTHING, Pin, pins, wanted  # noqa: E402

LOCK = pins(EVERYTHING)


def locked(name: str) -> list[Pin]:
    return [pin for pin in LOCK if pin.name == name]


def test_the_lock_has_what_pyproject_asks_for_within_its_ranges() -> None:
    for one in wanted():
        if one.extra not in ("bench", "mutation"):
            versions = [pin.version for pin in locked(one.name)]
            assert versions, one
            assert all(SpecifierSet(one.versions).contains(v) for v in versions), (one, versions)


def test_what_braid_always_needs_is_locked_alike_in_both() -> None:
    whole = {(pin.name, pin.version, pin.hashes) for pin in LOCK}
    core = pins(CORE)
    assert {(pin.name, pin.version, pin.hashes) for pin in core} <= whole
    assert {one.name for one in wanted() if not one.extra} <= {pin.name for pin in core}


def test_every_locked_release_has_the_hashes_of_all_its_files() -> None:
    assert all(pin.hashes for pin in LOCK)
    # numpy has wheels for many platforms and a source; a lock of one machine's files would have one
    assert all(len(pin.hashes) > 20 for pin in locked("numpy"))


@pytest.mark.parametrize("path", [EVERYTHING, CORE], ids=lambda path: path.name)
def test_a_lock_names_no_place_to_load_from(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text


def test_a_line_that_is_none_of_a_lock_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ci.txt"
    path.write_text("numpy==2.4.6 \\\n    --hash=sha256:1234\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"ci\.txt:2: neither a pinned release nor a hash"):
        pins(path)


def test_the_document_lists_every_dependency_as_it_is() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == table_text(), (
        "Write its tables again: python requirements/dependencies.py table"
    )


def test_every_licence_is_among_those_allowed() -> None:
    core = {pin.name for pin in pins(CORE)}
    known = dependencies.licences()
    assert set(known) == {pin.name for pin in LOCK}
    refused = [
        name
        for name, row in known.items()
        if list(dependencies.not_allowed(row["licence"], name in core))
    ]
    assert refused == sorted(dependencies.UNSTATED)


@pytest.mark.parametrize(
    ("licence", "core", "allowed"),
    [
        ("MIT", True, True), ("MPL-2.0", True, False), ("MPL-2.0", False, True),
        ("GPL-3.0-only", False, False), ("MIT AND GPL-3.0-only", False, False),
        ("MIT OR GPL-3.0-only", True, True), ("", True, False),
    ],
)  # fmt: skip
def test_what_a_licence_allows(licence: str, core: bool, allowed: bool) -> None:
    assert (not list(dependencies.not_allowed(licence, core))) is allowed


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A copy of an installed package with its RECORD."""
    (found,) = [d for d in distributions() if d.metadata["Name"] == "iniconfig"]
    for file in found.files or ():
        if ".." not in file.parts:
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(str(file.locate()), tmp_path / file)
    (metadata,) = tmp_path.glob("*.dist-info")
    return metadata


def checked(metadata: Path, version: str | None = None) -> list[str]:
    found = PathDistribution(metadata)
    versions = {"iniconfig": {version or found.version}}
    return dependencies.check([found], set(), versions)


def test_a_package_as_it_was_installed_passes(installed: Path) -> None:
    assert checked(installed) == []


def test_a_changed_or_missing_file_of_a_package_is_told(installed: Path) -> None:
    (installed.parent / "iniconfig" / "__init__.py").write_text("import os\n")
    (installed.parent / "iniconfig" / "exceptions.py").unlink()

    told = " ".join(checked(installed))

    assert "iniconfig/__init__.py is not the file that was installed" in told
    assert "iniconfig/exceptions.py is missing" in told


def test_another_version_than_the_lock_s_is_told(installed: Path) -> None:
    assert "is not in the lock: 0.0.1" in " ".join(checked(installed, "0.0.1"))


def test_a_licence_that_has_changed_is_told(installed: Path) -> None:
    path = installed / "METADATA"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("License-Expression: MIT", "License-Expression: GPL-3.0-only"))

    told = " ".join(checked(installed))

    assert "it says of its licence 'GPL-3.0-only', and licences.csv has 'MIT'" in told


def test_advisories_that_name_a_locked_release_are_told(tmp_path: Path) -> None:
    version = locked("pydantic")[0].version
    package = {"ecosystem": "PyPI", "name": "Pydantic"}
    said = {
        "hit": {"affected": [{"package": package, "versions": ["1.0", version]}]},
        "past": {"affected": [{"package": package, "versions": ["1.0"]}]},
        "elsewhere": {"affected": [{"package": {**package, "ecosystem": "npm"},
                                    "versions": [version]}]},
        "unlisted": {"affected": [{"package": package, "ranges": [{"type": "ECOSYSTEM"}]}]},
        "withdrawn": {"withdrawn": "2026-01-01", "affected": [{"package": package,
                                                                "versions": [version]}]},
    }  # fmt: skip
    for name, data in said.items():
        (tmp_path / f"{name}.json").write_text(json.dumps({"id": name, **data}), encoding="utf-8")

    count, found = dependencies.advisories(tmp_path, {"pydantic": {version}})

    assert count == 5
    assert found == [
        f"pydantic {version}: hit",
        f"pydantic {version}: unlisted, maybe: it names no single versions",
    ]
    assert dependencies.main(["advisories", str(tmp_path)]) == 1


def test_a_folder_without_advisories_is_no_clean_bill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dependencies.main(["advisories", str(tmp_path)]) == 1
    assert "holds no advisory in OSV form" in capsys.readouterr().err
