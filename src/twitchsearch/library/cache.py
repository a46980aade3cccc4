"""Articles as extraction made them, kept by page digest, so that a rebuild reads only what changed.

An SQLite file beside the index, as disposable as the index is. Every row carries a digest of itself: a row that a
power cut or a failing disk changed is not there. A file that SQLite cannot read is thrown away and begun anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from twitchsearch.errors import DiskError
from twitchsearch.files import DISK, Disk
from twitchsearch.model import Article
from twitchsearch.model.records import article_from, article_record

_SCHEMA = """
CREATE TABLE IF NOT EXISTS extracted (
    page TEXT PRIMARY KEY, extraction TEXT NOT NULL, article TEXT NOT NULL, canonical INTEGER NOT NULL,
    fetched_at TEXT NOT NULL, record BLOB NOT NULL, seal BLOB NOT NULL
) WITHOUT ROWID
"""
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Extracted:
    """What decides which page of several an article is taken from; the article itself is read when it is needed."""

    page: str
    article: str
    canonical: bool
    fetched_at: str


class ExtractionCache:
    """Extracted articles by page digest, for one fingerprint of the extraction. Stays with its thread; close it."""

    def __init__(self, path: Path, extraction: str, disk: Disk = DISK) -> None:
        self._path, self._extraction, self._disk = path, extraction, disk
        self._pending = 0
        disk.make_folder(path.parent)
        try:
            self._open()
        except sqlite3.DatabaseError:
            self._begin_anew()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._rows.commit()
        self._rows.close()

    def known(self, pages: Iterable[str]) -> Iterator[Extracted]:
        """Those of these pages that are kept, whole."""
        for page in pages:
            row = self._row(page)
            if row is not None:
                _, article, canonical, fetched_at, _ = row
                yield Extracted(page, article, bool(canonical), fetched_at)

    def article(self, page: str) -> Article | None:
        """The article of a page, or None where it is not kept whole."""
        row = self._row(page)
        if row is None:
            return None
        try:
            return article_from(json.loads(zlib.decompress(row[4])))
        except (ValueError, zlib.error):
            return None

    def keep(self, page: str, article: Article, *, canonical: bool) -> Extracted:
        """Keep an article; it may still be lost in a crash, and is then extracted again. Raises DiskError."""
        record = zlib.compress(json.dumps(article_record(article), ensure_ascii=False).encode(), 1)
        fetched_at = article.facts.fetched_at.isoformat()
        seal = _seal(page, self._extraction, article.id, fetched_at, record)
        try:
            self._rows.execute(
                "INSERT OR REPLACE INTO extracted VALUES (?, ?, ?, ?, ?, ?, ?)",
                (page, self._extraction, article.id, int(canonical), fetched_at, record, seal),
            )
            self._pending += 1
            if self._pending >= _BATCH:
                self._rows.commit()
                self._pending = 0
        except sqlite3.Error as error:
            raise DiskError(f"cannot write {self._path}: {error}; make room and run the command again") from error
        return Extracted(page, article.id, canonical, fetched_at)

    def forget_all_but(self, pages: set[str]) -> None:
        """Remove what no page of the corpus needs any more."""
        with suppress(sqlite3.Error):
            gone = [(page,) for (page,) in self._rows.execute("SELECT page FROM extracted") if page not in pages]
            self._rows.executemany("DELETE FROM extracted WHERE page = ?", gone)
            self._rows.commit()

    def _row(self, page: str) -> tuple[str, str, int, str, bytes] | None:
        query = "SELECT extraction, article, canonical, fetched_at, record, seal FROM extracted WHERE page = ?"
        try:
            row = self._rows.execute(query, (page,)).fetchone()
        except sqlite3.DatabaseError:
            self._rows.close()
            self._begin_anew()
            return None
        if row is None or row[0] != self._extraction or row[5] != _seal(page, row[0], row[1], row[3], row[4]):
            return None
        return row[:5]  # type: ignore[no-any-return]  # SQLite's rows are Any; the seal says that we wrote this one

    def _open(self) -> None:
        self._rows = sqlite3.connect(self._path, timeout=30)
        try:
            self._rows.execute("PRAGMA synchronous = OFF")  # rows are sealed; a lost one is extracted again
            self._rows.execute(_SCHEMA)
            self._rows.execute(
                "SELECT page, extraction, article, canonical, fetched_at, record, seal FROM extracted LIMIT 1"
            )
        except sqlite3.Error:
            self._rows.close()
            raise

    def _begin_anew(self) -> None:
        for name in (self._path.name, f"{self._path.name}-journal"):
            self._disk.remove(self._path.with_name(name))
        try:
            self._open()
        except sqlite3.Error as error:
            raise DiskError(f"cannot write {self._path}: {error}") from error


def _seal(page: str, extraction: str, article: str, fetched_at: str, record: bytes) -> bytes:
    head = f"{page}\0{extraction}\0{article}\0{fetched_at}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(head + b"\0" + record, digest_size=16).digest()
