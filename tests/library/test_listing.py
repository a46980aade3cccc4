"""What is remembered of sidecars: read again only where they changed, and then always."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.library.pages import EPOCH, page, url
from twitchsearch.corpus import reading
from twitchsearch.corpus.sidecar import Gone
from twitchsearch.corpus.store import CorpusStore, Damaged, Entry
from twitchsearch.library.listing import MARGIN, Listing

LATER = time.time_ns() + 1000 * MARGIN


@pytest.fixture
def store(tmp_path: Path) -> CorpusStore:
    store = CorpusStore(tmp_path / "corpus")
    for name in ("eyelids", "calves", "thumbs"):
        store.add(page(name, "coffee"))
    return store


class Corpus:
    """A corpus that is listed with what is remembered of it, and counts the sidecars that are read."""

    def __init__(self, store: CorpusStore, memory: Path, patch: pytest.MonkeyPatch) -> None:
        self.read: list[str] = []
        self._store, self._memory = store, memory
        real = reading.read_entry

        def counted(folder: Path, name: str) -> Entry | Damaged:
            self.read.append(name)
            return real(folder, name)

        patch.setattr(reading, "read_entry", counted)

    def listed(self, now: int = LATER) -> list[Entry | Damaged]:
        self.read.clear()
        with Listing(self._memory, clock=lambda: now) as remembered:
            found = list(self._store.entries(remembered))
        assert found == list(self._store.entries())
        return found


@pytest.fixture
def corpus(store: CorpusStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    return Corpus(store, tmp_path / "listed.sqlite3", monkeypatch)


def sidecar(store: CorpusStore, name: str) -> Path:
    return next(each.path for each in store.entries() if isinstance(each, Entry) and each.url == url(name))


def test_what_did_not_change_is_not_read_again(corpus: Corpus) -> None:
    corpus.listed()
    assert len(corpus.read) == 3
    corpus.listed()
    assert corpus.read == []


def test_what_came_changed_or_was_marked_is_read(store: CorpusStore, corpus: Corpus) -> None:
    corpus.listed()
    store.add(page("feet", "coffee"))
    store.add(page("eyelids", "tiredness"))
    store.mark_gone(url("calves"), Gone(EPOCH, "404"))
    corpus.listed()
    assert len(corpus.read) == 3
    (gone,) = [each for each in corpus.listed() if isinstance(each, Entry) and each.gone_at]
    assert (corpus.read, gone.url) == ([], url("calves"))


def test_what_went_is_forgotten(store: CorpusStore, corpus: Corpus) -> None:
    corpus.listed()
    store.remove(url("eyelids"))
    assert len(corpus.listed()) == 2
    store.add(page("eyelids", "coffee"))
    corpus.listed()
    assert len(corpus.read) == 1


@pytest.mark.skipif(os.name == "nt", reason="there the system keeps no time of change")
def test_a_sidecar_overwritten_in_place_is_read_even_if_its_time_and_size_are_set_back(
    store: CorpusStore, corpus: Corpus
) -> None:
    corpus.listed()
    path = sidecar(store, "eyelids")
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"2026-01-01", b"2026-01-02"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    corpus.listed()
    assert len(corpus.read) == 1


def test_a_sidecar_that_was_just_written_is_read_again(corpus: Corpus) -> None:
    corpus.listed(now=time.time_ns())
    corpus.listed(now=time.time_ns())
    assert len(corpus.read) == 3


def test_a_damaged_sidecar_is_read_every_time(store: CorpusStore, corpus: Corpus) -> None:
    sidecar(store, "eyelids").write_bytes(b"{}")
    corpus.listed()
    corpus.listed()
    assert len(corpus.read) == 1


def test_a_corpus_that_was_moved_is_still_known(store: CorpusStore, corpus: Corpus) -> None:
    corpus.listed()
    moved = store.folder.rename(store.folder.with_name("moved"))
    corpus._store = CorpusStore(moved)
    assert all(each.path.is_relative_to(moved) for each in corpus.listed())
    assert corpus.read == []


def test_where_nothing_can_be_remembered_everything_is_read(store: CorpusStore, tmp_path: Path) -> None:
    (tmp_path / "listed.sqlite3").mkdir()
    with Listing(tmp_path / "listed.sqlite3", clock=lambda: LATER) as remembered:
        assert list(store.entries(remembered)) == list(store.entries())


def test_what_is_to_be_forgotten_is_read(corpus: Corpus, store: CorpusStore, tmp_path: Path) -> None:
    corpus.listed()
    corpus.read.clear()
    with Listing(tmp_path / "listed.sqlite3", clock=lambda: LATER) as remembered:
        remembered.forget()
        list(store.entries(remembered))
    assert len(corpus.read) == 3
    corpus.listed()
    assert corpus.read == []
