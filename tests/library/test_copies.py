"""Near-copies of an article: found by likeness, grouped whatever came first, kept so by updates."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.library.pages import EPOCH
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.corpus.store import Damaged, Entry
from twitchsearch.extract import extract
from twitchsearch.extract.likeness import likeness
from twitchsearch.library import Effort, Library, build, open_store, reading, update
from twitchsearch.library.copies import MOST_BITS, groups
from twitchsearch.library.reading import listed
from twitchsearch.model import ArticleFacts, Page, SearchRequest
from twitchsearch.search.query import parse

EFFORT = Effort(workers=1)
WORDS = ("salt", "leg", "night", "cramp", "rest", "warm", "calf", "stretch", "water", "sleep", "walk", "doctor", "ease")


def story(seed: int, changed: int = 0) -> str:
    """A text of 400 words; those of the same seed differ in `changed` words alone."""
    chance = random.Random(seed)
    words = [f"{chance.choice(WORDS)}{chance.randrange(30)}" for _ in range(400)]
    words[:changed] = [f"other{at}" for at in range(changed)]
    return " ".join(words)


def syndicated(site: str, text: str, days: int = 0) -> Page:
    body = f"<html><body><article><h1>A story</h1><p>{text}.</p></article></body></html>"
    return Page(f"https://{site}.example/story", body.encode(), EPOCH + timedelta(days=days), source="folder")


def facts_of(index: MemoryIndex, library: Library) -> dict[str, ArticleFacts]:
    """The facts of every article by its site."""
    with index.searcher() as searcher:
        ids = {record.article for record in index.catalogue().pages.values() if record.article}
        return {facts.site: facts for facts in (searcher.article(each).facts for each in ids)}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def test_texts_that_differ_in_a_word_are_alike_and_others_are_not() -> None:
    def apart(first: str, second: str) -> int:
        return (int(likeness([first]), 16) ^ int(likeness([second]), 16)).bit_count()

    assert apart(story(1), story(1, changed=1)) <= MOST_BITS
    assert apart(story(1), story(2)) > 2 * MOST_BITS
    assert likeness(["Too short to tell."]) == ""


def test_what_stands_around_an_article_does_not_change_its_likeness() -> None:
    plain = syndicated("one", story(1))
    framed = Page(plain.url, plain.body.replace(b"<article>", b"<nav><a href=/>Home</a></nav><article>"), EPOCH)
    assert extract(plain).facts.likeness == extract(framed).facts.likeness != ""


@given(st.lists(st.integers(0, 2**64 - 1), max_size=12), st.lists(st.sets(st.integers(0, 63), max_size=4), max_size=12))
def test_groups_are_the_connected_components_of_likenesses_three_bits_apart(
    values: list[int], flips: list[set[int]]
) -> None:
    values = values + [value ^ sum(1 << bit for bit in flip) for value, flip in zip(values, flips, strict=False)]
    likenesses = {f"a{at}": f"{value:016x}" for at, value in enumerate(values)}
    found = {article: frozenset((article,)) for article in likenesses}
    for first, second in combinations(likenesses, 2):
        if (int(likenesses[first], 16) ^ int(likenesses[second], 16)).bit_count() <= MOST_BITS:
            whole = found[first] | found[second]
            found |= dict.fromkeys(whole, whole)
    assert set(groups(likenesses)) == {each for each in found.values() if len(each) > 1}


def test_articles_without_a_likeness_have_no_copies() -> None:
    assert groups({"a": "", "b": ""}) == []


def test_near_copies_have_the_oldest_for_their_group(library: Library) -> None:
    store = open_store(library)
    for page in (
        syndicated("late", story(1), 5),
        syndicated("early", story(1, changed=1)),
        syndicated("own", story(2)),
    ):
        store.add(page)
    index = MemoryIndex()
    report = build(library, index, EFFORT)
    found = facts_of(index, library)
    assert found["late.example"].counts_as == found["early.example"].counts_as == found["early.example"].id
    assert found["own.example"].group == ""
    assert report.copies == 1


def test_of_two_sites_with_the_same_story_one_is_shown_and_the_other_comes_when_it_goes(library: Library) -> None:
    store, index = open_store(library), WhooshIndex(library.index_folder)
    store.add(syndicated("one", story(1)))
    store.add(syndicated("two", story(1, changed=1), 5))
    build(library, index, EFFORT)
    word = story(1).split()[-1]

    def answered() -> list[tuple[str, int]]:
        with index.searcher() as searcher:
            return [(hit.article.site, hit.copies) for hit in searcher.search(SearchRequest(parse(word), word)).hits]

    ((site, copies),) = answered()
    assert copies == 1
    store.remove(f"https://{site}/story")
    update(library, index, EFFORT)
    ((other, copies),) = answered()
    assert ({site, other}, copies) == ({"one.example", "two.example"}, 0)


def test_a_copy_that_goes_while_the_corpus_is_read_is_in_no_group(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, index = open_store(library), MemoryIndex()
    store.add(syndicated("one", story(1)))
    store.add(syndicated("two", story(1, changed=1), 5))
    build(library, index, EFFORT)
    (library.index_folder / "extracted.sqlite3").unlink()
    store.add(syndicated("three", story(1), 9))

    def listed_before_it_goes(*arguments: Any) -> tuple[Entry | Damaged, ...]:
        found = listed(*arguments)
        store.remove("https://one.example/story")
        return found

    monkeypatch.setattr(reading, "listed", listed_before_it_goes)
    assert update(library, index, EFFORT).copies == 1
    found = facts_of(index, library)
    assert {facts.group for facts in found.values()} == {found["two.example"].id}
    assert found.keys() == {"two.example", "three.example"}


@pytest.mark.parametrize("seed", range(3))
def test_updates_group_as_a_rebuild_does(library: Library, seed: int) -> None:
    """Pages come, change and go; articles that only lose or gain a copy are indexed anew with their group."""
    chance = random.Random(seed)
    store, index = open_store(library), MemoryIndex()
    build(library, index, EFFORT)
    there: set[str] = set()
    for step in range(6):
        for site in chance.sample("abcdef", 2):
            if site in there and chance.random() < 0.4:
                store.remove(f"https://{site}.example/story")
                there.discard(site)
            else:
                store.add(syndicated(site, story(chance.randrange(2), changed=chance.randrange(3)), days=step))
                there.add(site)
        update(library, index, EFFORT)
        fresh = MemoryIndex()
        build(library, fresh, EFFORT)
        assert facts_of(index, library) == facts_of(fresh, library)
        assert index.catalogue().pages == fresh.catalogue().pages
