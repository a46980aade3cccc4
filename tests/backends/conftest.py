"""The backends that the contract is tried on: one line each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.search.seam import Index

Factory = Callable[[], Index]

BACKENDS: dict[str, Callable[[Path, str], Index]] = {
    "memory": lambda _, language: MemoryIndex(language),
    "whoosh": lambda folder, language: WhooshIndex(folder, language=language),
}


@pytest.fixture(params=BACKENDS)
def index_factory(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Index]:
    """Makes a new, empty index of the backend, each time in a folder of its own."""

    def make(language: str = "english") -> Index:
        return BACKENDS[request.param](tmp_path_factory.mktemp("index"), language)

    return make


@pytest.fixture
def index(index_factory: Factory) -> Index:
    return index_factory()
