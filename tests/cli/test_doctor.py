"""What `doctor` finds, on a library that is well and on those that are not."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.libraries import Done, make_library, twitchsearch
from twitchsearch.cli.doctor import REQUIRED, _rivals, terminal
from twitchsearch.model import Verdict


def of(done: Done, about: str) -> dict[str, Any]:
    found = [finding for finding in done.json["findings"] if finding["about"] == about]
    assert len(found) == 1, done.out
    finding: dict[str, Any] = found[0]
    return finding


def run(library: Path, *arguments: str | Path) -> Done:
    return twitchsearch(*arguments, "--library", library, cwd=library.parent)


def examined(library: Path) -> Done:
    return run(library, "doctor", "--format", "json")


@pytest.fixture
def sick(tmp_path: Path) -> Path:
    """A library of one's own, to be made sick."""
    return make_library(tmp_path)


def test_a_library_that_is_well_is_0_and_left_as_it_was(library: Path) -> None:
    before = sorted(library.rglob("*"))
    done = examined(library)
    assert (done.code, done.json["ok"]) == (0, True)
    assert {finding["verdict"] for finding in done.json["findings"] if finding["about"] != "terminal"} == {"fine"}
    assert sorted(library.rglob("*")) == before
    assert run(library, "doctor").lines[-1] == "all is well"


def test_every_library_that_is_needed_is_looked_for() -> None:
    import importlib.metadata

    needed = {
        requirement.partition(">")[0].partition("=")[0].strip()
        for requirement in importlib.metadata.requires("twitchsearch") or ()
        if "extra ==" not in requirement
    }
    assert needed == set(REQUIRED)


def test_a_damaged_index_is_7_and_the_remedy_is_named(sick: Path) -> None:
    (sick / "index" / "CURRENT").write_text("gen-000001 00000000\n")
    done = examined(sick)
    assert done.code == 7
    assert of(done, "index")["remedy"] == "rebuild it with: twitchsearch index build"
    assert run(sick, "doctor").lines[-1].startswith("1 of ")


def test_a_corpus_that_changed_is_a_note(sick: Path) -> None:
    next((sick / "corpus").rglob("*.json")).unlink()
    done = examined(sick)
    assert done.code == 0
    assert "the corpus has changed since" in of(done, "index")["what"]


def test_who_writes_is_named(sick: Path) -> None:
    with (sick / "index" / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (sick / "index" / "lock.holder").write_text(json.dumps({"pid": 7, "host": "here", "since": "today"}))
        finding = of(examined(sick), "writer")
        assert "being written by process 7 on here since today" in run(sick, "index", "status").out
    assert (finding["verdict"], "process 7 on here" in finding["what"]) == ("note", True)


def test_wrong_settings_do_not_keep_the_doctor_from_working(sick: Path) -> None:
    (sick / "twitchsearch.toml").write_text("[search]\nlimit = 'many'\n")
    done = twitchsearch("doctor", "--format", "json", cwd=sick)
    assert done.code == 7
    assert "line 2" in of(done, "settings")["what"]
    assert of(done, "library")["verdict"] == "note"


def test_a_library_that_is_not_there_is_bad(tmp_path: Path) -> None:
    done = twitchsearch("doctor", "--library", tmp_path / "none", "--format", "json", cwd=tmp_path)
    assert done.code == 7
    assert "there is no folder" in [each for each in done.json["findings"] if each["about"] == "library"][-1]["what"]


def test_a_library_may_be_named_before_the_command_too(library: Path, tmp_path: Path) -> None:
    done = twitchsearch("--library", library, "doctor", "--format", "json", cwd=tmp_path)
    assert of(done, "corpus folder")["what"].startswith(str(library))


def test_two_distributions_that_claim_whoosh_are_bad() -> None:
    assert not list(_rivals({"whoosh": ["whoosh3"]}))
    assert [each.verdict for each in _rivals({"whoosh": ["Whoosh", "whoosh3"]})] == [Verdict.PROBLEM]


class Screen:
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")


@pytest.mark.usefixtures("size")
def test_a_terminal_is_told_from_one_that_cannot_show_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    good, latin = Screen(), Screen()
    latin.encoding = "latin-1"
    assert terminal({"TERM": "xterm"}, good).verdict is Verdict.FINE
    assert "LC_ALL" in terminal({"TERM": "xterm"}, latin).remedy
    assert "ask" in terminal({"TERM": "dumb"}, good).remedy
    monkeypatch.setenv("COLUMNS", "40")
    assert "60×20" in terminal({"TERM": "xterm"}, good).remedy
