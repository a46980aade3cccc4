"""From queries to plans: what is optional, what is strict, what unfinished and misspelt words stand for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.strategies import some_queries
from twitchsearch.errors import QueryError
from twitchsearch.model import (
    AnyOf,
    Boost,
    Expansion,
    Fuzzy,
    KindIs,
    Matching,
    Not,
    Phrase,
    Query,
    Ranking,
    SearchRequest,
    SectionKind,
    Synonyms,
    TextField,
    Word,
    Words,
)
from twitchsearch.search.analysis import analyser
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.plan import ALL_FIELDS, NOTHING, Bool, Group, Node, Plan, Sequence, Term
from twitchsearch.search.planner import plan
from twitchsearch.search.query import parse
from twitchsearch.search.stopwords import stop_words

ENGLISH = analyser()
TITLE = (TextField.TITLE,)
CAUSES = KindIs(SectionKind.CAUSES)


class Dictionary:
    """A few words, and in how many sections each is."""

    def __init__(self, **words: int) -> None:
        self._words = words

    def words_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        return iter(sorted((word, count) for word, count in self._words.items() if word.startswith(prefix)))


WORDS = Dictionary(twitch=3, twitching=9, twist=1, twitter=2, eye=4, eyelid=5, tea=7, cramp=2, cramps=3, clamps=1)


def planned(text: str, **request: Any) -> Plan:
    query = parse(text, typing=request.get("typing", False))
    return plan(SearchRequest(query, text, **request), ENGLISH, WORDS)


def terms(*words: str) -> tuple[Term, ...]:
    return tuple(map(Term, words))


A, B, C, D, E = terms(*"abcde")

SHARE = Ranking().share


def some(*leaves: Term) -> Bool:
    """Any of these words, if they tell enough."""
    return Bool(should=leaves, minimum=1, share=SHARE)


PLANS: list[tuple[str, Node]] = [
    ("a", A),
    ("a b", some(A, B)),
    ("a b c", some(A, B, C)),
    ("a b c d", some(B, C, D)),
    ("b c d e", some(B, C, D, E)),
    ("b c d e f", some(*terms(*"bcdef"))),
    ("+b c d", Bool(must=(B,), should=(C, D))),
    ("b -c", Bool(should=(B,), must_not=(C,), minimum=1)),
    ("-c", Bool(must_not=(C,))),
    ("-(b c)", Bool(must_not=(Bool(should=(B, C), minimum=2),))),
    ("-(b c d e f)", Bool(must_not=(Bool(should=terms(*"bcdef"), minimum=5),))),
    ("b AND c", Bool(must=(B, C))),
    ("b AND -c", Bool(must=(B,), must_not=(C,))),
    ("b OR c", Bool(should=(B, C), minimum=1)),
    ("b OR -c", Bool(should=(B, Bool(must_not=(C,))), minimum=1)),
    ("b (c OR d)", Bool(must=(Bool(should=(C, D), minimum=1),), should=(B,))),
    ("title:b", Term("b", TITLE)),
    ("title:(b c d)", Bool(should=tuple(Term(each, TITLE) for each in "bcd"), minimum=3)),
    ("+(b c d)", Bool(should=(B, C, D), minimum=3)),
    ('"b c"', Sequence(("b", "c"), (0, 1))),
    ('"b c"~2', Sequence(("b", "c"), (0, 1), 2)),
    ('"b"', B),
    ('title:"b c"', Sequence(("b", "c"), (0, 1), 0, TITLE)),
    ("covid-19", Sequence(("covid", "19"), (0, 1))),
    ("x-ray", Sequence(("x", "ray"), (0, 1))),
    ("bb-cc", some(*terms("bb", "cc"))),
    ("bb-cc/bb", some(*terms("bb", "cc"))),
    ("+bb-cc", Sequence(("bb", "cc"), (0, 1))),
    ("b ? c", some(B, C)),
    ("? !", NOTHING),
    ('""', NOTHING),
    ("-?", NOTHING),
    ("? OR b", B),
    ("? AND b", B),
    ("kind:causes", CAUSES),
    ("b kind:causes", Bool(must=(CAUSES,), should=(B,), minimum=1)),
    ("? kind:causes", CAUSES),
    ("b^2", Term("b", boost=2.0)),
    ("(b c)^2 d", Bool((some(Term("b", boost=2.0), Term("c", boost=2.0)),), (D,))),
    ("(b^2)^3", Term("b", boost=6.0)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "root"), PLANS, ids=[text for text, _ in PLANS])
def test_every_form_becomes_its_plan(text: str, root: Node) -> None:
    assert planned(text).root == root


some_shares = st.builds(Ranking, share=st.sampled_from((0.0, 0.2, 1.0)))
RELAXED: list[tuple[str, Node | None]] = [
    ("b", None),
    ("b c", Bool(should=(B, C), minimum=1)),
    ("+b c d", None),
    ("b c kind:causes", Bool(must=(CAUSES,), should=(B, C), minimum=1)),
    ("b c -d", Bool(should=(B, C), must_not=(D,), minimum=1)),
    ("b c -(d e)", Bool(should=(B, C), must_not=(Bool(should=(D, E), minimum=2),), minimum=1)),
    ('b c "d e"', None),
    ("title:(b c)", None),
    ("+(b c)", None),
    ("-(b c)", None),
    ("b AND c", None),
    ("(b c) AND d", Bool(must=(Bool(should=(B, C), minimum=1), D))),
]


@pytest.mark.parametrize(("text", "relaxed"), RELAXED, ids=[text for text, _ in RELAXED])
def test_relaxed_asks_for_any_plain_word_and_leaves_the_strict_parts(text: str, relaxed: Node | None) -> None:
    assert planned(text).relaxed == relaxed


@given(some_queries(), some_shares)
def test_relaxed_is_what_asking_for_any_word_asks_for(query: Query, ranking: Ranking) -> None:
    def asked_for(matching: Matching) -> Plan:
        return plan(SearchRequest(query, matching=matching, ranking=ranking, typing=True), ENGLISH, WORDS)

    enough, by_any_word = asked_for(Matching.ENOUGH), asked_for(Matching.ANY).root
    assert enough.relaxed == (None if by_any_word == enough.root else by_any_word)


@pytest.mark.parametrize("matching", [Matching.ALL, Matching.ANY])
def test_where_the_request_says_how_many_words_match_nothing_is_relaxed(matching: Matching) -> None:
    assert planned("b c", matching=matching).relaxed is None


def test_all_and_any_decide_how_many_plain_words_match() -> None:
    assert planned("b c d", matching=Matching.ALL).root == Bool(should=(B, C, D), minimum=3)
    assert planned("b c d", matching=Matching.ANY).root == Bool(should=(B, C, D), minimum=1)
    assert planned("-(b c)", matching=Matching.ANY).root == planned("-(b c)").root


STOPS: list[tuple[str, tuple[str, ...]]] = [
    ("where does my eyelid twitch", ("where", "does", "my")),
    ("Where does my eyelid twitch?", ("Where", "does", "my")),
    ("why does my eyelid twitch", ("my",)),
    ("what's the noise of it", ("what's", "the", "of", "it")),
    ("the noise of twitching", ("the", "of")),
    ("the vitamin a", ()),
    ("please help my eyelid", ("my",)),
    ("please tell me what can help, my eyelid twitches", ("please", "tell", "me", "what", "can", "help,", "my")),
    ("to be or not", ()),
    ('"the noise of twitching"', ()),
    ("title:(the noise of twitching)", ()),
    ("+the noise of twitching again", ("of", "again")),
    ("the? noise ? !", ()),
]


@pytest.mark.parametrize(("text", "dropped"), STOPS, ids=[text for text, _ in STOPS])
def test_stop_words_are_left_out_of_long_questions_alone(text: str, dropped: tuple[str, ...]) -> None:
    assert planned(text).dropped == dropped


def test_the_unfinished_last_word_is_no_stop_word_yet() -> None:
    assert planned("where does eyelid twitching the", typing=True).dropped == ("where", "does")


def test_stop_words_are_listed_folded_and_only_where_known() -> None:
    assert stop_words("klingon") == frozenset()
    for language in ("english", "french", "german", "italian", "spanish"):
        words = analyser(language)
        assert all(words.words(word) == [word] for word in stop_words(language))


# Words that stand for several


def members(node: Node) -> dict[str, float]:
    assert isinstance(node, Group)
    return {member.term: weight for member, weight in node.members if isinstance(member, Term)}


def test_a_prefix_stands_for_the_terms_of_all_words_that_begin_so() -> None:
    assert members(planned("twi*").root) == dict.fromkeys(("twi", "twitch", "twist", "twitter"), 1.0)


@pytest.mark.parametrize("typed", ["twitc", "twitchi", "twitchin"])
def test_a_prefix_reaches_a_term_that_is_shorter_than_it(typed: str) -> None:
    assert "twitch" in members(planned(typed, typing=True).root)


def test_a_finished_word_among_the_prefixes_counts_as_its_own_term() -> None:
    assert planned("twitching", typing=True).root == Term("twitch")


def test_without_typing_the_last_word_is_a_word() -> None:
    assert planned("twi").root == Term("twi")


def test_under_minus_an_unfinished_word_stands_for_itself_alone() -> None:
    root = planned("tea -twi", typing=True).root
    assert root == Bool(should=(Term("tea"),), must_not=(Term("twi"),), minimum=1)


def test_a_prefix_of_several_tokens_expands_the_last_in_place() -> None:
    root = plan(SearchRequest(parse("B1*")), ENGLISH, Dictionary(**{"1": 1, "12": 2, "b": 3})).root
    assert isinstance(root, Group)
    assert [member for member, _ in root.members] == [Sequence(("b", last), (0, 1)) for last in ("1", "12")]


def test_expansions_are_those_in_most_sections_and_no_more_than_allowed() -> None:
    letters = "bcdfghjkm"
    words = {f"tx{a}{b}{c}": number for number, (a, b, c) in enumerate(product(letters, repeat=3))}
    root = plan(SearchRequest(parse("tx*")), ENGLISH, Dictionary(**words)).root
    most = sorted(words, key=words.__getitem__)[-LIMITS.expansions :]
    assert set(members(root)) == {"tx", *most}


def test_a_misspelt_word_stands_for_those_like_it_the_closer_the_heavier() -> None:
    assert members(planned("cramps~2").root) == {"cramp": 1.0, "clamp": 0.5}
    assert members(planned("twithc~").root) == {"twithc": 1.0, "twitch": 0.5}


def test_a_misspelt_word_of_two_letters_stands_for_itself_and_of_four_for_one_edit() -> None:
    assert planned("te~2").root == Term("te")
    assert planned("teah~2").root == planned("teah~1").root


def test_what_words_were_taken_for_is_reported_unless_the_word_is_only_unfinished() -> None:
    assert planned("cramqs~").expansions == (Expansion("cramqs", ("cramps",)),)
    assert planned("eye*").expansions == (Expansion("eye", ("eyelid",)),)
    assert planned("eye", typing=True).expansions == ()


def test_synonyms_count_as_one_term() -> None:
    request = SearchRequest(Boost(Synonyms((Word("cramp"), Phrase("charley horse"), Word("?"))), 2.0))
    root = plan(request, ENGLISH, WORDS).root
    assert root == Group(((Term("cramp"), 1.0), (Sequence(("charley", "hors"), (0, 1)), 1.0)), ALL_FIELDS, 2.0)


# Highlights, limits


def test_highlights_are_what_can_have_made_a_section_match() -> None:
    found = planned('b -c (d OR -e) "b d" kind:causes b').highlights
    assert set(found) == {B, D, Sequence(("b", "d"), (0, 1))}
    assert len(found) == 3


def test_too_many_tokens_are_refused_with_as_many_words_as_are_allowed() -> None:
    text = "covid-19 " * LIMITS.terms
    with pytest.raises(QueryError, match="words, letters and digits of one") as refusal:
        planned(text)
    assert refusal.value.plain
    assert planned(refusal.value.plain).root != NOTHING


@given(some_queries())
def test_every_tree_has_a_plan_whose_highlights_are_not_under_a_minus(query: Any) -> None:
    for matching in Matching:
        found = plan(SearchRequest(query, matching=matching, typing=True), ENGLISH, WORDS)
        assert len(set(found.highlights)) == len(found.highlights)
        if isinstance(query, Not):
            assert found.highlights == ()


def test_groups_without_terms_left_find_nothing() -> None:
    assert plan(SearchRequest(AnyOf((Word("?"), Fuzzy("!"))), ""), ENGLISH, WORDS).root == NOTHING
    assert plan(SearchRequest(Synonyms((Word("?"),))), ENGLISH, WORDS).root == NOTHING
    assert plan(SearchRequest(Words(())), ENGLISH, WORDS).root == NOTHING


def test_two_words_belong_together_only_where_they_are_all_that_is_asked() -> None:
    assert planned("b c").together == (B, C)
    assert planned("b c d").together == ()
    assert planned("d AND (b c)").together == ()
    assert planned("d OR (b c)").together == ()
    assert planned("b c", matching=Matching.ANY).together == ()
