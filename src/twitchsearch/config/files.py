"""Settings files: TOML to checked values. What is wrong is named with its file, and its line where that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from twitchsearch.config.keys import KEYS, TABLES, Value
from twitchsearch.config.values import fitting, nearest, resolved
from twitchsearch.errors import SettingsError

VERSION = 1
"""The version of settings files. A file may say which it is of (`version = 1`); what is older then refuses it."""

_LARGEST_FILE = 1 << 20
_DEEPEST = 100
_NAMES = r"""((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)"""
_HEADER = re.compile(rf"\s*\[\[?\s*{_NAMES}\s*\]")
_KEY = re.compile(rf"\s*{_NAMES}\s*=")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


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


def right_values(path: Path) -> dict[str, Value]:
    """The values a file sets that may stand for their keys, whatever is wrong beside them."""
    try:
        tree = _parsed(path)
    except SettingsError:
        return {}
    return {name: outcome for name, outcome in _checked(tree, path) if not isinstance(outcome, SettingsError)}


def _parsed(path: Path) -> dict[str, Any]:
    from twitchsearch.files.toml import toml_table

    try:
        if not path.is_file():
            raise SettingsError(f"the settings file {path} is not a file that can be read; mend or remove it")
        with path.open("rb") as file:
            contents = file.read(_LARGEST_FILE + 1)
        if len(contents) > _LARGEST_FILE:
            raise SettingsError(f"{path} is larger than 1 MiB; that is no settings file")
        return of_known_version(toml_table(contents.decode("utf-8-sig")), path)
    except OSError as error:
        raise SettingsError(f"the settings file {path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except ValueError as error:
        raise SettingsError(f"{path} is not TOML: {error}") from error


def of_known_version(table: dict[str, Any], path: Path) -> dict[str, Any]:
    """A file's table without its `version`. Raises SettingsError where a newer version wrote it."""
    version = table.pop("version", VERSION)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        where = place_of(path, "version")
        raise SettingsError(f"{where}: version is a whole number from 1, the version of settings files")
    if version > VERSION:
        raise SettingsError(
            f"{path} is for a newer version of twitchsearch (version {version} of settings files, this one reads "
            f"{VERSION}); upgrade twitchsearch"
        )
    return table


def _checked(tree: Mapping[str, Any], path: Path) -> Iterator[tuple[str, Value | SettingsError]]:
    lines = _lines(path)
    for name, value in _flat(tree):
        place = _place(path, lines, name)
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


def place_of(path: Path, name: str) -> str:
    """The file, and the line of it that sets `name` or begins its table, where that can be told."""
    return _place(path, _lines(path), name)


def _place(path: Path, lines: Mapping[str, int], name: str) -> str:
    return f"{path}, line {lines[name]}" if name in lines else str(path)


def _lines(path: Path) -> Mapping[str, int]:
    """For each name and each table in a file the first line that has it, from 1."""
    found: dict[str, int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(path.read_text("utf-8-sig", errors="replace").splitlines(), start=1):
        if header := _HEADER.match(line):
            table, names = (), _parts(header[1])
        elif key := _KEY.match(line):
            names = _parts(key[1])
        else:
            continue
        for length in range(1, len(names) + 1):
            found.setdefault(".".join((*table, *names[:length])), number)
        table = names if header else table
    return found


def _parts(dotted: str) -> tuple[str, ...]:
    """The names in a key, without their quotation marks."""
    return tuple(part[0].strip("\"'") for part in islice(_PART.finditer(dotted), _DEEPEST))
