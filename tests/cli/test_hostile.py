"""What somebody may type who means harm, or slipped: an answer in a sentence and a code, never a bug's report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.libraries import environment
from twitchsearch.cli.exits import Exit
from twitchsearch.cli.main import main
from twitchsearch.cli.running import guarded

LONG = "a" * 300
HUGE = "1" * 5_000


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that this process stands in, with nothing of the person's own settings."""
    monkeypatch.chdir(tmp_path)
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "README.md").write_text("Words")
    return tmp_path


def ended(*arguments: str) -> Exit:
    return guarded(lambda: main(arguments), arguments)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("search --library LONG x", Exit.INDEX),
        ("index build --library LONG", Exit.INDEX),
        ("index status --library LONG", Exit.INDEX),
        ("corpus list --library LONG", Exit.INDEX),
        ("crawl --library LONG https://example.org/", Exit.INDEX),
        ("import README.md --library LONG", Exit.INDEX),
        ("doctor --library LONG", Exit.FAILED),
        ("config validate LONG", Exit.USAGE),
        ("evaluate ranking LONG", Exit.USAGE),
        ("evaluate outline LONG", Exit.USAGE),
        ("evaluate questions LONG", Exit.USAGE),
        ("evaluate ranking . --floors LONG", Exit.USAGE),
        ("refresh --file LONG", Exit.USAGE),
        ("corpus export --as jsonl LONG", Exit.USAGE),
    ],
)
def test_a_name_that_is_too_long_is_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], line: str, code: Exit
) -> None:
    assert ended(*line.replace("LONG", LONG).split()) is code
    assert "cannot be looked at" in "".join(capsys.readouterr())
    assert not (home / "state").exists()


def test_a_vocabulary_whose_name_is_too_long_is_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWITCHSEARCH_SEARCH_VOCABULARY", LONG)
    assert ended("search", "--private", "x") is Exit.USAGE
    assert "cannot be read: File name too long" in capsys.readouterr().err


WRONG = """language = "klingon"
[crawl]
contact = "me\\u0007@example.org"
proxy = "file:///etc"
delay = "x"
[search]
vocabulary = "words.toml"
[tui]
theme = "nope"
"""


def test_all_that_is_wrong_in_settings_is_found_before_they_are_used(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "words.toml").write_text("group = 3\n")
    (home / "twitchsearch.toml").write_text(WRONG)
    assert ended("config", "validate", "--format", "json") is Exit.FAILED
    said = [each["what"] for each in json.loads(capsys.readouterr().out)["problems"]]
    assert sorted(" ".join(each.split()[:3]).removesuffix(":") for each in said) == [
        "line 1: language",
        "line 3: crawl.contact",
        "line 4: crawl.proxy",
        "line 5: crawl.delay",
        "line 7: search.vocabulary",
        "line 9: tui.theme",
    ]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("number", [HUGE, "0x" + HUGE], ids=["decimal", "hexadecimal"])
@pytest.mark.parametrize(
    ("line", "contents", "code"),
    [
        ("search x", "[search]\nlimit = HUGE", Exit.USAGE),
        ("config validate twitchsearch.toml", "[search]\nlimit = HUGE", Exit.FAILED),
        ("refresh --library . --file crawl.toml", "version = HUGE", Exit.USAGE),
        ("refresh --library . --file crawl.toml", "delay = HUGE", Exit.USAGE),
    ],
)
def test_a_number_of_thousands_of_digits_is_not_toml(
    capsys: pytest.CaptureFixture[str], line: str, contents: str, code: Exit, number: str
) -> None:
    path = Path("crawl.toml" if "crawl.toml" in line else "twitchsearch.toml")
    path.write_text(contents.replace("HUGE", number))
    assert ended(*line.split()) is code
    assert "not TOML: a number in it is too large" in "".join(capsys.readouterr())
