"""Articles as extraction made them, kept by page digest, so that a rebuild reads only what changed.

An SQLite file beside the index, as disposable as the index is. Every row carries a digest of itself: a row that a
power cut or a failing disk changed is not there. A file that is not such a cache is thrown away and begun anew; one
that the disk has no room for is an error, and stays.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
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

_TABLE = (
    "CREATE TABLE extracted (page TEXT PRIMARY KEY, extraction TEXT NOT NULL, article TEXT NOT NULL, "
    "canonical INTEGER NOT NULL, fetched_at TEXT NOT NULL, record BLOB NOT NULL, seal BLOB NOT NULL) WITHOUT ROWID"
)
_BATCH = 256
_LARGEST = 1 << 27  # bytes of a record unpacked: more than any page we keep can give
_JOURNAL = "-journal"
_BESIDE = (_JOURNAL, "-wal", "-shm")
_SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")  # ends a journal that names another file (sqlite.org/fileformat)
_TYPES = (str, str, str, int, str, bytes, bytes)
_NOT_OURS = (
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_TOOBIG,
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What decides which page of several an article is taken from; the article itself is read when it is needed."""

    page: str
    article: str
    canonical: bool
    fetched_at: str


class ExtractionCache:
    """Extracted articles by page digest, for one fingerprint of the extraction. Stays with its thread; close it.

    Whatever it does raises DiskError where the disk is full or cannot be written.
    """

    def __init__(self, path: Path, extraction: str, disk: Disk = DISK) -> None:
        self._path, self._extraction, self._disk = path, extraction, disk
        self._pending = 0
        disk.make_folder(path.parent)
        self._remove_traps()
        try:
            self._open()
        except sqlite3.Error as error:
            self._begin_anew(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Keep what can be kept. Raises nothing: what is lost is extracted again."""
        with suppress(sqlite3.Error):
            self._rows.commit()
        self._rows.close()

    def known(self, pages: Iterable[str]) -> Iterator[Extracted]:
        """Those of these pages that are kept, whole."""
        for page in pages:
            row = self._row(page)
            if row is not None:
                yield row[0]

    def article(self, page: str) -> Article | None:
        """The article of a page, or None where it is not kept whole.

        A row that is sealed and holds no article was made by others: then nothing that is kept is believed any more.
        """
        row = self._row(page)
        if row is None:
            return None
        try:
            return article_from(json.loads(_unpacked(row[1])))
        except (ValueError, zlib.error, RecursionError):
            self._rows.close()
            self._begin_anew(sqlite3.DatabaseError("a record in it is none of ours"))
            return None

    def keep(self, page: str, article: Article, *, canonical: bool) -> Extracted:
        """Keep an article; it may still be lost in a crash, and is then extracted again."""
        extracted = Extracted(page, article.id, canonical, article.facts.fetched_at.isoformat())
        record = zlib.compress(json.dumps(article_record(article), ensure_ascii=False).encode(), 1)
        row = (page, self._extraction, article.id, int(canonical), extracted.fetched_at, record)
        try:
            self._rows.execute("INSERT OR REPLACE INTO extracted VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, _seal(row)))
            self._pending += 1
            if self._pending >= _BATCH:
                self._rows.commit()
                self._pending = 0
        except sqlite3.Error as error:
            raise self._unwritable(error) from error
        return extracted

    def forget_all_but(self, pages: set[str]) -> None:
        """Remove what no page of the corpus needs any more, where that can be done."""
        with suppress(sqlite3.Error):
            gone = [(page,) for (page,) in self._rows.execute("SELECT page FROM extracted") if page not in pages]
            self._rows.executemany("DELETE FROM extracted WHERE page = ?", gone)
            self._rows.commit()

    def _row(self, page: str) -> tuple[Extracted, bytes] | None:
        """What is kept of a page, and its record, packed; None where the seal says that it is not what was written."""
        query = "SELECT page, extraction, article, canonical, fetched_at, record, seal FROM extracted WHERE page = ?"
        try:
            row = self._rows.execute(query, (page,)).fetchone()
        except sqlite3.Error as error:
            self._rows.close()
            self._begin_anew(error)
            return None
        if row is None or tuple(map(type, row)) != _TYPES:
            return None
        if row[:2] != (page, self._extraction) or row[6] != _seal(row[:6]):
            return None
        return Extracted(page, row[2], bool(row[3]), row[4]), row[5]

    def _open(self) -> None:
        self._rows = sqlite3.connect(self._path, timeout=30)
        try:
            self._rows.execute("PRAGMA trusted_schema = OFF")
            self._rows.execute("PRAGMA synchronous = OFF")  # rows are sealed; a lost one is extracted again
            if self._rows.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                self._rows.execute(_TABLE)
            if self._rows.execute("SELECT sql FROM sqlite_master").fetchall() != [(_TABLE,)]:
                raise sqlite3.DatabaseError("another table, view or trigger stands in it")
        except sqlite3.Error:
            self._rows.close()
            raise

    def _begin_anew(self, why: sqlite3.Error) -> None:
        """Throw the file away, if it is for what is in it that SQLite cannot read it."""
        if getattr(why, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _NOT_OURS:
            raise self._unwritable(why) from why
        for beside in ("", *_BESIDE):
            self._disk.remove(self._beside(beside))
        self._pending = 0
        try:
            self._open()
        except sqlite3.Error as error:
            raise self._unwritable(error) from error

    def _remove_traps(self) -> None:
        """Whatever would lead SQLite to files other than its own: links, and a journal that names a second one.

        On rolling back a journal SQLite removes the file that stands in such a name, wherever that is.
        """
        for beside in ("", *_BESIDE):
            path = self._beside(beside)
            if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
                self._disk.remove(path)
        if _ends_in(self._beside(_JOURNAL), _SUPER_JOURNAL):
            self._disk.remove(self._beside(""))
            self._disk.remove(self._beside(_JOURNAL))

    def _beside(self, ending: str) -> Path:
        return self._path.with_name(self._path.name + ending)

    def _unwritable(self, error: sqlite3.Error) -> DiskError:
        match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
            case sqlite3.SQLITE_FULL:
                reason = "the disk is full; make room and run the command again"
            case sqlite3.SQLITE_IOERR:
                reason = "the disk failed, or a file may not grow so large here (a limit of the system)"
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
                reason = "permission denied, or the file system is read-only"
            case _:
                reason = str(error)
        return DiskError(f"cannot write {self._path}: {reason}")


def _ends_in(path: Path, ending: bytes) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(-len(ending), os.SEEK_END)
            return file.read() == ending
    except OSError:  # missing, or too short
        return False


def _unpacked(record: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    contents = unpacking.decompress(record, _LARGEST)
    if unpacking.unconsumed_tail:
        raise ValueError("it is larger than any article")
    return contents


def _seal(row: tuple[str, str, str, int, str, bytes]) -> bytes:
    *head, record = row
    text = json.dumps(head, ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass") + b"\0" + record, digest_size=16).digest()
