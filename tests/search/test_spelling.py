"""Misspelt words against the plain definition of what they cost, and what is likelier than what."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import effort
from twitchsearch.search.expansion import edit_distance
from twitchsearch.search.limits import LONGEST_MENDED
from twitchsearch.search.spelling import Channel, Speller, edits_allowed, sound

PLAIN = Channel(near=1, vowel=1, alike=1, double=1, swap=1, omitted=1, added=1, first=0, prior=0, sound=0)


def speller(words: dict[str, int], channel: Channel = PLAIN) -> Speller:
    known = sorted(words)
    return Speller(
        np.array([word.encode() for word in known], f"S{LONGEST_MENDED}"), np.array([words[w] for w in known]), channel
    )


_words = st.text("abcst", min_size=1, max_size=7)


@given(st.sets(_words, max_size=12), _words)
def test_where_all_edits_cost_one_the_cost_is_the_edit_distance(known: set[str], typed: str) -> None:
    most = edits_allowed(len(typed))
    expected = {word: edit_distance(word, typed, 9) for word in known - {typed}}
    found = {each.word: each.cost for each in speller(dict.fromkeys(known, 1)).corrections(typed, 50)}
    assert {word: cost for word, cost in found.items() if cost <= most} == {
        word: float(cost) for word, cost in expected.items() if cost <= most
    }


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=5))
def test_any_text_may_be_looked_for_among_any_words(typed: str, known: list[str]) -> None:
    words = {
        w: 1 for w in known if "\0" not in w and len(w.encode("utf-8", "ignore")) <= LONGEST_MENDED and w.isprintable()
    }
    found = speller(words, Channel()).corrections(typed, 3)
    assert {each.word for each in found} <= words.keys() - {typed}
    assert [each.cost for each in found] == sorted(each.cost for each in found)


@pytest.mark.parametrize(
    ("typed", "likelier", "other", "why"),
    [
        ("crampa", "cramps", "crampx", "a and s are neighbours on the keyboard"),
        ("twich", "twitch", "twinch", "they sound the same"),
        ("definate", "definite", "defincte", "a vowel for a vowel"),
        ("hte", "the", "htx", "two letters swapped"),
        ("musscle", "muscle", "mustcle", "a letter doubled"),
        ("ctamp", "cramp", "stamp", "the first letter is seldom wrong"),
    ],
)
def test_what_fingers_and_ears_do_easily_is_likelier(typed: str, likelier: str, other: str, why: str) -> None:
    found = speller({likelier: 10, other: 10}, Channel()).corrections(typed)
    assert found[0].word == likelier, why


def test_of_words_equally_near_the_commoner_is_likelier() -> None:
    words = {"tremor": 900, "tremar": 2}
    assert speller(words, Channel()).corrections("tremer")[0].word == "tremor"


@pytest.mark.parametrize(
    ("one", "other"),
    [("neumonia", "neumonea"), ("fysician", "physician"), ("knee", "nee"), ("sirosis", "cirrhosis"), ("coff", "cough")],
)
def test_words_that_sound_the_same_have_the_same_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_nothing_is_known_where_nothing_is_indexed() -> None:
    assert speller({}).corrections("cramps") == []


def test_words_too_short_or_too_long_are_left_alone() -> None:
    known = speller({"a": 1, "b": 1, "cramp": 5})
    assert known.corrections("x") == []
    assert known.corrections("cramp" * 100) == []


def test_a_word_among_fifty_thousand_takes_a_blink() -> None:
    chance = np.random.default_rng(7)
    letters = chance.integers(ord("a"), ord("z") + 1, (50_000, 9), np.uint8)
    words = np.unique(letters.view("S9").ravel())
    known = Speller(words, np.ones(len(words), np.int64))
    known.corrections("magnezium")
    assert effort(lambda: known.corrections("magnezium"), 0.1) < 0.1
