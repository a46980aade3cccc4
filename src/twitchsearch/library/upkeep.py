"""Corpus to index: build, update, and what is stale.

Of several pages with the same article (the same canonical URL) the smallest of (is canonical, oldest fetch, URL) gives
it, and of near-copies the one whose page is so stands for all; nothing depends on the order in which pages came. An
update does what a rebuild would, for the articles that any changed page touches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from twitchsearch.errors import IndexTooNew, IndexUnusable
from twitchsearch.extract import fingerprint
from twitchsearch.library.places import Library, open_store
from twitchsearch.library.reading import NORMAL, Articles, Effort, Reading, digests, keeping, listed, without_article
from twitchsearch.model import Catalogue, IndexState, IndexStatus, Progress, no_progress
from twitchsearch.search.seam import Changes, Index

__all__ = ["BuildReport", "Effort", "LibraryStatus", "Pending", "build", "left_out", "pending", "status", "update"]


@dataclass(frozen=True, slots=True)
class Pending:
    """What an update would do: URLs of pages, sorted. `rebuild` says why all is read anew, or "" where it is not."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rebuild: str = ""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.rebuild)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build or an update did. `skipped` has every page of the corpus that is in no article, with the reason.

    `duplicates` are pages whose article another page gives, `copies` articles that are near-copies of another, which
    stands for them (`ArticleFacts.group`).
    """

    state: IndexState
    done: Pending
    skipped: tuple[tuple[str, str], ...] = ()
    duplicates: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """What is known of a library without reading it through.

    `stale` says that the corpus may have changed since the index was built; `rebuild` why a rebuild is due, or "".
    """

    library: Library
    index: IndexState
    stale: bool
    rebuild: str = ""


def status(library: Library, index: Index) -> LibraryStatus:
    """Cheap: the manifest and the corpus's change counter are read, and nothing else."""
    state = index.state()
    if state.status is not IndexStatus.READY:
        return LibraryStatus(library, state, stale=True, rebuild=state.problem)
    rebuild = "" if state.extraction == fingerprint() else "articles are cut into sections in a newer way"
    return LibraryStatus(library, state, state.corpus_change != open_store(library).change(), rebuild)


def pending(library: Library, index: Index) -> Pending:
    """What `update` would do now. Raises as it does."""
    return _pending(index, digests(listed(open_store(library), no_progress)))[1]


def left_out(index: Index) -> tuple[tuple[str, str], ...]:
    """The pages that are in no article of the index, each with the reason, by URL. Raises IndexUnusable."""
    return without_article(index.catalogue().pages)


def build(library: Library, index: Index, effort: Effort = NORMAL, progress: Progress = no_progress) -> BuildReport:
    """Make the index anew from the whole corpus. Raises as `Index.rebuild` does; the live index stays until then."""
    with index.writing(), keeping(library) as kept:
        kept.listing.forget()
        reading = Reading(open_store(library), kept, effort, progress)
        reading.all()
        state = index.rebuild(Articles(reading), reading.catalogue(), progress)
        kept.cache.forget_all_but({record.digest for record in reading.pages.values()})
    return BuildReport(
        state, Pending(added=tuple(sorted(reading.pages))), reading.skipped(), reading.duplicates(), reading.copies()
    )


def update(library: Library, index: Index, effort: Effort = NORMAL, progress: Progress = no_progress) -> BuildReport:
    """Make the index follow the corpus, at the cost of what changed; builds it where there is none that can be kept.

    Raises as `Index.update` does; IndexTooNew where a newer version built it: that is not overwritten unasked.
    """
    with index.writing():
        with keeping(library) as kept:
            reading = Reading(open_store(library), kept, effort, progress)
            old, todo = _pending(index, digests(reading.entries))
            if not todo.rebuild:
                return _follow(index, reading, old, todo)
        report = build(library, index, effort, progress)
        return replace(report, done=replace(todo, added=report.done.added, changed=(), removed=()))


def _follow(index: Index, reading: Reading, old: Catalogue, todo: Pending) -> BuildReport:
    touched = reading.some({*todo.added, *todo.changed}, todo.removed, old)
    if not todo and reading.catalogue().corpus_change == old.corpus_change:
        return _report(index.state(), todo, reading)
    articles = tuple(reading.articles(touched))
    removed = frozenset(touched - {article.id for article in articles})
    state = index.update(Changes(articles, removed), reading.catalogue(), reading.progress)
    return _report(state, todo, reading)


def _report(state: IndexState, done: Pending, reading: Reading) -> BuildReport:
    return BuildReport(state, done, reading.skipped(), reading.duplicates(), reading.copies())


def _pending(index: Index, now: Mapping[str, str]) -> tuple[Catalogue, Pending]:
    """What the index was built from, and what has changed since."""
    try:
        old = index.catalogue()
    except IndexTooNew:
        raise
    except IndexUnusable as error:
        return Catalogue(), Pending(added=tuple(sorted(now)), rebuild=str(error))
    rebuild = "" if old.extraction == fingerprint() else "articles are cut into sections in a newer way"
    return old, Pending(
        added=tuple(sorted(url for url in now if url not in old.pages)),
        changed=tuple(sorted(url for url in now if url in old.pages and old.pages[url].digest != now[url])),
        removed=tuple(sorted(url for url in old.pages if url not in now)),
        rebuild=rebuild,
    )
