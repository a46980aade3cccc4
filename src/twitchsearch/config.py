"""Settings: what there is to set, where a value came from, and whether it may be. The only module that reads them.

The nearest source wins: flags, then `TWITCHSEARCH_*` variables, then the project file (`twitchsearch.toml` in this
folder or the first one above that has it), then the user's file, then the defaults below. Every value is checked the
same way, whatever its source, and an error names the source, the key and what would be right.

A project file that names no library makes its own folder the library.
"""

from __future__ import annotations

import difflib
import math
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from twitchsearch.errors import SettingsError
from twitchsearch.model import Matching
from twitchsearch.search.limits import LIMITS

FILE_NAME = "twitchsearch.toml"
VARIABLE = "TWITCHSEARCH_"
DEFAULT = "default"
_LARGEST_FILE = 1 << 20

Value: TypeAlias = "str | int | float"


class Color(StrEnum):
    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class HistoryMode(StrEnum):
    """What is remembered of queries: kept between runs, for this session only, or nothing."""

    KEPT = "kept"
    SESSION = "session"
    OFF = "off"


class Layout(StrEnum):
    """How the terminal interface divides the screen."""

    AUTO = "auto"
    ONE = "one"
    TWO = "two"


def _rule(about: str, *, least: float = -math.inf, most: float = math.inf) -> Mapping[str, str | float]:
    return {"about": about, "least": least, "most": most}


@dataclass(frozen=True, slots=True)
class SearchSettings:
    limit: int = field(default=10, metadata=_rule("how many hits a page of results has", least=1, most=1000))
    matching: Matching = field(
        default=Matching.ENOUGH, metadata=_rule("how many plain words must match: enough of them, all, or any")
    )
    snippets: int = field(default=1, metadata=_rule("how many excerpts each hit shows; 0 for none", least=0, most=10))
    timeout: float = field(
        default=LIMITS.timeout,
        metadata=_rule("seconds after which a search answers with what it has", least=0.001, most=3600),
    )


@dataclass(frozen=True, slots=True)
class OutputSettings:
    color: Color = field(default=Color.AUTO, metadata=_rule("colour on the terminal: auto, always or never"))


@dataclass(frozen=True, slots=True)
class HistorySettings:
    mode: HistoryMode = field(
        default=HistoryMode.SESSION, metadata=_rule("what is remembered of queries: kept, session or off")
    )


@dataclass(frozen=True, slots=True)
class TuiSettings:
    layout: Layout = field(
        default=Layout.AUTO, metadata=_rule("one pane, two panes, or two where there is room: one, two, auto")
    )
    theme: str = field(default="", metadata=_rule("the theme of the terminal interface; empty for its own choice"))


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    delay: float = field(default=1.0, metadata=_rule("seconds between two requests to one site", least=0, most=3600))
    max_pages: int = field(
        default=200, metadata=_rule("how many pages one crawl fetches at most", least=1, most=1_000_000)
    )
    max_depth: int = field(
        default=3, metadata=_rule("how many links away from the start a crawl goes", least=0, most=100)
    )
    contact: str = field(
        default="", metadata=_rule("an address or URL added to the user agent, so that sites can reach who crawls them")
    )


