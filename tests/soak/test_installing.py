"""Installed as people install it: into an environment of its own, for a person who has nothing yet, without a network.

The dependencies are lent by the environment of the tests, link by link, so that pip finds each where it looks for it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.cli.libraries import write_articles
from tests.test_packaging import ROOT, build
from twitchsearch import __version__

pytestmark = pytest.mark.soak

QUESTION = ("search", "--format", "json", "why does my eyelid twitch")


class Home:
    """A person with an empty home and one virtual environment, who knows no other folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.environment = folder / "venv"
        self.home.mkdir()
        venv.create(self.environment, symlinks=True)
        lend(self.site_packages)

    @property
    def library(self) -> Path:
        return self.home / ".local/share/twitchsearch"

    @property
    def site_packages(self) -> Path:
        return next((self.environment / "lib").glob("python3.*")) / "site-packages"

    def pip(self, *arguments: str | Path) -> None:
        python = self.environment / "bin/python"
        command = [sys.executable, "-m", "pip", "--python", python, "-q", "--disable-pip-version-check", *arguments]
        done = subprocess.run([*map(str, command)], cwd=self.home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(self.environment / "bin/twitchsearch"), *map(str, arguments)],
            cwd=self.home,
            env={"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str | Path) -> tuple[str, str]:
        """What the command said on stdout and on stderr; it must end with 0."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=240)
        assert process.returncode == 0, err
        return out, err

    def files(self) -> set[str]:
        """The files in the environment, but for what Python itself compiled of what was lent, and but for folders: of
        those pip leaves empty ones behind."""
        every = (path for path in self.environment.rglob("*") if path.is_symlink() or path.is_file())
        found = (path.relative_to(self.environment).as_posix() for path in every)
        return {name for name in found if "__pycache__" not in name or "twitchsearch" in name}


def lend(site_packages: Path) -> None:
    """Everything that is installed here but ourselves."""
    for name in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for path in Path(name).iterdir():
            if "twitchsearch" not in path.name and path.suffix != ".pth" and not (site_packages / path.name).exists():
                (site_packages / path.name).symlink_to(path)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("dist"), "wheel", "sdist")


@pytest.mark.parametrize("form", ["*.whl", "*.tar.gz"])
def test_installed_anew_it_answers_at_once_and_uninstalled_it_leaves_what_was_the_persons(
    home: Home, built: Path, form: str
) -> None:
    before = home.files()
    home.pip("install", "--no-index", "--no-build-isolation", next(built.glob(form)))
    assert (home.environment / "share/man/man1/twitchsearch.1").is_file()
    assert home.run("--version")[0] == f"twitchsearch {__version__}\n"
    assert not home.library.exists(), "asking for the version is no use of it yet"

    out, err = home.run(*QUESTION)
    assert json.loads(out)["results"][0]["url"].endswith("/eyelid-twitching")
    assert json.loads(out)["index"]["articles"] >= 47
    assert "first use" in err
    out, err = home.run(*QUESTION)
    assert json.loads(out)["results"]
    assert err == ""

    articles = write_articles(home.home / "articles.jsonl")
    home.run("import", articles)
    home.run("index", "update")
    kept = {path for path in home.library.rglob("*") if path.is_file()}
    home.pip("uninstall", "-y", "twitchsearch")
    assert home.files() == before
    assert {path for path in home.library.rglob("*") if path.is_file()} == kept
    mine = home.library / "corpus" / "one.example.org"
    assert len(list(mine.glob("*.json"))) == 2
    assert {path.name for path in home.home.iterdir()} == {".local", "articles.jsonl"}, "and nothing elsewhere"


def test_three_first_uses_at_once_make_one_library_and_all_answer(home: Home, built: Path) -> None:
    home.pip("install", "--no-index", next(built.glob("*.whl")))
    for process in [home.start(*QUESTION) for _ in range(3)]:
        out, err = process.communicate(timeout=240)
        assert process.returncode == 0, err
        assert json.loads(out)["results"]
    assert (home.library / "index" / "CURRENT").read_text().startswith("gen-000001 ")
