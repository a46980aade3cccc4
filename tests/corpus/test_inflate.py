"""Packed bodies: unpacked as far as they are asked for, whatever they are packed with, and refused where they bomb."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import zlib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.corpus import inflate
from twitchsearch.corpus.inflate import PIECE, unpacked
from twitchsearch.errors import FetchError, FetchRefused

BODY = b"<h1>Eyelids</h1>" * 20_000


def raw_deflate(body: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(body) + engine.flush()


def pack(name: str) -> Callable[[bytes], bytes]:
    match name:
        case "gzip":
            return gzip.compress
        case "deflate":
            return zlib.compress
        case "br":
            return lambda body: pytest.importorskip("brotli").compress(body)
        case _:
            if inflate.zstd() is None:
                pytest.skip("zstd is not installed")
            return lambda body: inflate.zstd().compress(body)


def chunked(body: bytes, size: int = 1_000) -> Iterator[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))


CODINGS = ["gzip", "deflate", "br", "zstd"]


@pytest.mark.parametrize("coding", CODINGS)
def test_each_coding_comes_off_in_small_pieces(coding: str) -> None:
    pieces = list(unpacked(chunked(pack(coding)(BODY)), coding.upper()))
    assert b"".join(pieces) == BODY
    assert max(map(len, pieces)) <= PIECE
    assert coding in inflate.accepted()


def test_deflate_without_its_wrapping_is_read_too() -> None:
    assert b"".join(unpacked([raw_deflate(BODY)], "deflate")) == BODY


@pytest.mark.parametrize(("inner", "outer"), list(itertools.product(CODINGS, CODINGS)))
def test_codings_one_in_the_other_come_off_in_turn(inner: str, outer: str) -> None:
    packed = pack(outer)(pack(inner)(BODY))
    assert b"".join(unpacked(chunked(packed), f"{inner}, {outer}")) == BODY


@pytest.mark.parametrize("coding", CODINGS)
def test_a_bomb_costs_what_is_taken_of_it(coding: str) -> None:
    bomb = pack(coding)(b"\0" * 50_000_000)
    taken = list(itertools.islice(unpacked([bomb], coding), 20))
    assert sum(map(len, taken)) <= 20 * PIECE


@pytest.mark.parametrize("coding", CODINGS)
def test_a_body_that_breaks_off_is_damage(coding: str) -> None:
    packed = pack(coding)(bytes(range(256)) * 400)
    with pytest.raises(FetchError):
        list(unpacked([packed[: len(packed) // 2]], coding))


@pytest.mark.parametrize("coding", CODINGS)
@given(body=st.binary(max_size=200))
def test_any_bytes_are_a_body_or_damage(coding: str, body: bytes) -> None:
    with contextlib.suppress(FetchError):
        assert sum(map(len, unpacked([body], coding))) < 10_000_000


def test_too_many_codings_and_unknown_ones_are_refused() -> None:
    with pytest.raises(FetchRefused, match="4 times over"):
        unpacked([b""], "gzip, gzip, gzip, gzip")
    with pytest.raises(FetchRefused, match="'compress'"):
        unpacked([b""], "compress")


def test_a_bomb_between_two_codings_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflate, "MOST_BETWEEN", 1_000_000)
    idle = zlib.compressobj(wbits=-15, strategy=zlib.Z_FIXED)
    empty_blocks = (idle.compress(b"") + idle.flush(zlib.Z_FULL_FLUSH)) * 400_000  # nothing but the work of reading it
    with pytest.raises(FetchRefused, match="too large in between"):
        list(unpacked([gzip.compress(empty_blocks)], "deflate, gzip"))


def test_gzip_of_endless_members_is_refused() -> None:
    with pytest.raises(FetchRefused, match="members"):
        list(unpacked([gzip.compress(b"") * 1_001], "gzip"))
