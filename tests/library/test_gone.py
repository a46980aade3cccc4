"""Pages that are gone leave the index at the next update, and come back when they do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.library.pages import EPOCH, page, url
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.corpus.store import Gone
from twitchsearch.library import Effort, Library, build, open_store, status, update
from twitchsearch.model import SearchRequest
from twitchsearch.search.query import parse


def found(index: MemoryIndex, text: str) -> set[str]:
    with index.searcher() as searcher:
        return {hit.article.url for hit in searcher.search(SearchRequest(parse(text), text)).hits}


def test_a_page_that_is_gone_leaves_the_index_at_the_next_update_and_returns(tmp_path: Path) -> None:
    library, index, effort = Library(tmp_path), MemoryIndex(), Effort(workers=1)
    store = open_store(library)
    pages = [page("eyelids", "coffee"), page("calves", "coffee")]
    list(store.add_all(pages))
    build(library, index, effort)
    store.mark_gone(url("eyelids"), Gone(EPOCH + timedelta(days=1), "the answer was 410"))
    assert status(library, index).stale
    assert update(library, index, effort).done.removed == (url("eyelids"),)
    assert found(index, "coffee") == {url("calves")}
    store.add(pages[0])
    assert update(library, index, effort).done.added == (url("eyelids"),)
    assert found(index, "coffee") == {url("eyelids"), url("calves")}
