"""What a search does between two looks at the clock, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.backends.whoosh.samples import FEET, LEGS, built
from twitchsearch.backends.whoosh import WhooshIndex, leaves, sequences
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.model import Catalogue, Matching, Results, SearchRequest, no_progress
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Changes

ASKED = 'twitch OR cramp OR night OR "the muscle" OR s*'
STEPS = ((Snapshot, "postings"), (sequences, "_exactly"), (leaves, "_saturated"))
"""What takes long: a list is read, places are held against each other, a leaf is weighed."""


class Clock:
    """A clock that is looked at so many times before all time is over."""

    def __init__(self, looks: int) -> None:
        self.looked = 0
        self._looks = looks

    def __call__(self) -> float:
        self.looked += 1
        return 0.0 if self.looked <= self._looks else 1e9


@pytest.fixture
def index(tmp_path: Path) -> WhooshIndex:
    """Two segments."""
    index = built(tmp_path)
    index.update(Changes([FEET, LEGS]), Catalogue(), no_progress)
    return index


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Callable[[], None]]]:
    """What is called at each long step."""
    listeners: list[Callable[[], None]] = []

    def heard(step: Callable[..., Any]) -> Callable[..., Any]:
        def listening(*given: Any) -> Any:
            for each in listeners:
                each()
            return step(*given)

        return listening

    for owner, name in STEPS:
        monkeypatch.setattr(owner, name, heard(getattr(owner, name)))
    yield listeners
    listeners.clear()


def searched(index: WhooshIndex, clock: Clock, steps: list[Callable[[], None]]) -> tuple[Results, list[int]]:
    """The results, and how often the clock had been looked at when each long step began."""
    began: list[int] = []
    steps[:] = [lambda: began.append(clock.looked)]
    with index.searcher() as searcher:
        searcher._clock = clock
        return searcher.search(SearchRequest(parse(ASKED), ASKED, matching=Matching.ANY, timeout=60.0)), began


def test_the_clock_is_looked_at_before_every_long_step(index: WhooshIndex, steps: list[Callable[[], None]]) -> None:
    results, began = searched(index, Clock(1_000_000), steps)
    assert not results.timed_out
    assert results.total.value > 2
    assert len(began) >= 3 * len(STEPS)
    assert len(set(began)) == len(began)


def test_no_long_step_begins_when_the_time_is_up_and_the_answer_says_so(
    index: WhooshIndex, steps: list[Callable[[], None]]
) -> None:
    whole, all_began = searched(index, Clock(1_000_000), steps)
    for looks in range(2, max(all_began)):  # the first two say when the search began
        results, began = searched(index, Clock(looks), steps)
        assert began == [each for each in all_began if each <= looks]
        assert results.timed_out == (len(began) < len(all_began))
        assert {hit.section.id for hit in results.hits} <= {hit.section.id for hit in whole.hits}
        assert results.total.value <= whole.total.value
