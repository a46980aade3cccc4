"""The reference of the Python API says what the docstrings say."""

from __future__ import annotations

import twitchsearch
from docs import api
from twitchsearch.errors import TwitchsearchError


def test_the_reference_is_made_from_the_docstrings_as_they_are() -> None:
    assert api.PAGE.read_text(encoding="utf-8") == api.page(), "make it anew with: make docs"


def test_everything_that_is_public_stands_in_the_reference_once() -> None:
    said = [name for names in api.CHAPTERS.values() for name in names]
    assert len(said) == len(set(said))
    errors = {name for name in twitchsearch.__all__ if _is_error(name)}
    assert set(said) | errors | {"__version__"} == set(twitchsearch.__all__)
    assert all(name in api.page() for name in errors)


def test_no_signature_shows_where_something_lies_in_memory() -> None:
    assert " at 0x" not in api.page()


def _is_error(name: str) -> bool:
    thing = getattr(twitchsearch, name)
    return isinstance(thing, type) and issubclass(thing, TwitchsearchError)
