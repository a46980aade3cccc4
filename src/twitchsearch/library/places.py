"""Which folder is the library, what stands where in it, and how a new one is welcomed with the starter articles."""

from __future__ import annotations

import shlex
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from twitchsearch.errors import LibraryError
from twitchsearch.files import DISK, Disk
from twitchsearch.model import Progress, Step, no_progress

if TYPE_CHECKING:
    from twitchsearch.corpus.store import CorpusStore
    from twitchsearch.search.seam import Index

_STARTER = "starter.twitchsearch.example"


@dataclass(frozen=True, slots=True)
class Library:
    """A folder with a `corpus` and an `index` in it. It may be moved, renamed and copied."""

    root: Path

    @property
    def corpus_folder(self) -> Path:
        return self.root / "corpus"

    @property
    def index_folder(self) -> Path:
        return self.root / "index"


@dataclass(frozen=True, slots=True)
class Places:
    """Where a library may have been named, the strongest first; None where it was not.

    `flag` is --library, `environment` TWITCHSEARCH_LIBRARY, `project` the folder of the nearest twitchsearch.toml (or
    the library that file names), `user` the user's settings, `default` the data folder of this user.
    """

    default: Path
    flag: Path | None = None
    environment: Path | None = None
    project: Path | None = None
    user: Path | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """A library, and who named it: "--library", "TWITCHSEARCH_LIBRARY", …; `is_default` where nobody did."""

    library: Library
    named_by: str
    is_default: bool = False

    def present(self) -> Library:
        """The library. Raises LibraryError where somebody named a folder that is not there; the default is made
        when it is first used."""
        root = self.library.root
        if self.is_default or root.is_dir():
            return self.library
        raise LibraryError(
            f"there is no folder {root} (from {self.named_by}); name a library that is there, or fill a new one with: "
            f"twitchsearch import --library {shlex.quote(str(root))} PATH"
        )


def default_folder() -> Path:
    """The library of this user, where nobody names one: the data folder as this system has it."""
    import platformdirs

    return Path(platformdirs.user_data_dir("twitchsearch", appauthor=False))


def locate(places: Places) -> Located:
    """The library that is meant. Whether it is there yet is told by `Located.present`.

    Raises LibraryError where what was named is there and is not a folder, or cannot be looked at.
    """
    named = (
        ("--library", places.flag),
        ("TWITCHSEARCH_LIBRARY", places.environment),
        ("twitchsearch.toml", places.project),
        ("the user's settings", places.user),
    )
    for name, typed in named:
        if typed is not None:
            return Located(Library(_folder(typed, name)), name)
    return Located(Library(places.default.absolute()), "the default", is_default=True)


def _folder(typed: Path, name: str) -> Path:
    folder = typed.expanduser().absolute()
    try:
        there = folder.stat()
    except (FileNotFoundError, NotADirectoryError):
        return folder
    except OSError as error:  # a name that is too long, a folder above it that is closed to us
        raise LibraryError(
            f"{typed} (from {name}) cannot be looked at: {error.strerror or error}; name another library"
        ) from error
    if not stat.S_ISDIR(there.st_mode):
        raise LibraryError(f"{typed} (from {name}) is a file; a library is a folder with corpus and index in it")
    return folder


def open_store(library: Library, disk: Disk = DISK) -> CorpusStore:
    """The corpus of a library; it need not be there yet."""
    from twitchsearch.corpus.store import CorpusStore

    return CorpusStore(library.corpus_folder, disk)


def open_index(library: Library, language: str = "english", disk: Disk = DISK) -> Index:
    """The index of a library; it need not be there yet. Nothing is read before it is asked something."""
    from twitchsearch.backends.whoosh import WhooshIndex

    return WhooshIndex(library.index_folder, language=language, disk=disk)


def unfilled(library: Library) -> bool:
    """Whether the starter articles are still to come into a corpus that has no index: it is not there, or holds at most
    those of them that a first use had copied when it was ended, by a full disk or by Ctrl-C."""
    return not library.corpus_folder.is_dir() or [each.name for each in open_store(library).hosts()] == [_STARTER]


def welcome(library: Library, starter: Path | None = None, progress: Progress = no_progress) -> int:
    """Put the starter articles into a library's corpus, as they were fetched; how many were new.

    Raises LibraryError where this installation has no starter articles.
    """
    from twitchsearch.corpus.store import CorpusStore, Entry

    folder = starter or _starter()
    source, store, new = CorpusStore(folder), open_store(library), 0
    if folder.resolve() == library.corpus_folder.resolve():
        return 0
    entries = [entry for entry in source.entries() if isinstance(entry, Entry)]
    for done, (_, added) in enumerate(store.add_all(map(source.read, entries)), 1):
        new += added.value == "new"
        progress(Step("copying the starter articles", done, len(entries)))
    return new


def _starter() -> Path:
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "starter", package.parents[1] / "corpus"):
        if (folder / _STARTER).is_dir():
            return folder
    raise LibraryError("this installation carries no starter articles; fill a library with: twitchsearch import FOLDER")
