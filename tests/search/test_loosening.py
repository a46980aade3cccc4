"""What becomes of a query whose words may be misspelt."""

from __future__ import annotations

import pytest

from twitchsearch.cli.render.questions import shown_query
from twitchsearch.search.loosening import loosened
from twitchsearch.search.query import parse


@pytest.mark.parametrize(
    ("query", "loose"),
    [
        ("magnezium", "magnezium~2"),
        ("crmap", "crmap~"),
        ("what causes a crmap", "what causes a crmap~"),
        ('+twich -eyelid "night cramps" magn* title:legz', '+twich~ -eyelid "night cramps" magn* title:legz~'),
        ("(tee OR coffe) AND stres^2", "(tee~ OR coffe~) AND stres~^2"),
        ("kind:causes twich~2", "kind:causes twich~2"),
    ],
)
def test_words_that_say_what_it_is_about_may_be_misspelt_and_nothing_else(query: str, loose: str) -> None:
    assert shown_query(loosened(parse(query), "english")) == shown_query(parse(loose))
