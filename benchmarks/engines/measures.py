"""What a process and its children take of the machine."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from typing import Self


class Memory:
    """The most anonymous memory of this process and its children while the context lasts, beyond what it had before.

    0 where nothing can tell (see proc(5)).
    """

    def __enter__(self) -> Self:
        self._before, self._most, self._over = anonymous(), 0.0, threading.Event()
        self._watch = threading.Thread(target=self._look)
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()
        self.megabytes = max(0.0, self._most - self._before)

    def _look(self) -> None:
        while not self._over.wait(0.05):
            self._most = max(self._most, anonymous())


def anonymous() -> float:
    """Of this process and its children."""
    children = (each.read_text("ascii").split() for each in Path("/proc/self/task").glob("*/children"))
    with contextlib.suppress(OSError):
        return sum(map(_anonymous_of, ["self", *(number for several in children for number in several)]))
    return 0.0  # nothing here can tell


def _anonymous_of(process: str) -> float:
    try:
        lines = Path("/proc", process, "status").read_text("ascii").splitlines()
    except OSError:
        return 0.0  # it has ended meanwhile
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon")), 0.0)


def processor_seconds() -> float:
    """What this process and its children, those that have ended, took of the processors."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
