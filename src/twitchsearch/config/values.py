"""Whether a value may stand for a key: checked the same way whatever its source, and named with what would be right."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from twitchsearch.config.keys import MAPPINGS, PATHS, Key, Value
from twitchsearch.errors import SettingsError


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that says what may have been meant, or what there is."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    close = close or [each for each in known if each.rpartition(".")[2] == name]
    return f"; did you mean {close[0]!r}?" if close else f"; there are: {', '.join(sorted(known))}"


def from_text(key: Key, text: str, place: str, cwd: Path) -> Value:
    """A value typed as a flag or a variable."""
    value: Value = text
    if not isinstance(key.default, str):
        try:
            if not text.isascii():  # other digits, which a query's dates do not take either
                raise ValueError(text)
            value = int(text) if isinstance(key.default, int) else float(text)
        except ValueError:
            raise SettingsError(_wrong(key, place, text)) from None
    return resolved(key, fitting(key, value, place), cwd)


def fitting(key: Key, value: Any, place: str) -> Value:
    """`value` if it may stand for `key`."""
    match key.default, value:
        case StrEnum(), str() if value in list(type(key.default)):
            return type(key.default)(value)
        case StrEnum(), _:
            pass
        case str(), str() if key.name in MAPPINGS:
            return _joined(pairs(value, place))
        case str(), str() if "\0" not in value:
            return value
        case str(), dict() if key.name in MAPPINGS and all(isinstance(each, str) for each in value.values()):
            return _joined(value)
        case int(), int() if not isinstance(value, bool) and key.least <= value <= key.most:
            return value
        case float(), int() | float() if not isinstance(value, bool) and key.least <= value <= key.most:
            return float(value)
    raise SettingsError(_wrong(key, place, value))


def pairs(text: str, place: str) -> dict[str, str]:
    """What a mapping's text says: `sort=f10; help=f1,ctrl+g`."""
    found = {}
    for part in filter(str.strip, text.split(";")):
        name, equals, value = part.partition("=")
        if not equals or not name.strip():
            raise SettingsError(
                f"{place}: {part.strip()!r} is no pair such as sort=f10; pairs are divided by semicolons"
            )
        found[name.strip()] = value.strip()
    return found


def _joined(found: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in found.items())


def _wrong(key: Key, place: str, value: object) -> str:
    shown = repr(value)
    return f"{place}: {key.name} is {key.kind}, not {shown if len(shown) <= 60 else shown[:60] + '…'}"


def resolved(key: Key, value: Value, folder: Path) -> Value:
    """A file or a folder is meant from where it was named."""
    if key.name not in PATHS or not value:
        return value
    try:
        return os.path.normpath(folder / Path(str(value)).expanduser())
    except RuntimeError as error:
        raise SettingsError(f"{key.name}: {value} names a home folder that is not known") from error
