"""Named arrays in one file: mapped when read, checked page by page, nothing in it that could run.

    16 bytes    MAGIC
    arrays      little-endian, each from a multiple of 64 bytes on
    sums        CRC-32 of every PAGE bytes of all that stands before, unsigned 32 bits each
    directory   JSON: {"arrays": {name: [type, offset, count]}, "sums": offset, "notes": {…}}
    tail        offset and length of the directory, CRC-32 of sums and directory, CRC-32 of the tail so far, END

Opening reads the sums, the directory and the tail. A page is checked when the first array that touches it is read, but
for records, whose blocks end in checksums of their own.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchsearch.backends.whoosh.damage import damaged, reading
from twitchsearch.files import open_regular

Array = NDArray[Any]
Parts = Array | Iterable[Array]
"""An array, or its parts in order, at least one and all of one type, made while they are written."""

Named = Mapping[str, Parts] | Iterable[tuple[str, Parts]]
"""Arrays by name; of pairs each is asked for when the one before is written."""

Notes = Mapping[str, Any]

MAGIC = b"twitchsearch/1\n\0"
END = b"tsarrays"
PAGE = 1 << 14  # a hit is as a rule the first that reads its pages, and waits for their sums

_ALIGNMENT = 64
_CHUNK = 1 << 20
_TAIL = struct.Struct("<QQII8s")
_TYPES = frozenset({"|u1", "<u2", "<u4", "<u8", "<i4", "<i8"})


def narrow(values: Array) -> Array:
    """The same whole numbers (none of them negative) in the smallest unsigned type."""
    top = int(values.max()) if values.size else 0
    return values.astype("<u1" if top < 1 << 8 else "<u2" if top < 1 << 16 else "<u4" if top < 1 << 32 else "<u8")


def packed(texts: list[bytes]) -> tuple[Array, Array]:
    """Texts as one array of bytes, and where each of them ends."""
    ends = np.cumsum([len(text) for text in texts], dtype="<u8") if texts else np.empty(0, "<u8")
    return np.frombuffer(b"".join(texts), "|u1"), narrow(ends)


def chunks(arrays: Named, notes: Notes) -> Iterator[bytes]:
    """The file that holds these arrays and notes (JSON values), piece by piece."""
    sums, offset = _Sums(), 0
    places: dict[str, list[Any]] = {}
    for piece in chain((MAGIC,), _laid_out(arrays, places)):  # of which only one is there at a time
        offset += len(piece)
        sums.add(piece)
        yield piece
    table = np.array(sums.done(), "<u4").tobytes()
    directory = json.dumps({"arrays": places, "sums": offset, "notes": notes}, separators=(",", ":")).encode()
    start = offset + len(table)
    tail = _TAIL.pack(start, len(directory), zlib.crc32(directory, zlib.crc32(table)), 0, END)
    yield from (table, directory, _TAIL.pack(*_TAIL.unpack(tail)[:3], zlib.crc32(tail), END))


class ArrayFile:
    """One file of arrays, mapped. What it returns is read-only, and checked if not said otherwise. Raises IndexDamaged.

    Arrays stay usable after `close`; the map goes when the last of them does.
    """

    def __init__(self, path: Path, contents: bytes | None = None) -> None:
        """Map the file, or read the contents of one that is kept elsewhere."""
        self.path = path
        self._bytes = _mapped(path) if contents is None else contents
        with reading(path):
            directory = self._directory()
            self.notes: Notes = dict(directory["notes"])
            self._places = {name: _place(place, self._end) for name, place in dict(directory["arrays"]).items()}
            if bytes(self._bytes[: len(MAGIC)]) != MAGIC:
                raise ValueError("it does not begin as it should")
        self._view = memoryview(self._bytes)
        self._unchecked = bytearray(b"\1" * len(self._sums))  # by page; asked for every part that is read

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def count(self, name: str) -> int:
        """How many values an array has."""
        return self._place(name)[2]

    def whole(self, name: str) -> Array:
        return self.part(name, 0, self.count(name))

    def part(self, name: str, start: int, stop: int) -> Array:
        """The values `[start, stop)`, which must lie within the array."""
        kind, first, last = self._extent(name, start, stop)
        self._check(first, last)
        return np.frombuffer(self._bytes, kind, stop - start, first) if stop > start else np.empty(0, kind)

    def unchecked(self, name: str, start: int, stop: int) -> bytes:
        """What stands there for the values `[start, stop)`, which must lie within the array, and may not be what was
        written: for what ends in a checksum of its own and is much shorter than a page."""
        _, first, last = self._extent(name, start, stop)
        return self._bytes[first:last]

    def check(self) -> None:
        """Check every page."""
        self._check(0, self._end)

    def close(self) -> None:
        self._places = {}

    def _extent(self, name: str, start: int, stop: int) -> tuple[np.dtype[Any], int, int]:
        """The type of the values `[start, stop)`, and where they begin and end in the file."""
        kind, offset, count = self._place(name)
        if not 0 <= start <= stop <= count:
            raise damaged(self.path, f"has no such part of {name}")
        return kind, offset + start * kind.itemsize, offset + stop * kind.itemsize

    def _place(self, name: str) -> tuple[np.dtype[Any], int, int]:
        place = self._places.get(name)
        if place is None:
            raise damaged(self.path, f"lacks {name}")
        return place

    def _directory(self) -> dict[str, Any]:
        tail = self._bytes[-_TAIL.size :]
        start, length, sum_of_directory, sum_of_tail, end = _TAIL.unpack(tail)
        if end != END or zlib.crc32(_TAIL.pack(start, length, sum_of_directory, 0, END)) != sum_of_tail:
            raise ValueError("it does not end as it should")
        directory = json.loads(self._bytes[start : start + length])
        self._end = int(directory["sums"])
        table = self._bytes[self._end : start]
        if not 0 <= self._end <= start or len(table) != -(-self._end // PAGE) * 4:
            raise ValueError("its checksums are not of its pages")
        if zlib.crc32(self._bytes[start : start + length], zlib.crc32(table)) != sum_of_directory:
            raise ValueError("its directory is not what was written")
        self._sums = np.frombuffer(table, "<u4")
        return dict(directory)

    def _check(self, first: int, last: int) -> None:
        end = (last + PAGE - 1) // PAGE
        page = self._unchecked.find(1, first // PAGE, end)
        while page >= 0:
            start = page * PAGE
            if zlib.crc32(self._view[start : min(start + PAGE, self._end)]) != self._sums[page]:
                raise damaged(self.path, f"is not what was written (around byte {start:,})")
            self._unchecked[page] = 0
            page = self._unchecked.find(1, page + 1, end)


def _mapped(path: Path) -> mmap.mmap | bytes:
    with reading(path), open_regular(path) as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


class _Sums:
    """The checksum of each page of what is added, in order."""

    def __init__(self) -> None:
        self._sums: list[int] = []
        self._sum = 0
        self._length = 0

    def add(self, piece: bytes) -> None:
        left = memoryview(piece)
        while left:
            part = left[: PAGE - self._length]
            self._sum = zlib.crc32(part, self._sum)
            self._length += len(part)
            left = left[len(part) :]
            if self._length == PAGE:
                self._close_page()

    def done(self) -> list[int]:
        if self._length:
            self._close_page()
        return self._sums

    def _close_page(self) -> None:
        self._sums.append(self._sum)
        self._sum = self._length = 0


def _laid_out(arrays: Named, places: dict[str, list[Any]]) -> Iterator[bytes]:
    """The arrays with what aligns them; notes in `places` where each stands."""
    offset = len(MAGIC)
    for name, parts in arrays.items() if isinstance(arrays, Mapping) else arrays:
        padding = -offset % _ALIGNMENT
        yield bytes(padding)
        offset += padding
        place = places[name] = ["", offset, 0]
        for part in (parts,) if isinstance(parts, np.ndarray) else parts:
            if part.dtype.str not in _TYPES or place[0] not in ("", part.dtype.str):
                raise ValueError(f"an array of type {part.dtype.str} is not kept: {name}")
            place[0] = part.dtype.str
            place[2] += part.size
            offset += part.nbytes
            step = _CHUNK // part.itemsize
            yield from (part[start : start + step].tobytes() for start in range(0, part.size, step))


def _place(place: Any, end: int) -> tuple[np.dtype[Any], int, int]:
    name, offset, count = place
    if name not in _TYPES or not (isinstance(offset, int) and isinstance(count, int)):
        raise ValueError("its directory names an array that cannot be")
    kind = np.dtype(name)
    if offset < 0 or count < 0 or offset + count * kind.itemsize > end:
        raise ValueError("its directory names an array outside the file")
    return kind, offset, count
