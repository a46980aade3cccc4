"""A small library and what it answers, and disks that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.backends.strategies import Part, an_article
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.errors import DiskError
from twitchsearch.files import DISK, Disk
from twitchsearch.model import Catalogue, Hit, PageRecord, Prefix, SearchRequest, Word, no_progress
from twitchsearch.search.seam import Changes

LEGS = an_article("legs", "Legs twitch at night.", "Stretch the muscle.", title="Legs")
EYES = an_article("eyes", "An eyelid twitches after coffee.", Part("Sleep more.", ("What helps",)), title="Eyes")
FEET = an_article("feet", "A cramp is no twitch.", title="Feet")
OLD, NEW = (LEGS, EYES), (LEGS, FEET)
CATALOGUE = Catalogue("extraction", "7", {"https://example.org/legs": PageRecord("d1", LEGS.id)})
TWITCH = SearchRequest(Word("twitch"))


def built(folder: Path, disk: Disk = DISK) -> WhooshIndex:
    """An index of `OLD`."""
    index = WhooshIndex(folder, disk=disk)
    index.rebuild(OLD, CATALOGUE, no_progress)
    return index


def rebuilt(index: WhooshIndex) -> None:
    index.rebuild(NEW, CATALOGUE, no_progress)


def updated(index: WhooshIndex) -> None:
    index.update(Changes([FEET], frozenset({EYES.id})), CATALOGUE, no_progress)


WRITES: tuple[Callable[[WhooshIndex], None], ...] = (rebuilt, updated)
"""Two ways from `OLD` to `NEW`."""


def titles(index: WhooshIndex) -> list[str]:
    """The titles of the articles that answer `TWITCH`, after all that an index can be asked."""
    with index.searcher() as searcher:
        found = searcher.search(TWITCH).hits
        searcher.search(SearchRequest(Prefix("s")))
        for hit in found:
            assert searcher.section(hit.section.id) == hit.section
            assert searcher.article(hit.article.id).facts == hit.article
        assert searcher.terms("t", 3)
        return sorted(map(_title, found))


def _title(hit: Hit) -> str:
    return hit.article.title


class FailingDisk(Disk):
    """Fails at the n-th operation and at all that follow, as a machine does that is going down."""

    def __init__(self, fails_at: int) -> None:
        self.left = fails_at

    def _operate(self, operation: Callable[..., None], *arguments: Any) -> None:
        self.left -= 1
        if self.left < 0:
            raise DiskError("the disk is gone")
        operation(*arguments)

    def write_new(self, path: Path, chunks: Iterable[bytes]) -> None:
        def half() -> Iterable[bytes]:
            for chunk in chunks:
                yield chunk[: len(chunk) // 2]
                if self.left == 0:
                    raise DiskError("the disk is gone")
                yield chunk[len(chunk) // 2 :]

        self._operate(super().write_new, path, half())

    def flush(self, path: Path) -> None:
        self._operate(super().flush, path)

    def flush_folder(self, folder: Path) -> None:
        self._operate(super().flush_folder, folder)

    def replace(self, source: Path, target: Path) -> None:
        self._operate(super().replace, source, target)

    def link(self, source: Path, target: Path) -> None:
        self._operate(super().link, source, target)

    def make_folder(self, folder: Path) -> None:
        self._operate(super().make_folder, folder)

    def remove(self, path: Path) -> None:
        self._operate(super().remove, path)

    def remove_folder(self, folder: Path) -> None:
        self._operate(super().remove_folder, folder)
