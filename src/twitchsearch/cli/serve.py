"""`twitchsearch serve`: the terminal interface in a browser of this machine."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, common
from twitchsearch.cli.typed import Whole
from twitchsearch.errors import SettingsError


@click.command()
@click.option(
    "--port", type=Whole(0, 65535), default=0, metavar="N", help="The port; one that is free if none is named."
)
@click.option(
    "--history", "remembers", is_flag=True, help="With your history; without this nothing is read or written."
)
@click.option("--inside", is_flag=True, hidden=True, help="Be the interface that the browser shows.")
@common
def serve(invocation: Invocation, port: int, remembers: bool, inside: bool) -> Exit:  # noqa: FBT001 - click passes them by name
    """The terminal interface in a browser.

    Only this machine can reach it, and only who knows the address that is printed, which is another one each time.
    Needs the extra `serve`. Ctrl-C ends it.

    \b
    Example:
      twitchsearch serve
    """
    if inside:
        from twitchsearch.cli.start import screen

        return screen(invocation, private=not remembers)
    try:
        from twitchsearch.cli.serving import Service, bound, run
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"twitchsearch serve needs {error.name}, which is not installed; install it with: "
            "python -m pip install 'twitchsearch[serve]'"
        ) from error
    from twitchsearch.cli.search import open_searcher

    open_searcher(invocation).close()  # what is wrong with the index is said here, not in a browser
    with bound(port) as listening:
        service = Service(listening.getsockname()[1], _command(invocation.library().root, remembers=remembers))
        invocation.output.write([service.address])
        invocation.talk.say("open this address in a browser of this machine; Ctrl-C ends it")
        run(service, listening)
    return Exit.OK


def _command(library: Path, *, remembers: bool) -> str:
    """What a connection of a browser starts."""
    words = [sys.executable, "-m", "twitchsearch", "serve", "--inside", "--library", str(library)]
    return shlex.join([*words, *(["--history"] if remembers else [])])
