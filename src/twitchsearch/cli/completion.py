"""`twitchsearch completion`: what a shell needs to complete our command lines, and the answers it then asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
from click.shell_completion import CompletionItem, ShellComplete, get_completion_class

from twitchsearch.cli.commands import COMPLETION
from twitchsearch.cli.exits import Exit
from twitchsearch.cli.output import stdout

_PROGRAM = "twitchsearch"
_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS), metavar="SHELL")
def completion(shell: str) -> Exit:
    """Print what makes a shell complete commands.

    SHELL is bash, zsh or fish. Commands, options, kinds, formats and file names are completed. In bash and zsh it is
    used at once by: eval "$(twitchsearch completion bash)"; to keep it, write it to one of these files:

    \b
      bash  ~/.local/share/bash-completion/completions/twitchsearch
      zsh   _twitchsearch in a folder of $fpath
      fish  ~/.config/fish/completions/twitchsearch.fish

    \b
    Example:
      twitchsearch completion fish
    """
    source = _completer(shell, click.Group(), {}).source()
    whole = source.replace('string split ","', 'string split -m 1 ","')  # in fish, for descriptions that have commas
    stdout().write(whole.rstrip().splitlines())
    return Exit.OK


def answer(command: click.Command, asked: str) -> Exit:
    """Answer what a shell asks in the variable `COMPLETION`, one completion after the other in its own form.

    Whatever is not understood, a line that is no command of ours too, has no completions: a shell that waits for them
    is no place for messages.
    """
    shell, _, wanted = asked.partition("_")
    if shell not in _SHELLS or wanted != "complete":
        return Exit.USAGE
    completer = _completer(shell, command, {})
    try:
        words, unfinished = completer.get_completion_args()
        found: list[CompletionItem] = completer.get_completions(words, unfinished)
    except (click.ClickException, KeyError, ValueError):
        return Exit.OK
    stdout().write(completer.format_completion(each) for each in found)
    return Exit.OK


def _completer(shell: str, command: click.Command, options: Mapping[str, Any]) -> ShellComplete:
    known = get_completion_class(shell)
    if known is None:  # click has had all three since completion came to it
        raise click.UsageError(f"completion for {shell} is not known here")
    return known(command, dict(options), _PROGRAM, COMPLETION)
