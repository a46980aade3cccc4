"""Machines to stand in for the real one: a disk that breaks at one of its operations, and one that loses its power."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from twitchsearch.errors import DiskError
from twitchsearch.files import Disk


class Stopped(BaseException):
    """The process ends here: nothing catches this but the test."""


class BreakingDisk(Disk):
    """Fails at operation number `at` (counted from 0) and at each after it; `how` makes what is raised.

    Where `torn`, the write that fails leaves half of its contents behind.
    """

    def __init__(self, at: int, how: type[DiskError | Stopped] = Stopped, *, torn: bool = False) -> None:
        self.at = at
        self.count = 0
        self._how = how
        self._torn = torn
        self._lock = threading.Lock()

    def _breaks(self) -> bool:
        with self._lock:
            self.count += 1
            return self.count > self.at

    def _step(self) -> None:
        if self._breaks():
            raise self._how("the disk is full")

    def write_new(self, path: Path, chunks: Iterable[bytes]) -> None:
        if not self._breaks():
            return super().write_new(path, chunks)
        if self._torn:
            whole = b"".join(chunks)
            super().write_new(path, [whole[: len(whole) // 2]])
        raise self._how("the disk is full")

    def flush(self, path: Path) -> None:
        self._step()
        super().flush(path)

    def flush_folder(self, folder: Path) -> None:
        self._step()
        super().flush_folder(folder)

    def replace(self, source: Path, target: Path) -> None:
        self._step()
        super().replace(source, target)

    def link(self, source: Path, target: Path) -> None:
        self._step()
        super().link(source, target)

    def make_folder(self, folder: Path) -> None:
        self._step()
        super().make_folder(folder)

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)

    def remove_folder(self, folder: Path) -> None:
        self._step()
        super().remove_folder(folder)
