"""What a process and its workers say to each other over pipes: frames of JSON and bytes, never pickles."""

from __future__ import annotations

import json
import struct
from datetime import datetime
from typing import IO, Any

from twitchsearch.model import Page

_LENGTHS = struct.Struct(">QQ")
READY = {"ready": True}


def write_frame(pipe: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    """Send one frame. OSError passes through where the other end is gone."""
    encoded = json.dumps(head).encode("ascii")
    pipe.write(_LENGTHS.pack(len(encoded), len(body)))
    pipe.write(encoded)
    pipe.write(body)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, or None where the other end is gone (even in the middle of one)."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    head, body = pipe.read(head_length), pipe.read(body_length)
    if len(head) < head_length or len(body) < body_length:
        return None
    return json.loads(head), body


def page_head(page: Page) -> dict[str, Any]:
    """All of a page but its body, as plain values."""
    return {
        "url": page.url,
        "fetched_at": page.fetched_at.isoformat(),
        "final_url": page.final_url,
        "redirects": list(page.redirects),
        "status": page.status,
        "content_type": page.content_type,
        "charset": page.charset,
        "etag": page.etag,
        "last_modified": page.last_modified,
        "source": page.source,
    }


def page_from(head: dict[str, Any], body: bytes) -> Page:
    """The page that `page_head` was made of."""
    values = head | {
        "fetched_at": datetime.fromisoformat(head["fetched_at"]),
        "redirects": tuple(head["redirects"]),
        "body": body,
    }
    return Page(**values)
