"""Pages that their sites no longer offer: kept for a while, not searched, and back when they come back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from twitchsearch.corpus.store import Added, CorpusStore, Damaged, Entry, Gone
from twitchsearch.errors import NotFound
from twitchsearch.model import Page

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
URL = "https://example.com/eyelid"
PAGE = Page(URL, b"<h1>Eyelids</h1>", NOW, source="crawl")
GONE = Gone(NOW + timedelta(days=1), "the answer was 404")


@pytest.fixture
def store(tmp_path: Path) -> CorpusStore:
    store = CorpusStore(tmp_path / "corpus")
    store.add(PAGE)
    return store


def only(store: CorpusStore) -> Entry:
    (entry,) = store.entries()
    assert isinstance(entry, Entry)
    return entry


def test_a_page_that_is_gone_is_marked_once_and_still_read(store: CorpusStore) -> None:
    before = store.change()
    assert store.mark_gone(URL, GONE)
    assert store.change() != before
    after = store.change()
    assert not store.mark_gone(URL, Gone(NOW + timedelta(days=9), "again"))
    assert store.change() == after
    assert only(store).gone_at == GONE.at
    assert store.facts(only(store)).gone == GONE
    assert store.is_gone(URL)
    assert store.get(URL) == PAGE


def test_a_page_that_comes_back_is_no_longer_gone(store: CorpusStore) -> None:
    digest = only(store).digest
    store.mark_gone(URL, GONE)
    assert store.add(PAGE) is Added.CHANGED
    assert (only(store).gone_at, only(store).digest) == (None, digest)
    assert store.add(PAGE) is Added.UNCHANGED


def test_the_mark_stands_in_the_sidecar_as_documented(store: CorpusStore) -> None:
    store.mark_gone(URL, GONE)
    record = json.loads(only(store).path.read_text("utf-8"))
    assert (record["gone_at"], record["gone_why"]) == (GONE.at.isoformat(), GONE.why)
    assert list(record) == sorted(record)


@pytest.mark.parametrize("gone_at", ["soon", 7, "2026-11-22T10:00:00", None])
def test_a_mark_that_is_no_time_is_damage(store: CorpusStore, gone_at: object) -> None:
    path = only(store).path
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"gone_at": gone_at}), "utf-8")
    (found,) = store.entries()
    assert isinstance(found, Damaged)
    assert "gone_at" in found.reason
    assert not store.is_gone(URL)


def test_what_is_not_there_cannot_be_marked(store: CorpusStore) -> None:
    with pytest.raises(NotFound):
        store.mark_gone("https://example.com/other", GONE)
    assert not store.is_gone("https://example.com/other")


def test_facts_are_known_without_reading_the_body(store: CorpusStore) -> None:
    body = next(store.folder.rglob("*.html"))
    body.write_bytes(b"x" * len(PAGE.body))
    facts = store.facts(only(store))
    assert (facts.bytes, facts.page.source, facts.page.body, facts.gone) == (len(PAGE.body), "crawl", b"", None)


def test_what_a_killed_writer_left_goes_when_the_next_one_begins(store: CorpusStore) -> None:
    host = only(store).path.parent
    left = [host / ".tmp-x.json.1-1", store.folder / ".tmp-.change.1-2"]
    others = [host / "notes.txt", host / ".hidden"]
    for path in (*left, *others):
        path.write_bytes(b"half")
    again = CorpusStore(store.folder)
    again.add(PAGE)
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in others)
