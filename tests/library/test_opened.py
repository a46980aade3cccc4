"""The library as Python programs use it, and how it is made where it is not there yet."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import twitchsearch
from tests.cli.libraries import write_articles
from tests.library.pages import page
from twitchsearch import OpenLibrary, SectionKind, open_library
from twitchsearch.corpus.store import CorpusStore, Entry
from twitchsearch.errors import ImportRefused, IndexMissing, NotFound, QueryError, SettingsError, WriterBusy
from twitchsearch.library import Effort, Library, open_index, open_store
from twitchsearch.library.opened import Waiting, first_use
from twitchsearch.model import Grouping, IndexStatus, Page, Sort, Step
from twitchsearch.search.seam import Index


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> OpenLibrary:
    folder = tmp_path_factory.mktemp("opened")
    library = open_library(folder / "library")
    assert library.add(write_articles(folder / "articles.jsonl")).new == 3
    assert library.update().state.articles == 3
    return library


def test_everything_that_is_public_is_there_and_says_what_it_is() -> None:
    for name in twitchsearch.__all__:
        thing = getattr(twitchsearch, name)
        is_error = isinstance(thing, type) and issubclass(thing, Exception)  # those stand in the tree of `errors`
        assert thing.__doc__ or is_error or name == "Progress", name
    assert dir(twitchsearch) == twitchsearch.__all__
    with pytest.raises(AttributeError, match="has no attribute 'serach'"):
        twitchsearch.serach  # noqa: B018 - looking it up is the test


def test_a_question_is_answered_with_hits_that_lead_to_their_articles(library: OpenLibrary) -> None:
    results = library.search("coffee twitch")
    assert results.total.value == len(results.hits) > 1
    hit = results.hits[0]
    assert library.section(hit.section.id) == hit.section
    assert library.article(hit.section.id) == library.article(hit.article.id)
    assert hit.section in library.article(hit.article.id).sections


def test_kinds_and_sites_narrow_an_answer_and_a_lone_text_is_one_of_them(library: OpenLibrary) -> None:
    causes = library.search("coffee", kinds=["causes"])
    assert {hit.section.kind for hit in causes.hits} == {SectionKind.CAUSES}
    assert library.search("coffee", kinds="causes").hits == causes.hits
    one = library.search("", sites="https://ONE.example.org/a", limit=100)
    assert {hit.article.site for hit in one.hits} == {"one.example.org"}
    assert len(library.search("", limit=2).hits) == 2


def test_a_request_says_all_that_can_be_asked(library: OpenLibrary) -> None:
    request = replace(library.request("coffee"), grouping=Grouping.ARTICLE, sort=Sort.NEWEST)
    hits = library.search(request).hits
    assert len({hit.article.id for hit in hits}) == len(hits)
    assert [hit.article.updated for hit in hits] == sorted([hit.article.updated for hit in hits], key=str, reverse=True)


def test_what_articles_name_is_counted(library: OpenLibrary) -> None:
    causes = library.causes("twitching")
    assert causes.kind is SectionKind.CAUSES
    assert {hit.section.kind for hit in causes.results.hits} == {SectionKind.CAUSES}
    assert library.remedies("cramps").kind is SectionKind.REMEDIES


def test_words_of_ones_own_stand_for_each_other_and_can_be_left_out(library: OpenLibrary, tmp_path: Path) -> None:
    assert not library.search("wakeup juice").hits
    (tmp_path / "mine.toml").write_text('group = [{ same = ["wakeup juice", "coffee"] }]')
    same = open_library(library.folder, vocabulary=tmp_path / "mine.toml")
    assert same.search("wakeup juice").hits
    assert not same.search(replace(same.request("wakeup juice"), vocabulary={})).hits
    with pytest.raises(SettingsError, match="nowhere"):
        open_library(library.folder, vocabulary=tmp_path / "nowhere.toml").search("wakeup juice")


def test_similar_sections_leave_the_section_itself_out(library: OpenLibrary) -> None:
    hit = library.search("coffee twitch").hits[0]
    similar = library.similar(hit.section.id, limit=3)
    assert similar.hits
    assert hit.section.id not in {each.section.id for each in similar.hits}


def test_mistakes_are_errors_that_say_what_to_do(library: OpenLibrary, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="quotation mark"):
        library.search('"coffee')
    with pytest.raises(ValueError, match="cures"):
        library.search("coffee", kinds=["cures"])
    with pytest.raises(NotFound):
        library.article("0000")
    with pytest.raises(ImportRefused, match="not there"):
        library.add(tmp_path / "nothing.jsonl")
    empty = open_library(tmp_path / "empty")
    assert empty.state().status is IndexStatus.MISSING
    with pytest.raises(IndexMissing, match="index build"):
        empty.search("coffee")


def test_the_starter_articles_are_added_once(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    assert library.add_starter_articles() >= 47
    assert library.add_starter_articles() == 0


def test_a_library_that_was_opened_before_sees_what_is_indexed_after(tmp_path: Path) -> None:
    library, same = open_library(tmp_path / "library"), open_library(tmp_path / "library")
    assert library.add(write_articles(tmp_path / "articles.jsonl")).new == 3
    assert library.build().state.articles == 3
    assert same.search("coffee").hits
    assert repr(same) == f"open_library({str(tmp_path / 'library')!r})"


def test_threads_may_share_a_library(library: OpenLibrary) -> None:
    found: list[int] = []

    def ask() -> None:
        found.extend(len(library.search("coffee").hits) for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(set(found)) == 1


def test_without_a_folder_it_is_the_library_of_this_user_made_with_the_starter_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    library = open_library()
    assert library.folder == tmp_path / "data" / "twitchsearch"
    assert library.search("why does my eyelid twitch").hits[0].article.site == "starter.twitchsearch.example"
    generation = library.state().generation
    assert open_library().state().generation == generation


@contextmanager
def held(index: Index) -> Iterator[threading.Event]:
    """Another writer at work, until the event is set."""
    begun, end = threading.Event(), threading.Event()

    def work() -> None:
        with index.writing():
            begun.set()
            end.wait(60)

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait(60)
    try:
        yield end
    finally:
        end.set()
        thread.join()


def test_who_comes_second_to_a_first_use_waits_and_makes_nothing_twice(tmp_path: Path) -> None:
    library, steps = Library(tmp_path), list[Step]()
    (tmp_path / "corpus").mkdir()
    with held(open_index(library)) as end:
        waiting = Waiting(patience=60, rest=lambda seconds: end.set())
        assert first_use(library, open_index(library), progress=steps.append, waiting=waiting) is not None
    assert steps[0].stage == "waiting for the process that makes it"
    assert first_use(library, open_index(library)) is None


def test_waiting_for_a_first_use_ends_with_who_is_in_the_way(tmp_path: Path) -> None:
    hours = iter(range(0, 1_000_000, 3600))
    waiting = Waiting(clock=lambda: float(next(hours)), rest=lambda seconds: None)
    with held(open_index(Library(tmp_path))), pytest.raises(WriterBusy, match="written by process"):
        first_use(Library(tmp_path), open_index(Library(tmp_path)), waiting=waiting)


STARTERS = [replace(page(name, "tea"), url=f"https://starter.twitchsearch.example/{name}") for name in ("one", "two")]
OWN = page("own", "tea")


@pytest.mark.parametrize(
    ("there", "then"),
    [([], STARTERS), (STARTERS[:1], STARTERS), ([OWN], [OWN]), ([OWN, *STARTERS[:1]], [OWN, *STARTERS[:1]])],
    ids=["nothing", "some of the starter articles", "one's own", "one's own beside some of them"],
)
def test_a_first_use_copies_what_one_that_was_ended_did_not_and_fills_no_corpus_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: list[Page], then: list[Page]
) -> None:
    starters, library = CorpusStore(tmp_path / "starters"), Library(tmp_path / "library")
    monkeypatch.setattr("twitchsearch.library.places._starter", lambda: starters.folder)
    assert len(list(starters.add_all(STARTERS))) == 2
    assert len(list(open_store(library).add_all(there))) == len(there)
    report = first_use(library, open_index(library), Effort(workers=1))
    assert report is not None
    assert {each.url for each in open_store(library).entries() if isinstance(each, Entry)} == {
        each.url for each in then
    }
    assert report.state.articles == len(then)
