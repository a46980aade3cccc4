"""`twitchsearch config`: where settings come from, what they are, and whether the files are right."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
        if said := _wrong_for_the_screen(file):
            yield Problem(str(file), said, _REMEDY)


def _wrong_for_the_screen(file: Path) -> str:
    """What only the screen knows to be wrong in a settings file: names of keys and themes; "" where nothing is."""
    try:
        chosen = config.load(config.Sources(Path(file.anchor), {}, file)).settings.tui
        if chosen.theme or chosen.keys:
            from twitchsearch.tui.choices import check

            check(chosen.theme, config.keys_from(chosen.keys))
    except SettingsError as error:
        return str(error) if str(error).startswith("tui.") else ""
    return ""


def _lines(configuration: config.Configuration) -> Iterator[str]:
    for name in config.KEYS:
        value = json.dumps(configuration.value(name), ensure_ascii=False)
        yield f"{name:<18} = {guard(value):<12}  # {guard(configuration.origins[name])}"
