"""A model of losing power: what a folder may look like after it, given what was flushed and what was not.

It knows files by what they are (inodes), not by name. Contents count as kept only as they were when they were flushed;
what came later may be there, be cut off, be garbled or be missing. Names count as kept only as they were when their
folder was flushed; each creation, link, rename or removal since then may have reached the disk or not, each on its own
and in any combination. Files that anything writes past the `Disk` (SQLite's, the lock) were never flushed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple

from twitchsearch.files import Disk

ROOT = 0
_BLOCK = 512


class Names(NamedTuple):
    """One operation on the names in a folder: each of them is then this file or folder, or (None) is no more."""

    folder: int
    changes: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """All that decides what is left when the power goes at one moment. `after` names the operation before it."""

    after: str
    names: Mapping[int, Mapping[str, int]]
    pending: tuple[Names, ...]
    flushed: Mapping[int, bytes]
    contents: Mapping[int, bytes]


class PowerDisk(Disk):
    """A disk over `root` that keeps a `Cut` for every moment between two of its operations, and within some."""

    def __init__(self, root: Path) -> None:
        self.cuts: list[Cut] = []
        self._root = root
        self._lock = threading.RLock()
        self._depth = 0
        self._born = 0
        self._ids: dict[Path, tuple[int, int]] = {}  # of each path: its inode, and our own number of what it is
        self._folders: set[int] = {ROOT}
        self._flushed: dict[int, bytes] = {}
        self._contents: dict[int, bytes] = {}
        self._names: dict[int, dict[str, int]] = {ROOT: {}}
        self._pending: list[Names] = []
        self._look()
        self._keep_all()

    def write_new(self, path: Path, chunks: Iterable[bytes]) -> None:
        contents = b"".join(chunks)

        def work() -> None:
            path.write_bytes(contents)  # the moment before it is flushed
            self._note(f"writing {path.name}")
            super(PowerDisk, self).write_new(path, [contents])
            self._look()
            self._flushed[self._number(path)] = contents

        self._operate(f"write {path.name}", work)

    def flush(self, path: Path) -> None:
        def work() -> None:
            super(PowerDisk, self).flush(path)
            self._look()
            self._flushed[self._number(path)] = path.read_bytes()

        self._operate(f"flush {path.name}", work)

    def flush_folder(self, folder: Path) -> None:
        def work() -> None:
            super(PowerDisk, self).flush_folder(folder)
            self._look()
            number = self._number(folder)
            for each in self._pending:
                if each.folder == number:
                    _apply(self._names, each)
            self._pending = [each for each in self._pending if each.folder != number]

        self._operate(f"flush folder {folder.name}", work)

    def replace(self, source: Path, target: Path) -> None:
        def work() -> None:
            self._look()
            number = self._number(source)
            super(PowerDisk, self).replace(source, target)
            changes = ((source.name, None), (target.name, number))
            self._pending.append(Names(self._number(source.parent), changes))
            self._ids[target] = self._ids.pop(source)

        self._operate(f"replace {target.name}", work)

    def link(self, source: Path, target: Path) -> None:
        self._operate(f"link {target.name}", lambda: super(PowerDisk, self).link(source, target))

    def make_folder(self, folder: Path) -> None:
        self._operate(f"make folder {folder.name}", lambda: super(PowerDisk, self).make_folder(folder))

    def remove(self, path: Path) -> None:
        self._operate(f"remove {path.name}", lambda: super(PowerDisk, self).remove(path))

    def remove_folder(self, folder: Path) -> None:
        self._operate(f"remove folder {folder.name}", lambda: super(PowerDisk, self).remove_folder(folder))

    def _operate(self, what: str, work: Callable[[], None]) -> None:
        with self._lock:
            work()
            self._note(what)

    def _note(self, what: str) -> None:
        self._look()
        names = {folder: dict(each) for folder, each in self._names.items()}
        self.cuts.append(Cut(what, names, tuple(self._pending), dict(self._flushed), dict(self._contents)))

    def _number(self, path: Path) -> int:
        return ROOT if path == self._root else self._ids[path][1]

    def _look(self) -> None:
        """See what is there now, and note what changed past us as operations on names."""
        seen = {path: path.lstat().st_ino for path in sorted(self._root.rglob("*"))}
        for path in [path for path, (inode, _) in self._ids.items() if seen.get(path) != inode]:
            self._pending.append(Names(self._folder_of(path), ((path.name, None),)))
            del self._ids[path]
        known = dict(self._ids.values())
        for path, inode in seen.items():
            if path not in self._ids:
                self._ids[path] = inode, known.setdefault(inode, self._next())
                self._pending.append(Names(self._number(path.parent), ((path.name, self._number(path)),)))
            if path.is_dir():
                self._folders.add(self._number(path))
                self._names.setdefault(self._number(path), {})
            else:
                self._contents[self._number(path)] = path.read_bytes()

    def _folder_of(self, path: Path) -> int:
        """The folder of a path that is gone; where that went too, nobody will look for the name in it."""
        return ROOT if path.parent == self._root else self._ids.get(path.parent, (0, -1))[1]

    def _next(self) -> int:
        self._born += 1
        return self._born

    def _keep_all(self) -> None:
        """What was there at the beginning has been on the disk for long."""
        for each in self._pending:
            _apply(self._names, each)
        self._pending = []
        self._flushed = dict(self._contents)


def _apply(names: dict[int, dict[str, int]], operation: Names) -> None:
    folder = names.setdefault(operation.folder, {})
    for name, number in operation.changes:
        if number is None:
            folder.pop(name, None)
        else:
            folder[name] = number


def restore(cut: Cut, chance: Random, target: Path) -> None:
    """Make in the new folder `target` what the disk might hold after the cut."""
    names = {folder: dict(each) for folder, each in cut.names.items()}
    share = chance.choice((0.0, 0.2, 0.5, 0.8, 1.0))
    for operation in cut.pending:
        if chance.random() < share:
            _apply(names, operation)
    made = dict[int, Path]()
    _restore_folder(ROOT, target, names, lambda number: _contents(cut, number, chance), made)


def _restore_folder(
    folder: int,
    target: Path,
    names: Mapping[int, Mapping[str, int]],
    contents: Callable[[int], bytes],
    made: dict[int, Path],
) -> None:
    target.mkdir()
    for name, number in sorted(names[folder].items()):
        path = target / name
        if number in names:
            _restore_folder(number, path, names, contents, made)
        elif number in made:
            path.hardlink_to(made[number])
        else:
            path.write_bytes(contents(number))
            made[number] = path


def _contents(cut: Cut, number: int, chance: Random) -> bytes:
    """What a file may hold: as it was flushed, as it is, or anything on the way."""
    now, flushed = cut.contents[number], cut.flushed.get(number)
    if now == flushed:
        return now
    match chance.randrange(6):
        case 0:
            return now
        case 1:
            return flushed or b""
        case 2:
            return now[: chance.randrange(len(now) + 1)]
        case 3:
            return bytes(len(now))
        case 4:
            return _garbled(now, chance, bytes)
        case _:
            return _garbled(now, chance, chance.randbytes)


def _garbled(contents: bytes, chance: Random, filler: Callable[[int], bytes]) -> bytes:
    """Some of the blocks are not what was written."""
    blocks = [contents[start : start + _BLOCK] for start in range(0, len(contents), _BLOCK)]
    return b"".join(filler(len(block)) if chance.random() < 0.4 else block for block in blocks)
