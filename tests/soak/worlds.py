"""A small library that exists in several versions, and what each of them must answer, computed from memory."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import pytest

from tests.library.pages import page
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.corpus.sidecar import sidecar_of
from twitchsearch.errors import ExtractionError
from twitchsearch.extract import extract
from twitchsearch.extract.pool import Outcome
from twitchsearch.library import Library, build, open_index, open_store, reading, update
from twitchsearch.model import Article, Page, SearchRequest, SnippetShape, Window
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Index, Searcher

VERSIONS = 4
PAGES = 30
MARGIN = (
    30_000_000  # nanoseconds, for `listing.MARGIN`: a few ticks, so that what a test has just written is remembered
)
QUERIES = (
    "coffee",
    "stress OR tiredness",
    '"as far as anybody knows"',
    "title:about gaming",
    "wor*",
    "cofee~",
    "kind:causes -stress",
    "",
)
REQUESTS = tuple(
    SearchRequest(parse(text), text, window=Window(0, 200), snippets=SnippetShape(count=0)) for text in QUERIES
)
CAUSES = ("coffee", "stress", "tiredness", "gaming")

Answer = tuple[object, ...]
"""All that a library answers to `REQUESTS`, fit to be compared: ids, scores, totals, facets."""


def pages(version: int) -> dict[str, Page]:
    """The pages of one version by URL: most are in all of them, some come, change, go, or are copies of another."""
    found = [page(f"page{n}", _words(n, version)) for n in range(PAGES) if n % 10 != version + 3]
    found.append(page(f"new{version}", f"the novelty of version {version}"))
    found.append(page("copy", f"a copy made in version {version}", canonical=f"page{version}", days=version))
    return {each.url: each for each in found}


def _words(n: int, version: int) -> str:
    changed = version if n % 5 == version else 9
    return f"{CAUSES[n % 4]}, {CAUSES[changed % 4]} and word{n} number{changed}"


def move(library: Library, target: Mapping[str, Page]) -> None:
    """Make the corpus hold exactly these pages."""
    store = open_store(library)
    gone = [each.url for each in store.entries() if hasattr(each, "url") and each.url not in target]
    for url in gone:
        store.remove(url)
    for _ in store.add_all(target.values()):
        pass


def answers(searcher: Searcher, requests: Iterable[SearchRequest] = REQUESTS) -> Answer:
    """What a searcher answers, without the times and the generation."""
    return tuple(_answer(searcher, request) for request in requests)


def _answer(searcher: Searcher, request: SearchRequest) -> tuple[object, ...]:
    results = searcher.search(request)
    hits = tuple((hit.section.id, hit.score, hit.section.text, hit.article.aliases) for hit in results.hits)
    return hits, results.total, results.facets, results.relaxed, results.expansions


def make(library: Library, version: int) -> None:
    """A library of this version, its index in two segments with deletions. Extraction must have been brought here."""
    changed = {each.url: replace(each, body=each.body + b"<p>More.</p>") for each in list(pages(version).values())[:2]}
    move(library, pages(version) | changed)
    build(library, open_index(library))
    move(library, pages(version))
    state = update(library, open_index(library)).state
    assert (state.segments, state.deleted > 0) == (2, True)


def requests_of_everything(index: Index) -> Iterator[Callable[[], object]]:
    """One way after the other into the files of an index; each opens it anew."""
    yield index.searcher
    yield index.catalogue
    for request in REQUESTS:
        yield partial(_with_searcher, index, partial(_search, request=request))
    yield partial(_with_searcher, index, lambda searcher: searcher.terms("w", 99))
    yield partial(_with_searcher, index, lambda searcher: searcher.article("0" * 16))
    for nth in (0, 5):
        yield partial(_with_searcher, index, partial(_hit_by_hit, nth=nth))


def _with_searcher(index: Index, ask: Callable[[Searcher], object]) -> None:
    with index.searcher() as searcher:
        ask(searcher)


def _search(searcher: Searcher, request: SearchRequest) -> None:
    searcher.search(request)


def _hit_by_hit(searcher: Searcher, nth: int) -> None:
    hit = searcher.search(REQUESTS[1]).hits[nth:][:1]
    for each in hit:
        searcher.section(each.section.id)
        searcher.article(each.article.id)
        searcher.similar(each.section.id, REQUESTS[0])


def digest_of(answer: Answer) -> str:
    """The answer in one word, for processes to compare."""
    return hashlib.sha256(repr(answer).encode()).hexdigest()


def answer_of(index: Index) -> Answer:
    """What an index answers when it is opened now."""
    with index.searcher() as searcher:
        return answers(searcher)


@lru_cache(maxsize=1)
def expected() -> tuple[Answer, ...]:
    """What each version must answer: built from memory, from nothing, without a pool of workers."""
    with pytest.MonkeyPatch.context() as patch:
        extract_here(patch)
        found = tuple(from_memory(pages(version).values()) for version in range(VERSIONS))
    assert len(set(found)) == VERSIONS, "versions that answer alike prove nothing"
    return found


def from_memory(kept: Iterable[Page], requests: Iterable[SearchRequest] = REQUESTS) -> Answer:
    """What a library of these pages must answer. Extraction must have been brought here (`extract_here`)."""
    with rebuilt(kept) as searcher:
        return answers(searcher, requests)


def rebuilt(kept: Iterable[Page]) -> Searcher:
    """The reference, built from these pages alone."""
    index = MemoryIndex()
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        for _ in open_store(library).add_all(kept):
            pass
        build(library, index)
    return index.searcher()


def extract_here(patch: pytest.MonkeyPatch) -> None:
    """Let extraction run in this process, each page once: thousands of builds would start thousands of workers."""
    patch.setattr(reading, "extract_pages", _extract_pages)


def _extract_pages(
    wanted: Iterable[Page], *, workers: int | None = None, time_limit: float = 20.0
) -> Generator[Outcome, None, None]:
    for each in wanted:
        yield _extracted(sidecar_of(each).digest, each)


_known: dict[str, Outcome] = {}


def _extracted(digest: str, wanted: Page) -> Outcome:
    if digest not in _known:
        article: Article | None
        try:
            article, reason = extract(wanted), ""
        except ExtractionError as error:
            article, reason = None, str(error)
        _known[digest] = Outcome(wanted.url, article, reason)
    return _known[digest]


def leftovers(index_folder: Path) -> list[str]:
    """The generations that are neither live nor the one before, and temporary files."""
    kept = _kept(index_folder)
    return [name for name in _names(index_folder) if name.startswith((".tmp", "gen-")) and name not in kept]


def spare(index_folder: Path) -> list[str]:
    """The generations besides the live one."""
    live = _live(index_folder)
    return [name for name in _names(index_folder) if name.startswith("gen-") and name != live]


def _live(index_folder: Path) -> str:
    return (index_folder / "CURRENT").read_text().split()[0]


def _kept(index_folder: Path) -> set[str]:
    from twitchsearch.backends.whoosh.manifest import read_manifest

    live = _live(index_folder)
    return {live, read_manifest(index_folder / live).previous}


def _names(folder: Path) -> Iterator[str]:
    return (each.name for each in folder.iterdir())
