"""What a crawler needs from outside: time, chance, and where names lead. Tests bring their own."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

Resolver = Callable[[str, int], Sequence[str]]
"""The addresses of a host, best first. Raises OSError where there are none."""


def system_addresses(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def system_pause(seconds: float, stop: threading.Event) -> None:
    stop.wait(seconds)


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class World:
    """`now` is the time of day in UTC, `clock` seconds that never run backwards, `chance` a number in [0, 1).

    `pause` waits so many seconds, or less once the event is set.
    """

    now: Callable[[], datetime] = utc_now
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float, threading.Event], None] = system_pause
    chance: Callable[[], float] = random.random
    resolve: Resolver = system_addresses


REAL_WORLD = World()
