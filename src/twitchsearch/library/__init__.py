"""Libraries: a folder with a corpus and an index, which one is meant, and how the index follows the corpus.

`upkeep` is loaded when it is used: a search needs none of extraction.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from twitchsearch.library.places import Library, Located, Places, locate, open_index, open_store, welcome

if TYPE_CHECKING:
    from twitchsearch.library.upkeep import (
        BuildReport,
        Effort,
        LibraryStatus,
        Pending,
        build,
        left_out,
        pending,
        status,
        update,
    )

__all__ = [
    "BuildReport",
    "Effort",
    "Library",
    "LibraryStatus",
    "Located",
    "Pending",
    "Places",
    "build",
    "left_out",
    "locate",
    "open_index",
    "open_store",
    "pending",
    "status",
    "update",
    "welcome",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("twitchsearch.library.upkeep"), name)
