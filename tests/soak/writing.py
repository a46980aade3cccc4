"""A process that builds and updates a library on request, each time in a child that may be killed.

`python -m tests.soak.writing LIBRARY` loads everything once and then reads lines from stdin: "build" or "update", and
"-" or the number of an operation on the disk at which the child is to kill itself (before it, after it or in the
middle of it, by the number). To stdout it says "started PID", "stage NAME" whenever the child comes to another stage,
"operations N" when it has come to its end, "ended" when it is gone, and after one more line "status N".
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import twitchsearch.backends.whoosh.build
import twitchsearch.backends.whoosh.searcher  # noqa: F401 - loaded before the first child begins
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.files import Disk
from twitchsearch.library import Effort, Library, build, update
from twitchsearch.model import Step


class WatchedDisk(Disk):
    """Counts its operations, says which stage they belong to, and kills the process at one of them."""

    def __init__(self, fatal: int | None) -> None:
        self.count = 0
        self._fatal = fatal
        self._stage = ""

    def say(self, stage: str) -> None:
        if stage != self._stage:
            self._stage = stage
            _say(f"stage {stage}")

    def _step(self) -> bool:
        """Whether the process is to end after this operation; it ends here where it is to end before it."""
        self.count += 1
        if self.count == self._fatal and self.count % 2:
            _die()
        return self.count == self._fatal

    def write_new(self, path: Path, chunks: Iterable[bytes]) -> None:
        if path.parent.name.startswith("gen-"):
            self.say("writing")
        if self._step():
            whole = b"".join(chunks)
            with path.open("wb") as file:
                file.write(whole[: len(whole) // 2])
            _die()
        super().write_new(path, chunks)

    def flush_folder(self, folder: Path) -> None:
        fatal = self._step()
        super().flush_folder(folder)
        if fatal:
            _die()

    def replace(self, source: Path, target: Path) -> None:
        if target.name == "CURRENT":
            self.say("committing")
        fatal = self._step()
        super().replace(source, target)
        if fatal:
            _die()

    def link(self, source: Path, target: Path) -> None:
        fatal = self._step()
        super().link(source, target)
        if fatal:
            _die()

    def make_folder(self, folder: Path) -> None:
        fatal = self._step()
        super().make_folder(folder)
        if fatal:
            _die()

    def remove(self, path: Path) -> None:
        fatal = self._step()
        super().remove(path)
        if fatal:
            _die()

    def remove_folder(self, folder: Path) -> None:
        self.say("collecting")
        if self._step():
            for path in sorted(folder.iterdir())[::2]:
                path.unlink()
            _die()
        super().remove_folder(folder)


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("kill -9 came back")


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def _work(library: Library, what: str, fatal: str) -> None:
    disk = WatchedDisk(None if fatal == "-" else int(fatal))
    index = WhooshIndex(library.index_folder, disk=disk)
    disk.say("starting")

    def progress(step: Step) -> None:
        disk.say(step.stage)

    (build if what == "build" else update)(library, index, Effort(workers=1), progress)
    _say(f"operations {disk.count}")


def _child(library: Library, what: str, fatal: str) -> NoReturn:
    try:
        _say(f"started {os.getpid()}")
        _work(library, what, fatal)
    except BaseException:  # noqa: BLE001 - the child of a fork must not go on as its parent
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def main(root: str) -> None:
    _say("ready")
    for line in iter(sys.stdin.readline, ""):
        if (pid := os.fork()) == 0:
            _child(Library(Path(root)), *line.split())
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        _say("ended")
        sys.stdin.readline()  # nobody will kill it any more: its number may be given to another process
        _, status = os.waitpid(pid, 0)
        _say(f"status {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
