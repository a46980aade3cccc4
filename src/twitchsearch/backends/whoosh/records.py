"""Records in blocks: each a line of JSON, about `BLOCK` bytes of them compressed together.

<name>              the blocks, one after the other
<name>/ends         where each of them ends
<name>/firsts       the number of its first record
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, ArrayFile, narrow, packed
from twitchsearch.backends.whoosh.damage import damaged

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

BLOCK = 1 << 12

_LARGEST = 1 << 27  # bytes of a block unpacked: more than any page we keep can give
_LEVEL = 3
_TOGETHER = 16  # blocks that are handed to the other thread at once: each handing over costs both of them


class Blocks:
    """Collects records and compresses them in another thread."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._count = 0
        self._bytes = 0
        self._lines: list[bytes] = []
        self._waiting: list[bytes] = []
        self._firsts = array("q")
        self._done: list[Future[list[bytes]]] = []

    def __len__(self) -> int:
        return self._count

    def add(self, line: bytes) -> None:
        if not self._lines:
            self._firsts.append(self._count)
        self._lines.append(line)
        self._count += 1
        self._bytes += len(line)
        if self._bytes >= BLOCK:
            self._close_block()
        if len(self._waiting) >= _TOGETHER:
            self._hand_over()

    def arrays(self, name: str) -> dict[str, Array]:
        if self._lines:
            self._close_block()
        self._hand_over()
        blocks = [block for future in self._done for block in future.result()]
        arrays = {f"{name}/firsts": narrow(np.array(self._firsts, np.int64))}
        arrays[name], arrays[f"{name}/ends"] = packed(blocks)
        return arrays

    def _close_block(self) -> None:
        self._waiting.append(b"\n".join(self._lines))
        self._lines = []
        self._bytes = 0

    def _hand_over(self) -> None:
        self._done.append(self._executor.submit(_compressed, self._waiting))
        self._waiting = []


class Records:
    """The records of one kind in a file, read back. What was read last is remembered."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file = file
        self._name = name
        self._firsts = file.whole(f"{name}/firsts")
        self._block = lru_cache(maxsize=32)(self._read_block)

    def record(self, number: int) -> Any:
        """One record, by its number. Raises ValueError or IndexDamaged where it is not what was written."""
        block = int(np.searchsorted(self._firsts, number, side="right")) - 1
        return json.loads(self._block(block)[number - int(self._firsts[block])].decode("utf-8", "surrogatepass"))

    def lines(self) -> Iterator[bytes]:
        """All records, as they were added."""
        for block in range(len(self._firsts)):
            yield from self._read_block(block)

    def _read_block(self, block: int) -> list[bytes]:
        ends = self._file.part(f"{self._name}/ends", max(0, block - 1), block + 1)
        packed_block = self._file.part(self._name, int(ends[0]) if block else 0, int(ends[-1]))
        unpacking = zlib.decompressobj()
        lines = unpacking.decompress(packed_block.tobytes(), _LARGEST)
        if not unpacking.eof:
            raise damaged(self._file.path, "has records that are cut off, or larger than any article")
        return lines.split(b"\n")


def _compressed(blocks: list[bytes]) -> list[bytes]:
    return [zlib.compress(block, _LEVEL) for block in blocks]
