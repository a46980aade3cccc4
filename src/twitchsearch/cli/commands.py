"""Which commands there are and where each lives; one is imported when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

COMPLETION = "_TWITCHSEARCH_COMPLETE"
"""The variable in which a shell asks how a line goes on: "bash_complete", "zsh_complete" or "fish_complete"."""

HOMES = {
    "search": "twitchsearch.cli.search:search",
    "causes": "twitchsearch.cli.answers:causes",
    "remedies": "twitchsearch.cli.answers:remedies",
    "show": "twitchsearch.cli.show:show",
    "similar": "twitchsearch.cli.similar:similar",
    "suggest": "twitchsearch.cli.suggest:suggest",
    "explain": "twitchsearch.cli.show:explain",
    "crawl": "twitchsearch.cli.crawl:crawl",
    "refresh": "twitchsearch.cli.crawl:refresh",
    "import": "twitchsearch.cli.importing:import_",
    "corpus": "twitchsearch.cli.corpus:corpus",
    "index": "twitchsearch.cli.index:index",
    "serve": "twitchsearch.cli.serve:serve",
    "ask": "twitchsearch.cli.ask:ask",
    "history": "twitchsearch.cli.history:history",
    "saved": "twitchsearch.cli.history:saved",
    "config": "twitchsearch.cli.settings:settings",
    "doctor": "twitchsearch.cli.doctor:doctor",
    "evaluate": "twitchsearch.cli.evaluate:evaluate",
    "completion": "twitchsearch.cli.completion:completion",
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
