"""Bodies unpacked in small pieces, so that whoever counts them can stop in time: as servers and archives pack them."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Protocol

from twitchsearch.errors import FetchError, FetchRefused

PIECE = 1 << 16
"""Bytes of a piece at most."""
MOST_CODINGS = 3
"""Codings of one body, one in the other."""
MOST_BETWEEN = 64 * 1024 * 1024
"""Bytes that one coding may hand to the next: a bomb may hold little but the work of unpacking it."""

_GZIP = 31
_ZLIB = 15
_RAW = -15
_MEMBERS = 1_000
_ZSTD_HOMES = ("compression.zstd", "backports.zstd")  # from Python 3.14 on, and before
_Step = Callable[[Iterable[bytes]], Iterator[bytes]]


class _Engine(Protocol):
    """What `zlib.decompressobj` gives; its own type has no public name."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes: ...


@cache
def accepted() -> str:
    """The codings that can be unpacked here, as Accept-Encoding has them: "br" and "zstd" need their libraries."""
    more = [name for name, module in (("br", brotli()), ("zstd", zstd())) if module]
    return ", ".join(("gzip", "deflate", *more))


@cache
def brotli() -> Any:
    """The Brotli library, or None where it is not installed or too old to be held to a size."""
    module = _module("brotli")
    return module if module and hasattr(module.Decompressor, "can_accept_more_data") else None


@cache
def zstd() -> Any:
    """The Zstandard library, or None where it is not installed."""
    return next((module for name in _ZSTD_HOMES if (module := _module(name))), None)


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def unpacked(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The body of a response with this Content-Encoding, in pieces of at most `PIECE` bytes (chunks as they come where
    nothing is packed). Several codings are taken off, the last first. Nothing is unpacked before it is asked for.

    Raises FetchRefused for a coding that was not asked for or for too many, FetchError where the body is not what it
    says.
    """
    codings = [each for name in coding.split(",") if (each := name.strip().lower()) not in ("", "identity")]
    if len(codings) > MOST_CODINGS:
        raise FetchRefused(f"is packed {len(codings)} times over")
    pieces: Iterator[bytes] = iter(chunks)
    for place, each in enumerate(reversed(codings)):
        pieces = _step(each)(_bounded(pieces) if place else pieces)
    return pieces


def gunzipped(chunks: Iterable[bytes], members: float = _MEMBERS) -> Iterator[bytes]:
    """Gzip, of one member or several; FetchRefused beyond so many `members`."""
    return _translated(_gunzipped(chunks, members))


def _step(coding: str) -> _Step:
    match coding:
        case "gzip" | "x-gzip":
            return gunzipped
        case "deflate":
            return lambda chunks: _translated(_deflated(chunks))
        case "br" if brotli():
            return lambda chunks: _translated(_unbrotlied(chunks))
        case "zstd" if zstd():
            return lambda chunks: _translated(_unzstd(chunks))
        case other:
            raise FetchRefused(f"is packed as {other[:40]!r}, which was not asked for")


def _bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > MOST_BETWEEN:
            raise FetchRefused("is packed several times over, and too large in between")
        yield piece


def _translated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    damage = [
        zlib.error,
        *(each for each in (getattr(brotli(), "error", None), getattr(zstd(), "ZstdError", None)) if each),
    ]
    try:
        yield from pieces
    except tuple(damage) as error:
        raise FetchError(f"its compressed body is damaged ({error})", retryable=True) from error


def _gunzipped(chunks: Iterable[bytes], most: float) -> Iterator[bytes]:
    engine: _Engine = zlib.decompressobj(_GZIP)
    members = 1
    for chunk in chunks:
        yield from drained(engine, chunk)
        while engine.eof and engine.unused_data.strip(b"\0"):
            members += 1
            if members > most:
                raise FetchRefused(f"is gzip of more than {most} members")
            rest, engine = engine.unused_data, zlib.decompressobj(_GZIP)
            yield from drained(engine, rest)
    _whole(ended=engine.eof)


def _deflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """RFC 9110 means the zlib format; some servers send it without its wrapping."""
    engine: _Engine | None = None
    for chunk in chunks:
        if chunk and engine is None:
            engine = zlib.decompressobj(_ZLIB if chunk[0] & 0x0F == 8 else _RAW)
        if engine is not None:
            yield from drained(engine, chunk)
    if engine is not None:
        _whole(ended=engine.eof)


def _unbrotlied(chunks: Iterable[bytes]) -> Iterator[bytes]:
    engine = brotli().Decompressor()
    for chunk in chunks:
        if engine.is_finished():
            return
        piece = engine.process(chunk, output_buffer_limit=PIECE)
        while piece or not engine.can_accept_more_data():
            yield from (
                piece[start : start + PIECE] for start in range(0, len(piece), PIECE)
            )  # its limit is a soft one
            piece = engine.process(b"", output_buffer_limit=PIECE)
    _whole(ended=engine.is_finished())


def _unzstd(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """One frame or several, with a window of at most 8 MiB, as RFC 9659 has it."""
    options = {zstd().DecompressionParameter.window_log_max: 23}
    engine, begun, frames = zstd().ZstdDecompressor(options=options), False, 1
    for chunk in chunks:
        data = chunk
        while data or not (engine.needs_input or engine.eof):
            if engine.eof:
                frames += 1
                if frames > _MEMBERS:
                    raise FetchRefused(f"is zstd of more than {_MEMBERS} frames")
                engine = zstd().ZstdDecompressor(options=options)
            begun = True
            if piece := engine.decompress(data, PIECE):
                yield piece
            data = engine.unused_data if engine.eof else b""
    _whole(ended=engine.eof or not begun)


def drained(engine: _Engine, chunk: bytes) -> Iterator[bytes]:
    """What one chunk gives, in pieces of at most `PIECE` bytes, up to the end of the member or stream it is of."""
    while not engine.eof:
        piece = engine.decompress(chunk, PIECE)
        if piece:
            yield piece
        chunk = engine.unconsumed_tail
        if not chunk and len(piece) < PIECE:
            return


def _whole(*, ended: bool) -> None:
    if not ended:
        raise FetchError("its compressed body ends too early", retryable=True)
