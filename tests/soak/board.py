"""What the readers in other processes may find at any moment, as the test that moves the library declares it."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterable
from pathlib import Path

_HEAD = struct.Struct("<II")  # how many declarations there are; whether the readers are to stop
_SIZE = 1 << 16


class Board:
    """Sets of versions, one after the other, in a file that processes share."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(_SIZE))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _SIZE)

    def allow(self, versions: Iterable[int]) -> None:
        """From now on readers may find these versions and no other."""
        count, stop = _HEAD.unpack_from(self._shared)
        self._shared[_HEAD.size + count] = sum(1 << version for version in set(versions))
        _HEAD.pack_into(self._shared, 0, count + 1, stop)

    def now(self) -> int:
        """The number of the declaration that holds."""
        return int(_HEAD.unpack_from(self._shared)[0]) - 1

    def allowed(self, since: int, until: int, version: int) -> bool:
        """Whether `version` was allowed at any time from the declaration `since` to `until`."""
        masks = self._shared[_HEAD.size + since : _HEAD.size + until + 1]
        return any(mask >> version & 1 for mask in masks)

    def stop(self) -> None:
        _HEAD.pack_into(self._shared, 0, self.now() + 1, 1)

    def stopped(self) -> bool:
        return bool(_HEAD.unpack_from(self._shared)[1])
