"""The documents say what the program does: every key, every exit code, every command."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from tests.cli.samples import ANSWERS, ARTICLE, REQUEST, RICH
from twitchsearch.cli.commands import LazyGroup
from twitchsearch.cli.exits import Exit
from twitchsearch.cli.main import cli
from twitchsearch.cli.render import stream_lines
from twitchsearch.cli.render.answers import Table, answers_record
from twitchsearch.cli.render.records import article_record, search_record, state_record

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "json-output.md"
README = ROOT / "README.md"


def keys(record: Any) -> Iterator[str]:
    match record:
        case dict():
            for key, value in record.items():
                yield key
                yield from keys(value)
        case list():
            for each in record:
                yield from keys(each)


def section(heading: str) -> str:
    """The text under a heading, with the headings below it."""
    level = len(heading) - len(heading.lstrip("#"))
    rest = DOCUMENT.read_text(encoding="utf-8").split(f"\n{heading}\n", 1)[1]
    return re.split(rf"\n#{{1,{level}}} ", rest)[0]


@pytest.mark.parametrize(
    "record",
    [
        search_record(REQUEST, RICH),
        article_record(ARTICLE, ARTICLE.sections),
        state_record(RICH.index),
        answers_record(Table(REQUEST, ANSWERS)),
        *(json.loads(line) for line in stream_lines(REQUEST, RICH, 1)),
    ],
)
def test_the_document_lists_every_key(record: dict[str, Any]) -> None:
    said = set(re.findall(r"`([a-z_]+)`", DOCUMENT.read_text(encoding="utf-8")))
    assert not set(keys(record)) - said


@pytest.mark.parametrize("name", ["query", "index", "facets"])
def test_the_document_lists_the_keys_of_each_object_and_no_others(name: str) -> None:
    said = set(
        re.findall(r"`([a-z_]+)`", "\n".join(re.findall(r"^\| (.*?) \|", section(f"### `{name}`"), re.MULTILINE)))
    )
    assert said == set(search_record(REQUEST, RICH)[name])


def test_the_document_lists_the_keys_of_a_result_and_no_others() -> None:
    said = set(
        re.findall(r"`([a-z_]+)`", "\n".join(re.findall(r"^\| (.*?) \|", section("### `results`"), re.MULTILINE)))
    )
    assert said == set(search_record(REQUEST, RICH)["results"][0])


def test_the_document_lists_the_keys_of_a_row_and_no_others() -> None:
    said = set(re.findall(r"`([a-z_]+)`", "\n".join(re.findall(r"^\| (.*?) \|", section("### `rows`"), re.MULTILINE))))
    record = answers_record(Table(REQUEST, ANSWERS))
    assert said == set(record["rows"][0])
    assert set(record["disputed"][0]) == {*said, "dispute"}


def test_the_document_lists_every_exit_code() -> None:
    said = {int(code) for code in re.findall(r"^\| (\d+) \|", section("## Exit codes"), re.MULTILINE)}
    assert said == {int(code) for code in Exit}


def test_every_schema_a_command_answers_with_is_in_the_document() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/twitchsearch/cli").rglob("*.py"))
    used = set(re.findall(r'"(twitchsearch\.[a-z-]+/\d+)"', source))
    said = set(re.findall(r"twitchsearch\.[a-z-]+/\d+", DOCUMENT.read_text(encoding="utf-8")))
    assert used == said


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, f"{path} {name} cannot be imported"
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


EVERY = list(commands(cli, "twitchsearch"))


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[path for path, _ in EVERY])
def test_every_command_has_help_with_an_example_of_itself(path: str, command: click.Command) -> None:
    text = command.help or ""
    assert re.search(rf"Examples?:\n +{re.escape(path)}\b", text), f"{path} --help has no example"
    assert text.splitlines()[0].endswith(".")
    assert len(text.splitlines()[0]) <= 60, "the first line is what the list of commands shows"


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[path for path, _ in EVERY])
def test_every_option_says_what_it_does(path: str, command: click.Command) -> None:
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{path}: {option.name}"


@pytest.mark.parametrize(
    "path", [path for path, command in EVERY if not command.hidden and not isinstance(command, click.Group)]
)
def test_every_command_is_in_the_readme(path: str) -> None:
    assert re.search(rf"\b{re.escape(path)}\b", README.read_text(encoding="utf-8")), f"README.md does not name: {path}"


def _examples() -> Iterator[list[str]]:
    for _, command in EVERY:
        for line in re.findall(r"^ +twitchsearch (.*)$", (command.help or "").partition("Example")[2], re.MULTILINE):
            yield shlex.split(line)


@pytest.mark.parametrize("words", list(_examples()), ids=" ".join)
def test_every_example_is_understood(words: list[str]) -> None:
    command: click.Command = cli
    while isinstance(command, click.Group):
        name, found, words = command.resolve_command(click.Context(command), words)
        assert found is not None, name
        command = found
    command.make_context(command.name, words)


def test_the_group_refuses_nothing_it_lists() -> None:
    assert isinstance(cli, LazyGroup)
    assert {path.split()[1] for path, _ in EVERY} == set(cli.list_commands(click.Context(cli)))
