"""Settings: what there is to set, where a value came from, and whether it may be. The only package that reads them.

The nearest source wins: flags, then `TWITCHSEARCH_*` variables, then the project file (`twitchsearch.toml` in this
folder or the first one above that has it), then the user's file, then the defaults below. Every value is checked the
same way, whatever its source, and an error names the source, the key and what would be right.

A project file that names no library makes its own folder the library.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from twitchsearch.config.files import place_of, problems, read_file, right_values
from twitchsearch.config.keys import KEYS, VARIABLE, Color, Key, Layout, Settings, Synonyms, Value
from twitchsearch.config.values import from_text, nearest, pairs
from twitchsearch.errors import SettingsError

__all__ = [
    "DEFAULT", "FILE_NAME", "KEYS", "VARIABLE", "Color", "Configuration", "Key", "Layout", "Settings",
    "Sources", "Synonyms", "Value", "load", "place_of", "problems", "right_values", "user_file",
]  # fmt: skip

FILE_NAME = "twitchsearch.toml"
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings in force; for every key the source its value came from; the files that were read, nearest first."""

    settings: Settings
    origins: Mapping[str, str]
    files: tuple[Path, ...]

    def value(self, name: str) -> Value:
        """The value of a key such as `search.limit`."""
        found: Any = self.settings
        for part in name.split("."):
            found = getattr(found, part)
        checked: Value = found
        return checked


@dataclass(frozen=True, slots=True)
class Sources:
    """Where settings are looked for. `flags` holds what was typed for a key, and the flag it was typed after."""

    cwd: Path
    environment: Mapping[str, str]
    user_file: Path
    flags: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def project_file(self) -> Path | None:
        """The project file in `cwd` or the nearest folder above it."""
        for folder in (self.cwd, *self.cwd.parents):
            path = folder / FILE_NAME
            if os.path.lexists(path) and path != self.user_file:
                return path
        return None

    @property
    def files(self) -> tuple[Path, ...]:
        """The settings files that are there, nearest first."""
        candidates = (self.project_file, self.user_file)
        return tuple(path for path in candidates if path is not None and os.path.lexists(path))


def keys_from(text: str) -> Mapping[str, str]:
    """The keys of actions that `tui.keys` names."""
    return pairs(text, "tui.keys")


def user_file() -> Path:
    """Where the user's own settings stand, whether or not the file is there."""
    import platformdirs

    return Path(platformdirs.user_config_dir("twitchsearch", appauthor=False)) / FILE_NAME


def load(sources: Sources) -> Configuration:
    """The settings in force. Raises SettingsError for the first thing wrong in any source."""
    values: dict[str, Value] = {name: key.default for name, key in KEYS.items()}
    origins = dict.fromkeys(KEYS, DEFAULT)
    for origin, found in _layers(sources):
        values.update(found)
        origins.update(dict.fromkeys(found, origin))
    for name, (flag, text) in sources.flags.items():
        if name == "library" and not text:
            raise SettingsError(
                f"{flag} is empty; name a folder, or leave it out for the library that is meant without"
            )
        values[name], origins[name] = from_text(KEYS[name], text, flag, sources.cwd), flag
    return Configuration(_assemble(Settings(), values), origins, sources.files)


def _layers(sources: Sources) -> Iterator[tuple[str, dict[str, Value]]]:
    """The values of each source, farthest first, flags left out."""
    for path in reversed(sources.files):
        marked = {"library": str(path.parent)} if path == sources.project_file else {}
        yield str(path), {**marked, **read_file(path)}
    for variable, text in sorted(sources.environment.items()):
        if variable.startswith(VARIABLE) and text:
            key = _key_of(variable)
            yield variable, {key.name: from_text(key, text, variable, sources.cwd)}


def _key_of(variable: str) -> Key:
    by_variable = {key.variable: key for key in KEYS.values()}
    if variable in by_variable:
        return by_variable[variable]
    raise SettingsError(f"the environment sets {variable}, which is no setting{nearest(variable, by_variable)}")


def _assemble(settings: Any, values: Mapping[str, Value], prefix: str = "") -> Any:
    """A tree of settings like `settings`, with these values."""
    found = {}
    for each in fields(settings):
        child = getattr(settings, each.name)
        name = prefix + each.name
        found[each.name] = _assemble(child, values, f"{name}.") if is_dataclass(child) else values[name]
    return type(settings)(**found)
