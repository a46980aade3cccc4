"""What is well and what is not with a library's folders: room, permissions, locks, the index. It reads no page and no
file of the index through: `corpus check` and `index check` do that."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from twitchsearch import files
from twitchsearch.library.places import Library
from twitchsearch.library.upkeep import LibraryStatus, status
from twitchsearch.model import Finding, IndexStatus, Verdict
from twitchsearch.search.seam import Index

_SMALL = 64 << 20  # bytes: room below which even a small corpus cannot be indexed in peace


def examine(library: Library, index: Index) -> Iterator[Finding]:
    """Everything that is looked at, sick or not, in the order in which one thing rests on another.

    Tries out whether the folders can be written, and leaves them as they were.
    """
    yield from _folders(library)
    found = status(library, index)
    yield _room(library, found.index.bytes)
    yield from _index(found)


def _folders(library: Library) -> Iterator[Finding]:
    if not library.root.is_dir():
        yield Finding("library", Verdict.NOTE, f"{library.root} is not there yet", "it is made when it is first used")
        return
    for about, folder, fill in (
        ("corpus", library.corpus_folder, "twitchsearch import PATH or twitchsearch crawl URL"),
        ("index", library.index_folder, "twitchsearch index build"),
    ):
        if folder.is_dir():
            yield _folder(about, folder)
        else:
            yield Finding(f"{about} folder", Verdict.NOTE, f"{folder} is not there yet", f"make it with: {fill}")


def _folder(about: str, folder: Path) -> Finding:
    tried, about = files.try_out(folder), f"{about} folder"
    if tried.refused:
        remedy = "searching works all the same; to write, mend its owner, its permissions or its file system"
        return Finding(about, Verdict.NOTE, f"{folder} cannot be written: {tried.refused}", remedy)
    if not tried.links:
        remedy = "nothing need be done: updates copy the index's files, which takes room and time"
        return Finding(about, Verdict.NOTE, f"{folder} is on a file system without hard links", remedy)
    return Finding(about, Verdict.FINE, f"{folder} can be written")


def _room(library: Library, indexed: int) -> Finding:
    """A rebuild needs room for a second index, and for what it sets aside while it sorts."""
    place = next(folder for folder in (library.root, *library.root.parents) if folder.is_dir())
    needed, free = max(_SMALL, 3 * indexed), shutil.disk_usage(place).free
    what = f"{free / 1e9:,.1f} GB free at {place}"
    if free >= needed:
        return Finding("room", Verdict.FINE, what)
    return Finding("room", Verdict.PROBLEM, what, f"a rebuild may need {needed / 1e6:,.0f} MB: make room")


def _index(found: LibraryStatus) -> Iterator[Finding]:
    state = found.index
    if state.writing:
        yield Finding("writer", Verdict.NOTE, f"the index is being written by {state.writer}", "wait until it is done")
    else:
        yield Finding("writer", Verdict.FINE, "nobody writes the index")
    match state.status:
        case IndexStatus.READY:
            yield _ready(found)
        case IndexStatus.MISSING:
            yield Finding("index", Verdict.NOTE, "there is none yet", "build it with: twitchsearch index build")
        case IndexStatus.OUTDATED | IndexStatus.DAMAGED:
            yield Finding("index", Verdict.PROBLEM, state.problem, "rebuild it with: twitchsearch index build")
        case IndexStatus.TOO_NEW:
            yield Finding("index", Verdict.PROBLEM, state.problem, "upgrade twitchsearch, or use another library")


def _ready(found: LibraryStatus) -> Finding:
    holds = f"{found.index.articles:,} articles, {found.index.sections:,} sections, {found.index.generation}"
    if found.rebuild:
        return Finding("index", Verdict.NOTE, f"{holds}; {found.rebuild}", "bring it up: twitchsearch index update")
    if found.stale:
        return Finding(
            "index", Verdict.NOTE, f"{holds}; the corpus has changed since", "bring it up: twitchsearch index update"
        )
    return Finding("index", Verdict.FINE, f"{holds}; as the corpus is")
