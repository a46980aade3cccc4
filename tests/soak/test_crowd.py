"""Two writers and ten readers at once: nobody sees anything but a whole index, or that another writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.soak.conftest import Say
from tests.soak.worlds import answer_of, digest_of, expected, extract_here, leftovers, make, spare
from twitchsearch.library import Library, open_index

PROJECT = Path(__file__).parents[2]
VERSION = 3


def process(what: str, library: Library, rounds: int, seed: int) -> subprocess.Popen[str]:
    arguments = [what, str(library.root), str(rounds), str(library.root / "versions"), str(seed)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.soak.crowd", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
    )


def finished(processes: list[subprocess.Popen[str]]) -> Counter[str]:
    did = Counter[str]()
    for each in processes:
        out, _ = each.communicate(timeout=1200)
        told = json.loads(out)
        assert "problem" not in told, told["problem"]
        did += Counter(told)
    return did


@pytest.mark.parametrize(
    ("readers", "rounds"), [(2, 8), pytest.param(10, 1000, marks=[pytest.mark.soak, pytest.mark.timeout(1500)])]
)
def test_two_writers_and_many_readers_get_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say, readers: int, rounds: int
) -> None:
    extract_here(monkeypatch)
    library = Library(tmp_path)
    make(library, VERSION)
    (tmp_path / "versions").write_text(json.dumps([digest_of(expected()[VERSION])]))
    reading = [process("read", library, 0, seed) for seed in range(readers)]
    writing = [process("write", library, rounds // 2, seed + 100) for seed in range(2)]
    try:
        written = finished(writing)
    finally:
        (tmp_path / "stop").touch()
        read = finished(reading)
    assert written.total() == rounds
    assert min(written["build"] + written["update"], read.total()) > 0
    with open_index(library).writing():
        assert leftovers(library.index_folder) == []
        assert len(spare(library.index_folder)) <= 1
    assert answer_of(open_index(library)) == expected()[VERSION]
    say(f"2 writers {dict(written)}; {readers} readers {dict(read)}; undocumented errors 0, wrong answers 0")
