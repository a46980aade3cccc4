"""The command line's door: which command is meant.

Commands are imported when they are used: `import twitchsearch.cli.main` costs little more than click itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from twitchsearch import __version__
from twitchsearch.cli.commands import COMPLETION, HOMES, LazyGroup
from twitchsearch.cli.exits import Exit
from twitchsearch.cli.running import guarded, interactive, invoked


@click.command(
    cls=LazyGroup,
    homes=HOMES,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--library", metavar="DIR", help="The folder of the library; as good behind the command.")
@click.option("--private", is_flag=True, help="The terminal interface without a history: nothing is read or written.")
@click.version_option(__version__, prog_name="twitchsearch", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, library: str | None, private: bool) -> Exit | None:  # noqa: FBT001 - click passes it by name
    """Offline full-text search for articles, in the terminal.

    Without a command: the terminal interface if stdin and stdout are terminals (and not dumb ones), else this help.

    \b
    Example:
      twitchsearch search why does my eyelid twitch
    """
    if ctx.invoked_subcommand is not None:
        if private:
            raise click.UsageError(
                "--private is for the terminal interface alone (ask and search have their own, behind the command)", ctx
            )
        return None
    if not interactive():
        click.echo(ctx.get_help())
        return Exit.OK
    from twitchsearch.cli import start

    return start.open_screen(library, private=private)


def run() -> NoReturn:
    """Obey the command line of this process and end it."""
    # NumPy brings a library for linear algebra along, which would start a thread a core: a third of what NumPy's import
    # takes, for nothing, since nothing here is a matrix. Only in a process of our own; who imports us decides himself.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    arguments = sys.argv[1:]
    sys.exit(int(guarded(lambda: main(arguments), arguments)))


def main(arguments: Sequence[str]) -> Exit:
    """Run one command. Raises what went wrong.

    Not by click's own `main`, which ends with 1 where nobody reads the output any more: here that means "no hits".
    """
    asked = os.environ.get(COMPLETION)
    if asked:  # a shell, not a person: it wants to know how a line may go on
        from twitchsearch.cli.completion import answer

        return answer(cli, asked)
    return invoked(cli, arguments)
