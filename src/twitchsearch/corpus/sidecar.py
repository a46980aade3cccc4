"""The sidecar of a page: what is known of it besides its bytes, as JSON that a person can read.

Written by `encode`; read strictly, as it may come from anywhere: what is not exactly the sidecar of the page whose
name it bears is a ValueError, and no name in it is ever used that the URL does not give.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from twitchsearch import urls
from twitchsearch.corpus.names import place
from twitchsearch.model import Page

LARGEST = 512 * 1024
"""Bytes of a sidecar beyond which it is not read."""

_MOST_REDIRECTS = 20
_LONGEST_HEADER = 1000
_SHA256 = re.compile(r"[0-9a-f]{64}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gone:
    """When a page was found to be no longer offered where it came from, and what showed it."""

    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """`page` is without its body, whose digest is `sha256`."""

    page: Page
    sha256: str
    gone: Gone | None = None

    @property
    def file(self) -> str:
        return place(self.page.url).body(self.sha256, self.page.content_type)

    @property
    def digest(self) -> str:
        """A digest of all that decides what the page's article is."""
        page = self.page
        parts = (page.url, page.final_url, page.content_type, page.charset, page.source, page.fetched_at.isoformat())
        whole = "\n".join((*parts, self.sha256, *page.redirects))  # none of them holds a line break
        return hashlib.sha256(whole.encode()).hexdigest()

    def says_the_same(self, other: Sidecar) -> bool:
        """Whether both are of the same bytes, read the same way, from the same place, whenever that was."""
        same = self.sha256 == other.sha256 and _reading(self.page) == _reading(other.page)
        return same and bool(self.gone) == bool(other.gone)


def sidecar_of(page: Page) -> Sidecar:
    """Raises ValueError where `page` is not one that can be kept: its URLs not normalised, its time without a zone."""
    for url in (page.url, page.final_url or page.url):
        if urls.normalise(url) != url:
            raise ValueError(f"{urls.shown(url)} is not normalised")
    if page.fetched_at.tzinfo is None:
        raise ValueError("fetched_at has no time zone")
    kept = replace(
        page,
        body=b"",
        fetched_at=page.fetched_at.astimezone(UTC),
        redirects=tuple(urls.shown(url)[: urls.LONGEST] for url in page.redirects[:_MOST_REDIRECTS]),
        content_type=_header(page.content_type),
        charset=_header(page.charset),
        etag=_header(page.etag),
        last_modified=_header(page.last_modified),
        source=_header(page.source),
    )
    return Sidecar(kept, hashlib.sha256(page.body).hexdigest())


def encode(sidecar: Sidecar) -> bytes:
    """The file's contents: sorted keys, so that two versions can be compared by eye."""
    page = sidecar.page
    record = {
        "charset": page.charset,
        "content_type": page.content_type,
        "etag": page.etag,
        "fetched_at": page.fetched_at.isoformat(),
        "file": sidecar.file,
        "final_url": page.final_url,
        "last_modified": page.last_modified,
        "redirects": list(page.redirects),
        "sha256": sidecar.sha256,
        "source": page.source,
        "status": page.status,
        "url": page.url,
    }
    if sidecar.gone:
        record |= {"gone_at": sidecar.gone.at.isoformat(), "gone_why": sidecar.gone.why}
        record = dict(sorted(record.items()))
    return json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n"


def decode(contents: bytes, folder: str, name: str) -> Sidecar:
    """The sidecar in the file `name` of `folder`. Raises ValueError, with the reason."""
    record = _record(contents)
    url = _url(record, "url")
    spot = place(url)
    if (spot.folder, spot.sidecar) != (folder, name):
        raise ValueError(f"it is about {url}, whose page does not stand here")
    sha256 = _take(record, "sha256", str)
    if not _SHA256.fullmatch(sha256):
        raise ValueError("its sha256 is no such digest")
    page = Page(
        url=url,
        body=b"",
        fetched_at=_time(record, "fetched_at"),
        final_url=_url(record, "final_url") if _take(record, "final_url", str, "") else "",
        redirects=_redirects(record),
        status=_take(record, "status", int, 200),
        content_type=_text(record, "content_type"),
        charset=_text(record, "charset"),
        etag=_text(record, "etag"),
        last_modified=_text(record, "last_modified"),
        source=_text(record, "source"),
    )
    if _take(record, "file", str) != spot.body(sha256, page.content_type):
        raise ValueError("it names a file that cannot be its page's")
    return Sidecar(page, sha256, _gone(record))


def _gone(record: dict[str, Any]) -> Gone | None:
    return Gone(_time(record, "gone_at"), _text(record, "gone_why")) if "gone_at" in record else None


def _reading(page: Page) -> tuple[str, str, tuple[str, ...], str, str]:
    return page.url, page.final_url, page.redirects, page.content_type, page.charset


def _header(text: str) -> str:
    """A header as it came, or "" where no honest server sends such a one."""
    return text if len(text) <= _LONGEST_HEADER and text.isprintable() else ""


def _record(contents: bytes) -> dict[str, Any]:
    try:
        record = json.loads(contents.decode())
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON in UTF-8") from error
    if not isinstance(record, dict):
        raise ValueError("it is not a JSON object")
    return record


def _take(record: dict[str, Any], key: str, kind: type[T], default: T | None = None) -> T:
    value = record.get(key, default)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError(f"{key} is missing or of another type")
    return value


def _text(record: dict[str, Any], key: str) -> str:
    value = _take(record, key, str, "")
    if _header(value) != value:
        raise ValueError(f"{key} is too long or not printable")
    return value


def _url(record: dict[str, Any], key: str) -> str:
    value = _take(record, key, str)
    try:
        normal = urls.normalise(value)
    except ValueError as error:
        raise ValueError(f"{key} is no URL of a page: {error}") from error
    if normal != value:
        raise ValueError(f"{key} is not normalised")
    return value


def _redirects(record: dict[str, Any]) -> tuple[str, ...]:
    values = _take(record, "redirects", list, [])
    if len(values) > _MOST_REDIRECTS or not all(isinstance(each, str) and urls.shown(each) == each for each in values):
        raise ValueError("redirects is not a short list of URLs")
    return tuple(values)


def _time(record: dict[str, Any], key: str) -> datetime:
    try:
        time = datetime.fromisoformat(_take(record, key, str))
        if time.tzinfo is not None:
            return time.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"{key} is not a time with a zone")
