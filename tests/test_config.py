from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch import config
from twitchsearch.config import KEYS, Color, Configuration, Sources
from twitchsearch.config.keys import MAPPINGS
from twitchsearch.errors import SettingsError
from twitchsearch.model import Matching

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "settings.md"


def loaded(
    folder: Path,
    *,
    project: str | None = None,
    user: str | None = None,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, tuple[str, str]] | None = None,
) -> Configuration:
    cwd, user_file = folder / "project" / "below", folder / "user" / config.FILE_NAME
    cwd.mkdir(parents=True, exist_ok=True)
    user_file.parent.mkdir(exist_ok=True)
    for path, text in ((folder / "project" / config.FILE_NAME, project), (user_file, user)):
        if text is not None:
            path.write_text(text)
    return config.load(Sources(cwd, environment or {}, user_file, flags or {}))


def test_without_any_source_the_defaults_hold(tmp_path: Path) -> None:
    found = loaded(tmp_path)
    assert found.settings == config.Settings()
    assert set(found.origins.values()) == {"default"}


def test_the_nearest_source_wins_and_is_named(tmp_path: Path) -> None:
    files = {
        "user": "[search]\nlimit = 2\nsnippets = 2\ntimeout = 2\nmatching = 'all'\n",
        "project": "[search]\nlimit = 3\nsnippets = 3\ntimeout = 3\n",
    }
    environment = {"TWITCHSEARCH_SEARCH_LIMIT": "4", "TWITCHSEARCH_SEARCH_SNIPPETS": "4"}
    found = loaded(tmp_path, **files, environment=environment, flags={"search.limit": ("--limit", "5")})
    search = found.settings.search
    assert (search.limit, search.snippets, search.timeout, search.matching) == (5, 4, 3.0, Matching.ALL)
    assert found.origins["search.limit"] == "--limit"
    assert found.origins["search.snippets"] == "TWITCHSEARCH_SEARCH_SNIPPETS"
    assert found.origins["search.timeout"] == str(tmp_path / "project" / config.FILE_NAME)
    assert found.origins["search.matching"] == str(tmp_path / "user" / config.FILE_NAME)
    assert found.origins["output.color"] == "default"


def test_an_unknown_key_is_named_with_its_file_its_line_and_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        loaded(tmp_path, project="# mine\nlanguage = 'english'\n\n[search]\nlimt = 3\n")
    said = str(raised.value)
    assert f"{tmp_path / 'project' / config.FILE_NAME}, line 5" in said
    assert "'search.limt'" in said
    assert "did you mean 'search.limit'?" in said


def test_a_key_that_is_outside_its_table_is_led_home(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"line 1: there is no setting 'delay'; did you mean 'crawl\.delay'\?"):
        loaded(tmp_path, user="delay = 3\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("search.limit = 'ten'", "search.limit is a whole number from 1 to 1000, not 'ten'"),
        ("search.limit = true", "search.limit is a whole number from 1 to 1000, not True"),
        ("search.limit = 0", "not 0"),
        ("search.limit = 1.5", "not 1.5"),
        ("search.timeout = nan", "not nan"),
        ("search.timeout = -1", "not -1"),
        ("output.color = 'blue'", "output.color is one of auto, always, never, not 'blue'"),
        ("language = ['english']", "language is a text"),
        ("search = 3", "search is a table, not a value"),
        ("[search.deep]\nx = 1", "there is no setting 'search.deep'"),
        ('library = "a\\u0000b"', "library is a text"),
    ],
)
def test_a_wrong_value_is_named_with_what_would_be_right(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as raised:
        loaded(tmp_path, project=text)
    assert said in str(raised.value)
    assert config.FILE_NAME in str(raised.value)


@pytest.mark.parametrize("flag", ["0", "x", "1e3", "", "1001", "٣"])
def test_flags_are_checked_like_files(tmp_path: Path, flag: str) -> None:
    with pytest.raises(SettingsError, match=r"--limit: search\.limit is a whole number from 1 to 1000, not"):
        loaded(tmp_path, flags={"search.limit": ("--limit", flag)})


def test_a_misspelt_variable_is_an_error_and_an_empty_one_is_not_set(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="did you mean 'TWITCHSEARCH_LIBRARY'"):
        loaded(tmp_path, environment={"TWITCHSEARCH_LIBARY": "x"})
    assert loaded(tmp_path, environment={"TWITCHSEARCH_OUTPUT_COLOR": ""}).settings.output.color is Color.AUTO


def test_a_library_is_meant_from_where_it_was_named(tmp_path: Path) -> None:
    assert loaded(tmp_path, user="library = 'mine'").settings.library == str(tmp_path / "user" / "mine")
    found = loaded(tmp_path, environment={"TWITCHSEARCH_LIBRARY": "../other"})
    assert found.settings.library == str(tmp_path / "project" / "other")


def test_a_project_file_makes_its_folder_the_library_unless_it_names_one(tmp_path: Path) -> None:
    found = loaded(tmp_path, project="", user="library = '/elsewhere'")
    assert found.settings.library == str(tmp_path / "project")
    assert found.origins["library"] == str(tmp_path / "project" / config.FILE_NAME)
    assert loaded(tmp_path, project="library = 'lib'").settings.library == str(tmp_path / "project" / "lib")


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (b"x = ", "is not TOML"),
        (b"x = '\xff'", "is not UTF-8"),
        (b"x=" + b"[" * 100_000, "is not TOML"),
        (b"[search]\nlimit = " + b"1" * 5_000, "is not TOML: a number in it is too large"),
        (b"[search]\nlimit = 0x" + b"f" * 5_000, "is not TOML: a number in it is too large"),
        (b"[search]\nlimit" + b".a" * 5_000 + b" = 1", "is not TOML: its tables and lists are too deep"),
        (b"#" * (2 << 20), "larger than 1 MiB"),
    ],
)
def test_a_file_that_is_no_settings_file_is_one_error(tmp_path: Path, contents: bytes, said: str) -> None:
    (tmp_path / config.FILE_NAME).write_bytes(contents)
    with pytest.raises(SettingsError, match=said):
        config.load(Sources(tmp_path, {}, tmp_path / "none"))
    assert len(config.problems(tmp_path / config.FILE_NAME)) == 1


