"""Running a command: how each ending becomes an exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.errors import DiskError, TwitchsearchError


def invoked(command: click.Command, arguments: Sequence[str]) -> Exit:
    """Run one click command with these arguments."""
    try:
        with command.make_context("twitchsearch", list(arguments)) as context:
            ended = command.invoke(context)
    except click.exceptions.Exit as asked:  # --help, --version
        ended = asked.exit_code
    return Exit.OK if ended is None else Exit(ended)


def interactive() -> bool:
    """Whether there is a screen to draw on, and someone who types."""
    terminals = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return terminals and os.environ.get("TERM") != "dumb"


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
        from twitchsearch.cli.output import abandon

        abandon(sys.stdout)  # stderr is still to say so, where it is not what is full
        return DiskError(f"cannot write the output: {error.strerror}")
    return None


def _told(error: Exception, arguments: Sequence[str]) -> Exit:
    """Where nobody can be told, the code is that of the error all the same."""
    from twitchsearch.cli.failures import ending, tell

    try:
        tell(error, arguments)
    except (OSError, DiskError):
        _leave_pipes()
    return ending(error)


def _flush() -> None:
    """Write what is still held now: at exit it would be too late to say what went wrong."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _leave_pipes() -> None:
    from twitchsearch.cli.output import abandon

    for stream in (sys.stdout, sys.stderr):
        abandon(stream)
