"""What an archive holds, record by record: the values that its reader hands over, and how they cross a pipe."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import IO, Any, TypeAlias

_LENGTHS = struct.Struct(">II")
_LONGEST_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Captured:
    """A page as an archive has it. `url` is as it was written, "" where the archive names none; `name` then makes one.

    `fetched_at` is ISO 8601 with its zone, or "".
    """

    place: str
    body: bytes
    url: str = ""
    name: str = ""
    content_type: str = "text/html"
    charset: str = ""
    fetched_at: str = ""
    status: int = 200
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that is damaged or cannot be used, and why: it is named in the report."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A record that was never meant to be a page (an image, a redirect): it is counted in the report."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reached:
    """Said before record `number` is looked at, so that it is known which one was the reader's end."""

    number: int


@dataclass(frozen=True, slots=True)
class Ended:
    """Nothing follows. `problem` says why the archive as a whole cannot be read on, or ""."""

    problem: str = ""


Message: TypeAlias = "Captured | Refused | PassedOver | Reached | Ended"
_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (Captured, Refused, PassedOver, Reached, Ended)}


def write_message(pipe: IO[bytes], message: Message) -> None:
    """OSError passes through where the other end is gone."""
    values = asdict(message)
    body = values.pop("body", b"")
    head = json.dumps([type(message).__name__, values]).encode("ascii")
    pipe.write(_LENGTHS.pack(len(head), len(body)) + head + body)
    if not isinstance(message, PassedOver):
        pipe.flush()


def read_message(pipe: IO[bytes], longest_body: int) -> Message | None:
    """The next message; None where there is none, or what comes is no message: the other end may be out of its mind."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    if head_length > _LONGEST_HEAD or body_length > longest_body:
        return None
    head, body = pipe.read(head_length), pipe.read(body_length)
    if len(head) < head_length or len(body) < body_length:
        return None
    try:
        name, values = json.loads(head)
        kind = _KINDS[name]
        message: Message = kind(**values, body=body) if kind is Captured else kind(**values)
    except (ValueError, KeyError, TypeError):
        return None
    return message
