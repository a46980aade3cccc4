"""One call of the command line: its settings, its library, where its answers and its talk go. The options that
commands share are declared here."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from twitchsearch import config
from twitchsearch.cli.diagnostics import Talk, wants_color
from twitchsearch.cli.output import Output, stdout
from twitchsearch.config import Configuration, Settings, Sources
from twitchsearch.text import shorten

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from twitchsearch.library import Library, Located
    from twitchsearch.search.seam import Index

Command = TypeVar("Command", bound=Callable[..., Any])


class SettingOption(click.Option):
    """A flag that stands for a setting: what is typed after it is checked as the setting is, wherever it stands."""

    def __init__(self, *arguments: Any, key: str, **options: Any) -> None:
        self.key = config.KEYS[key]
        options.setdefault("metavar", _metavar(self.key))
        options.setdefault("help", self.key.about[:1].upper() + self.key.about[1:] + ".")
        super().__init__(*arguments, **options)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        if isinstance(self.key.default, StrEnum):
            return [CompletionItem(each.value) for each in type(self.key.default) if each.startswith(incomplete)]
        if self.key.name == "library":
            return [CompletionItem(incomplete, type="dir")]
        return super().shell_complete(ctx, incomplete)


def _metavar(key: config.Key) -> str:
    match key.default:
        case StrEnum():
            return "|".join(type(key.default))
        case int() | float():
            return "N"
        case str():
            return "TEXT"


class PathName(click.ParamType[Path]):
    """A path that was named, of what is there or may be made there. An empty one, such as a variable that is not set
    leaves, is not this folder."""

    name = "path"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if value == "":
            raise click.BadParameter("it is empty; name a file or a folder", ctx, param)
        path = Path(value)
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            pass  # whoever reads it says so better, and an output need not be there
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise click.BadParameter(f"{shorten(str(path), 80)} cannot be looked at: {reason}", ctx, param) from error
        return path

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002 - click's signature
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


@dataclass(frozen=True, slots=True)
class Invocation:
    """What every command is handed first."""

    configuration: Configuration
    sources: Sources
    talk: Talk
    output: Output

    @property
    def settings(self) -> Settings:
        return self.configuration.settings

    @property
    def color(self) -> bool:
        return wants_color(self.settings.output.color, self.sources.environment, terminal=self.output.is_terminal)

    def located(self) -> Located:
        """The library that is meant, and who named it. Raises LibraryError."""
        from twitchsearch.library.places import Places, default_folder, locate

        named = self.settings.library
        folder = Path(named) if named else None
        match self.configuration.origins["library"]:
            case "--library":
                places = Places(default_folder(), flag=folder)
            case variable if variable.startswith(config.VARIABLE):
                places = Places(default_folder(), environment=folder)
            case path if path == str(self.sources.project_file):
                places = Places(default_folder(), project=folder)
            case _:
                places = Places(default_folder(), user=folder)
        return locate(places)

    def library(self) -> Library:
        return self.located().library

    def index(self) -> Index:
        """The index of the library, not yet opened."""
        from twitchsearch.library.places import open_index

        located = self.located()
        self.talk.detail(f"the library is {located.library.root}, from {located.named_by}")
        return open_index(located.library, self.settings.language)


def sources(flags: dict[str, tuple[str, str]] | None = None) -> Sources:
    """The sources of this process: its folder, its environment, its user's file."""
    return Sources(Path.cwd(), dict(os.environ), config.user_file(), flags or {})


def common(command: Command) -> Command:
    """Give a command the shared options, and hand it an `Invocation` in the place of them and of its settings."""

    @click.option("--library", cls=SettingOption, key="library", metavar="DIR", default=library_before_the_command)
    @click.option("--color", cls=SettingOption, key="output.color")
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
    @click.option("-v", "--verbose", is_flag=True, help="Say more on stderr.")
    @functools.wraps(command)
    def wrapper(quiet: bool, verbose: bool, **options: Any) -> Any:  # noqa: FBT001 - click passes them by name
        flags = _taken_flags(options)
        where = sources(flags)
        talk = Talk(quiet=quiet, verbose=verbose)
        return command(Invocation(config.load(where), where, talk, stdout()), **options)

    return wrapper  # type: ignore[return-value]  # click's options make of it what `command` was, and more


def library_before_the_command() -> str | None:
    """`twitchsearch --library DIR search …` is as good as the option behind the command."""
    named: str | None = click.get_current_context().find_root().params.get("library")
    return named


def _taken_flags(options: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Take the options that stand for settings out of `options`: by key, the flag and what was typed after it."""
    flags = {}
    for option in click.get_current_context().command.params:
        if isinstance(option, SettingOption):
            typed = options.pop(str(option.name), None)
            if typed is not None:
                flags[option.key.name] = (max(option.opts, key=len), str(typed))
    return flags


def choice(closed: type[StrEnum]) -> click.Choice[str]:
    """One of a closed set, by its value."""
    return click.Choice([each.value for each in closed])


def formats(*names: str) -> Callable[[Command], Command]:
    """The option --format with these choices, the first being the default."""
    known = click.Choice(names)
    return click.option("--format", "form", type=known, default=names[0], show_default=True, help="How to answer.")
