"""The examples run as they stand, and say what they are there to show."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.libraries import environment
from tests.documents import ROOT

EXAMPLES = ROOT / "examples"

SAID = {
    "own_articles.py": [
        "2 notes are new; the index holds 4 sections",
        "Sourdough that does not rise: Feed the starter twice the day before, and let the dough stand in the warm.",
        "1 changed, 1 as before; indexed anew: https://notes.example/oven",
        "Turn the tray after a third of the time.",
        r"skipped .*broken\.jsonl:1: url is missing.*",
        r"skipped .*broken\.jsonl:2: sections is not a list",
    ],
    "own_synonyms.py": [
        "'desk job': 0 without, 1 with the words of the file",
        ".*'desk job' was also looked for as 'office work', 'sitting all day'",
        " +A stiff neck: .*",
        "'ping-pong elbow': 0 without, 1 with the words of the file",
        ".* was also looked for as 'overuse'",
        " +A sore wrist: .*",
        "'overuse': 1 without, 1 with the words of the file",
        " +A sore wrist: .*",
    ],
    "own_kind.py": [
        r"costs: Costs and insurance: Ask before the first session; insurance pays for some of them\.",
        "(costs 1, remedies 1|remedies 1, costs 1)",
    ],
    "notebook.py": [
        r"\d+ articles in \d+ sections",
        r"\d+ sections match",
        "1. .*",
        "(?s:.*)",
        r"\{.*'causes': \d+.*\}",
        r"(?s:.*\*eyelid\*.*)",
        r"\d+ x .*",
        "(?s:.*)",
        "like it: .*",
        "20 rows of title, kind, updated, score",
    ],
}


def run(name: str, home: Path) -> str:
    kept = {each: value for each, value in environment(home).items() if not each.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / name)],
        cwd=home,
        env={**kept, "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", sorted(SAID))
def test_an_example_shows_what_it_is_there_for(name: str, made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "home")
    said = run(name, tmp_path / "home")
    assert re.fullmatch(r"\n".join(SAID[name]) + r"\n", said), said


def test_every_example_is_run_and_stands_in_the_list() -> None:
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(SAID)
    for path in EXAMPLES.iterdir():
        assert path.name == "README.md" or path.suffix == ".pyc" or path.is_dir() or f"`{path.name}`" in text


def test_the_notebook_is_in_cells_that_a_notebook_can_open() -> None:
    text = (EXAMPLES / "notebook.py").read_text(encoding="utf-8")
    cells = re.split(r"^# %%(.*)$", text, flags=re.MULTILINE)
    assert not cells[0].strip()
    for kind, body in zip(cells[1::2], cells[2::2], strict=True):
        prose = kind.strip() == "[markdown]"
        assert prose == all(line.startswith("#") for line in body.strip().splitlines())
        assert body.strip()
