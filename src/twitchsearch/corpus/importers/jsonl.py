"""articles.jsonl: one article a line, of any length in all; a line that is none costs that line."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Any, Protocol

from twitchsearch import urls
from twitchsearch.corpus.importers.ledger import Job, Ledger
from twitchsearch.corpus.importers.records import article_of, html_of
from twitchsearch.errors import ImportRefused
from twitchsearch.model import Page

LONGEST_LINE = 32 * 1024 * 1024
"""Bytes of a line beyond which it is skipped, unread."""


class _Lines(Protocol):
    def readline(self, size: int, /) -> bytes: ...


_BOM = b"\xef\xbb\xbf"


def article_lines(job: Job, ledger: Ledger) -> Iterator[Page]:
    """A page for each line that is an article; empty lines count for nothing. Reads one line at a time.

    Raises ImportRefused where the file cannot be read.
    """
    try:
        with job.path.open("rb") as raw:
            zipped = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            with gzip.GzipFile(fileobj=raw) if zipped else raw as file:
                yield from _pages(job, ledger, file)
    except OSError as error:
        raise ImportRefused(f"cannot read {job.path}: {error.strerror or error}") from error


def _pages(job: Job, ledger: Ledger, file: _Lines) -> Iterator[Page]:
    number = 0
    try:
        for number, line in enumerate(_lines(file), 1):
            if line.strip():
                yield from _page(job, ledger, line, f"{job.path}:{number}")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        ledger.skip(f"{job.path}:{number + 1}", f"the compressed file is damaged from here on: {error}")


def _lines(file: _Lines) -> Iterator[bytes]:
    """Lines; of one that is too long its first `LONGEST_LINE` + 1 bytes."""
    line = file.readline(LONGEST_LINE + 1).removeprefix(_BOM)
    while line:
        yield line
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
        line = file.readline(LONGEST_LINE + 1)


def _page(job: Job, ledger: Ledger, line: bytes, place: str) -> Iterator[Page]:
    try:
        if len(line) > LONGEST_LINE:
            raise ValueError(f"the line is longer than {LONGEST_LINE} bytes")
        record = _record(line)
        url = _url(record, job.base_url)
        article = article_of(record, url)
        body = html_of(article, own := ledger.own(url, place))
    except ValueError as error:
        ledger.skip(place, str(error))
        return
    yield Page(own, body, job.fetched_at, charset="utf-8", source="jsonl")


def _record(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode())
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start + 1}") from error
    except (ValueError, RecursionError) as error:
        raise ValueError("not JSON that can be read: nested too deeply, or a number too long") from error
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")
    return record


def _url(record: dict[str, Any], base: str) -> str:
    stated = record.get("url")
    if not isinstance(stated, str) or not stated.strip():
        raise ValueError("url is missing or not a text")
    try:
        return urls.normalise(stated, base)
    except ValueError as error:
        raise ValueError(f"url {urls.shown(stated)[:80]}: {error}") from error
