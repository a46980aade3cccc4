"""Articles as extraction made them, kept by page digest, so that a rebuild reads only what changed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from twitchsearch.files import DISK, Disk
from twitchsearch.library.sealed import Row, SealedRows
from twitchsearch.model import Article
from twitchsearch.model.records import article_from, article_record

_LARGEST = 1 << 27  # bytes of a record unpacked: more than any page we keep can give


@dataclass(frozen=True, slots=True)
class Extracted:
    """What decides which page of several an article is taken from; the article itself is read when it is needed."""

    page: str
    article: str
    canonical: bool
    fetched_at: str
    likeness: str = ""


class ExtractionCache:
    """Extracted articles by page digest, for one fingerprint of the extraction. Stays with its thread; close it.

    Whatever it does raises DiskError where the disk is full or cannot be written.
    """

    def __init__(self, path: Path, extraction: str, disk: Disk = DISK) -> None:
        self._extraction = extraction
        self._rows = SealedRows(path, disk)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()

    def known(self, pages: Iterable[str]) -> Iterator[Extracted]:
        """Those of these pages that are kept, whole."""
        for page in pages:
            row = self._row(page)
            if row is not None:
                _, article, canonical, fetched_at, likeness = row.facts
                yield Extracted(page, article, canonical, fetched_at, likeness)

    def article(self, page: str) -> Article | None:
        """The article of a page, or None where it is not kept whole.

        A row that is sealed and holds no article was made by others: then nothing that is kept is believed any more.
        """
        row = self._row(page)
        if row is None:
            return None
        try:
            return article_from(json.loads(_unpacked(row.record)))
        except (ValueError, zlib.error, RecursionError):
            self.distrust()
            return None

    def distrust(self) -> None:
        """Begin anew: what is kept is not what was given."""
        self._rows.distrust()

    def keep(self, page: str, article: Article, *, canonical: bool) -> Extracted:
        """Keep an article; it may still be lost in a crash, and is then extracted again."""
        facts = article.facts
        extracted = Extracted(page, article.id, canonical, facts.fetched_at.isoformat(), facts.likeness)
        record = zlib.compress(json.dumps(article_record(article), ensure_ascii=False).encode(), 1)
        self._rows.put(
            Row(page, [self._extraction, article.id, canonical, extracted.fetched_at, facts.likeness], record)
        )
        return extracted

    def forget_all_but(self, pages: set[str]) -> None:
        """Remove what no page of the corpus needs any more, where that can be done."""
        self._rows.forget(self._rows.keys() - pages)

    def _row(self, page: str) -> Row | None:
        row = self._rows.row(page)
        return row if row is not None and _is_ours(row.facts, self._extraction) else None


def _is_ours(facts: list[Any], extraction: str) -> bool:
    return [type(each) for each in facts] == [str, str, bool, str, str] and facts[0] == extraction


def _unpacked(record: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    contents = unpacking.decompress(record, _LARGEST)
    if unpacking.unconsumed_tail:
        raise ValueError("it is larger than any article")
    return contents
