"""What the sidecars of a corpus said when they were read last, so that listing it costs a look at each, not a reading.

A sidecar counts as unchanged while its inode, its size and its times of modification and of change are what they were:
another file in its place has another inode, and the last is set by the system alone, whenever anything is written. One
that was changed just before it was read is not remembered: of a second change in the same tick nothing would show.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from twitchsearch.corpus.store import Entry
from twitchsearch.errors import DiskError
from twitchsearch.files import DISK, Disk
from twitchsearch.library.sealed import Row, SealedRows

MARGIN = 2_000_000_000
"""Nanoseconds that a sidecar must have been left alone before it is remembered: no file system's tick is longer."""


class Listing:
    """The memory of one corpus. Stays with its thread; close it.

    It is a convenience: where it cannot be kept nothing is said, and the sidecars are read.
    """

    def __init__(self, path: Path, disk: Disk = DISK, clock: Callable[[], int] = time.time_ns) -> None:
        self._begun = clock()
        self._known: dict[str, list[Any]] = {}
        self._seen: set[str] = set()
        self._rows: SealedRows | None = None
        with suppress(DiskError):
            self._rows = SealedRows(path, disk)
            self._known = {row.key: row.facts for row in self._rows.rows()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._rows is not None:
            if kind is None:
                self._rows.forget(self._known.keys() - self._seen)
            self._rows.close()

    def forget(self) -> None:
        """Believe nothing that was remembered: every sidecar is read, and remembered anew."""
        if self._rows is not None:
            self._rows.forget(self._known)
        self._known.clear()

    def entry(self, path: Path, state: os.stat_result) -> Entry | None:
        """What the sidecar said, if it is still what it was."""
        key = self._key(path)
        self._seen.add(key)
        match self._known.get(key):
            case [int(), int(), int(), int(), str(url), str(digest), str(gone)] as facts if facts[:4] == _state(state):
                with suppress(ValueError):
                    return Entry(url, digest, path, datetime.fromisoformat(gone) if gone else None)
        return None

    def note(self, entry: Entry, state: os.stat_result) -> None:
        """Remember an entry; `state` is what was seen of its sidecar before that was read."""
        if self._rows is None or max(state.st_mtime_ns, state.st_ctime_ns) > self._begun - MARGIN:
            return
        gone = entry.gone_at.isoformat() if entry.gone_at else ""
        try:
            self._rows.put(Row(self._key(entry.path), [*_state(state), entry.url, entry.digest, gone]))
        except DiskError:
            self._rows.close()
            self._rows = None

    def _key(self, path: Path) -> str:
        return f"{path.parent.name}/{path.name}"


def _state(state: os.stat_result) -> list[int]:
    return [state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns]
