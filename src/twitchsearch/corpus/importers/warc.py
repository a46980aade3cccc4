"""WARC and ARC files, alone or in a WACZ: the pages that were captured. Runs in the child that reads archives."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO, Any, Protocol

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from twitchsearch.corpus.importers.captured import Captured, Message, PassedOver, Reached, Refused
from twitchsearch.corpus.importers.resuming import Members, next_member, next_record
from twitchsearch.corpus.importers.zipped import member, opened
from twitchsearch.corpus.inflate import unpacked
from twitchsearch.corpus.reading import LARGEST_BODY
from twitchsearch.errors import FetchError

_PAGES = frozenset(("text/html", "application/xhtml+xml", "text/plain"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.+-]{1,40})", re.IGNORECASE)
_WEB = ("http://", "https://")
_CHUNK = 1 << 16
_SIGN_OF_LIFE = 1_000  # records: passing those that were read before takes time, too
_MOST_DAMAGES = 1_000
_LINE_BREAKS = 4  # archivers disagree whether those behind a record are counted
_WARCS = re.compile(r"archive/[^/]+\.warc(\.gz)?", re.IGNORECASE)


class _Stream(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def warc_records(path: Path, start: int) -> Iterator[Message]:
    """The records of one file, from record `start` on; what stands before is passed unread."""
    with path.open("rb") as file:
        yield from _records(file, str(path), start, 0)


def wacz_records(path: Path, start: int) -> Iterator[Message]:
    """The records of every WARC in a WACZ, in the order of their names."""
    count = 0
    with opened(path) as archive:
        for name in sorted(each for each in archive.namelist() if _WARCS.fullmatch(each)):
            with member(archive, name) as file:
                count = yield from _records(file, f"{path}/{name}", start, count)


def _records(file: IO[bytes], place: str, start: int, count: int) -> Generator[Message, None, int]:
    """Numbered from `count` on; returns the number that follows the last.

    A file that is gzip as a whole, which the library refuses, is read like any other. Where a part cannot be read,
    that is one record refused, and reading goes on with the next that begins.
    """
    at: int | None = 0
    for _ in range(_MOST_DAMAGES):
        run = _Run(file, at or 0, place)
        count = yield from run.messages(start, count)
        at = run.resumes
        if at is None:
            return count
    yield Refused(place, f"the archive is damaged in more than {_MOST_DAMAGES} places; the rest of it was not read")
    return count


class _Run:
    """One run of readable records, from the byte `at` of a file. `resumes` is where the next may begin, None where the
    file ended."""

    def __init__(self, file: IO[bytes], at: int, place: str) -> None:
        self.resumes: int | None = None
        self._file, self._at, self._place = file, at, place
        file.seek(at)
        self._members = Members(file, at) if file.read(2) == b"\x1f\x8b" else None
        file.seek(at)
        self._stream = _Watched(self._members.pieces() if self._members else _pieces(file))

    def messages(self, start: int, count: int) -> Generator[Message, None, int]:
        """The records, numbered from `count` on; returns the number that follows the last, refused ones counted."""
        number, message, problem = count - 1, None, ""
        records = ArchiveIterator(self._stream, arc2warc=True, check_digests=True)
        try:
            for number, record in enumerate(records, count):
                if number >= start or number % _SIGN_OF_LIFE == 0:
                    yield Reached(number)
                if number >= start:
                    yield (message := _message(record, f"{self._place}, record {number + 1}"))
        except (ArchiveLoadFailed, EOFError, zlib.error, zipfile.BadZipFile) as error:
            problem = str(error).strip().partition("\n")[0] or type(error).__name__
        problem = self._stream.problem or problem
        if problem:
            self.resumes = self._next(records.offset)
            rest = "reading went on behind it" if self.resumes is not None else "nothing can be read from here on"
            problem = f"the archive is damaged here ({problem}); {rest}"
        elif self._stream.breaks_off and not isinstance(message, Refused):
            problem = "the archive breaks off here"
        if not problem:
            return number + 1
        if number + 1 >= start:
            yield Refused(f"{self._place}, record {number + 2}", problem)
        return number + 2

    def _next(self, read: int) -> int | None:
        """Where to go on; `read` is where the record that failed begins, in bytes of what was unpacked."""
        if self._members:
            return next_member(self._file, self._members.begun)
        return next_record(self._file, self._at + read)


class _Watched:
    """Pieces as a stream that remembers how it ended: the library says nothing of a record whose own headers are cut.

    Where unpacking fails, the stream ends, and `problem` says why: what came before is not lost.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.problem = ""
        self._pieces = pieces
        self._held = b""
        self._start = b""
        self._tail = b""

    def read(self, size: int = -1, /) -> bytes:
        """At least one byte of what is there, at most `size`."""
        if not self._held:
            try:
                self._held = next(self._pieces, b"")
            except FetchError as error:
                self.problem = str(error)
        size = len(self._held) if size < 0 else size
        piece, self._held = self._held[:size], self._held[size:]
        self._start = self._start or piece[:5]
        self._tail = (self._tail + piece[-4:])[-4:]
        return piece

    @property
    def breaks_off(self) -> bool:
        """A record of WARC ends in two line breaks; those of ARC need not."""
        return self._start == b"WARC/" and not self._tail.endswith((b"\r\n\r\n", b"\n\n"))


