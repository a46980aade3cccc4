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
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from twitchsearch.backends.whoosh.damage import REMEDY, damaged
from twitchsearch.backends.whoosh.manifest import Manifest, read_manifest
from twitchsearch.errors import DiskError, IndexDamaged, IndexMissing, IndexUnusable
from twitchsearch.files import Disk, is_temporary, write_atomic

CURRENT = "CURRENT"

_NAME = re.compile(r"gen-(\d{6,12})\Z")


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

        A generation that went between two looks is looked for once more. Raises IndexMissing, IndexDamaged,
        IndexOutdated, IndexTooNew.
        """
        name = self.current()
        try:
            return self._read(name)
        except IndexDamaged:
            again = self.current()
            if again == name:
                raise
        return self._read(again)

    def current(self) -> str:
        """The name that `CURRENT` holds. Raises IndexMissing, IndexDamaged."""
        path = self.folder / CURRENT
        try:
            contents = path.read_bytes()[:1000]
        except (FileNotFoundError, NotADirectoryError) as error:
            raise IndexMissing(f"there is no index in {self.folder} yet; build it with: {REMEDY}") from error
        except OSError as error:
            raise damaged(path, f"cannot be read ({error.strerror or error})") from error
        name = contents.decode("ascii", "replace").partition(" ")[0]
        if not _NAME.match(name) or contents != _line(name):
            raise damaged(path, "does not name a generation")
        return name

    @contextlib.contextmanager
    def new(self) -> Iterator[Path]:
        """A fresh folder for the next generation, which goes again unless it was committed in the context."""
        folder = self.folder / f"gen-{self._highest() + 1:06d}"
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
        write_atomic(self.folder / CURRENT, _line(folder.name), self._disk)

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
                    self._disk.remove_folder(path)
                elif is_temporary(path):
                    self._disk.remove(path)

    def _read(self, name: str) -> Live:
        folder = self.folder / name
        try:
            return Live(name, folder, read_manifest(folder))
        except OSError as error:
            raise damaged(folder, f"cannot be read ({error.strerror or error})") from error

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

    def _highest(self) -> int:
        return max((int(match[1]) for path in self._paths() if (match := _NAME.match(path.name))), default=0)

    def _paths(self) -> list[Path]:
        try:
            return sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        except OSError as error:
            raise DiskError(f"cannot read {self.folder}: {error.strerror or error}") from error


def _line(name: str) -> bytes:
    return f"{name} {zlib.crc32(name.encode()):08x}\n".encode()
