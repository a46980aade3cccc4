"""Whatever became of a corpus, an update of its index answers as an index built from nothing."""

from __future__ import annotations

import gzip
import random
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.soak.conftest import Say
from tests.soak.worlds import MARGIN, answers, extract_here, leftovers
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.corpus.store import CorpusStore, Entry
from twitchsearch.library import (
    BuildReport,
    Effort,
    Library,
    build,
    listing,
    open_index,
    open_store,
    pending,
    status,
    update,
)
from twitchsearch.model import (
    Article,
    Filters,
    Grouping,
    Matching,
    Page,
    SearchRequest,
    SectionKind,
    SnippetShape,
    Sort,
    Window,
)
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Searcher

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "corpus"
SAVED = ROOT.parent / "shared" / "data" / "html" / "article-extraction-benchmark" / "html"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
LARGEST = 60_000  # bytes of a saved page: larger ones take longer and prove no more
EFFORT = Effort(workers=2)
LONG = [pytest.mark.soak, pytest.mark.timeout(1500)]


def real_pages() -> list[Page]:
    """The starter articles, and saved pages of real sites where they are there, as if of three sites."""
    store = CorpusStore(STARTER)
    found = [store.read(entry) for entry in store.entries() if isinstance(entry, Entry) and "starter" in entry.url]
    bodies = [gzip.decompress(path.read_bytes()) for path in sorted(SAVED.glob("*.html.gz"))]
    for number, body in enumerate(body for body in bodies if len(body) <= LARGEST):
        url = f"https://site{number % 3}.example/articles/{number}"
        found.append(Page(url, body, EPOCH + timedelta(hours=number * 7 % 50), source="folder"))
    return found


class History:
    """One corpus, and what happens to it."""

    def __init__(self, library: Library, pool: list[Page], chance: random.Random) -> None:
        self.done = Counter[str]()
        self._store = open_store(library)
        self._chance = chance
        self._pool = chance.sample(pool, min(len(pool), 14))
        self._kept: dict[str, Page] = {}

    def step(self) -> None:
        """One of the things that happen to pages."""
        happen = [self.add, self.add, self.change, self.remove, self.rename, self.duplicate, self.duplicate, self.spoil]
        self._chance.choice(happen)()

    def add(self) -> None:
        page = self._chance.choice(self._pool)
        self._put("added", page)

    def change(self) -> None:
        page = self._any()
        if page is not None:
            more = " ".join(self._chance.choices(("stretching", "coffee", "a twitch", "rest", "eyelids"), k=9))
            self._put("changed", replace(page, body=page.body.replace(b"</p>", f" Also {more}.</p>".encode(), 2)))

    def remove(self) -> None:
        page = self._any()
        if page is not None:
            self._drop(page.url)
            self.done["removed"] += 1

    def rename(self) -> None:
        page = self._any()
        if page is not None:
            self._drop(page.url)
            self._put("renamed", replace(page, url=f"{page.url}-renamed"))

    def duplicate(self) -> None:
        """The same article at another address, which says where the original stands (or says of itself that it is)."""
        page = self._any()
        if page is None:
            return
        canonical = self._chance.choice((page.url, f"{page.url}-copy"))
        link = f'<link rel="canonical" href="{canonical}">'.encode()
        body = page.body.replace(b"<head>", b"<head>" + link, 1)
        days = timedelta(days=self._chance.randrange(-3, 4))
        self._put("duplicated", replace(page, url=f"{page.url}-copy", body=body, fetched_at=page.fetched_at + days))

    def spoil(self) -> None:
        """Something writes over a page's sidecar."""
        entries = [each for each in self._store.entries() if isinstance(each, Entry)]
        if entries and self._chance.random() < 0.5:
            entry = self._chance.choice(entries)
            entry.path.write_bytes(b"{}")
            self._kept.pop(entry.url)
            self.done["spoilt"] += 1

    def _any(self) -> Page | None:
        return self._chance.choice(list(self._kept.values())) if self._kept else None

    def _put(self, what: str, page: Page) -> None:
        self._store.add(page)
        self._kept[page.url] = page
        self.done[what] += 1

    def _drop(self, url: str) -> None:
        self._store.remove(url)
        del self._kept[url]


