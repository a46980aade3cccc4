"""Records in blocks: each a line of JSON, about `BLOCK` bytes of them compressed together.

<name>              the blocks, one after the other
<name>/ends         where each of them ends
<name>/firsts       the number of its first record
<name>/heads        the numbers of the blocks that are heads, ascending: larger ones, compressed by themselves

What a head holds is the dictionary that the blocks after it, up to the next head, are compressed with: so small
blocks, which are unpacked soon, take as little room as large ones (a third of the text, where 4 KB by themselves took
nearly a half).
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
    from zlib import _Compress as _Compressor

BLOCK = 1 << 11
HEAD = 1 << 15  # as far back as zlib looks

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
        self._size = HEAD
        self._compressor: _Compressor | None = None

    def __len__(self) -> int:
        return self._count

    def add(self, line: bytes) -> None:
        if not self._lines:
            self._firsts.append(self._count)
        self._lines.append(line)
        self._count += 1
        self._bytes += len(line)
        if self._bytes >= self._size:
            self._close_block()
        if len(self._waiting) >= _TOGETHER:
            self._hand_over()

    def arrays(self, name: str) -> dict[str, Array]:
        if self._lines:
            self._close_block()
        self._hand_over()
        blocks = [block for future in self._done for block in future.result()]
        arrays = {
            f"{name}/firsts": narrow(np.array(self._firsts, np.int64)),
            f"{name}/heads": narrow(np.zeros(min(1, len(blocks)), np.int64)),
        }
        arrays[name], arrays[f"{name}/ends"] = packed(blocks)
        return arrays

    def _close_block(self) -> None:
        block = b"\n".join(self._lines)
        self._lines = []
        self._bytes = 0
        if self._compressor is None:
            self._done.append(self._executor.submit(_compressed, [block], zlib.compressobj(_LEVEL)))
            self._compressor, self._size = zlib.compressobj(_LEVEL, zdict=block), BLOCK
        else:
            self._waiting.append(block)

    def _hand_over(self) -> None:
        if self._waiting and self._compressor is not None:
            self._done.append(self._executor.submit(_compressed, self._waiting, self._compressor))
            self._waiting = []


class Records:
    """The records of one kind in a file, read back. What was read last is remembered."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file = file
        self._name = name
        self._firsts, self._ends, self._heads = (
            file.whole(f"{name}/{part}").astype(np.int64) for part in ("firsts", "ends", "heads")
        )
        self._block = lru_cache(maxsize=32)(self._read_block)
        self._dictionary = lru_cache(maxsize=8)(self._read_head)

    def record(self, number: int) -> Any:
        """One record, by its number. Raises ValueError or IndexDamaged where it is not what was written."""
        block = int(self._firsts.searchsorted(number, "right")) - 1
        return json.loads(self._block(block)[number - int(self._firsts[block])].decode("utf-8", "surrogatepass"))

    def lines(self) -> Iterator[bytes]:
        """All records, as they were added."""
        for block in range(len(self._firsts)):
            yield from self._read_block(block)

    def _read_block(self, block: int) -> list[bytes]:
        head = int(self._heads[int(self._heads.searchsorted(block, "right")) - 1])
        if head == block:
            return self._dictionary(head).split(b"\n")
        return self._unpacked(block, zlib.decompressobj(zdict=self._dictionary(head))).split(b"\n")

    def _read_head(self, block: int) -> bytes:
        return self._unpacked(block, zlib.decompressobj())

    def _unpacked(self, block: int, unpacking: zlib._Decompress) -> bytes:
        first, last = int(self._ends[block - 1]) if block else 0, int(self._ends[block])
        contents = unpacking.decompress(self._file.part(self._name, first, last).tobytes(), _LARGEST)
        if not unpacking.eof:
            raise damaged(self._file.path, "has records that are cut off, or larger than any article")
        return contents


def _compressed(blocks: list[bytes], compressor: _Compressor) -> list[bytes]:
    compressed = []
    for block in blocks:
        fresh = compressor.copy()
        compressed.append(fresh.compress(block) + fresh.flush())
    return compressed
