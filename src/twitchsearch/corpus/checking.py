"""Whether the corpus is what was written: every digest, and files that no page refers to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from twitchsearch.corpus.names import is_body
from twitchsearch.corpus.reading import Damaged, Entry, read_page, read_sidecar
from twitchsearch.files import is_temporary
from twitchsearch.model import Problem, Progress, Report, Step

_STAGE = "checking pages"
_AGAIN = "fetch or import the page again, or delete this file"
_PAGES = (".html", ".htm", ".xhtml")


def check_pages(entries: Iterable[Entry | Damaged], folders: Iterable[Path], progress: Progress) -> Report:
    """Read the page of every entry, and look through the folders for what belongs to none. Changes nothing."""
    folders = list(folders)
    total = sum(name.endswith(".json") for folder in folders for name in _names(folder))
    problems: list[Problem] = []
    done = 0
    for done, entry in enumerate(entries, 1):
        problems += _wrong(entry)
        progress(Step(_STAGE, done, max(done, total)))
    for folder in folders:
        problems += _strays(folder)
    return Report(done, tuple(problems))


def _wrong(entry: Entry | Damaged) -> Iterator[Problem]:
    match entry:
        case Damaged(path, reason):
            yield Problem(str(path), reason, _AGAIN)
        case Entry(path=path):
            try:
                read_page(path)
            except FileNotFoundError:
                return  # removed since it was listed
            except ValueError as error:
                yield Problem(str(path), str(error), _AGAIN)


def _strays(folder: Path) -> Iterator[Problem]:
    names = _names(folder)
    for name in sorted(names):
        path = folder / name
        if is_temporary(path):
            yield Problem(str(path), "a writer that was stopped left it behind", "delete it when nothing is writing")
        elif is_body(name):
            if not _is_named(folder, name, names):
                yield Problem(str(path), "no page refers to it", "delete it when nothing is writing")
        elif name.endswith(_PAGES):
            yield Problem(str(path), "it was not put here by an import or a crawl, and is not searched", "import it")


def _is_named(folder: Path, body: str, names: frozenset[str]) -> bool:
    sidecar = body.rsplit(".", 2)[0] + ".json"
    try:
        return sidecar in names and read_sidecar(folder, sidecar).file == body
    except FileNotFoundError:
        return False
    except ValueError:
        return True  # the sidecar has been named; which body is its own cannot be known


def _names(folder: Path) -> frozenset[str]:
    try:
        with os.scandir(folder) as found:
            return frozenset(each.name for each in found) if not folder.is_symlink() else frozenset()
    except OSError:
        return frozenset()  # listing the pages has said so
