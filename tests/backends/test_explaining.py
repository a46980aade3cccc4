"""An explanation says what the score is made of: put together again, it is the score."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.backends.strategies import Part, an_article, ask, build, some_articles, some_requests
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.model import Article, Ranking, SearchRequest, SectionKind, TextField
from twitchsearch.model.explanations import Explanation, Role
from twitchsearch.search.seam import Index


def put_together(explanation: Explanation) -> float:
    total = sum(each.score for each in explanation.evidence)
    return total * (1 + explanation.lift * explanation.surely) * explanation.aside + explanation.together


@given(some_articles(), some_requests())
def test_the_parts_of_a_score_add_up_to_it(articles: list[Article], request: SearchRequest) -> None:
    with build(MemoryIndex(), articles).searcher() as searcher:
        results = searcher.search(replace(request, explaining=True))
    for hit in results.hits:
        assert hit.explanation is not None
        assert hit.explanation.score == hit.score
        assert put_together(hit.explanation) == pytest.approx(hit.score, abs=1e-9)
        for each in hit.explanation.evidence:
            assert each.score == pytest.approx(each.boost * each.idf * each.saturation)


def test_only_who_asks_gets_an_explanation(index: Index) -> None:
    build(index, [an_article("a", "cramps")])
    assert ask(index, "cramps").hits[0].explanation is None
    assert ask(index, "cramps", explaining=True).hits[0].explanation is not None


def test_an_explanation_names_words_cues_kind_and_what_is_missing(index: Index) -> None:
    causes = Part("Tired muscles. Cramps.", ("See also",), SectionKind.CAUSES)
    build(
        index,
        [an_article("calf", causes, title="Calf cramps"), an_article("b", "Rest, of course."), an_article("c", "why")],
    )
    (hit,) = ask(index, "what causes calf cramps zebra", explaining=True).hits
    explanation = hit.explanation
    assert explanation is not None
    assert [(each.what, each.role, each.sections) for each in explanation.evidence] == [
        ("calf", Role.ASKED, 1),
        ("cramp", Role.ASKED, 1),
        ("zebra", Role.ASKED, 0),
        ("caus", Role.CUE, 0),
    ]
    cramp = explanation.evidence[1]
    assert [(each.field, each.occurrences, each.length) for each in cramp.fields] == [
        (TextField.TITLE, 1, 2),
        (TextField.TEXT, 1, 3),
    ]
    assert explanation.evidence[2].score == 0.0
    assert (explanation.wish, explanation.surely) == ((SectionKind.CAUSES,), 1.0)
    assert explanation.aside == Ranking().aside
    assert put_together(explanation) == pytest.approx(hit.score)


def test_an_explanation_says_what_having_both_words_is_worth(index: Index) -> None:
    build(index, [an_article("a", "leg cramps"), an_article("b", "cramps"), an_article("c", "rest")])
    both, one = ask(index, "leg cramps", explaining=True).hits
    assert both.explanation is not None
    assert one.explanation is not None
    assert both.explanation.together > one.explanation.score
    assert one.explanation.together == 0.0


def test_a_phrase_and_what_stands_for_a_word_are_shown_as_such(index: Index) -> None:
    build(index, [an_article("a", "leg cramps, leg cramp, cramped legs")])
    (hit,) = ask(index, '"leg cramps"~2 cramp*', explaining=True).hits
    assert hit.explanation is not None
    assert [each.what for each in hit.explanation.evidence] == ['"leg cramp"~2', "cramp"]
