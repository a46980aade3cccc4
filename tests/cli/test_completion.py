"""Shells complete our command lines: what they are given works in them, and their questions are answered."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.libraries import environment, twitchsearch
from twitchsearch.cli.commands import COMPLETION
from twitchsearch.cli.main import main

SHELLS = ("bash", "zsh", "fish")


def shell(name: str, script: str, home: Path) -> str:
    """What the script prints in a shell that finds our command, and has nothing of this person's set up."""
    if not shutil.which(name):
        pytest.skip(f"there is no {name} here")
    found = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    started = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[name]
    done = subprocess.run(
        [name, *started, "-c", script],
        cwd=home,
        env=environment(home, PATH=found, HOME=str(home)),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


Asked = Callable[[str, str], list[str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asked:
    """The completions as fish is told them, without their descriptions, for the words before and the unfinished one."""

    def ask(words: str, unfinished: str) -> list[str]:
        question = {COMPLETION: "fish_complete", "COMP_WORDS": words, "COMP_CWORD": unfinished}
        for name, value in question.items():
            monkeypatch.setenv(name, value)
        assert main([]) == 0
        return [line.partition("\t")[0] for line in capsys.readouterr().out.splitlines()]

    return ask


def test_bash_completes_a_command(tmp_path: Path) -> None:
    script = """eval "$(twitchsearch completion bash)"
    complete -p twitchsearch
    COMP_WORDS=(twitchsearch search --kind rem); COMP_CWORD=3
    _twitchsearch_completion twitchsearch; echo "${COMPREPLY[@]}" """
    assert shell("bash", script, tmp_path).splitlines() == [
        "complete -o nosort -F _twitchsearch_completion twitchsearch",
        "remedies",
    ]


def test_fish_completes_commands_with_their_descriptions_in_full(tmp_path: Path) -> None:
    script = "twitchsearch completion fish | source; complete -C 'twitchsearch cor'"
    assert shell("fish", script, tmp_path) == "corpus\tList, count, check, remove and export pages.\n"


def test_zsh_can_read_what_it_is_given(tmp_path: Path) -> None:
    script = 'autoload -U compinit; compinit -D; eval "$(twitchsearch completion zsh)"; echo $_comps[twitchsearch]'
    assert shell("zsh", script, tmp_path) == "_twitchsearch_completion\n"


@pytest.mark.parametrize("name", SHELLS)
def test_each_shell_is_given_a_script_that_asks_us(name: str, tmp_path: Path) -> None:
    done = twitchsearch("completion", name, cwd=tmp_path)
    assert done.code == 0
    assert f"_TWITCHSEARCH_COMPLETE={name}_complete" in done.out


@pytest.mark.parametrize(
    ("words", "unfinished", "expected"),
    [
        ("twitchsearch ", "ind", ["plain,index"]),
        ("twitchsearch index ", "b", ["plain,build"]),
        ("twitchsearch search ", "--ki", ["plain,--kind"]),
        ("twitchsearch search --kind", "c", ["plain,causes"]),
        ("twitchsearch search --format", "j", ["plain,json", "plain,jsonl"]),
        ("twitchsearch search --color", "", ["plain,auto", "plain,always", "plain,never"]),
        ("twitchsearch search --library", "my", ["dir,my"]),
        ("twitchsearch import", "my", ["file,my"]),
        ("twitchsearch completion ", "", [f"plain,{name}" for name in SHELLS]),
        ("twitchsearch nonsense ", "--k", []),
        ("twitchsearch search -nausea ", "--ki", []),
        ("twitchsearch search 'open", "", []),
    ],
)
def test_the_question_of_a_shell_is_answered(words: str, unfinished: str, expected: list[str], asked: Asked) -> None:
    assert asked(words, unfinished)[:3] == expected


def test_the_command_that_is_not_shown_is_not_completed(asked: Asked) -> None:
    assert "plain,start" not in asked("twitchsearch ", "")


def test_a_question_in_an_unknown_form_is_refused(tmp_path: Path) -> None:
    done = twitchsearch("search", "eyelid", cwd=tmp_path, more={"_TWITCHSEARCH_COMPLETE": "tcsh_complete"})
    assert (done.code, done.out) == (2, "")
