"""`twitchsearch ask`: questions and answers line by line, for screen readers, dumb terminals and pipes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Self

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, common
from twitchsearch.cli.keeping import journal, keeper
from twitchsearch.cli.questions import QuestionCommand
from twitchsearch.cli.search import look, open_searcher
from twitchsearch.model.remembered import Choices
from twitchsearch.tui.questions import made

if TYPE_CHECKING:
    from twitchsearch.cli.linetalk import LineTalk
    from twitchsearch.search.seam import Index, Searcher

PROMPT = "question> "
LONGEST_LINE = 1 << 16


@click.command(cls=QuestionCommand)
@click.argument("words", nargs=-1, metavar="[QUESTION]...")
@click.option("--private", is_flag=True, help="Without a history: nothing is read or written.")
@common
def ask(invocation: Invocation, words: tuple[str, ...], private: bool) -> Exit:  # noqa: FBT001 - click passes it by name
    """Ask line by line, without a screen to draw on.

    For screen readers, dumb terminals and pipes: what is found is numbered, a number is read, Enter alone gives more,
    help tells the rest and quit leaves. QUESTION is answered first. It finds what the terminal interface finds.

    \b
    Examples:
      twitchsearch ask
      twitchsearch ask why does my eyelid twitch
      echo eyelid twitching | twitchsearch ask --private
    """
    from twitchsearch.cli.linereading import Means
    from twitchsearch.cli.linetalk import LineTalk
    from twitchsearch.cli.start import manner

    choices = Choices() if private else keeper(invocation).choices()
    with Following(invocation) as following:
        means = Means(
            searcher=following.searcher,
            manner=manner(invocation),
            journal=journal(invocation, choices, private=private),
            now=lambda: datetime.now(UTC),
            look=look(invocation),
            page=invocation.settings.search.limit,
        )
        following.searcher()
        talk = LineTalk(means)
        if _asked():
            invocation.output.write(["Type a question, then Enter. help tells what else can be typed, quit leaves."])
        try:
            _converse(talk, invocation, " ".join(words))
        except KeyboardInterrupt:
            _end_line(invocation)
            raise
    return Exit.OK


def _converse(talk: LineTalk, invocation: Invocation, first: str) -> None:
    """Answer what was asked with the command, if anything was, then line after line."""
    for line in chain([first] if first.strip() else [], _lines()):
        invocation.output.write(talk.hear(line))
        if talk.ended:
            return
    _end_line(invocation)


def _end_line(invocation: Invocation) -> None:
    """Whoever leaves by ^C or ^D finds the shell's prompt on a line of its own, not behind ours."""
    if _asked():
        invocation.output.write([""])


class Following:
    """Gives a searcher of the live generation; another one is opened when another generation is live."""

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation
        self._index: Index = invocation.index()
        self._open: Searcher | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def searcher(self) -> Searcher:
        """Raises IndexUnusable."""
        if self._open is None or self._is_older(self._open):
            self._stack.close()
            self._open = None
            self._open = self._stack.enter_context(open_searcher(self._invocation))
        return self._open

    def _is_older(self, opened: Searcher) -> bool:
        live = self._index.state()
        return bool(live.generation) and made(live) != made(opened.state)


def _asked() -> bool:
    """Whether somebody types."""
    return sys.stdin is not None and sys.stdin.isatty()


def _lines() -> Iterator[str]:
    """The lines that are typed, until the input ends."""
    if sys.stdin is None:
        return
    if _asked():
        with suppress(ImportError):
            import readline  # noqa: F401 - gives `input` its editing
        with suppress(EOFError):
            while True:
                yield input(PROMPT)
        return
    while line := sys.stdin.buffer.readline(LONGEST_LINE):
        yield line.decode("utf-8", "replace")