@dataclass(frozen=True, slots=True)
class IndexSettings:
    workers: int = field(
        default=0,
        metadata=_rule("processes that extract articles; 0 for as many as the machine has", least=0, most=256),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `library` is a folder, absolute once loaded, or empty where nobody named one."""

    library: str = field(default="", metadata=_rule("the folder of the library; empty for the default one"))
    language: str = field(
        default="english", metadata=_rule("the language of the articles, for stemming (one of Snowball's)")
    )
    search: SearchSettings = field(default_factory=SearchSettings)
    output: OutputSettings = field(default_factory=OutputSettings)
    history: HistorySettings = field(default_factory=HistorySettings)
    tui: TuiSettings = field(default_factory=TuiSettings)
    crawl: CrawlSettings = field(default_factory=CrawlSettings)
    index: IndexSettings = field(default_factory=IndexSettings)


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that can be set: `name` as it stands in a file, dotted; numbers lie between `least` and `most`."""

    name: str
    default: Value
    about: str
    least: float
    most: float

    @property
    def variable(self) -> str:
        return VARIABLE + self.name.replace(".", "_").upper()

    @property
    def kind(self) -> str:
        """The type in words, for messages and the documentation."""
        match self.default:
            case StrEnum():
                return "one of " + ", ".join(type(self.default))
            case int():
                return f"a whole number{self._range}"
            case float():
                return f"a number{self._range}"
            case str():
                return "a text"

    @property
    def _range(self) -> str:
        bounded = math.isfinite(self.least) and math.isfinite(self.most)
        return f" from {self.least:g} to {self.most:.10g}" if bounded else ""


def _keys(settings: Any, prefix: str = "") -> Iterator[Key]:
    for each in fields(settings):
        value = getattr(settings, each.name)
        if is_dataclass(value):
            yield from _keys(value, f"{prefix}{each.name}.")
        else:
            yield Key(prefix + each.name, value, **each.metadata)


KEYS: Mapping[str, Key] = {key.name: key for key in _keys(Settings())}
_TABLES = {name.rpartition(".")[0] for name in KEYS} - {""}


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
            if path.is_file() and path != self.user_file:
                return path
        return None

    @property
    def files(self) -> tuple[Path, ...]:
        """The settings files that are there, nearest first."""
        candidates = (self.project_file, self.user_file)
        return tuple(path for path in candidates if path is not None and path.is_file())


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
        values[name], origins[name] = _from_text(KEYS[name], text, flag, sources.cwd), flag
    return Configuration(_assemble(Settings(), values), origins, sources.files)


def problems(path: Path) -> list[str]:
    """Everything wrong in one settings file, in the order of the file's keys; empty if it can be used."""
    try:
        tree = _parsed(path)
    except SettingsError as error:
        return [str(error)]
    return [str(outcome) for _, outcome in _checked(tree, path) if isinstance(outcome, SettingsError)]


def _layers(sources: Sources) -> Iterator[tuple[str, dict[str, Value]]]:
    """The values of each source, farthest first, flags left out."""
    for path in reversed(sources.files):
        marked = {"library": str(path.parent)} if path == sources.project_file else {}
        yield str(path), {**marked, **_read(path)}
    for variable, text in sorted(sources.environment.items()):
        if variable.startswith(VARIABLE) and text:
            key = _key_of(variable)
            yield variable, {key.name: _from_text(key, text, variable, sources.cwd)}


def _key_of(variable: str) -> Key:
    by_variable = {key.variable: key for key in KEYS.values()}
    if variable in by_variable:
        return by_variable[variable]
    raise SettingsError(f"the environment sets {variable}, which is no setting{_nearest(variable, by_variable)}")


def _read(path: Path) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, outcome in _checked(_parsed(path), path):
        if isinstance(outcome, SettingsError):
            raise outcome
        values[name] = outcome
    return values


def _parsed(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        with path.open("rb") as file:
            contents = file.read(_LARGEST_FILE + 1)
        if len(contents) > _LARGEST_FILE:
            raise SettingsError(f"{path} is larger than 1 MiB; that is no settings file")
        return tomllib.loads(contents.decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"the settings file {path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path} is not TOML: {error}") from error


def _checked(tree: Mapping[str, Any], path: Path) -> Iterator[tuple[str, Value | SettingsError]]:
    for name, value in _flat(tree):
        place = _place(path, name)
        try:
            if name not in KEYS:
                raise SettingsError(f"{place}: there is no setting {name!r}{_nearest(name, {*KEYS, *_TABLES})}")
            yield name, _resolved(KEYS[name], _fitting(KEYS[name], value, place), path.parent)
        except SettingsError as error:
            yield name, error


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted names and values; a table that is not known stands for itself."""
    for name, value in tree.items():
        if isinstance(value, dict) and prefix + name in _TABLES:
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


def _nearest(name: str, known: Any) -> str:
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    close = close or [each for each in known if each.rpartition(".")[2] == name]
    return f"; did you mean {close[0]!r}?" if close else f"; there are: {', '.join(sorted(known))}"


def _from_text(key: Key, text: str, place: str, cwd: Path) -> Value:
    """A value typed as a flag or a variable."""
    value: Value = text
    if not isinstance(key.default, str):
        try:
            value = int(text) if isinstance(key.default, int) else float(text)
        except ValueError:
            raise SettingsError(_wrong(key, place, text)) from None
    return _resolved(key, _fitting(key, value, place), cwd)


def _fitting(key: Key, value: Any, place: str) -> Value:
    """`value` if it may stand for `key`."""
    match key.default, value:
        case StrEnum(), str() if value in list(type(key.default)):
            return type(key.default)(value)
        case StrEnum(), _:
            pass
        case str(), str() if "\0" not in value:
            return value
        case int(), int() if not isinstance(value, bool) and key.least <= value <= key.most:
            return value
        case float(), int() | float() if not isinstance(value, bool) and key.least <= value <= key.most:
            return float(value)
    raise SettingsError(_wrong(key, place, value))


def _wrong(key: Key, place: str, value: object) -> str:
    shown = repr(value)
    return f"{place}: {key.name} is {key.kind}, not {shown if len(shown) <= 60 else shown[:60] + '…'}"


def _resolved(key: Key, value: Value, folder: Path) -> Value:
    """A folder is meant from where it was named."""
    if key.name != "library" or not value:
        return value
    try:
        return os.path.normpath(folder / Path(str(value)).expanduser())
    except RuntimeError as error:
        raise SettingsError(f"the library {value} names a home folder that is not known") from error


def _assemble(settings: Any, values: Mapping[str, Value], prefix: str = "") -> Any:
    """A tree of settings like `settings`, with these values."""
    found = {}
    for each in fields(settings):
        child = getattr(settings, each.name)
        name = prefix + each.name
        found[each.name] = _assemble(child, values, f"{name}.") if is_dataclass(child) else values[name]
    return type(settings)(**found)
