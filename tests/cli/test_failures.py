from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from tests.cli.libraries import environment
from tests.inside import inside
from twitchsearch import errors
from twitchsearch.cli.exits import Exit, exit_of
from twitchsearch.cli.failures import error_record, form_of, report_text, sentence, tell
from twitchsearch.cli.running import guarded

SECRET = "my headache since Tuesday"


def every_error() -> list[type[errors.TwitchsearchError]]:
    found, waiting = [], [errors.TwitchsearchError]
    while waiting:
        waiting += (children := waiting.pop().__subclasses__())
        found += children
    return [each for each in found if each.__module__ == "twitchsearch.errors"]


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_every_error_has_a_code_of_its_own_kind(kind: type[errors.TwitchsearchError]) -> None:
    error = kind("no", 0, 1) if issubclass(kind, errors.QueryError) else kind("no")
    assert exit_of(error) not in (Exit.OK, Exit.BUG, Exit.INTERRUPTED, Exit.FAILED)


@pytest.mark.parametrize(
    ("arguments", "form"),
    [
        (["search", "x", "--format", "json"], "json"),
        (["search", "x", "--format=jsonl"], "jsonl"),
        (["search", "json"], ""),
        (["search", "--", "--format", "json"], ""),
        (["search", "-"], "jsonl"),
        (["--library", "search", "search", "-"], "jsonl"),
        (["--library=x", "--private", "search", "-"], "jsonl"),
        (["--library", "search", "similar", "-"], ""),
        ([], ""),
    ],
)
def test_the_form_of_an_error_is_the_form_that_was_asked_for(arguments: list[str], form: str) -> None:
    assert form_of(arguments) == form


def test_a_query_error_says_the_place_and_how_to_ask_as_plain_words() -> None:
    error = errors.QueryError("no ] here", 6, 7, "title")
    assert sentence(error) == "no ] here (at character 7); as plain words it would be: title"
    assert error_record(error, "", Exit.USAGE)["error"] == {
        "type": "QueryError",
        "message": "no ] here",
        "exit_code": 2,
        "start": 6,
        "end": 7,
        "plain": "title",
    }


def test_an_error_about_no_place_of_the_query_names_none() -> None:
    assert sentence(errors.QueryError("too far down the list", 0, 0)) == "too far down the list"


def test_a_query_of_thousands_of_words_is_not_repeated() -> None:
    error = errors.QueryError("too long", 9, 10, "a " * 5000)
    assert len(sentence(error)) < 300
    assert error_record(error, "", Exit.USAGE)["error"]["plain"] == error.plain


def broken() -> Exit:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(f"cannot handle {SECRET}") from error


def test_a_bug_leaves_a_report_and_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert guarded(broken, ["search", SECRET]) is Exit.BUG
    said = capsys.readouterr().err
    (report,) = tmp_path.rglob("*.txt")
    assert said.count("\n") == 1
    assert str(report) in said
    text = report.read_text()
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "in broken" in text
    assert "command: search" in text


def test_a_report_holds_no_word_of_the_query() -> None:
    with pytest.raises(ValueError, match="cannot handle") as raised:
        broken()
    text = report_text(raised.value, [SECRET, "--kind", SECRET], datetime(2026, 1, 1, tzinfo=UTC))
    assert not any(word in text for word in SECRET.split() if len(word) > 2)


def test_a_bug_where_no_report_can_be_written_says_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert guarded(broken) is Exit.BUG
    said = capsys.readouterr().err
    assert "no report could be written" in said
    assert "in broken" in said
    assert "Tuesday" not in said


def test_ctrl_c_is_130_and_a_closed_pipe_is_not_an_error() -> None:
    def interrupted() -> Exit:
        raise KeyboardInterrupt

    assert guarded(interrupted) is Exit.INTERRUPTED


def test_usage_errors_name_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(click.UsageError("no such thing"), []) is Exit.USAGE
    assert capsys.readouterr().err == "twitchsearch: no such thing\nhelp: twitchsearch --help\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["search", "(x"], Exit.USAGE),
        (["nope"], Exit.USAGE),
        (["search", "--library", "nope", "x"], Exit.INDEX),
        (["config", "show"], Exit.DISK),
        (["completion", "bash"], Exit.DISK),
    ],
)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_error_that_nobody_can_be_told_ends_with_its_own_code(
    tmp_path: Path, arguments: list[str], code: Exit
) -> None:
    command, env = [sys.executable, "-m", "twitchsearch", *arguments], environment(tmp_path)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, check=False, cwd=tmp_path, env=env, stdout=full, stderr=full, timeout=60)
    assert done.returncode == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_program_is_given_the_error_where_stderr_is_full(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "twitchsearch", "--library", "nope", "search", "-"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command,
            check=False,
            cwd=tmp_path,
            env=environment(tmp_path),
            input=b"x",
            stdout=subprocess.PIPE,
            stderr=full,
            timeout=60,
        )
    assert done.returncode == Exit.INDEX
    assert json.loads(done.stdout)["error"]["type"] == "LibraryError"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_where_stdout_alone_is_full_stderr_says_so_for_help_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "twitchsearch", "search", "--help"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command,
            check=False,
            cwd=tmp_path,
            env=environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (74, b"twitchsearch: cannot write the output: No space left on device\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", "--limit"], "help: twitchsearch search --help"),
        (["search", "--offset", "x", "a"], "'x' is not a whole number in the digits 0 to 9"),
        (["search", "--offset", "-1", "a"], "-1 is not 0 or more"),
        (["suggest", "-n", "0", "a"], "0 is not between 1 and 100"),
        (["suggest", "-n", "9" * 5000, "a"], "… is not between 1 and 100"),
        (["search", "-coffee"], "quote the whole query, or use --not coffee: "),
        (["ask", "-coffee"], "or quote the whole query: twitchsearch ask -- -coffee"),
        (["saved", "add", "x", "-coffee"], "or quote the whole query: twitchsearch saved add -- x -coffee"),
        (["explain", "page.html"], "“page.html” is not the URL of a page: "),
        (["suggest", "zzzzqqq"], "no word of the index begins so or is near it"),
    ],
)
def test_what_is_said_of_a_mistake_fits_the_command_it_was_made_with(
    library: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    done = inside(["--library", str(library), *arguments], tmp_path, tmp_path)
    assert done.code in (1, 2)
    assert said in done.err
