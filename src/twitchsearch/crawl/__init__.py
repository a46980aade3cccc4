"""Pages from the web, politely: the only home of the HTTP client.

Importing this costs nothing: the HTTP client is loaded when a crawl begins.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twitchsearch.crawl.crawler import crawl
    from twitchsearch.crawl.settings import CrawlReport, CrawlSettings, Skipped

_HOMES = {"crawl": "crawler", "CrawlReport": "settings", "CrawlSettings": "settings", "Skipped": "settings"}

__all__ = ["CrawlReport", "CrawlSettings", "Skipped", "crawl"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
