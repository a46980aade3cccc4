"""The thread that builds an index, and what it tells the screen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from twitchsearch.errors import TwitchsearchError
from twitchsearch.model import IndexState, Progress, Step


@dataclass(frozen=True, slots=True)
class Advanced:
    step: Step


@dataclass(frozen=True, slots=True)
class Built:
    state: IndexState


@dataclass(frozen=True, slots=True)
class NotBuilt:
    """`message` is a sentence for people."""

    message: str


News: TypeAlias = Advanced | Built | NotBuilt
Build = Callable[[Progress], IndexState]


class _Stopped(Exception):
    """Raised out of the progress to end a build that nobody waits for; the build undoes itself."""


class Builder:
    """Builds once, in a thread of its own; `deliver` must be safe to call from any thread."""

    def __init__(self, build: Build, deliver: Callable[[News], None]) -> None:
        self._build = build
        self._deliver = deliver
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="build", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, patience: float = 5.0) -> None:
        """Give up, at the next step of the build."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _run(self) -> None:
        try:
            self._deliver(Built(self._build(self._advance)))
        except _Stopped:
            self._deliver(NotBuilt("stopped"))
        except TwitchsearchError as error:
            self._deliver(NotBuilt(str(error)))
        except Exception as error:  # noqa: BLE001 - the thread's boundary: the screen stays up and says what happened
            self._deliver(NotBuilt(f"twitchsearch made a mistake of its own ({type(error).__name__}) while it built"))

    def _advance(self, step: Step) -> None:
        if self._stopping.is_set():
            raise _Stopped
        self._deliver(Advanced(step))
