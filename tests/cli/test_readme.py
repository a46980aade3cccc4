"""The README's commands are run, in order, as a newcomer would run them.

What is run is every line of a ```console block that begins with "$ twitchsearch", in a folder that has an
`articles.jsonl` and a folder `saved-pages`, with nothing installed for this person yet. A crawl would need the network:
its arguments are checked and it is not run.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.cli.libraries import environment, write_articles
from twitchsearch.cli.main import cli

README = Path(__file__).resolve().parents[2] / "README.md"


def commands() -> list[str]:
    blocks = re.findall(r"^```console\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = "\n".join(blocks).splitlines()
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ twitchsearch")]


def understood(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    name, command, rest = cli.resolve_command(click.Context(cli), words)
    assert command is not None
    command.make_context(name, rest)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_articles(tmp_path / "articles.jsonl")
    (tmp_path / "saved-pages").mkdir()
    page = "<h1>Hiccups</h1><h2>Causes</h2><p>Eating in haste brings on hiccups often.</p>"
    (tmp_path / "saved-pages" / "hiccups.html").write_text(page)
    return tmp_path


def test_the_commands_of_the_readme_work_as_they_stand_there(folder: Path) -> None:
    assert commands(), "README.md has no ```console block with a line that begins with: $ twitchsearch"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for line in commands():
        understood(line.partition(" | ")[0].partition(" > ")[0])
        if line.startswith("twitchsearch crawl"):
            continue
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=folder,
            env=environment(folder, PATH=path),
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, f"$ {line}\n{done.stdout.decode()}\n{done.stderr.decode()}"
