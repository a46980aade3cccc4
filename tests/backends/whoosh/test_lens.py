"""Whoosh's own queries over our files answer as over Whoosh's own, score by score."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from whoosh import fields, qparser, reading
from whoosh import query as queries
from whoosh import scoring as scorings
from whoosh.analysis import tokenizers
from whoosh.filedb import filestore
from whoosh.query import spans as span_queries
from whoosh.util.numeric import byte_to_length

from tests.backends.strategies import an_article, build
from tests.backends.whoosh.samples import CATALOGUE, EYES, FEET, LEGS, built, titles, updated
from twitchsearch.backends.whoosh import WhooshIndex, searcher
from twitchsearch.errors import IndexMissing
from twitchsearch.model import Article, no_progress
from twitchsearch.search.analysis import analyser
from twitchsearch.search.seam import Changes

query: Any = queries  # none of it is typed
spans: Any = span_queries
parsing: Any = qparser
tokenizing: Any = tokenizers
storing: Any = filestore
scoring: Any = scorings

SOME = ("twitch", "eyelid", "leg", "cramp", "tea", "team", "rest", "night", "muscle", "calf", "nerve", "salt", "cold")


def written(seed: int, count: int = 60) -> list[Article]:
    """Articles of a section each, in words drawn so, and of lengths that Whoosh's own files keep exactly."""
    drawn = random.Random(seed)
    return [
        an_article(f"a{number}-", " ".join(drawn.choices(SOME, k=byte_to_length(drawn.randint(1, 30)))))
        for number in range(count)
    ]


def by_whoosh(articles: list[Article]) -> Any:
    """The same words in an index of Whoosh's own, as it comes."""
    schema = fields.Schema(id=fields.STORED, text=fields.TEXT(analyzer=tokenizing.SpaceSeparatedTokenizer()))
    index = storing.RamStorage().create_index(schema)
    writer = index.writer()
    for article in articles:
        for section in article.sections:
            writer.add_document(id=section.id, text=" ".join(analyser().terms(section.text)))
    writer.commit()
    return index.searcher()


def some_query(drawn: random.Random, depth: int = 2) -> Any:
    """One of Whoosh's, most of which our grammar cannot say."""
    word = query.Term("text", analyser().terms(drawn.choice(SOME))[0])
    leaves = [
        word,
        query.Prefix("text", drawn.choice(("t", "te", "c", "z"))),
        query.Wildcard("text", drawn.choice(("?ea*", "*a*", "c?l*"))),
        query.Regex("text", drawn.choice(("t.*h", "(leg|calf)", "[nm].*"))),
        query.FuzzyTerm("text", drawn.choice(("tean", "lge", "niht")), maxdist=2),
        query.TermRange("text", "c", "n"),
        query.Phrase("text", [word.text, analyser().terms(drawn.choice(SOME))[0]], slop=drawn.randint(1, 3)),
        spans.SpanNear2([word, query.Term("text", "tea")], slop=drawn.randint(1, 4), ordered=drawn.random() < 0.5),
        spans.SpanFirst(word, limit=3),
        query.Every("text"),
    ]
    if not depth or drawn.random() < 0.4:
        return drawn.choice(leaves)
    parts = [some_query(drawn, depth - 1) for _ in range(2)]
    return drawn.choice(
        (
            query.And(parts),
            query.Or(parts),
            query.AndNot(*parts),
            query.AndMaybe(*parts),
            query.Require(*parts),
            query.DisjunctionMax(parts),
            query.ConstantScoreQuery(parts[0], 2.5),
        )
    )


def answer(opened: Any, asked: Any) -> dict[str, float]:
    return {hit["id"]: hit.score for hit in opened.search(asked, limit=None)}


def expected(opened: Any, asked: Any) -> dict[str, Any] | None:
    """The scores by id; None for nestings that Whoosh has not made, or that break over its own files."""
    try:
        return {name: pytest.approx(score, rel=1e-6) for name, score in answer(opened, asked).items()}
    except (NotImplementedError, IndexError):
        return None


@pytest.mark.parametrize("seed", range(8))
def test_two_hundred_queries_of_whooshs_find_and_score_what_they_do_over_its_own_files(
    tmp_path: Path, seed: int
) -> None:
    articles = written(seed)
    drawn = random.Random(seed)
    index = WhooshIndex(tmp_path)
    build(index, articles)
    with index.whoosh_searcher() as ours, by_whoosh(articles) as theirs:
        compared = 0
        while compared < 25:
            asked = some_query(drawn)
            known = expected(theirs, asked)
            if known is not None:
                assert answer(ours, asked) == known, asked
                compared += 1


