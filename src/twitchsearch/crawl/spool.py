"""The file of a crawl's state: the pages in it that wait to be kept, and what its errors mean."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from twitchsearch.errors import CrawlError, DiskError, WriterBusy
from twitchsearch.model import Page


class Spool:
    """Pages that came and are not in the corpus yet. The caller holds the lock and the transaction."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self.pages = self.bytes = 0
        self._count()

    def put(self, page: Page) -> None:
        row = (page.url, json.dumps(_facts(page)), page.body)
        self._base.execute("INSERT OR REPLACE INTO spool (url, facts, body) VALUES (?, ?, ?)", row)
        self.pages, self.bytes = self.pages + 1, self.bytes + len(page.body)

    def first(self, pages: int, size: int) -> list[Page]:
        """The oldest: at most so many, and no more bytes than one above `size`."""
        found: list[Page] = []
        rows = self._base.execute("SELECT facts, body FROM spool ORDER BY place LIMIT ?", (pages,))
        for facts, body in rows:
            found.append(_page(facts, body))
            size -= len(body)
            if size <= 0:
                break
        rows.close()
        return found

    def drop(self, urls: Iterable[str]) -> None:
        self._base.executemany("DELETE FROM spool WHERE url = ?", [(url,) for url in urls])
        self._count()

    def _count(self) -> None:
        query = "SELECT count(*), coalesce(sum(length(body)), 0) FROM spool"
        self.pages, self.bytes = self._base.execute(query).fetchone()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of the file in our words."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(path, error) from error


def _translation(path: Path, error: sqlite3.Error) -> Exception:
    match getattr(error, "sqlite_errorname", "").partition("_")[2].partition("_")[0]:
        case "BUSY" | "LOCKED":
            return WriterBusy(f"another process is crawling from the same start (it holds {path}); wait for it")
        case "FULL" | "IOERR" | "READONLY" | "CANTOPEN" | "PERM" | "AUTH":
            return DiskError(f"cannot write {path}: {error}")
        case _:
            return CrawlError(f"the state of the crawl in {path} is damaged ({error}); delete it and crawl again")


def _facts(page: Page) -> dict[str, object]:
    return {
        "url": page.url,
        "fetched_at": page.fetched_at.isoformat(),
        "final_url": page.final_url,
        "redirects": page.redirects,
        "status": page.status,
        "content_type": page.content_type,
        "charset": page.charset,
        "etag": page.etag,
        "last_modified": page.last_modified,
        "source": page.source,
    }


def _page(facts: str, body: bytes) -> Page:
    values = json.loads(facts)
    values |= {"fetched_at": datetime.fromisoformat(values["fetched_at"]), "redirects": tuple(values["redirects"])}
    return Page(**values, body=body)
