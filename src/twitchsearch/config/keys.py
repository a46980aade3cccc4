"""Everything there is to set: names, defaults, bounds, and what each is about."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from twitchsearch.model import Asking, Matching
from twitchsearch.model.modes import HistoryMode
from twitchsearch.search.limits import LIMITS

VARIABLE = "TWITCHSEARCH_"

Value: TypeAlias = "str | int | float"


class Color(StrEnum):
    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Synonyms(StrEnum):
    """Whether other words for those of a query are also searched for."""

    ON = "on"
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
    asking: Asking = field(
        default=Asking.QUESTION,
        metadata=_rule("whether words such as “what causes” ask for a kind of section (question) or are words (words)"),
    )
    snippets: int = field(default=1, metadata=_rule("how many excerpts each hit shows; 0 for none", least=0, most=10))
    timeout: float = field(
        default=LIMITS.timeout,
        metadata=_rule("seconds after which a search answers with what it has", least=0.001, most=3600),
    )
    synonyms: Synonyms = field(
        default=Synonyms.ON, metadata=_rule("whether other words that mean the same are also searched for: on or off")
    )
    vocabulary: str = field(
        default="", metadata=_rule("a TOML file of your own groups of words that mean the same; empty for none")
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
    keys: str = field(
        default="",
        metadata=_rule("other keys for actions, such as sort=f10; in a file a table with the action's name as key"),
    )


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
    proxy: str = field(
        default="", metadata=_rule("the URL of an HTTP proxy to crawl through, such as http://proxy.example:3128")
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


MAPPINGS = frozenset({"tui.keys"})
"""Keys whose value is pairs `name=value`, divided by semicolons; in a file a table."""
PATHS = frozenset({"library", "search.vocabulary"})
"""The texts that name a file or a folder: relative ones are meant from where they were named."""

KEYS: Mapping[str, Key] = {key.name: key for key in _keys(Settings())}
TABLES = {name.rpartition(".")[0] for name in KEYS} - {""}
