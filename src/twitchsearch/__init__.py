"""Offline full-text search for articles: crawl, section, index, search.

What is named here is the public Python API; it is loaded when it is first used, so importing the package is free.

    import twitchsearch

    library = twitchsearch.open_library("articles")
    library.add("articles.jsonl")
    library.update()
    for hit in library.search("leg cramps at night", kinds=["remedies"]).hits:
        print(hit.article.title, hit.section.heading, hit.snippets[0].text)

`docs/python-api.md` is made from the docstrings of what stands here.
"""

from __future__ import annotations

from twitchsearch._version import __version__

# As in `typing`, while whose import no interrupt would be answered.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from twitchsearch.corpus.importers import ImportReport
    from twitchsearch.errors import (
        ImportRefused,
        IndexMissing,
        IndexUnusable,
        NotFound,
        QueryError,
        TwitchsearchError,
        WriterBusy,
    )
    from twitchsearch.library.opened import OpenLibrary, open_library
    from twitchsearch.library.upkeep import BuildReport
    from twitchsearch.model import (
        Article,
        ArticleFacts,
        Copies,
        Count,
        DateField,
        Expansion,
        Facets,
        Filters,
        Grouping,
        Hit,
        IndexState,
        Matching,
        Progress,
        Results,
        SearchRequest,
        Section,
        SectionKind,
        Snippet,
        Sort,
        Span,
        Step,
        Window,
    )
    from twitchsearch.model.answers import Answers, Disputed, Named
    from twitchsearch.search.query import parse

_HOMES = {
    "OpenLibrary": "library.opened",
    "open_library": "library.opened",
    "BuildReport": "library.upkeep",
    "ImportReport": "corpus.importers",
    "Answers": "model.answers",
    "Disputed": "model.answers",
    "Named": "model.answers",
    "parse": "search.query",
    "ImportRefused": "errors",
    "IndexMissing": "errors",
    "IndexUnusable": "errors",
    "NotFound": "errors",
    "QueryError": "errors",
    "TwitchsearchError": "errors",
    "WriterBusy": "errors",
}  # everything else is a value of `model`

__all__ = [
    "Answers",
    "Article",
    "ArticleFacts",
    "BuildReport",
    "Copies",
    "Count",
    "DateField",
    "Disputed",
    "Expansion",
    "Facets",
    "Filters",
    "Grouping",
    "Hit",
    "ImportRefused",
    "ImportReport",
    "IndexMissing",
    "IndexState",
    "IndexUnusable",
    "Matching",
    "Named",
    "NotFound",
    "OpenLibrary",
    "Progress",
    "QueryError",
    "Results",
    "SearchRequest",
    "Section",
    "SectionKind",
    "Snippet",
    "Sort",
    "Span",
    "Step",
    "TwitchsearchError",
    "Window",
    "WriterBusy",
    "__version__",
    "open_library",
    "parse",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f"twitchsearch.{_HOMES.get(name, 'model')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