def _message(record: Any, place: str) -> Message:
    match record.rec_type:
        case "response" | "resource":
            try:
                return _page(record, place)
            except (ArchiveLoadFailed, ValueError, FetchError, EOFError, zlib.error) as error:
                return Refused(place, str(error).strip().partition("\n")[0] or type(error).__name__)
        case "revisit":
            return PassedOver("a revisit: the page was the same as in an earlier capture")
        case None | "":
            return Refused(place, "it does not state what it is (WARC-Type)")
        case other:
            return PassedOver(f"no capture of a page ({str(other)[:20]})")


def _page(record: Any, place: str) -> Message:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    headers = record.http_headers
    if not url.startswith(_WEB):
        return PassedOver("nothing from the web (its address is no http or https)")
    if record.rec_type == "response" and headers is None:
        raise ValueError("it has no HTTP headers")
    status = _status(headers)
    if status not in (200, 203):
        return PassedOver(f"an answer with status {status}")
    declared = (headers or record.rec_headers).get_header("Content-Type") or ""
    content_type = declared.partition(";")[0].strip().lower()
    if content_type and content_type not in _PAGES:
        return PassedOver(f"no page ({content_type[:60]})")
    body = _body(record)
    _verify(record)
    if not content_type and b"<" not in body[:1024]:
        return PassedOver("no page (of no stated type)")
    charset = _CHARSET.search(declared)
    return Captured(
        place,
        body,
        url,
        content_type=content_type or "text/html",
        charset=charset[1] if charset else "",
        fetched_at=record.rec_headers.get_header("WARC-Date") or "",
        status=status,
        etag=_header(headers, "ETag"),
        last_modified=_header(headers, "Last-Modified"),
    )


def _status(headers: Any) -> int:
    if headers is None:
        return 200
    code = headers.get_statuscode() or ""
    if not (code.isascii() and code.isdigit()):
        raise ValueError("its HTTP status is no number")
    return int(code)


def _header(headers: Any, name: str) -> str:
    return str(headers.get_header(name) or "") if headers is not None else ""


def _body(record: Any) -> bytes:
    """Unpacked by our own means, which bound it; the library's would not."""
    headers = record.http_headers
    stream = record.raw_stream
    if headers is not None and "chunked" in _header(headers, "Transfer-Encoding").lower():
        stream = ChunkedDataReader(stream, decomp_type=None)
    body = bytearray()
    for piece in unpacked(_pieces(stream), _header(headers, "Content-Encoding")):
        body += piece
        if len(body) > LARGEST_BODY:
            raise ValueError(f"it is larger than {LARGEST_BODY} bytes")
    return bytes(body)


def _pieces(stream: _Stream) -> Iterator[bytes]:
    while piece := stream.read(_CHUNK):
        yield piece


def _verify(record: Any) -> None:
    """Raises ValueError where a digest that the record states is not its own, or it breaks off."""
    while record.raw_stream.read(_CHUNK):
        pass
    if record.digest_checker.passed is False:
        raise ValueError("its digest is not that of what it holds")
    missing = getattr(record.raw_stream, "limit", 0)
    if missing > _LINE_BREAKS:
        raise ValueError(f"it ends {missing} bytes before the length that it states")
