"""How an ending other than an answer is told: a sentence on stderr, an object on stdout where JSON was asked for, and
for a bug a report on disk that holds neither a query nor a page's text."""

from __future__ import annotations

import platform
import re
import shlex
import sys
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from twitchsearch import __version__
from twitchsearch.cli.commands import HOMES
from twitchsearch.cli.diagnostics import Talk
from twitchsearch.cli.exits import Exit, exit_of
from twitchsearch.cli.output import abandon, json_text, stdout
from twitchsearch.errors import DiskError, NotFound, QueryError, TwitchsearchError
from twitchsearch.text import shorten

SCHEMA = "twitchsearch.error/1"
_PLAIN = 200
_PACKAGE = Path(__file__).resolve().parent.parent


def ending(error: Exception) -> Exit:
    """The code that whatever went wrong ends in."""
    match error:
        case TwitchsearchError():
            return exit_of(error)
        case click.ClickException():
            return Exit.USAGE
        case _:
            return Exit.BUG


def tell(error: Exception, arguments: Sequence[str]) -> Exit:
    """Say what went wrong, in the form the arguments ask for, and return the code it ends in.

    Raises DiskError and BrokenPipeError where stdout cannot be written.
    """
    ended, message = ending(error), _message(error, arguments)
    _say(message)
    record = error_record(error, message, ended)
    match form_of(arguments):
        case "json":
            stdout().write_json(record)
        case "jsonl":
            stdout().write([json_text({"type": "error", **record})])
    return ended


def _message(error: Exception, arguments: Sequence[str]) -> str:
    match error:
        case TwitchsearchError():
            return _of_the_library(sentence(error), arguments)
        case click.exceptions.NoArgsIsHelpError():
            return _unfinished(error.ctx)
        case click.UsageError():
            return _usage(error, arguments)
        case click.ClickException():
            return error.format_message()
        case _:
            return _bug(error, arguments)


def _say(message: str) -> None:
    """On stderr; where that cannot be written, what was asked for on stdout and the exit code still tell."""
    try:
        Talk().error(message)
    except OSError:
        abandon(sys.stderr)


def sentence(error: TwitchsearchError) -> str:
    """The error as a person is told it; a query's with the place and how to ask as plain words."""
    match error:
        case QueryError():
            place = (
                f" (at character {error.start + 1})" if error.end else ""
            )  # else it is about what was asked beside it
            plain = f"; as plain words it would be: {shorten(error.plain, _PLAIN)}" if error.plain else ""
            return f"{error.message}{place}{plain}"
        case NotFound() if error.nearest:
            return f"{error}; the nearest is {error.nearest}"
        case _:
            return str(error)


def _of_the_library(message: str, arguments: Sequence[str]) -> str:
    """A message that names a command for the index, with the library that was named: it is meant for that one."""
    words = list(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    named = [word.partition("=")[2] for word in words if word.startswith("--library=")]
    named += [after for word, after in pairwise(words) if word == "--library"]
    if not named:
        return message
    return re.sub(
        r"twitchsearch index (?:build|update)(?! --library)", rf"\g<0> --library {_quoted(named[-1])}", message
    )


def _quoted(name: str) -> str:
    """For a shell, and for the pattern's replacement."""
    return shlex.quote(name).replace("\\", r"\\")


def error_record(error: Exception, message: str, ended: Exit) -> dict[str, Any]:
    """The object an error is, for programs."""
    kind = type(error).__name__ if isinstance(error, TwitchsearchError) else _kind(ended)
    record: dict[str, Any] = {"type": kind, "message": message.partition("\nhelp: ")[0], "exit_code": int(ended)}
    match error:
        case QueryError():
            record |= {"message": error.message, "start": error.start, "end": error.end, "plain": error.plain}
        case NotFound():
            record |= {"nearest": error.nearest or None}
    return {"schema": SCHEMA, "error": record}


def _kind(ended: Exit) -> str:
    return "UsageError" if ended is Exit.USAGE else "Bug"


def form_of(arguments: Sequence[str]) -> str:
    """ "json" or "jsonl" where the arguments ask for it, else ""; they may not have been understood otherwise."""
    words = list(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    for before, word in zip(["", *words], words, strict=False):
        typed = word.removeprefix("--format=") if word.startswith("--format=") else word
        if typed in ("json", "jsonl") and (typed != word or before == "--format"):
            return typed
    return "jsonl" if _command(words) == "search" and "-" in words else ""


def _usage(error: click.UsageError, arguments: Sequence[str]) -> str:
    named = _command(arguments)  # for what click finds wrong before it knows the command's context
    known = "twitchsearch" + (f" {named}" if named in HOMES else "")
    path = error.ctx.command_path if error.ctx else known
    return f"{' '.join(error.format_message().split())}\nhelp: {path} --help"


def _unfinished(context: click.Context | None) -> str:
    """A command that has commands of its own, and was given none."""
    if context is None or not isinstance(context.command, click.Group):
        return "something is missing"
    path, names = context.command_path, ", ".join(context.command.list_commands(context))
    return f"{path} what? There are: {names}\nhelp: {path} --help"


def _bug(error: Exception, arguments: Sequence[str]) -> str:
    name = type(error).__name__
    if "--private" in arguments:
        return f"a bug stopped this ({name}); as it was asked in private, no report is kept"
    try:
        return f"a bug stopped this ({name}). A report without your words is in {_report(error, arguments)}"
    except (DiskError, OSError):
        where = "; ".join(frame.strip() for frame in _frames(error))
        return f"a bug stopped this ({name}), and no report could be written: {where}"


def _report(error: Exception, arguments: Sequence[str]) -> Path:
    import platformdirs

    from twitchsearch.files import DISK, write_atomic

    now = datetime.now(UTC)
    folder = Path(platformdirs.user_state_dir("twitchsearch", appauthor=False)) / "reports"
    path = folder / f"{now:%Y%m%dT%H%M%S}-{type(error).__name__}.txt"
    DISK.make_folder(folder)
    write_atomic(path, report_text(error, arguments, now).encode("utf-8", "backslashreplace"))
    return path


def report_text(error: Exception, arguments: Sequence[str], now: datetime) -> str:
    """What a report holds: versions, the command's name, types and places. No message, argument or value: any of them
    may quote a query or a page."""
    head = [
        f"twitchsearch {__version__}, Python {platform.python_version()}, {sys.platform}",
        f"{now:%Y-%m-%d %H:%M:%S} UTC",
        f"command: {_command(arguments)}",
        "",
    ]
    return "\n".join([*head, *_frames(error), ""])


def _command(arguments: Sequence[str]) -> str:
    """The command's name: the first argument that is neither an option before it nor the library's name."""
    words = (word for before, word in zip(["", *arguments], arguments, strict=False) if before != "--library")
    named = next((word for word in words if not word.startswith("-")), "")
    return named if named in HOMES else "(none)"


def _frames(error: BaseException) -> Iterator[str]:
    """The chain of errors, the first cause first: type and frames, without source lines outside the package."""
    cause = error.__cause__ or error.__context__
    if cause is not None and cause is not error:
        yield from _frames(cause)
    yield f"{type(error).__module__}.{type(error).__name__}"
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        shown = path.relative_to(_PACKAGE.parent) if path.is_relative_to(_PACKAGE) else Path(*path.parts[-2:])
        yield f"  {shown}:{frame.lineno} in {frame.name}"
