"""The command line's door: which command is meant, and how each ending becomes an exit code.

Commands are imported when they are used: `import twitchsearch.cli.main` costs little more than click itself.
"""

from __future__ import annotations

import errno
import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import click

from twitchsearch import __version__
from twitchsearch.cli.exits import Exit, exit_of
from twitchsearch.errors import DiskError, TwitchsearchError

_COMMANDS = {
    "search": "twitchsearch.cli.search:search",
    "show": "twitchsearch.cli.show:show",
    "explain": "twitchsearch.cli.show:explain",
    "crawl": "twitchsearch.cli.crawl:crawl",
    "import": "twitchsearch.cli.corpus:import_",
    "corpus": "twitchsearch.cli.corpus:corpus",
    "index": "twitchsearch.cli.index:index",
    "config": "twitchsearch.cli.settings:settings",
    "start": "twitchsearch.cli.start:start",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and home, and imports one when it is asked for."""

    def __init__(self, *arguments: Any, homes: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._homes = homes

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self._homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in self._homes:
            return None
        module, _, name = self._homes[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self._homes:
            raise click.UsageError(f"there is no command {args[0]!r}{self._meant(args[0])}", ctx)
        return super().resolve_command(ctx, args)

    def _meant(self, word: str) -> str:
        import difflib
        import shlex

        close = difflib.get_close_matches(word, self._homes, n=1, cutoff=0.75)
        search = f"twitchsearch search {shlex.quote(word)}"
        return f"; did you mean {close[0]!r}?" if close else f"; to search for it: {search}"


@click.command(
    cls=LazyGroup,
    homes=_COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--library", metavar="DIR", help="The folder of the library; as good behind the command.")
@click.version_option(__version__, prog_name="twitchsearch", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, library: str | None) -> Exit | None:
    """Offline full-text search for articles, in the terminal.

    Without a command: the terminal interface if stdin and stdout are terminals, else this help.

    \b
    Example:
      twitchsearch search why does my eyelid twitch
    """
    if ctx.invoked_subcommand is not None:
        return None
    if not _interactive():
        click.echo(ctx.get_help())
        return Exit.OK
    from twitchsearch.cli import start

    return start.open_screen(library)


def _interactive() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def run() -> NoReturn:
    """What the installed command calls."""
    arguments = sys.argv[1:]
    sys.exit(int(guarded(lambda: main(arguments), arguments)))


def main(arguments: Sequence[str]) -> Exit:
    """Run one command. Raises what went wrong.

    Not by click's own `main`, which ends with 1 where nobody reads the output any more: here that means "no hits".
    """
    return invoked(cli, arguments)


def invoked(command: click.Command, arguments: Sequence[str]) -> Exit:
    """Run one click command with these arguments."""
    try:
        with command.make_context("twitchsearch", list(arguments)) as context:
            ended = command.invoke(context)
    except click.exceptions.Exit as asked:  # --help, --version
        ended = asked.exit_code
    return Exit.OK if ended is None else Exit(ended)


def guarded(work: Callable[[], Exit], arguments: Sequence[str] = ()) -> Exit:
    """Do the work; whatever it raises is said in a sentence and becomes the exit code it stands for."""
    try:
        ended = work()
        _flush()
        return ended
    except BrokenPipeError:  # whoever read our output has read enough
        _leave_pipes()
        return Exit.OK
    except (KeyboardInterrupt, click.Abort):
        return Exit.INTERRUPTED
    except (click.ClickException, TwitchsearchError) as error:
        return _told(error, arguments)
    except OSError as error:
        return _told(_of_a_stream(error) or error, arguments)
    except Exception as error:  # noqa: BLE001 - the last resort: a bug becomes a report and a sentence, not a traceback
        return _told(error, arguments)


def _of_a_stream(error: OSError) -> DiskError | None:
    """What writing to stdout or stderr raises, in our words: it names no file."""
    if error.filename is None and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
        _leave_pipes()
        return DiskError(f"cannot write the output: {error.strerror}")
    return None


def _told(error: Exception, arguments: Sequence[str]) -> Exit:
    from twitchsearch.cli.failures import tell

    try:
        return tell(error, arguments)
    except BrokenPipeError:
        _leave_pipes()
        return exit_of(error) if isinstance(error, TwitchsearchError) else Exit.USAGE


def _flush() -> None:
    """Write what is still held now: at exit it would be too late to say what went wrong."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _leave_pipes() -> None:
    from twitchsearch.cli.output import abandon

    for stream in (sys.stdout, sys.stderr):
        abandon(stream)
