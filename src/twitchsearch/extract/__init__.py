"""From pages to articles in sections: the only home of BeautifulSoup.

Nothing here imports a parser until a page is extracted, so that a process that only asks others to do it stays light.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import metadata as installed
from importlib import resources

from twitchsearch.model import Article, Page

_DEPENDS_ON = ("text.py", "urls.py")  # modules outside that decide what an article is


def extract(page: Page) -> Article:
    """The article of a page, in sections. Raises ExtractionError, with the reason, where it holds none."""
    from twitchsearch.extract.article import extract as extract_article

    return extract_article(page)


def saved_copy(page: Page) -> bytes:
    """The page's HTML made safe to open, as UTF-8: nothing in it runs, loads or sends. Raises ExtractionError."""
    from twitchsearch.extract.saved import saved_copy as make_saved_copy

    return make_saved_copy(page)


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """A digest that changes whenever the same page may give another article: code, kinds table, parser versions."""
    total = hashlib.sha256()
    here = resources.files(__package__)
    files = [each for each in here.iterdir() if each.name.endswith((".py", ".toml", ".json"))]
    files += [resources.files("twitchsearch") / name for name in _DEPENDS_ON]
    for file in sorted(files, key=lambda each: each.name):
        total.update(f"{file.name}\0".encode() + file.read_bytes() + b"\0")
    for library in ("beautifulsoup4", "lxml", "webencodings"):
        total.update(f"{library} {installed.version(library)}\0".encode())
    return total.hexdigest()[:16]


__all__ = ["extract", "fingerprint", "saved_copy"]