def test_a_value_in_the_place_of_a_table_is_told_what_a_table_is(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"line 1: search is a table, not a value; .* below \[search\]"):
        loaded(tmp_path, project="search = 3\n")


def test_a_library_flag_without_a_name_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--library is empty"):
        loaded(tmp_path, flags={"library": ("--library", "")})


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / config.FILE_NAME
    path.write_text("languge = 'english'\n[search]\nlimit = 0\nsnippets = 3\n[crawl]\ndelay = 'x'\n")
    said = config.problems(path)
    assert [line.partition(":")[0].rpartition(" ")[2] for line in said] == ["1", "3", "6"]
    path.write_text("[search]\nsnippets = 3\n")
    assert config.problems(path) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[tui]\n\n[tui.keys]\nsort = ["f5"]\n', 3),
        ("# of a newer one?\nversion = '1'\n", 2),
        ('language = "german"\n"serch limit" = 3\n', 2),
        ('[search]\n"lim.it" = 3\n', 2),
        ("language = 'german'\n[serch]\nlimit = 3\n", 2),
        ("[tui]\n[search]\nkeys = 3\n", 3),
        ("[tui]\n[serch.limit]\nx = 3\n", 2),
        ('search."limit" = 0\n', 1),
        ("[search]\n'limit'=0\n", 2),
        ("tui.keys.sort = 7\n", 1),
        ("[tui]\nkeys.sort = 7\n", 2),
        ("[[search]]\nlimit = 7\n", 1),
    ],
)
def test_whatever_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / config.FILE_NAME
    path.write_text(text)
    (said,) = config.problems(path)
    assert said.startswith(f"{path}, line {line}: ")


def test_every_setting_can_be_set_by_a_variable(tmp_path: Path) -> None:
    for key in KEYS.values():
        text = "sort=f10" if key.name in MAPPINGS else "x" if key.default == "" else str(key.default)
        found = loaded(tmp_path, environment={key.variable: text})
        assert found.origins[key.name] == key.variable


def test_keys_stand_in_a_table_or_in_a_line_and_anything_else_is_named(tmp_path: Path) -> None:
    path = tmp_path / config.FILE_NAME
    path.write_text('[tui.keys]\nsort = "f10, ctrl+u"\nfind = "/"\nhelp = ""\n')
    keys = config.keys_from(loaded(tmp_path).settings.tui.keys)
    assert keys == {"sort": "f10, ctrl+u", "find": "/", "help": ""}
    line = loaded(tmp_path, environment={"TWITCHSEARCH_TUI_KEYS": " sort = f10 ;; find=/"}).settings.tui.keys
    assert config.keys_from(line) == {"sort": "f10", "find": "/"}
    for wrong in ("[tui.keys]\nsort = 7\n", "[tui]\nkeys = 'sort'\n", "[tui]\nkeys = 3\n"):
        path.write_text(wrong)
        assert len(config.problems(path)) == 1


@given(st.text())
def test_reading_any_text_raises_nothing_but_settings_errors(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8", errors="replace")
    assert isinstance(config.problems(path), list)


@pytest.mark.parametrize("key", KEYS.values(), ids=lambda key: key.name)
def test_every_setting_is_documented_with_its_type_its_default_and_its_variable(key: config.Key) -> None:
    rows = [line for line in DOCUMENT.read_text().splitlines() if line.startswith(f"| `{key.name}` |")]
    assert len(rows) == 1, f"docs/settings.md has no row for {key.name}"
    assert f"`{key.variable}`" in rows[0]
    assert key.kind in rows[0]
    assert f"`{_written(key)}`" in rows[0]


def _written(key: config.Key) -> str:
    return f'"{key.default}"' if isinstance(key.default, str) else str(key.default)


def test_the_document_names_no_setting_that_is_not_there() -> None:
    rows = [line.split("`")[1] for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]
    assert sorted(rows) == sorted(KEYS)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere")])
def test_a_settings_file_that_is_no_file_is_named_not_passed_over(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "twitchsearch.toml")
    with pytest.raises(SettingsError, match=r"twitchsearch\.toml is not a file"):
        config.load(Sources(tmp_path, {}, tmp_path / "none.toml"))
