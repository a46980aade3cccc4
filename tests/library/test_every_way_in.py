"""The same article, whichever way it came in: the same sections."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.corpus.archives import article, epub, mhtml, wacz, warc, zim
from tests.crawl.server import Answer, serving
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.corpus.importers import import_from
from twitchsearch.corpus.store import CorpusStore, Entry
from twitchsearch.crawl import CrawlSettings, crawl
from twitchsearch.extract import extract
from twitchsearch.library import Effort, Library, build, open_store
from twitchsearch.model import Page, SearchRequest, Section, no_progress
from twitchsearch.search.query import parse

NOW = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://health.example/eyelid"
BODY = article("Why eyelids twitch", "Tiredness and too much tea.", "Dry eyes, and the glare of a screen.")


def by_folder(folder: Path) -> Path:
    (folder / "saved").mkdir()
    (folder / "saved" / "page.html").write_bytes(BODY)
    return folder / "saved"


def by_single_file(folder: Path) -> Path:
    (folder / "page.html").write_bytes(
        b"<!DOCTYPE html><!--\n Page saved with SingleFile \n url: https://health.example/eyelid \n"
        b" saved date: Sun Nov 01 2026\n-->" + BODY.removeprefix(b"<!DOCTYPE html>")
    )
    return folder / "page.html"


def by_jsonl(folder: Path) -> Path:
    (folder / "articles.jsonl").write_text(json.dumps({"url": URL, "html": BODY.decode()}))
    return folder / "articles.jsonl"


def by_feed(folder: Path) -> Path:
    feed = {"version": "https://jsonfeed.org/version/1", "items": [{"url": URL, "content_html": BODY.decode()}]}
    (folder / "feed.json").write_text(json.dumps(feed))
    return folder / "feed.json"


WAYS: dict[str, Callable[[Path], Path]] = {
    "folder": by_folder,
    "single file": by_single_file,
    "jsonl": by_jsonl,
    "feed": by_feed,
    "warc": lambda folder: warc(folder / "a.warc.gz", {URL: BODY}),
    "wacz": lambda folder: wacz(folder / "a.wacz", {URL: BODY}),
    "zim": lambda folder: zim(folder / "a.zim", {"eyelid": BODY}),
    "mhtml": lambda folder: mhtml(folder / "a.mhtml", URL, BODY),
    "epub": lambda folder: epub(folder / "a.epub", {"eyelid": BODY}),
}


def sections(page: Page) -> list[Section]:
    return [replace(section, id="") for section in extract(page).sections]


def only(store: CorpusStore) -> Page:
    (entry,) = store.entries()
    assert isinstance(entry, Entry)
    return store.read(entry)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> list[Section]:
    folder = tmp_path_factory.mktemp("crawled")
    with serving({"/eyelid": Answer(BODY)}) as server:
        settings = CrawlSettings(
            (f"http://127.0.0.1:{server.port}/eyelid",),
            sitemaps=False,
            delay=0.0,
            private_addresses=True,
            state_folder=folder,
        )
        crawl(settings, CorpusStore(folder / "corpus"), no_progress)
    return sections(only(CorpusStore(folder / "corpus")))


def test_the_crawled_article_has_its_sections(crawled: list[Section]) -> None:
    assert [section.heading for section in crawled] == ["Causes", "Remedies"]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_in_gives_the_same_sections(tmp_path: Path, crawled: list[Section], way: str) -> None:
    store = CorpusStore(tmp_path / "corpus")
    import_from(WAYS[way](tmp_path), store, no_progress, base_url="https://health.example/", fetched_at=NOW)
    assert sections(only(store)) == crawled


def test_a_zim_of_some_hundred_articles_is_sectioned_and_found(tmp_path: Path) -> None:
    pages = {f"T{n}": article(f"Twitch {n}", f"The cause is the rare plant number{n}x.") for n in range(200)}
    library, index = Library(tmp_path / "library"), MemoryIndex()
    import_from(zim(tmp_path / "a.zim", pages), open_store(library), no_progress, fetched_at=NOW)
    state = build(library, index, Effort(workers=1)).state
    assert (state.articles, state.sections) == (200, 400)
    with index.searcher() as searcher:
        (hit,) = searcher.search(SearchRequest(parse("number117x"), "number117x")).hits
    assert hit.article.url == "https://a.import.example/T117"
    assert hit.section.heading == "Causes"
