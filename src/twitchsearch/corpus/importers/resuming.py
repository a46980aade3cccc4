"""Where to go on in an archive of web captures when a part of it cannot be read: at the next record that begins."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import IO

from twitchsearch.corpus.inflate import drained
from twitchsearch.errors import FetchError

_GZIP = 31
_CHUNK = 1 << 16
_MEMBER = b"\x1f\x8b\x08"  # RFC 1952: two bytes that say gzip, one that says deflate
_RECORD = b"\nWARC/1."
_LOOKED_AT = 16
_BEGINNINGS = (b"WARC/", b"filedesc:", b"http:", b"https:")


class Members:
    """A file of gzip members (RFC 1952) from `at` on. `begun` is where the member begins that was read last."""

    def __init__(self, file: IO[bytes], at: int = 0) -> None:
        self.begun = at
        self._file = file

    def pieces(self) -> Iterator[bytes]:
        """What the members hold, in pieces, none of which is of two members. Raises FetchError where one is damaged."""
        try:
            yield from self._pieces()
        except zlib.error as error:
            raise FetchError(f"its compressed body is damaged ({error})") from error

    def _pieces(self) -> Iterator[bytes]:
        self._file.seek(self.begun)
        engine, fed = zlib.decompressobj(_GZIP), self.begun
        while chunk := self._file.read(_CHUNK):
            fed += len(chunk)
            yield from drained(engine, chunk)
            while engine.eof and (rest := engine.unused_data.lstrip(b"\0")):
                self.begun, engine = fed - len(rest), zlib.decompressobj(_GZIP)
                yield from drained(engine, rest)
        if not engine.eof:
            raise FetchError("its compressed body ends too early")


def next_member(file: IO[bytes], after: int) -> int | None:
    """Where the next gzip member with a record in it begins, behind `after`; None where there is none."""
    return next((at for at in _places(file, _MEMBER, after + 1) if _begins_record(file, at)), None)


def next_record(file: IO[bytes], after: int) -> int | None:
    """Where the next record begins in a WARC that is not packed, behind `after`; None where there is none."""
    at = next(_places(file, _RECORD, after), None)
    return None if at is None else at + 1


def _places(file: IO[bytes], mark: bytes, start: int) -> Iterator[int]:
    """Where `mark` stands, from `start` on. Between two places the file may be read elsewhere."""
    at, held = start, b""
    while True:
        file.seek(at + len(held))
        piece = file.read(_CHUNK)
        held += piece
        found = held.find(mark)
        while found >= 0:
            yield at + found
            found = held.find(mark, found + 1)
        if not piece:
            return
        kept = min(len(mark) - 1, len(held))
        at, held = at + len(held) - kept, held[len(held) - kept :]


def _begins_record(file: IO[bytes], at: int) -> bool:
    file.seek(at)
    try:
        beginning = zlib.decompressobj(_GZIP).decompress(file.read(1024), _LOOKED_AT)
    except zlib.error:
        return False
    return beginning.startswith(_BEGINNINGS)
