"""What of a run of words is to be found, and what tells nothing."""

from __future__ import annotations

import pytest

from twitchsearch.model import Word
from twitchsearch.search.analysis import analyser
from twitchsearch.search.reading import Reader


def dropped(text: str) -> list[str]:
    children = tuple(Word(each) for each in text.split())
    return [word.text for word in Reader(analyser(), typing=False).read(children, wishing=False).dropped]


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("my calf cramps", []),
        ("my calf cramps badly", ["my"]),
        ("please calf cramps badly tonight running hard", []),
        ("please calf cramps badly tonight running hard uphill", ["please"]),
    ],
)
def test_stop_words_go_from_four_words_on_and_what_is_said_around_a_question_from_eight(
    text: str, left_out: list[str]
) -> None:
    assert dropped(text) == left_out


def test_words_that_are_all_stop_words_are_kept() -> None:
    assert dropped("the of and a") == []
