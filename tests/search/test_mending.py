"""What a search that had no time left does not begin any more."""

from __future__ import annotations

from typing import NoReturn

from twitchsearch.model import Count, Facets, IndexState, IndexStatus, Results, SearchRequest
from twitchsearch.search.analysis import analyser
from twitchsearch.search.mending import mended
from twitchsearch.search.query import parse


class Untouched:
    """A lexicon, and a search, that nobody may ask."""

    def __getattr__(self, name: str) -> NoReturn:
        raise AssertionError(f"{name} was asked for")

    def __call__(self, request: SearchRequest) -> NoReturn:
        raise AssertionError("it was searched again")


def test_where_time_ran_out_nothing_is_put_right() -> None:
    results = Results((), Count(0, exact=False), Facets(), IndexState(IndexStatus.READY, sections=9), timed_out=True)
    request = SearchRequest(parse("magnezium"), "magnezium")
    nobody = Untouched()
    assert mended(request, results, nobody, nobody, analyser()) is results
