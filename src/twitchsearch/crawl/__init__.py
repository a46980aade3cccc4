"""Pages from the web, politely: the only home of the HTTP client.

Importing this costs nothing: the HTTP client is loaded when a crawl begins.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twitchsearch.crawl.crawler import crawl, crawl_sites, preview, refuse_shared_sites
    from twitchsearch.crawl.settings import CrawlReport, CrawlSettings, Preview, Skipped

_HOMES = {
    **dict.fromkeys(("crawl", "crawl_sites", "preview", "refuse_shared_sites"), "crawler"),
    **dict.fromkeys(("CrawlReport", "CrawlSettings", "Preview", "Skipped"), "settings"),
}

__all__ = [
    "CrawlReport", "CrawlSettings", "Preview", "Skipped", "crawl", "crawl_sites", "preview", "refuse_shared_sites",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
