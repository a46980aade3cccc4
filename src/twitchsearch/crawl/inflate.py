"""Bodies unpacked in small pieces, so that whoever counts them can stop in time."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

from twitchsearch.errors import FetchError, FetchRefused

PIECE = 1 << 16
"""Bytes of a piece at most."""

ACCEPTED = "gzip, deflate"
_GZIP = 31
_ZLIB = 15
_RAW = -15
_MEMBERS = 1_000


class _Engine(Protocol):
    """What `zlib.decompressobj` gives; its own type has no public name."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes: ...


def unpacked(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The body of a response with this Content-Encoding, in pieces of at most `PIECE` bytes (chunks as they come where
    nothing is packed). Nothing is unpacked before it is asked for.

    Raises FetchRefused for a coding that was not asked for, FetchError where the body is not what it says.
    """
    match coding.strip().lower():
        case "" | "identity":
            return iter(chunks)
        case "gzip" | "x-gzip":
            return gunzipped(chunks)
        case "deflate":
            return _translated(_deflated(chunks))
        case other:
            raise FetchRefused(f"is packed as {other!r}, which was not asked for")


def gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Gzip, of one member or several."""
    return _translated(_gunzipped(chunks))


def _translated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except zlib.error as error:
        raise FetchError(f"its compressed body is damaged ({error})", retryable=True) from error


def _gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    engine: _Engine = zlib.decompressobj(_GZIP)
    members = 1
    for chunk in chunks:
        yield from _drained(engine, chunk)
        while engine.eof and engine.unused_data.strip(b"\0"):
            members += 1
            if members > _MEMBERS:
                raise FetchRefused(f"is gzip of more than {_MEMBERS} members")
            rest, engine = engine.unused_data, zlib.decompressobj(_GZIP)
            yield from _drained(engine, rest)
    _whole(engine)


def _deflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """RFC 9110 means the zlib format; some servers send it without its wrapping."""
    engine: _Engine | None = None
    for chunk in chunks:
        if chunk and engine is None:
            engine = zlib.decompressobj(_ZLIB if chunk[0] & 0x0F == 8 else _RAW)
        if engine is not None:
            yield from _drained(engine, chunk)
    if engine is not None:
        _whole(engine)


def _drained(engine: _Engine, chunk: bytes) -> Iterator[bytes]:
    while not engine.eof:
        piece = engine.decompress(chunk, PIECE)
        if piece:
            yield piece
        chunk = engine.unconsumed_tail
        if not chunk and len(piece) < PIECE:
            return


def _whole(engine: _Engine) -> None:
    if not engine.eof:
        raise FetchError("its compressed body ends too early", retryable=True)
