"""Machines to stand in for the real one: a disk that breaks at one of its operations, and one that loses its power."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from random import Random

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


class ForgetfulDisk(Disk):
    """Knows at every moment what a power cut would leave: contents that were flushed, names whose folder was.

    What was done to names since their folder was last flushed may have reached the disk or not, each on its own.
    """

    def __init__(self) -> None:
        self._contents: dict[Path, bytes] = {}
        self._names: dict[Path, bytes | None] = {}  # None: a folder
        self._pending: list[tuple[tuple[Path, bytes | None, bool], ...]] = []
        self._lock = threading.Lock()
        self.cuts: list[tuple[dict[Path, bytes | None], list[tuple[tuple[Path, bytes | None, bool], ...]]]] = []

    def _note(self, *names: tuple[Path, bytes | None, bool]) -> None:
        """One operation on names: each is there with these contents, or is not."""
        with self._lock:
            self._pending.append(names)
            self._cut()

    def _cut(self) -> None:
        self.cuts.append((dict(self._names), list(self._pending)))

    def write_new(self, path: Path, chunks: Iterable[bytes]) -> None:
        contents = b"".join(chunks)
        super().write_new(path, [contents])
        self._contents[path] = contents
        self._note((path, contents, True))

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        contents = self._contents[target] = self._contents.pop(source)
        self._note((source, None, False), (target, contents, True))

    def remove(self, path: Path) -> None:
        super().remove(path)
        self._note((path, None, False))

    def make_folder(self, folder: Path) -> None:
        is_new = not folder.is_dir()
        if is_new:
            self._note((folder, None, True))
        super().make_folder(folder)

    def flush_folder(self, folder: Path) -> None:
        super().flush_folder(folder)
        with self._lock:
            for names in self._pending:
                if names[0][0].parent == folder:
                    _apply(self._names, names)
            self._pending = [names for names in self._pending if names[0][0].parent != folder]
            self._cut()

    def after_cut(self, number: int, random: Random, old: Path, new: Path) -> None:
        """Make in the empty folder `new` what is left of `old` after the cut `number`."""
        names, pending = self.cuts[number]
        names = dict(names)
        for operation in pending:
            if random.random() < 0.5:
                _apply(names, operation)
        folders = {old} | {path for path, contents in names.items() if contents is None}
        for path in sorted(names):
            if all(above in folders for above in path.parents if above.is_relative_to(old)):
                _make(new / path.relative_to(old), names[path])


def _apply(names: dict[Path, bytes | None], operation: tuple[tuple[Path, bytes | None, bool], ...]) -> None:
    for path, contents, is_there in operation:
        if is_there:
            names[path] = contents
        else:
            names.pop(path, None)


def _make(path: Path, contents: bytes | None) -> None:
    if contents is None:
        path.mkdir(parents=True, exist_ok=True)
    else:
        path.write_bytes(contents)
