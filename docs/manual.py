"""The manual page, made from the commands themselves: docs/man/twitchsearch.1, which the wheel carries.

    python docs/manual.py

writes it anew. tests/test_manual.py finds it out of date.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from twitchsearch import __version__, config
from twitchsearch.cli.exits import Exit
from twitchsearch.cli.main import cli

PAGE = Path(__file__).resolve().parent / "man" / "twitchsearch.1"

_ENDINGS = {
    Exit.OK: "Done; for a search: something was found.",
    Exit.NO_HITS: "Nothing was found.",
    Exit.USAGE: "The command line, a setting or the query cannot be understood.",
    Exit.INDEX: "The library or its index is missing, damaged, or of another version.",
    Exit.TIMED_OUT: "The time limit was reached; the answer is partial.",
    Exit.BUSY: "Another process writes; who, is said.",
    Exit.SKIPPED: "Done, but some of the input was skipped; what, is said.",
    Exit.FAILED: "A check or a floor failed.",
    Exit.BUG: "A bug; a report without queries and texts was written.",
    Exit.DISK: "Something could not be written: the disk is full, or not ours to write.",
    Exit.INTERRUPTED: "Interrupted, by Ctrl-C.",
}

_DOOR = click.Context(cli, **cli.context_settings)
_SHARED = {"library", "color", "quiet", "verbose"}

_FILES = {
    "~/.config/twitchsearch/twitchsearch.toml": "The settings of this user.",
    "twitchsearch.toml": "The settings of a project: in this folder, or in the nearest one above that has it. "
    "Its folder is the library where it names none.",
    "~/.local/share/twitchsearch": "The library of this user, where none is named: corpus/ holds the pages, index/ "
    "what is made from them. It is made on the first use.",
    "crawl.toml": "In the folder of a library: the sites that twitchsearch refresh follows.",
}


def page() -> str:
    """The whole page in the language of man(7)."""
    lines = [
        '.\\" Made by docs/manual.py from the commands; do not edit.',
        f'.TH TWITCHSEARCH 1 "" "twitchsearch {__version__}" "User Commands"',
        *_section("NAME", ["twitchsearch \\- offline full\\-text search for articles, in the terminal"]),
        *_section("SYNOPSIS", _synopsis()),
        *_section("DESCRIPTION", _paragraphs(_help(cli))),
        *_section("COMMANDS", (line for path, command in commands() for line in _command(path, command))),
        *_section("OPTIONS", _options()),
        *_section("EXIT STATUS", (line for code in Exit for line in _entry(str(int(code)), _ENDINGS[code]))),
        *_section("ENVIRONMENT", _environment()),
        *_section("FILES", (line for name, about in _FILES.items() for line in _entry(name, about))),
        *_section("NOTES", _paragraphs("General information, not medical advice: what articles say is theirs.")),
    ]
    return "\n".join(lines) + "\n"


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command that is shown to people, with the words that call it; those of a group follow it."""
    return _below(cli, "twitchsearch")


def _below(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _below(command, f"{path} {name}")


def _section(title: str, lines: Iterator[str] | list[str]) -> list[str]:
    return [f".SH {title}", *lines]


def _synopsis() -> Iterator[str]:
    yield ".B twitchsearch"
    yield "[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR] [\\fIARGUMENTS\\fR]"


def _command(path: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, parent=_DOOR)
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f".SS {_text(path)}"
    yield f"\\fB{_text(path)}\\fR {_text(pieces)}"
    yield from _paragraphs(_help(command))
    own = [option for option in command.params if option.name not in _SHARED]
    yield from (line for option in own for line in _option(option, context))


def _options() -> Iterator[str]:
    """Those that every command has, as its first one shows them."""
    command = cli.get_command(_DOOR, "search")
    assert command is not None
    context = click.Context(command, parent=_DOOR)
    yield from _paragraphs("Every command that works on a library takes these as well.")
    for option in command.params:
        if option.name in _SHARED:
            yield from _option(option, context)
    # What click itself says of its own option depends on who asked it first.
    yield from _entry(", ".join(_DOOR.help_option_names), "Show this message and exit.")


def _option(parameter: click.Parameter, context: click.Context) -> Iterator[str]:
    record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
    if record is not None:
        yield from _entry(*record)


def _environment() -> Iterator[str]:
    for key in config.KEYS.values():
        yield from _entry(key.variable, f"{key.about[:1].upper()}{key.about[1:]}: {key.kind}. Setting: {key.name}.")
    yield from _entry("NO_COLOR, CLICOLOR_FORCE, FORCE_COLOR", "No colour, or colour also where no terminal is.")


def _help(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "")


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs as click wraps them: one that begins with \\b keeps its lines."""
    for paragraph in re.split(r"\n\s*\n", text):
        if paragraph.startswith("\b\n"):
            yield from (".PP", ".nf", *(_text(line) for line in paragraph.splitlines()[1:]), ".fi")
        else:
            yield from (".PP", _text(" ".join(paragraph.split())))


def _entry(term: str, about: str) -> Iterator[str]:
    yield from (".TP", f"\\fB{_text(term)}\\fR", _text(" ".join(about.split())))


def _text(text: str) -> str:
    """Text as it is read, not obeyed: no escapes, no requests, and hyphens that can be copied."""
    plain = (
        text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga").replace("~", "\\(ti")
    )
    plain = plain.replace("^", "\\(ha").replace("…", "...").replace("“", '"').replace("”", '"')
    return "\\&" + plain if plain.startswith(".") else plain


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE}: {len(page().splitlines())} lines")
