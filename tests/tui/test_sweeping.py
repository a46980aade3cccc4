"""Garbage is looked for while nobody types."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from tests.tui.conftest import playing
from tests.tui.worlds import session, world
from twitchsearch.tui import sweeping


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


class Ring:
    """Refers to itself, so that only a sweep ends it."""

    ended = 0

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        Ring.ended += 1


def _grown_old(count: int) -> None:
    """Make rings that survive the sweeps of what is young."""
    rings = [Ring() for _ in range(count)]
    gc.collect(0)
    gc.collect(1)
    rings.clear()


def test_what_is_there_at_the_start_is_not_looked_through_again() -> None:
    sweeping.begin()
    assert gc.get_freeze_count() > 10_000
    assert gc.get_threshold()[2] > 2 * sweeping.DUE  # who rests now and then is never swept for while typing


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="there the old is swept bit by bit, and not counted")
def test_at_rest_the_whole_is_swept_once_it_is_time() -> None:
    sweeping.begin()
    gc.collect()
    assert not sweeping.rest()
    Ring.ended = 0
    _grown_old(5)
    for _ in range(2 * sweeping.DUE):
        gc.collect(1)
    assert sweeping.rest()
    assert Ring.ended == 5
    assert not sweeping.rest()


async def test_who_types_is_not_held_up_and_who_rests_is_swept_for(monkeypatch: pytest.MonkeyPatch) -> None:
    swept = []
    monkeypatch.setattr(sweeping, "rest", lambda: swept.append(True))
    async with playing(session(world())) as stage:
        stage.app.sweep()
        swept.clear()
        await stage.type("tea")
        stage.app.sweep()
        assert not swept
        stage.app.sweep()
        assert swept
