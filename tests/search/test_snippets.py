"""Which passage is shown and what is marked in it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.strategies import MORE_WORDS, WORDS
from tests.effort import effort
from twitchsearch.model import Snippet, SnippetShape
from twitchsearch.search.analysis import analyser
from twitchsearch.search.plan import Group, Leaf, Sequence, Term
from twitchsearch.search.snippets import Highlighter

ENGLISH = analyser()
EYELID, TWITCH, TEA = map(Term, ("eyelid", "twitch", "tea"))
PHRASE = Sequence(("eyelid", "twitch"), (0, 1))
NEAR = Sequence(("eyelid", "twitch"), (0, 1), 2)
EITHER = Group(((TWITCH, 1.0), (Term("spasm"), 0.5), (Sequence(("leg", "cramp"), (0, 1)), 1.0)))
FILLER = "Nothing of note stands in this sentence. "


def marked(text: str, *leaves: Leaf) -> list[str]:
    return [text[span.start : span.end] for span in Highlighter(ENGLISH, leaves).spans(text)]


def shown(text: str, *leaves: Leaf, count: int = 1, length: int = 100) -> tuple[Snippet, ...]:
    return Highlighter(ENGLISH, leaves).snippets(text, SnippetShape(count, length))


def test_every_form_of_a_word_is_marked_and_nothing_else() -> None:
    assert marked("Twitches, TWITCHING; twitchy? A twitch’s", TWITCH) == ["Twitches", "TWITCHING", "twitch’s"]


def test_a_phrase_is_marked_only_where_the_whole_of_it_stands() -> None:
    assert marked("An eyelid. Eyelids twitch; the twitch of an eyelid", PHRASE) == ["Eyelids twitch"]


def test_with_slop_the_words_are_marked_and_not_what_stands_between() -> None:
    assert marked("The eyelid may often twitch. A twitch", NEAR) == ["eyelid", "twitch"]


def test_members_of_a_group_are_marked() -> None:
    assert marked("Spasms, leg cramps, a leg, a twitch", EITHER) == ["Spasms", "leg cramps", "twitch"]


def test_marks_that_overlap_become_one() -> None:
    assert marked("The eyelid twitches", EYELID, PHRASE) == ["eyelid twitches"]
    assert marked("The eyelid twitches", EYELID, TWITCH) == ["eyelid", "twitches"]


def test_marks_are_code_points_of_any_text() -> None:
    assert marked("🙂 İzmir: naïve", Term("naiv"), Term("izmir")) == ["İzmir", "naïve"]


def test_nothing_is_marked_without_leaves() -> None:
    assert marked("The eyelid twitches") == []
    assert shown("The eyelid twitches") == (Snippet("The eyelid twitches", whole=True),)


def test_a_text_that_fits_is_shown_whole() -> None:
    (snippet,) = shown("Tea, then rest.", TEA)
    assert (snippet.text, snippet.start, snippet.whole) == ("Tea, then rest.", 0, True)


def test_a_text_without_matches_shows_its_beginning_cut_between_words() -> None:
    (snippet,) = shown(FILLER * 20, TEA, length=30)
    assert (snippet.text, snippet.start, snippet.highlights, snippet.whole) == (
        "Nothing of note stands in this",
        0,
        (),
        False,
    )


def test_the_passage_with_most_different_words_is_shown() -> None:
    text = FILLER * 5 + "Tea, tea, tea and tea. " + FILLER * 5 + "The eyelid twitches after tea. " + FILLER * 5
    (snippet,) = shown(text, EYELID, TWITCH, TEA)
    assert snippet.text.startswith("The eyelid twitches after tea.")


def test_of_passages_with_the_same_words_the_denser_is_shown_then_the_earlier() -> None:
    gap = FILLER * 5
    text = f"{gap}Some tea here. {gap}Tea, tea and tea. {gap}Some tea there. {gap}"
    assert shown(text, TEA)[0].text.startswith("Tea, tea and tea.")
    assert shown(text.replace("Tea, tea and tea. ", ""), TEA)[0].text.startswith("Some tea here.")


def test_a_passage_begins_with_a_sentence_where_one_is_near() -> None:
    (snippet,) = shown(f"{FILLER * 5}Here is tea. {FILLER * 5}", TEA, length=60)
    assert snippet.text == "Here is tea. Nothing of note stands in this sentence."


def test_a_passage_begins_and_ends_between_words_where_no_sentence_is_near() -> None:
    text = "word " * 100 + "tea " + "word " * 100
    (snippet,) = shown(text, TEA, length=61)
    assert set(snippet.text.split()) == {"word", "tea"}
    assert len(snippet.text) > 50


def test_a_line_break_ends_a_sentence() -> None:
    text = f"{'no stop here ' * 20}\nTea it is {'and so on ' * 20}"
    assert shown(text, TEA)[0].text.startswith("Tea it is")


def test_a_text_without_any_space_is_cut_where_it_must() -> None:
    text = "足" * 500 + "茶" + "足" * 500
    (snippet,) = shown(text, Term("茶"), length=20)
    assert "茶" in snippet.text
    assert len(snippet.text) <= 20


def test_several_snippets_stand_in_the_order_of_the_text_and_apart() -> None:
    text = FILLER * 5 + "Some tea. " + FILLER * 9 + "An eyelid and tea. " + FILLER * 9 + "More tea. " + FILLER * 5
    snippets = shown(text, EYELID, TEA, count=2, length=60)
    assert [snippet.text.split(".")[0] for snippet in snippets] == ["Some tea", "An eyelid and tea"]
    assert len(shown(text, EYELID, TEA, count=9, length=60)) == 3


@pytest.mark.parametrize(("count", "length"), [(0, 100), (1, 0), (-1, 100)])
def test_where_none_are_asked_for_there_are_none(count: int, length: int) -> None:
    assert shown("Tea, then rest.", TEA, count=count, length=length) == ()
    assert shown("", TEA) == ()


_leaves = st.lists(st.sampled_from((EYELID, TWITCH, TEA, PHRASE, NEAR, EITHER, Term("b"), Term("足"))), max_size=5)
_texts = st.lists(st.sampled_from((*WORDS, *MORE_WORDS, ".", "\n", "! ", "”")), max_size=80).map(" ".join) | st.text()


@given(_texts, _leaves, st.integers(0, 4), st.integers(0, 80))
def test_snippets_of_any_text_are_passages_of_it_within_their_length_with_marks_inside(
    text: str, leaves: list[Leaf], count: int, length: int
) -> None:
    highlighter = Highlighter(ENGLISH, leaves)
    spans = highlighter.spans(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    snippets = highlighter.snippets(text, SnippetShape(count, length))
    assert len(snippets) <= count
    assert all(before.start + len(before.text) <= after.start for before, after in pairwise(snippets))
    for snippet in snippets:
        end = snippet.start + len(snippet.text)
        assert snippet.text == text[snippet.start : end]
        assert len(snippet.text) <= length
        assert snippet.whole == (snippet.text == text)
        inside = [span for span in spans if span.end > snippet.start and span.start < end]
        assert [
            (max(0, span.start - snippet.start), min(len(snippet.text), span.end - snippet.start)) for span in inside
        ] == [(span.start, span.end) for span in snippet.highlights]


@pytest.mark.parametrize(
    "unit", ["tea ", "eyelid twitch ", "eyelid ", "x", "足", ". ", "\n", "tea. ", "a.", "' ", "e\u0301 "], ids=ascii
)
def test_a_megabyte_of_anything_takes_no_more_than_its_length_asks(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    wanted = (EYELID, TEA, PHRASE, Sequence(("eyelid", "eyelid", "twitch"), (0, 1, 2), 50))
    assert effort(lambda: shown(text, *wanted, count=3, length=200), 3.0) < 3.0
