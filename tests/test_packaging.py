"""What is handed out: the wheel and the source distribution, built from this checkout as it is."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from twitchsearch import __version__

ROOT = Path(__file__).resolve().parents[1]
STARTER = "starter.twitchsearch.example"
OURS = "twitchsearch/"


def build(source: Path, target: Path, *kinds: str) -> Path:
    """Build without an environment of its own: hatchling is one of the tools of development."""
    wanted = [word for kind in kinds for word in ("-t", kind)]
    command = [sys.executable, "-m", "hatchling", "build", *wanted, "-d", str(target)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return target


def members(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("dist"), "wheel", "sdist")


@pytest.fixture(scope="module")
def wheel(built: Path) -> dict[str, bytes]:
    return members(next(built.glob("*.whl")))


@pytest.fixture(scope="module")
def source(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked source distribution."""
    folder = tmp_path_factory.mktemp("source")
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / f"twitchsearch-{__version__}"


def metadata(wheel: Mapping[str, bytes]) -> Message:
    return Parser().parsestr(wheel[f"twitchsearch-{__version__}.dist-info/METADATA"].decode())


def test_the_wheel_carries_the_committed_starter_articles_byte_for_byte(wheel: dict[str, bytes]) -> None:
    ours = {f"{STARTER}/{path.name}": path.read_bytes() for path in (ROOT / "corpus" / STARTER).iterdir()}
    assert len(ours) >= 94
    ours["README.md"] = (ROOT / "corpus" / "README.md").read_bytes()
    begin = f"{OURS}starter/"
    assert {name.removeprefix(begin): wheel[name] for name in wheel if name.startswith(begin)} == ours


def test_the_wheel_carries_every_file_of_the_package_and_nothing_else(wheel: dict[str, bytes]) -> None:
    package = ROOT / "src" / "twitchsearch"
    files = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    files = {name for name in files if "__pycache__" not in name}
    held = {name.removeprefix(OURS) for name in wheel if name.startswith(OURS)}
    assert {name for name in held if not name.startswith("starter/")} == files
    assert {"py.typed", "tui/app.tcss", "extract/kinds.toml"} <= files
    assert {name.partition("/")[0] for name in wheel} <= {
        "twitchsearch",
        f"twitchsearch-{__version__}.dist-info",
        f"twitchsearch-{__version__}.data",
    }


def test_the_wheel_puts_the_manual_page_where_man_looks_for_it(wheel: dict[str, bytes]) -> None:
    page = wheel[f"twitchsearch-{__version__}.data/data/share/man/man1/twitchsearch.1"]
    assert page == (ROOT / "docs" / "man" / "twitchsearch.1").read_bytes()


def test_the_wheel_says_what_it_is_needs_and_offers(wheel: dict[str, bytes]) -> None:
    facts = metadata(wheel)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert facts["Version"] == __version__
    assert facts["License-Expression"] == "Apache-2.0 AND CC-BY-4.0"
    assert facts["Requires-Python"] == project["requires-python"] == ">=3.11"
    assert set(facts.get_all("Provides-Extra", ())) == set(project["optional-dependencies"])
    assert facts["Description-Content-Type"] == "text/markdown"
    assert (
        b"twitchsearch = twitchsearch.__main__:run" in wheel[f"twitchsearch-{__version__}.dist-info/entry_points.txt"]
    )


def test_every_python_of_the_classifiers_is_one_that_may_install_it(wheel: dict[str, bytes]) -> None:
    said = [
        re.fullmatch(r"Programming Language :: Python :: 3\.(\d+)", each)
        for each in metadata(wheel).get_all("Classifier", ())
    ]
    minors = [int(match[1]) for match in said if match]
    assert minors == list(range(11, 11 + len(minors)))


def test_a_wheel_from_the_source_distribution_is_the_wheel_of_the_checkout(
    source: Path, wheel: dict[str, bytes], tmp_path: Path
) -> None:
    again = members(next(build(source, tmp_path, "wheel").glob("*.whl")))
    assert sorted(again) == sorted(wheel)
    assert [name for name in again if again[name] != wheel[name]] == []


def test_the_source_distribution_is_a_whole_checkout(source: Path) -> None:
    git = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if git.returncode:
        pytest.skip("this is no git checkout, so what is committed cannot be known")
    committed = {name for name in git.stdout.split("\0") if name and (ROOT / name).is_file()}
    held = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    assert committed - held == set()
    assert not {name for name in held if name.startswith("corpus/")} - committed
