"""Settings files: TOML to checked values. What is wrong is named with its file, and its line where that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from twitchsearch.config.keys import KEYS, TABLES, Value
from twitchsearch.config.values import fitting, nearest, resolved
from twitchsearch.errors import SettingsError

VERSION = 1
"""The version of settings files. A file may say which it is of (`version = 1`); what is older then refuses it."""

_LARGEST_FILE = 1 << 20


def problems(path: Path) -> list[str]:
    """Everything wrong in one settings file, in the order of the file's keys; empty if it can be used."""
    try:
        tree = _parsed(path)
    except SettingsError as error:
        return [str(error)]
    return [str(outcome) for _, outcome in _checked(tree, path) if isinstance(outcome, SettingsError)]


def read_file(path: Path) -> dict[str, Value]:
    """The values a file sets, by key. Raises SettingsError for the first thing wrong in it."""
    values: dict[str, Value] = {}
    for name, outcome in _checked(_parsed(path), path):
        if isinstance(outcome, SettingsError):
            raise outcome
        values[name] = outcome
    return values


def _parsed(path: Path) -> dict[str, Any]:
    from twitchsearch.files.toml import toml_table

    try:
        if not path.is_file():
            raise SettingsError(f"the settings file {path} is not a file that can be read; mend or remove it")
        with path.open("rb") as file:
            contents = file.read(_LARGEST_FILE + 1)
        if len(contents) > _LARGEST_FILE:
            raise SettingsError(f"{path} is larger than 1 MiB; that is no settings file")
        return of_known_version(toml_table(contents.decode("utf-8-sig")), str(path))
    except OSError as error:
        raise SettingsError(f"the settings file {path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except ValueError as error:
        raise SettingsError(f"{path} is not TOML: {error}") from error


def of_known_version(table: dict[str, Any], where: str) -> dict[str, Any]:
    """A file's table without its `version`. Raises SettingsError where a newer version wrote it."""
    version = table.pop("version", VERSION)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise SettingsError(f"{where}: version is a whole number from 1, the version of settings files")
    if version > VERSION:
        raise SettingsError(
            f"{where} is for a newer version of twitchsearch (version {version} of settings files, this one reads "
            f"{VERSION}); upgrade twitchsearch"
        )
    return table


def _checked(tree: Mapping[str, Any], path: Path) -> Iterator[tuple[str, Value | SettingsError]]:
    for name, value in _flat(tree):
        place = _place(path, name)
        try:
            if name in TABLES:
                raise SettingsError(f"{place}: {name} is a table, not a value; its settings stand below [{name}]")
            if name not in KEYS:
                raise SettingsError(f"{place}: there is no setting {name!r}{nearest(name, {*KEYS, *TABLES})}")
            yield name, resolved(KEYS[name], fitting(KEYS[name], value, place), path.parent)
        except SettingsError as error:
            yield name, error


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted names and values; a table that is not known stands for itself."""
    for name, value in tree.items():
        if isinstance(value, dict) and prefix + name in TABLES:
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _place(path: Path, name: str) -> str:
    """The file, and the line of it that sets `name` where that can be told."""
    *tables, last = name.split(".")
    at = re.compile(rf"""\s*(\[\s*)?(["']?){re.escape(last)}\2\s*[=\].]""")
    table = ""
    for number, line in enumerate(path.read_text("utf-8-sig", errors="replace").splitlines(), start=1):
        header = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line)
        table = header.group(1) if header else table
        if at.match(line) and table in (".".join(tables), name):
            return f"{path}, line {number}"
    return str(path)
