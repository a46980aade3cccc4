"""From nothing to an answer: `make run`, and `twitchsearch` alone."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, common
from twitchsearch.cli.keeping import journal, keeper, state_folder, undecided
from twitchsearch.cli.questions import Wish, vocabulary_of
from twitchsearch.cli.running import interactive, invoked
from twitchsearch.cli.search import Reply, ask
from twitchsearch.cli.upkeep import build_state, ready
from twitchsearch.config import DEFAULT, keys_from
from twitchsearch.model.remembered import Choices

if TYPE_CHECKING:
    from twitchsearch import tui
    from twitchsearch.tui.questions import Manner


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
@click.option("--private", is_flag=True)
@common
def alone(invocation: Invocation, private: bool) -> Exit:  # noqa: FBT001 - click passes it by name
    """The terminal interface, on the index as it is; where the default library is missing it is made first."""
    located = invocation.located()
    located.present()
    if located.is_default:
        ready(invocation, invocation.index())
    return screen(invocation, private=private)


def screen(invocation: Invocation, *, private: bool = False) -> Exit:
    """Open the terminal interface and stay in it until the person leaves. A private one reads and writes no history."""
    from twitchsearch import tui
    from twitchsearch.library import open_store
    from twitchsearch.tui.actions import remapped

    library, index = invocation.library(), invocation.index()
    settings = invocation.settings
    choices = Choices() if private else keeper(invocation).choices()
    chosen = tui.TuiSettings(
        layout=_layout(invocation, choices),
        theme=settings.tui.theme,
        last_theme=choices.theme,
        keys=remapped(keys_from(settings.tui.keys)),
    )
    session = tui.Session(
        index=index,
        build=lambda progress: build_state(invocation, library, index, progress),
        page=open_store(library).get,
        settings=chosen,
        now=lambda: datetime.now(UTC),
        manner=lambda: manner(invocation),
        journal=journal(invocation, choices, private=private),
        ask_first=not private and undecided(invocation, choices),
        excerpts=None if private else state_folder() / "excerpts.md",
        private=private,
    )
    _keep_to_the_columns()
    return Exit(tui.run(session))


def _layout(invocation: Invocation, choices: Choices) -> tui.Layout:
    """A setting decides, then what was chosen on the screen."""
    from twitchsearch import tui

    chosen = choices.layout if invocation.configuration.origins["tui.layout"] == DEFAULT else ""
    known = [each.value for each in tui.Layout]
    return tui.Layout(chosen if chosen in known else invocation.settings.tui.layout.value)


def manner(invocation: Invocation) -> Manner:
    """How the settings have questions asked; a vocabulary file that is none is a SettingsError when one is asked."""
    from twitchsearch.tui.questions import Manner

    settings = invocation.settings
    return Manner(
        settings.language,
        lambda text: vocabulary_of(text, settings),
        settings.search.matching,
        settings.search.timeout,
        settings.search.asking,
    )


def _keep_to_the_columns() -> None:
    """Have one question mark shown for a letter that the terminal's encoding lacks: an escape would shift what follows.

    The interface is drawn on stderr, as it was when Python started.
    """
    if isinstance(sys.__stderr__, TextIOWrapper):
        sys.__stderr__.reconfigure(errors="replace")


def open_screen(library: str | None, *, private: bool) -> Exit:
    """What `twitchsearch` alone does."""
    named = [] if library is None else ["--library", library]
    return invoked(alone, [*named, *(["--private"] if private else [])])
