"""Ways out of the corpus: the archives and records that other tools read, and that `importers` takes back in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from importlib.util import find_spec
from io import BytesIO

from twitchsearch._version import __version__
from twitchsearch.errors import SettingsError
from twitchsearch.model import Page


def warc_records(pages: Iterable[Page]) -> Iterator[bytes]:
    """The pages as the records of a WARC 1.1 file, each a member of gzip.

    Each is the answer as it is kept: unpacked, with the headers that are known. Raises SettingsError where the library
    that writes them is not installed.
    """
    if find_spec("warcio") is None:
        raise SettingsError("writing WARC needs warcio; to have it: pip install 'twitchsearch[warc]'")
    from warcio.warcwriter import WARCWriter

    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    about = {"software": f"twitchsearch/{__version__}", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record("corpus.warc.gz", about))
    yield _drained(buffer)
    for page in pages:
        _write(writer, page)
        yield _drained(buffer)


def json_lines(pages: Iterable[tuple[Page, str]]) -> Iterator[bytes]:
    """Pages with the text of their bodies as an `articles.jsonl`: one object a line, `html` being the text."""
    for page, text in pages:
        record = {"url": page.url, "fetched_at": page.fetched_at.isoformat(), "source": page.source, "html": text}
        yield json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _drained(buffer: BytesIO) -> bytes:
    contents = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return contents


def _write(writer: object, page: Page) -> None:
    from warcio.statusandheaders import StatusAndHeaders

    charset = f"; charset={page.charset}" if page.charset else ""
    headers = [
        ("Content-Type", f"{page.content_type or 'text/html'}{charset}"),
        ("Content-Length", str(len(page.body))),
        *((name, value) for name, value in (("ETag", page.etag), ("Last-Modified", page.last_modified)) if value),
    ]
    record = writer.create_warc_record(  # type: ignore[attr-defined]  # the library has no types
        page.url,
        "response",
        payload=BytesIO(page.body),
        http_headers=StatusAndHeaders(f"{page.status} OK", headers, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")},
    )
    writer.write_record(record)  # type: ignore[attr-defined]
    record.raw_stream.close()
