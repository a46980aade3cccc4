"""How a session in a real terminal goes to the shell and back, and what it leaves behind where a signal ends it."""

from __future__ import annotations

import asyncio
import os
import pty
import select
import shlex
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.cli.libraries import environment
from twitchsearch.tui import ending

PATIENCE = 60.0
INTO, OUT_OF = b"\x1b[?1049h", b"\x1b[?1049l"
"""What has a terminal show a screen of its own, and what it had before."""


TAKING_IT = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
for each in (signal.SIGHUP, signal.SIGTERM, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU):
    signal.signal(each, signal.SIG_DFL)  # whatever the tests were started by
os.execv("/bin/sh", ["sh", "-c", sys.argv[1]])
"""


class Terminal:
    """A shell with jobs in a terminal of its own; what it shows is read until something is there."""

    def __init__(self, script: str, variables: dict[str, str]) -> None:
        self.shown = b""
        self._end, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        command = [sys.executable, "-c", TAKING_IT, script]
        self._shell = subprocess.Popen(
            command, env=variables, start_new_session=True, stdin=theirs, stdout=theirs, stderr=theirs
        )
        os.close(theirs)

    def until(self, wanted: bytes) -> bytes:
        """What was shown up to where `wanted` stands; what follows is for the next call."""
        end = time.monotonic() + PATIENCE
        while wanted not in self.shown:
            ready = select.select([self._end], [], [], 1)[0]
            self.shown += os.read(self._end, 1 << 16) if ready else b""
            assert time.monotonic() < end, f"{wanted!r} never came: {self.shown[-2000:]!r}"
        before, _, self.shown = self.shown.partition(wanted)
        return before

    def type(self, keys: bytes) -> None:
        os.write(self._end, keys)

    @property
    def job(self) -> int:
        """The process in front."""
        return os.tcgetpgrp(self._end)

    def close(self) -> None:
        os.close(self._end)
        self._shell.wait(PATIENCE)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_a_session_stops_and_goes_on_as_other_programs_do_and_leaves_nothing_behind_where_a_signal_ends_it(
    library: Path, tmp_path: Path
) -> None:
    command = shlex.join([sys.executable, "-m", "twitchsearch", "--private", "--library", str(library)])
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    variables = environment(tmp_path, TMPDIR=str(temporary), BROWSER="true", TERM="xterm-256color")
    shell = Terminal(f"set -m; {command}; echo stopped $?; fg; echo ended $?", variables)
    shell.until(INTO)
    shell.until(b"earch the articles")  # then it has the terminal as it wants it
    shell.type(b"coffee\r")
    shell.until(b"Back")
    shell.type(b"o")
    shell.until(b"Until you leave")
    assert len(list(temporary.glob("twitchsearch-*/*.html"))) == 1
    shell.type(b"\x1a")
    assert OUT_OF in shell.until(b"stopped 148")
    shell.until(INTO)
    os.kill(shell.job, signal.SIGTERM)
    assert OUT_OF in shell.until(b"ended 143")
    shell.close()
    assert not list(temporary.iterdir())


async def test_a_signal_that_who_started_us_has_us_ignore_stays_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    added = list[int]()
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "add_signal_handler", lambda each, *_more: added.append(each))
    before = [(each, signal.getsignal(each)) for each in ending.ENDING]
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        ending.on_ending(lambda _signum: None)
    finally:
        for each, handler in before:
            signal.signal(each, handler)
    assert added == [signal.SIGTERM]


def test_where_no_shell_waits_for_us_we_do_not_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getsid", lambda _pid: os.getpgrp())
    assert not ending.can_stop()
    monkeypatch.setattr("os.getsid", lambda _pid: os.getpgrp() + 1)
    assert ending.can_stop()
