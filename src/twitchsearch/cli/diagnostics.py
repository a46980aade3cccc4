"""What goes to stderr: talk, progress, errors; and when there is colour. Nothing here is an answer."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Self, TextIO

from twitchsearch.config import Color
from twitchsearch.text import guard

if TYPE_CHECKING:
    from twitchsearch.model import Step

_REDRAWN_EVERY = 0.1
_SAID_EVERY = 10.0
_TELLING = 0.5  # seconds before which a rate says nothing
_BAR = 24


def wants_color(choice: Color, environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether to use colour. The flag or setting decides, then NO_COLOR, then CLICOLOR_FORCE and FORCE_COLOR, then
    whether it is a terminal that is not dumb.

    A variable that is empty, and a force that is "0", are not set.
    """
    match choice:
        case Color.ALWAYS:
            return True
        case Color.NEVER:
            return False
        case Color.AUTO:
            if environment.get("NO_COLOR"):
                return False
            if any(environment.get(name, "0") not in ("", "0") for name in ("CLICOLOR_FORCE", "FORCE_COLOR")):
                return True
            return terminal and environment.get("TERM") != "dumb"


class Talk:
    """Says things on stderr, unless it was asked to be quiet. Lines are guarded: they may quote text from outside."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False, verbose: bool = False) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._quiet, self._verbose = quiet, verbose

    def say(self, line: str) -> None:
        if not self._quiet:
            self._write(guard(line) + "\n")

    def detail(self, line: str) -> None:
        """For those who asked to hear more."""
        if self._verbose:
            self.say(line)

    def error(self, message: str) -> None:
        """An error is said to the quiet, too. Its lines are kept apart."""
        lines = [guard(line) for line in message.splitlines()]
        self._write("twitchsearch: " + "\n".join(lines) + "\n")

    def meter(self, clock: Callable[[], float] = time.monotonic) -> Meter:
        """A new measure of progress; use it as a context manager, so that its last line is ended."""
        terminal = self._stream is not None and self._stream.isatty() and os.environ.get("TERM") != "dumb"
        return Meter(lambda text: None if self._quiet else self._write(text), clock, terminal=terminal)

    def _write(self, text: str) -> None:
        if self._stream is not None:
            encoding = getattr(self._stream, "encoding", None) or "utf-8"
            self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
            self._stream.flush()


class Meter:
    """Progress as it is shown: a bar that is redrawn on a terminal, otherwise a plain line now and then."""

    def __init__(self, write: Callable[[str], None], clock: Callable[[], float], *, terminal: bool) -> None:
        self._write, self._clock, self._terminal = write, clock, terminal
        self._stage, self._began, self._said, self._drawn = "", 0.0, 0.0, 0
        self._last: Step | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end_stage()

    def __call__(self, step: Step) -> None:
        now = self._clock()
        if step.stage != self._stage:
            self._end_stage()
            self._stage, self._began, self._said = step.stage, now, now
            if self._terminal:
                self._draw(step, now)
        elif now - self._said >= (_REDRAWN_EVERY if self._terminal else _SAID_EVERY):
            self._said = now
            self._draw(step, now)
        self._last = step

    def _draw(self, step: Step, now: float) -> None:
        line = progress_line(step, now - self._began, bar=_BAR if self._terminal else 0)
        if not self._terminal:
            self._write(line + "\n")
            return
        import shutil

        shown = line[: max(20, shutil.get_terminal_size().columns - 1)]
        self._write("\r" + shown.ljust(self._drawn))
        self._drawn = len(shown)

    def _end_stage(self) -> None:
        if self._last is not None:
            self._draw(self._last, self._clock())
            self._write("\n" if self._terminal else "")
        self._last, self._drawn, self._stage = None, 0, ""


def progress_line(step: Step, elapsed: float, bar: int = 0) -> str:
    """One line: the stage, how much of how much, the rate and the time left, as far as they are known."""
    rate = step.done / elapsed if elapsed >= _TELLING else 0.0
    parts = [f"{guard(step.stage)}: {_drawn_bar(step, bar)}{_amount(step)}"]
    if rate:
        parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
    if rate and step.total and step.done < step.total:
        parts.append(f"{_duration((step.total - step.done) / rate)} left")
    if step.detail:
        parts.append(guard(step.detail))
    return ", ".join(parts)


def _drawn_bar(step: Step, width: int) -> str:
    if not width or not step.total:
        return ""
    filled = min(width, width * step.done // step.total)
    return f"[{'#' * filled}{'.' * (width - filled)}] "


def _amount(step: Step) -> str:
    if not step.total:
        return f"{step.done:,}"
    return f"{step.done:,} of {step.total:,} ({100 * step.done // step.total} %)"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
