"""What the writer of an index and its workers say to each other over pipes: a line of JSON, and packs of bytes."""

from __future__ import annotations

import json
import struct
from typing import IO, NamedTuple

_LENGTH = struct.Struct("<Q")


class Job(NamedTuple):
    """A run to be written: where, of how many packs of articles, for which language."""

    folder: str
    name: str
    language: str
    packs: int


def write_job(pipe: IO[bytes], job: Job) -> None:
    """Begin a job; its packs follow. OSError passes through where the other end is gone."""
    pipe.write(json.dumps(job).encode("ascii") + b"\n")


def read_job(pipe: IO[bytes]) -> Job | None:
    """The next job, None where the other end is gone."""
    line = pipe.readline()
    return Job(*json.loads(line)) if line.endswith(b"\n") else None


def write_pack(pipe: IO[bytes], pack: bytes) -> None:
    pipe.write(_LENGTH.pack(len(pack)))
    pipe.write(pack)


def read_pack(pipe: IO[bytes]) -> bytes:
    """The next pack. Raises EOFError where the other end is gone."""
    length = pipe.read(_LENGTH.size)
    pack = pipe.read(*_LENGTH.unpack(length)) if len(length) == _LENGTH.size else b""
    if not pack:
        raise EOFError
    return pack
