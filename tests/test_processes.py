"""Processes of our own: talked to over two pipes, gone when they are closed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from twitchsearch.processes import Child, running

ECHO = (
    sys.executable,
    "-c",
    "import sys\nfor line in sys.stdin.buffer: sys.stdout.buffer.write(line); sys.stdout.flush()",
)


def test_what_goes_in_can_come_out_again() -> None:
    child = Child(ECHO)
    child.inlet.write(b"a line\n")
    child.inlet.flush()
    assert child.outlet.readline() == b"a line\n"
    child.close()
    assert child.status() not in (None, 0)
    assert child.inlet.closed
    assert child.outlet.closed


def test_closing_twice_and_ending_what_has_ended_do_no_harm() -> None:
    child = Child((sys.executable, "-c", "raise SystemExit(7)"))
    assert child.outlet.read() == b""
    assert child.status() == 7
    for end in (child.kill, child.close, child.close):
        end()


def test_a_program_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nothing"):
        Child((str(tmp_path / "nothing"),))


def test_a_child_finds_our_modules_and_none_of_the_folder_it_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("print('not the one that is meant')")
    monkeypatch.chdir(tmp_path)
    child = Child((*running("twitchsearch"), "--version"))
    assert child.outlet.read().startswith(b"twitchsearch ")
    child.close()
