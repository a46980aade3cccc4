"""Libraries: a folder with a corpus and an index, which one is meant, and how the index follows the corpus."""

from twitchsearch.library.places import Library, Located, Places, locate, open_index, open_store, welcome
from twitchsearch.library.upkeep import BuildReport, Effort, LibraryStatus, Pending, build, pending, status, update

__all__ = [
    "BuildReport",
    "Effort",
    "Library",
    "LibraryStatus",
    "Located",
    "Pending",
    "Places",
    "build",
    "locate",
    "open_index",
    "open_store",
    "pending",
    "status",
    "update",
    "welcome",
]
