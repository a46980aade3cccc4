"""From nothing to an answer: `make run`, and `twitchsearch` alone."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import TextIOWrapper

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, common
from twitchsearch.cli.questions import Wish
from twitchsearch.cli.running import interactive, invoked
from twitchsearch.cli.search import Reply, ask
from twitchsearch.cli.upkeep import build_state, ready
from twitchsearch.config import HistoryMode


@click.command(hidden=True)
@click.argument("question", nargs=-1)
@common
def start(invocation: Invocation, question: tuple[str, ...]) -> Exit:
    """Bring the index up to date and open the terminal interface.

    Where there is no terminal, or a dumb one, QUESTION is answered as text instead.

    \b
    Example:
      twitchsearch start why does my eyelid twitch
    """
    ready(invocation, invocation.index())
    if interactive():
        return screen(invocation)
    return ask(invocation, " ".join(question), Wish(), Reply(form=None, exit_zero=False))


@click.command("twitchsearch")
@common
def alone(invocation: Invocation) -> Exit:
    """The terminal interface, on the index as it is; where the default library is missing it is made first."""
    located = invocation.located()
    located.present()
    if located.is_default:
        ready(invocation, invocation.index())
    return screen(invocation)


def screen(invocation: Invocation) -> Exit:
    """Open the terminal interface and stay in it until the person leaves."""
    from twitchsearch import tui
    from twitchsearch.library import open_store

    library, index = invocation.library(), invocation.index()
    settings = invocation.settings
    chosen = tui.TuiSettings(
        layout=tui.Layout(settings.tui.layout.value),
        theme=settings.tui.theme,
        private=settings.history.mode is HistoryMode.OFF,
    )
    session = tui.Session(
        index=index,
        build=lambda progress: build_state(invocation, library, index, progress),
        page=open_store(library).get,
        settings=chosen,
        now=lambda: datetime.now(UTC),
        language=settings.language,
    )
    _keep_to_the_columns()
    return Exit(tui.run(session))


def _keep_to_the_columns() -> None:
    """Have one question mark shown for a letter that the terminal's encoding lacks: an escape would shift what follows.

    The interface is drawn on stderr, as it was when Python started.
    """
    if isinstance(sys.__stderr__, TextIOWrapper):
        sys.__stderr__.reconfigure(errors="replace")


def open_screen(library: str | None) -> Exit:
    """What `twitchsearch` alone does."""
    return invoked(alone, [] if library is None else ["--library", library])