def test_the_best_ten_are_the_same_where_whoosh_leaves_postings_out(tmp_path: Path) -> None:
    articles = written(99, 400)
    index = WhooshIndex(tmp_path)
    build(index, articles)
    asked = query.Or([query.Term("text", "tea"), query.Term("text", "calf"), query.Term("text", "night")])
    with index.whoosh_searcher() as ours, by_whoosh(articles) as theirs:
        first = [hit.score for hit in ours.search(asked, limit=10)]
        assert first == pytest.approx([hit.score for hit in theirs.search(asked, limit=10)], rel=1e-6)


def test_scores_of_a_function_that_knows_no_bounds_are_not_cut_off(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    build(index, written(7))
    by_position = scoring.FunctionWeighting(lambda *given: 1.0 / (1 + given[-1].value_as("positions")[0]))
    with index.whoosh_searcher() as opened:
        few, asked = opened.__class__(opened.reader(), weighting=by_position), query.Term("text", "tea")
        best = [hit.score for hit in few.search(asked, limit=3)]
        assert best == [hit.score for hit in few.search(asked, limit=None)][:3] == sorted(best, reverse=True)


def test_what_is_stored_is_the_section_and_where_it_is_from(tmp_path: Path) -> None:
    with built(tmp_path).whoosh_searcher() as opened:
        found = opened.search(query.Term("heading", "help"))
        assert [hit.fields() for hit in found] == [
            {
                "id": EYES.sections[1].id,
                "article": EYES.id,
                "url": "https://example.org/eyes",
                "title": "Eyes",
                "heading": ("What helps",),
                "text": "Sleep more.",
            }
        ]


def test_deleted_sections_are_found_no_more_and_several_segments_are_one(tmp_path: Path) -> None:
    index = built(tmp_path)
    updated(index)
    with index.whoosh_searcher() as opened:
        found = opened.search(query.Term("text", "twitch"))
        assert sorted(hit["title"] for hit in found) == ["Feet", "Legs"]
        assert opened.doc_count() == len(LEGS.sections) + len(FEET.sections)


def test_the_parser_of_whoosh_uses_our_words(tmp_path: Path) -> None:
    with built(tmp_path).whoosh_searcher() as opened:
        asked = parsing.QueryParser("text", opened.schema).parse('"eyelids twitching" OR stretches')
        assert {hit["title"] for hit in opened.search(asked)} == {"Eyes", "Legs"}


def test_terms_can_be_walked_and_sought(tmp_path: Path) -> None:
    with built(tmp_path).whoosh_searcher() as opened:
        reader = opened.reader()
        assert list(reader.field_terms("title")) == ["eye", "leg"]
        assert list(reader.all_terms())[:2] == [("heading", b"help"), ("heading", b"what")]
        cursor = reader.cursor("title")
        assert (cursor.text(), cursor.find(b"f"), cursor.next(), cursor.term_info()) == ("eye", "leg", None, None)
        assert cursor.first() == "eye"
        assert reader.first_id("text", "coffe") >= 0
        assert reader.frequency("text", "nowhere") == 0
        with pytest.raises(reading.TermNotFound):
            reader.term_info("text", "nowhere")
        assert ("nofield", b"eye") not in reader


def test_an_empty_index_is_one_without_hits(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path)
    build(index, [])
    with index.whoosh_searcher() as opened:
        assert not opened.search(query.Every())


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        WhooshIndex(tmp_path).whoosh_searcher()


def test_nothing_that_we_ask_ourselves_comes_to_a_matcher_of_whooshs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a matcher of Whoosh's was asked")

    from whoosh.matching import mcore

    for name in ("Matcher", "ListMatcher", "LeafMatcher"):
        monkeypatch.setattr(getattr(mcore, name), "__init__", never, raising=False)
    index = built(tmp_path)
    assert titles(index) == ["Eyes", "Legs"]
    index.update(Changes([FEET], frozenset({EYES.id})), CATALOGUE, no_progress)
    assert titles(index) == ["Feet", "Legs"]
    assert "whoosh" not in searcher.__dict__
