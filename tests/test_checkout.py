"""The checkout is a library: using it leaves git nothing to say, and the lock files name no place on the network."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from twitchsearch.corpus.store import CorpusStore
from twitchsearch.library import Library, open_index

ROOT = Path(__file__).resolve().parent.parent


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with what matters to a library, committed."""
    for name in (".gitignore", "twitchsearch.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    for folder in ("corpus", "index"):
        (tmp_path / folder).mkdir()
        shutil.copy(ROOT / folder / "README.md", tmp_path / folder / "README.md")
    starter = "corpus/starter.twitchsearch.example"
    shutil.copytree(ROOT / starter, tmp_path / starter)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    git(tmp_path, *identity, "commit", "--quiet", "--message", "all")
    return tmp_path


def test_importing_and_building_in_a_checkout_leaves_git_status_clean(checkout: Path, tmp_path: Path) -> None:
    articles = tmp_path.parent / f"{tmp_path.name}.jsonl"
    section = {"heading": "Causes", "text": "Many a thing."}
    article = {"url": "https://me.example/cramp", "title": "Cramp", "sections": [section]}
    articles.write_text(json.dumps(article))
    for command in (("import", str(articles)), ("index", "build"), ("search", "eyelid"), ("search", "cramp")):
        ran = subprocess.run(
            [sys.executable, "-m", "twitchsearch", *command], cwd=checkout, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
    assert open_index(Library(checkout)).state().articles > 1
    assert git(checkout, "status", "--porcelain") == ""


def test_the_starter_articles_are_whole() -> None:
    report = CorpusStore(ROOT / "corpus").check(lambda step: None)
    assert report.checked >= 47
    assert [problem for problem in report.problems if "starter" in problem.where] == []


@pytest.mark.parametrize("name", ["run.lock", "dev.lock"])
def test_lock_files_carry_versions_and_hashes_and_no_urls(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(
        r"^([a-z0-9][\w.-]*)==\S+(?: ; [^\\\n]+)? \\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE
    )
    named = re.findall(r"^[a-z0-9][\w.-]*", text, re.MULTILINE)
    assert pinned == named
