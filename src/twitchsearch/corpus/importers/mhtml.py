"""MHTML: one page as a browser saved it with all its parts. Runs in the child that reads archives."""

from __future__ import annotations

import email
import email.utils
from collections.abc import Iterator
from datetime import UTC
from email.message import Message as Mail
from itertools import islice
from pathlib import Path

from twitchsearch.corpus.importers.captured import Captured, Message, PassedOver, Reached
from twitchsearch.corpus.reading import LARGEST_BODY
from twitchsearch.files import read_bounded

_PAGES = ("text/html", "application/xhtml+xml")
_MOST_PARTS = 10_000


def mhtml_records(path: Path, start: int) -> Iterator[Message]:
    """The page of the file. Raises ValueError where it holds none."""
    if start > 0:
        return
    yield Reached(0)
    mail = email.message_from_bytes(read_bounded(path, 2 * LARGEST_BODY))
    root = _root(mail)
    if root is None:
        raise ValueError("it holds no page")
    body = root.get_payload(decode=True)
    if not isinstance(body, bytes) or len(body) > LARGEST_BODY:
        raise ValueError(f"its page cannot be read, or is larger than {LARGEST_BODY} bytes")
    yield Captured(
        str(path),
        body,
        _address(mail.get("Snapshot-Content-Location")) or _address(root.get("Content-Location")),
        path.stem,
        content_type=root.get_content_type(),
        charset=str(root.get_content_charset() or "")[:40],
        fetched_at=_time(mail.get("Date")),
    )
    for _ in range(sum(1 for _ in islice(mail.walk(), _MOST_PARTS)) - 2):
        yield PassedOver("a part of a saved page (a picture, a style)")


def _root(mail: Mail) -> Mail | None:
    """The first part that is a page: frames follow it."""
    return next((part for part in islice(mail.walk(), _MOST_PARTS) if part.get_content_type() in _PAGES), None)


def _address(value: object) -> str:
    text = "".join(str(value or "").split())
    return text if text.startswith(("http://", "https://")) else ""


def _time(value: object) -> str:
    try:
        time = email.utils.parsedate_to_datetime(str(value or ""))  # "-0000" is UTC, from no zone
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).isoformat()
