"""Build, update and status: the index follows the corpus."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.library.pages import page, url
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.corpus.store import CorpusStore, Entry
from twitchsearch.errors import DiskError, IndexTooNew
from twitchsearch.library import BuildReport, Effort, Library, build, open_index, open_store, pending, status, update
from twitchsearch.library.cache import ExtractionCache
from twitchsearch.library.sealed import SealedRows
from twitchsearch.model import Article, IndexStatus, Page, SearchRequest, Step
from twitchsearch.search.query import parse

EFFORT = Effort(workers=1)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


@pytest.fixture
def index() -> MemoryIndex:
    return MemoryIndex()


def found(index: MemoryIndex, text: str) -> set[str]:
    with index.searcher() as searcher:
        return {hit.article.url for hit in searcher.search(SearchRequest(parse(text), text)).hits}


def follow(library: Library, index: MemoryIndex) -> BuildReport:
    return update(library, index, EFFORT)


def test_an_empty_corpus_builds_an_empty_index(library: Library, index: MemoryIndex) -> None:
    report = build(library, index, EFFORT)
    assert report.state.status is IndexStatus.READY
    assert (report.state.articles, report.skipped) == (0, ())
    assert found(index, "anything") == set()


def test_what_is_in_the_corpus_is_found_and_what_gives_no_article_is_named(
    library: Library, index: MemoryIndex
) -> None:
    store = open_store(library)
    store.add(page("eyelids", "too much coffee"))
    store.add(page("empty", "").__class__(url("nothing"), b"", page("x", "y").fetched_at))
    report = build(library, index, EFFORT)
    assert found(index, "coffee") == {url("eyelids")}
    assert [place for place, reason in report.skipped if reason] == [url("nothing")]


def test_an_update_adds_changes_and_removes(library: Library, index: MemoryIndex) -> None:
    store = open_store(library)
    for name, words in (("eyelids", "coffee"), ("calves", "dehydration"), ("thumbs", "gaming")):
        store.add(page(name, words))
    build(library, index, EFFORT)
    store.add(page("eyelids", "tiredness", days=1))
    store.remove(url("thumbs"))
    store.add(page("feet", "stimulants"))
    assert status(library, index).stale
    report = follow(library, index)
    assert report.done.added == (url("feet"),)
    assert report.done.changed == (url("eyelids"),)
    assert report.done.removed == (url("thumbs"),)
    assert found(index, "coffee") == found(index, "gaming") == set()
    assert found(index, "tiredness") == {url("eyelids")}
    assert found(index, "stimulants") == {url("feet")}
    assert found(index, "dehydration") == {url("calves")}
    assert not status(library, index).stale


def test_an_update_without_an_index_builds_one(library: Library, index: MemoryIndex) -> None:
    open_store(library).add(page("eyelids", "coffee"))
    report = follow(library, index)
    assert report.done.rebuild
    assert found(index, "coffee") == {url("eyelids")}


def test_an_update_of_nothing_changes_nothing_and_is_not_stale(library: Library, index: MemoryIndex) -> None:
    open_store(library).add(page("eyelids", "coffee"))
    build(library, index, EFFORT)
    assert not pending(library, index)
    report = follow(library, index)
    assert not report.done
    assert found(index, "coffee") == {url("eyelids")}


def test_the_canonical_page_gives_the_article_whatever_came_first(library: Library, index: MemoryIndex) -> None:
    store = open_store(library)
    store.add(page("copy", "the words of a copy", canonical="eyelids"))
    store.add(page("eyelids", "the words of the original", days=9))
    report = build(library, index, EFFORT)
    assert report.duplicates == 1
    with index.searcher() as searcher:
        (hit,) = searcher.search(SearchRequest(parse("cause words"))).hits
    assert "original" in hit.section.text
    assert hit.article.aliases == (url("copy"),)


def test_when_the_canonical_page_goes_its_copy_takes_its_place(library: Library, index: MemoryIndex) -> None:
    store = open_store(library)
    store.add(page("copy", "the words of a copy", canonical="eyelids"))
    store.add(page("eyelids", "the words of the original"))
    build(library, index, EFFORT)
    store.remove(url("eyelids"))
    follow(library, index)
    assert found(index, "original") == set()
    assert len(found(index, "copy")) == 1


def test_a_stopped_build_leaves_the_old_index_and_the_next_one_goes_on(library: Library, index: MemoryIndex) -> None:
    store = open_store(library)
    store.add(page("eyelids", "coffee"))
    build(library, index, EFFORT)
    store.add(page("feet", "stimulants"))

    def stop(step: Step) -> None:
        if step.stage == "indexing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(library, index, EFFORT, stop)
    assert found(index, "coffee") == {url("eyelids")}
    assert found(index, "stimulants") == set()
    follow(library, index)
    assert found(index, "stimulants") == {url("feet")}


def test_a_second_build_extracts_nothing(library: Library, index: MemoryIndex) -> None:
    open_store(library).add(page("eyelids", "coffee"))
    build(library, index, EFFORT)
    stages: list[str] = []
    build(library, index, EFFORT, lambda step: stages.append(step.stage))
    assert "extracting" not in stages


@pytest.mark.parametrize("damage", [b"", b"not a database" * 99])
def test_a_damaged_cache_is_begun_anew(library: Library, index: MemoryIndex, damage: bytes) -> None:
    open_store(library).add(page("eyelids", "coffee"))
    build(library, index, EFFORT)
    (library.index_folder / "extracted.sqlite3").write_bytes(damage)
    build(library, index, EFFORT)
    assert found(index, "coffee") == {url("eyelids")}


def test_a_flipped_bit_in_the_cache_is_never_believed(library: Library, index: MemoryIndex) -> None:
    open_store(library).add(page("eyelids", "coffee"))
    build(library, index, EFFORT)
    path = library.index_folder / "extracted.sqlite3"
    whole = path.read_bytes()
    for at in range(0, len(whole), 701):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 16]) + whole[at + 1 :])
        try:
            build(library, index, EFFORT)
        except DiskError:
            continue
        assert found(index, "coffee") == {url("eyelids")}, f"with byte {at} changed"


def test_progress_of_a_build_has_a_total(library: Library) -> None:
    store = open_store(library)
    for name in ("eyelids", "calves"):
        store.add(page(name, "coffee"))
    steps: list[Step] = []
    build(library, open_index(library), EFFORT, steps.append)
    assert Step("indexing", 2, 2) in steps
    assert Step("extracting", 2, 2) in steps


def test_a_page_that_goes_while_the_corpus_is_read_is_left_out(
    library: Library, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(library)
    store.add(page("eyelids", "coffee"))
    store.add(page("calves", "dehydration"))
    real = CorpusStore.read

    def read(self: CorpusStore, entry: Entry) -> Page:
        if entry.url == url("eyelids"):
            store.remove(entry.url)
        return real(self, entry)

    monkeypatch.setattr(CorpusStore, "read", read)
    report = build(library, index, EFFORT)
    assert (found(index, "coffee"), found(index, "dehydration")) == (set(), {url("calves")})
    assert report.skipped == ()
    assert status(library, index).stale
    assert follow(library, index).done.added == ()


def test_a_page_that_changes_while_the_corpus_is_read_is_read_as_it_is_then(
    library: Library, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(library)
    store.add(page("eyelids", "coffee"))
    real, changes = CorpusStore.read, [page("eyelids", "tiredness", days=1)]

    def read(self: CorpusStore, entry: Entry) -> Page:
        if changes:
            store.add(changes.pop())
        return real(self, entry)

    monkeypatch.setattr(CorpusStore, "read", read)
    build(library, index, EFFORT)
    assert found(index, "tiredness") == {url("eyelids")}
    store.add(page("eyelids", "coffee"))
    follow(library, index)
    assert (found(index, "tiredness"), found(index, "coffee")) == (set(), {url("eyelids")})


def test_an_index_of_a_newer_version_is_not_overwritten_by_an_update(library: Library) -> None:
    index = open_index(library)
    open_store(library).add(page("eyelids", "coffee"))
    build(library, index, EFFORT)
    (manifest,) = library.index_folder.glob("gen-*/manifest.json")
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 9'))
    for work in (pending, update):
        with pytest.raises(IndexTooNew, match="upgrade"):
            work(library, index)
    assert build(library, index, EFFORT).state.status is IndexStatus.READY


def test_a_cache_that_is_lost_between_two_looks_is_made_again(
    library: Library, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(library)
    for name in ("eyelids", "calves"):
        store.add(page(name, "coffee"))
    real, losses = ExtractionCache.article, [True]

    def article(self: ExtractionCache, digest: str) -> Article | None:
        if losses and losses.pop():
            self.forget_all_but(set())
        return real(self, digest)

    monkeypatch.setattr(ExtractionCache, "article", article)
    build(library, index, EFFORT)
    assert found(index, "coffee") == {url("eyelids"), url("calves")}


def test_a_cache_that_takes_an_article_and_does_not_give_it_back_costs_none(
    library: Library, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a file of SQLite does whose end was cut off."""
    store = open_store(library)
    for name in ("eyelids", "calves", "hands"):
        store.add(page(name, "coffee"))
    build(library, index, EFFORT)
    store.add(page("eyelids", "coffee and tea"))
    swallowed = {digest_of(store, "eyelids")}
    real, anew = ExtractionCache._row, ExtractionCache.distrust

    def distrust(self: ExtractionCache) -> None:
        swallowed.clear()
        anew(self)

    monkeypatch.setattr(ExtractionCache, "_row", lambda self, key: None if key in swallowed else real(self, key))
    monkeypatch.setattr(ExtractionCache, "distrust", distrust)
    follow(library, index)
    assert found(index, "coffee") == {url("eyelids"), url("calves"), url("hands")}
    assert not swallowed


def digest_of(store: CorpusStore, name: str) -> str:
    return next(each.digest for each in store.entries() if isinstance(each, Entry) and each.url == url(name))


def test_a_full_disk_does_not_cost_the_cache(library: Library, index: MemoryIndex) -> None:
    open_store(library).add(page("eyelids", "coffee"))
    build(library, index, EFFORT)
    cache = library.index_folder / "extracted.sqlite3"
    before = cache.read_bytes()
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    with SealedRows(cache) as rows, pytest.raises(DiskError, match="the disk is full"):
        rows._begin_anew(full)
    assert cache.read_bytes() == before
