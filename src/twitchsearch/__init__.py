"""Offline full-text search for articles: crawl, section, index, search.

What is named here is the public Python API; it is loaded when it is first used, so importing the package is free.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from twitchsearch._version import __version__

if TYPE_CHECKING:
    from twitchsearch.errors import TwitchsearchError
    from twitchsearch.model import Article, Hit, Results, SearchRequest, Section, SectionKind

_HOMES = {
    "TwitchsearchError": "errors",
    "Article": "model",
    "Hit": "model",
    "Results": "model",
    "SearchRequest": "model",
    "Section": "model",
    "SectionKind": "model",
}

__all__ = ["Article", "Hit", "Results", "SearchRequest", "Section", "SectionKind", "TwitchsearchError", "__version__"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"twitchsearch.{_HOMES[name]}"), name)
