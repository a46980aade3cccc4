"""`twitchsearch config`: where settings come from, what they are, and whether the files are right."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from twitchsearch import config
from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, PathName, common, formats, sources
from twitchsearch.cli.output import stdout
from twitchsearch.cli.reports import check_lines, checked
from twitchsearch.errors import SettingsError
from twitchsearch.model import Problem, Report
from twitchsearch.text import guard

PATHS = "twitchsearch.config-path/1"
SHOW = "twitchsearch.config/1"
VALIDATE = "twitchsearch.config-check/1"
_REMEDY = "the settings are listed by: twitchsearch config show"


@click.group("config")
def settings() -> None:
    """Look at the settings.

    \b
    Example:
      twitchsearch config show
    """


@settings.command()
@formats("text", "json")
def path(form: str) -> Exit:
    """Where the settings files are.

    The nearest first, and whether each is there.

    \b
    Example:
      twitchsearch config path
    """
    where = sources()
    files = [file for file in (where.project_file, where.user_file) if file is not None]
    if form == "json":
        record = {"schema": PATHS, "files": [{"path": str(file), "exists": file.is_file()} for file in files]}
        stdout().write_json(record)
    else:
        stdout().write(guard(str(file)) + ("" if file.is_file() else "  (not there)") for file in files)
    return Exit.OK


@settings.command()
@formats("text", "json")
@common
def show(invocation: Invocation, form: str) -> Exit:
    """Every setting, its value, and where the value comes from.

    \b
    Example:
      twitchsearch config show --format json
    """
    configuration = invocation.configuration
    if form == "json":
        found = {
            name: {"value": configuration.value(name), "from": configuration.origins[name]} for name in config.KEYS
        }
        invocation.output.write_json({"schema": SHOW, "settings": found})
    else:
        invocation.output.write(_lines(configuration))
    return Exit.OK


@settings.command()
@click.argument("files", nargs=-1, type=PathName(), metavar="[FILE...]")
@formats("text", "json")
def validate(files: tuple[Path, ...], form: str) -> Exit:
    """Find all that is wrong in settings files.

    In those named, or in those that are in force.

    \b
    Example:
      twitchsearch config validate twitchsearch.toml
    """
    from twitchsearch.cli.render.records import report_record

    read = files or sources().files
    report = Report(len(read), tuple(_problems(read)))
    if form == "json":
        stdout().write_json(report_record(VALIDATE, report))
    else:
        stdout().write(check_lines(report))
    return checked(report)


def _problems(files: tuple[Path, ...]) -> Iterator[Problem]:
    for file in files:
        for said in config.problems(file):
            what = said.removeprefix(str(file)).lstrip(",: ").removesuffix("?")
            yield Problem(str(file), what, _REMEDY)
        for name, said in _wrong_where_used(config.right_values(file)):
            line = config.place_of(file, name).removeprefix(str(file)).lstrip(", ")
            told = said if said.startswith(f"{name}:") else f"{name}: {said}"
            yield Problem(str(file), f"{line}: {told}" if line else told, _REMEDY)


def _wrong_where_used(values: Mapping[str, config.Value]) -> Iterator[tuple[str, str]]:
    """What only those know to be wrong who use a setting: its key, and what they say to it."""
    for name, check in _CHECKS.items():
        if values.get(name):
            try:
                check(str(values[name]))
            except SettingsError as error:
                yield name, str(error)


def _check_theme(theme: str) -> None:
    from twitchsearch.tui.choices import check_theme

    check_theme(theme)


def _check_keys(keys: str) -> None:
    from twitchsearch.tui.actions import remapped

    remapped(config.keys_from(keys))


def _check_contact(contact: str) -> None:
    from twitchsearch.crawl.settings import check_user_agent, user_agent

    check_user_agent(user_agent(contact))


def _check_proxy(url: str) -> None:
    from twitchsearch.crawl.settings import check_proxy

    check_proxy(url)


def _check_language(language: str) -> None:
    from twitchsearch.search.analysis import analyser

    analyser(language)


def _check_vocabulary(path: str) -> None:
    from twitchsearch.search.analysis import analyser
    from twitchsearch.search.vocabulary import read_groups

    read_groups(Path(path), analyser())


_CHECKS: Mapping[str, Callable[[str], None]] = {
    "language": _check_language,
    "search.vocabulary": _check_vocabulary,
    "tui.theme": _check_theme,
    "tui.keys": _check_keys,
    "crawl.contact": _check_contact,
    "crawl.proxy": _check_proxy,
}


def _lines(configuration: config.Configuration) -> Iterator[str]:
    for name in config.KEYS:
        value = json.dumps(configuration.value(name), ensure_ascii=False)
        yield f"{name:<18} = {guard(value):<12}  # {guard(configuration.origins[name])}"
