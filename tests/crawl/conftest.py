"""An internet of one machine."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from urllib3.util import connection

from tests.crawl.server import PUBLIC, Clock
from twitchsearch.corpus.store import CorpusStore


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Connections to `PUBLIC` go to loopback, any other is an error; returns the hosts that were connected to."""
    dialled: list[str] = []
    dial: Callable[..., socket.socket] = connection.create_connection

    def diverted(address: tuple[str, int], *rest: Any, **more: Any) -> socket.socket:
        dialled.append(address[0])
        if address[0] != PUBLIC:
            raise ConnectionRefusedError(f"no route to {address[0]}")
        return dial(("127.0.0.1", address[1]), *rest, **more)

    monkeypatch.setattr(connection, "create_connection", diverted)
    return dialled


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> CorpusStore:
    return CorpusStore(tmp_path / "corpus")