def requests(chance: random.Random, words: list[str]) -> list[SearchRequest]:
    """Requests of every kind, of words that occur."""
    one, two, three = (chance.choice(words) for _ in range(3))
    texts = ["", one, f"{one} {two}", f"{one} OR {two} OR {three}", f'"{one} {two}"~3', f"{one[:2]}*", f"{two}~"]
    texts += [f"title:{one} {two}", f"heading:{three}", f"{one} -{two}", f"kind:causes {one}", f"+{one} {two} {three}"]
    plain = [SearchRequest(parse(text), text) for text in texts]
    kinds, since = frozenset({SectionKind.CAUSES, SectionKind.OTHER}), date(2025, 1, 1)
    several = SearchRequest(parse(f"{one} {two} {three}"), matching=Matching.ANY)
    special = [
        replace(several, grouping=Grouping.ARTICLE),
        replace(several, sort=Sort.NEWEST),
        replace(several, filters=Filters(kinds=kinds)),
        replace(several, filters=Filters(since=since)),
        replace(several, filters=Filters(sites=frozenset({"site1.example"}))),
        replace(several, typing=True),
    ]
    wide = Window(0, 200)
    return [replace(each, window=wide, snippets=SnippetShape(count=0)) for each in [*plain, *special]]


def articles(searcher: Searcher, ids: Iterable[str]) -> list[Article]:
    return [searcher.article(each) for each in sorted(ids)]


def compared(library: Library, report: BuildReport, fresh: Path, chance: random.Random) -> int:
    """Compare the index of a library with one from memory, built from a copy of its corpus; how much was compared."""
    library.corpus_folder.mkdir(exist_ok=True)
    shutil.copytree(library.corpus_folder, fresh / "corpus")
    index, reference = open_index(library), MemoryIndex()
    rebuilt = build(Library(fresh), reference, EFFORT)
    assert skipped(report) == skipped(rebuilt)
    assert report.duplicates == rebuilt.duplicates
    ids = {record.article for record in reference.catalogue().pages.values()} - {""}
    assert {record.article for record in index.catalogue().pages.values()} - {""} == ids
    with index.searcher() as ours, reference.searcher() as theirs:
        words = [each.text for each in theirs.terms("", 400)] or ["nothing"]
        asked = requests(chance, words)
        assert answers(ours, asked) == answers(theirs, asked)
        assert ours.terms("s", 50) == theirs.terms("s", 50)
        assert articles(ours, ids) == articles(theirs, ids)
    assert (index.state().articles, index.state().sections) == (reference.state().articles, reference.state().sections)
    shutil.rmtree(fresh)
    return len(asked)


def skipped(report: BuildReport) -> list[tuple[str, str]]:
    """Pages without an article; damaged ones are named by their path, which differs between the two corpora."""
    return sorted((place.rpartition("/")[2], reason) for place, reason in report.skipped)


def followed(library: Library, chance: random.Random) -> BuildReport:
    """Update, or now and then build."""
    index = open_index(library)
    if chance.random() < 0.15:
        return build(library, index, EFFORT)
    todo = pending(library, index)
    report = update(library, index, EFFORT)
    assert report.done == todo or report.done.rebuild
    assert not status(library, index).stale
    assert not pending(library, index)
    return report


@pytest.mark.parametrize(
    ("histories", "pooled"),
    [(2, False), pytest.param(190, False, marks=LONG), pytest.param(10, True, marks=LONG)],
)
def test_after_any_history_an_update_answers_as_a_rebuild(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say, histories: int, pooled: bool
) -> None:
    monkeypatch.setattr(listing, "MARGIN", MARGIN)
    if not pooled:
        extract_here(monkeypatch)
    pool = real_pages()
    chance, done, updates, asked = random.Random(histories), Counter[str](), 0, 0
    for number in range(histories):
        library = Library(tmp_path / f"history{number}")
        history = History(library, pool, chance)
        for _ in range(chance.randrange(2, 7)):
            for _ in range(chance.randrange(1, 7)):
                history.step()
            report = followed(library, chance)
            updates += 1
        asked += compared(library, report, tmp_path / "fresh", chance)
        assert open_index(library).check().problems == ()
        assert leftovers(library.index_folder) == []
        done += history.done
        shutil.rmtree(library.root)
    say(f"{histories} histories of {len(pool)} pages, {dict(done)}, {updates} updates, {asked} requests: all equal")
