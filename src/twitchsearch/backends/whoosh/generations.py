"""Which generation of the index is live, and how another takes its place.

    index/
      CURRENT          the name of the live generation and a checksum of the name; replaced atomically
      gen-000012/      the files of one generation, all of them write-once, and manifest.json
      lock             held while somebody writes; see `lock`

A new generation is written into a folder that nothing names, flushed, and becomes live by the replacement of
`CURRENT`: whatever stops the writer, the old generation is live or the new one is. What a stopped writer leaves is
collected when the next one starts.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from twitchsearch.backends.whoosh.damage import REMEDY, damaged
from twitchsearch.backends.whoosh.manifest import Manifest, read_manifest
from twitchsearch.errors import DiskError, IndexDamaged, IndexMissing, IndexUnusable
from twitchsearch.files import Disk, is_temporary, read_bounded, write_atomic

CURRENT = "CURRENT"

_NAME = re.compile(r"gen-([0-9]{6,12})\Z")
_BEYOND = 10**12
_LOOKS = 20  # how often a generation may go while it is being opened before that is taken for damage

T = TypeVar("T")


class Live(NamedTuple):
    """The live generation: its name, its folder, its manifest."""

    name: str
    folder: Path
    manifest: Manifest


class Generations:
    """The generations in one folder. Reading never writes; writing is for whoever holds the writer's lock."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder = folder
        self._disk = disk

    def live(self) -> Live:
        """The live generation, its manifest checked.

        Raises IndexMissing, IndexDamaged, IndexOutdated, IndexTooNew.
        """
        return self.read(lambda live: live)

    def read(self, read: Callable[[Live], T]) -> T:
        """What `read` makes of the live generation; where that went between two looks, of the one that came after.

        Raises as `live` does.
        """
        for _ in range(_LOOKS):
            name = self.current()
            try:
                return read(self._live(name))
            except IndexDamaged:
                if self.current() == name:
                    raise
        return read(self._live(self.current()))

    def current(self) -> str:
        """The name that `CURRENT` holds. Raises IndexMissing, IndexDamaged."""
        path = self.folder / CURRENT
        try:
            contents = read_bounded(path, 100)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise IndexMissing(f"there is no index in {self.folder} yet; build it with: {REMEDY}") from error
        except (OSError, ValueError) as error:
            raise damaged(path, f"cannot be read ({getattr(error, 'strerror', None) or error})") from error
        name = contents.decode("ascii", "replace").partition(" ")[0]
        if not _NAME.match(name) or contents != _line(name):
            raise damaged(path, "does not name a generation")
        return name

    @contextlib.contextmanager
    def new(self) -> Iterator[Path]:
        """A fresh folder for the next generation, which goes again unless it was committed in the context."""
        folder = self.folder / f"gen-{self._next():06d}"
        try:
            self._disk.make_folder(folder)
            yield folder
        except BaseException:
            with contextlib.suppress(DiskError):
                if self.named() != folder.name:
                    self._disk.remove_folder(folder)
            raise

    def commit(self, folder: Path) -> None:
        """Make this generation the live one. All of its files are written and flushed; their names are not yet."""
        self._disk.flush_folder(folder)
        self._disk.flush_folder(self.folder)
        path = self.folder / CURRENT
        if path.is_dir() and not path.is_symlink():  # not ours, and nothing could be put in its place
            self._disk.remove_folder(path)
        write_atomic(path, _line(folder.name), self._disk)

    def collect(self) -> None:
        """Remove what nobody needs: generations but the live one and the one before, and temporary files.

        What cannot be removed (another system's reader may hold it) is left for the next time. Where the live
        generation cannot be read no generation is removed: one of them may still be of use.
        """
        try:
            keep = self._needed()
        except IndexUnusable:
            return
        for path in self._paths():
            with contextlib.suppress(DiskError):
                if _NAME.match(path.name) and path.name not in keep:
                    (self._disk.remove if path.is_symlink() else self._disk.remove_folder)(path)
                elif is_temporary(path):
                    self._disk.remove(path)

    def _live(self, name: str) -> Live:
        folder = self.folder / name
        if folder.is_symlink():
            raise damaged(folder, "is a symbolic link, which is not followed")
        return Live(name, folder, read_manifest(folder))

    def _needed(self) -> set[str]:
        try:
            live = self.live()
        except IndexMissing:
            return set()
        return {live.name, live.manifest.previous}

    def named(self) -> str:
        """The name that `CURRENT` holds, "" where it holds none."""
        try:
            return self.current()
        except (IndexMissing, IndexDamaged):
            return ""

    def _next(self) -> int:
        """A number that no generation has: one more than the highest, if that can still be written."""
        taken = {int(match[1]) for path in self._paths() if (match := _NAME.match(path.name))}
        number = max(taken, default=0) + 1
        return number if number < _BEYOND else next(each for each in itertools.count(1) if each not in taken)

    def _paths(self) -> list[Path]:
        try:
            return sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        except OSError as error:
            raise DiskError(f"cannot read {self.folder}: {error.strerror or error}") from error


def _line(name: str) -> bytes:
    return f"{name} {zlib.crc32(name.encode()):08x}\n".encode()
