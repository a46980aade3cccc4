"""Records in blocks: each a line of JSON, some kilobytes of them compressed together.

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
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, ArrayFile, narrow, packed
from twitchsearch.backends.whoosh.damage import damaged, reading

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from zlib import _Compress as _Compressor

BLOCKS = {"section/record": 3 << 10, "article/record": 1 << 9}
"""Bytes of a block of each kind before they are compressed. An article's are a tenth of a section's, and every hit
unpacks a block of each: theirs are smaller, for 12 bytes of every article."""

HEAD = 1 << 15  # as far back as zlib looks

_LARGEST = 1 << 27  # bytes of a block unpacked: more than any page we keep can give
_LEVEL = 1  # 3, in blocks of 2 KB, took three quarters longer and made no smaller an index
_REMEMBERED = 64  # unpacked, that are remembered: 4 KB each
_UNPACKERS = 128  # and dictionaries, one for each run of the writer: 50 KB each
_DICTIONARY_HEADER = 6  # bytes before what is compressed: zlib's mark, and the sum of the dictionary
_DECODE = json.JSONDecoder().decode
_TOGETHER = 16  # blocks that are handed to the other thread at once: each handing over costs both of them


class Blocks:
    """Collects records and compresses them in another thread."""

    def __init__(self, executor: Executor, block: int) -> None:
        self._executor = executor
        self._block = block
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
            self._compressor, self._size = zlib.compressobj(_LEVEL, zdict=block), self._block
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
            file.whole(f"{name}/{part}").astype(np.int64).data for part in ("firsts", "ends", "heads")
        )  # as memory: one number of it comes in a fifth of the time
        self._block = lru_cache(maxsize=_REMEMBERED)(self._read_block)
        self._unpacker = lru_cache(maxsize=_UNPACKERS)(self._made_unpacker)

    def record(self, number: int) -> Any:
        """One record, by its number. Raises ValueError or IndexDamaged where it is not what was written."""
        block = bisect_right(self._firsts, number) - 1
        return _DECODE(self._block(block)[number - self._firsts[block]].decode("utf-8", "surrogatepass"))

    def lines(self) -> Iterator[bytes]:
        """All records, as they were added."""
        for block in range(len(self._firsts)):
            yield from self._read_block(block)

    def _read_block(self, block: int) -> list[bytes]:
        head = self._heads[bisect_right(self._heads, block) - 1]
        if head == block:
            return self._head(head).split(b"\n")
        unpacking = self._unpacker(head).copy()
        contents = self._whole(unpacking, self._packed(block)[_DICTIONARY_HEADER:])
        if int.from_bytes(unpacking.unused_data, "big") != zlib.adler32(contents):
            raise damaged(self._file.path, "has records that are not what was written")
        return contents.split(b"\n")

    def _made_unpacker(self, head: int) -> zlib._Decompress:
        """One that has read the dictionary and nothing else; a copy of it unpacks a block in half the time."""
        return zlib.decompressobj(-zlib.MAX_WBITS, zdict=self._head(head))

    def _head(self, block: int) -> bytes:
        return self._whole(zlib.decompressobj(), self._packed(block))

    def _packed(self, block: int) -> bytes:
        # zlib ends each block with a checksum, which is compared: sooner than that of the ten times longer page.
        return self._file.unchecked(self._name, self._ends[block - 1] if block else 0, self._ends[block])

    def _whole(self, unpacking: zlib._Decompress, packed: bytes) -> bytes:
        with reading(self._file.path):
            contents = unpacking.decompress(packed, _LARGEST)
        if not unpacking.eof:
            raise damaged(self._file.path, "has records that are cut off, or larger than any article")
        return contents


def _compressed(blocks: list[bytes], compressor: _Compressor) -> list[bytes]:
    compressed = []
    for block in blocks:
        fresh = compressor.copy()
        compressed.append(fresh.compress(block) + fresh.flush())
    return compressed
