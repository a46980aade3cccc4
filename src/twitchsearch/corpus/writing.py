"""The order in which pages reach the disk, so that each is whole or not there whenever the machine stops.

1. bodies and sidecars are written under temporary names, their contents flushed
2. bodies take their places, the folders are flushed
3. sidecars take their places, the folders are flushed: committed
4. bodies that no sidecar names any more are removed
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from twitchsearch.corpus.names import place
from twitchsearch.corpus.reading import read_sidecar
from twitchsearch.corpus.sidecar import Sidecar, encode, sidecar_of
from twitchsearch.errors import CorpusError, DiskError
from twitchsearch.files import Disk, read_bounded, temporary_for
from twitchsearch.model import Page

_WRITERS = 4  # flushes wait for the disk, and several at once share its wait: twice as fast on a virtual disk


@dataclass(slots=True)
class Write:
    """One page on its way to the disk. `known` is the sidecar it replaces; `is_there`: nothing is to be written."""

    sidecar: Sidecar
    contents: bytes
    path: Path
    body: Path
    known: Sidecar | None = None
    is_there: bool = False
    committed: bool = False
    leftovers: list[Path] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page, corpus: Path) -> Self:
        """Raises ValueError where the page cannot be kept."""
        sidecar = sidecar_of(page)
        spot = place(page.url)
        folder = corpus / spot.folder
        body = spot.body(sidecar.sha256, sidecar.page.content_type)
        return cls(sidecar, page.body, folder / spot.sidecar, folder / body)

    def look(self) -> None:
        """See what is there; what is damaged will be replaced."""
        try:
            self.known = read_sidecar(self.path.parent, self.path.name)
        except (FileNotFoundError, ValueError):
            return
        self.is_there = self.known.says_the_same(self.sidecar) and _holds(self.body, self.contents)


def commit(writes: Sequence[Write], disk: Disk) -> None:
    """Write pages of different URLs. On an error what was not committed is taken back as far as the disk lets it.

    Raises CorpusError, DiskError.
    """
    folders = sorted({write.path.parent for write in writes})
    for folder in folders:
        if folder.is_symlink():
            raise CorpusError(f"{folder} is a symbolic link, which is not followed; put the folder itself there")
        disk.make_folder(folder)
    try:
        _place(writes, folders, disk)
    except BaseException:
        for path in (path for write in writes if not write.committed for path in write.leftovers):
            with contextlib.suppress(DiskError):
                disk.remove(path)
        raise
    for write in writes:
        if write.known is not None and write.known.file != write.body.name:
            disk.remove(write.path.with_name(write.known.file))


def _place(writes: Sequence[Write], folders: Sequence[Path], disk: Disk) -> None:
    moves = [(write, temporary_for(write.body), temporary_for(write.path)) for write in writes]
    for write, body, sidecar in moves:
        write.leftovers += [body, sidecar]
    contents = [(body, write.contents) for write, body, _ in moves]
    _write_all([*contents, *((sidecar, encode(write.sidecar)) for write, _, sidecar in moves)], disk)
    for write, body, _ in moves:
        if write.known is None or write.known.file != write.body.name:
            write.leftovers.append(write.body)
        disk.replace(body, write.body)
    for folder in folders:
        disk.flush_folder(folder)
    for write, _, sidecar in moves:
        disk.replace(sidecar, write.path)
        write.committed = True
    for folder in folders:
        disk.flush_folder(folder)


def _write_all(contents: Sequence[tuple[Path, bytes]], disk: Disk) -> None:
    if len(contents) <= 2:
        for path, body in contents:
            disk.write_new(path, [body])
        return
    with ThreadPoolExecutor(_WRITERS) as pool:
        for _ in pool.map(lambda each: disk.write_new(each[0], [each[1]]), contents):
            pass


def _holds(path: Path, contents: bytes) -> bool:
    try:
        return read_bounded(path, len(contents)) == contents
    except (OSError, ValueError):
        return False
