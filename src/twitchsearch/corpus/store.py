"""The corpus on disk: one sidecar and one body for each page. The only module that knows its folder.

    <corpus>/<host>/<slug>-<hash>.json              the commit point: what is known of the page, and its body's digest
    <corpus>/<host>/<slug>-<hash>.<digest>.html     the bytes as they came (.txt for plain text)
    <corpus>/.change  <corpus>/.lock                the change counter; the lock that writers hold for a moment
    <corpus>/.format                                the version of all this; 1, and not written, as long as it is 1

A body is written and flushed before its sidecar takes the old one's place; older bodies go last. So a crash, a full
disk or a power cut leaves of each page the old state or the new one, whole, and at most files that no sidecar names.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC
from enum import StrEnum
from pathlib import Path

from twitchsearch import urls
from twitchsearch.corpus.checking import check_pages
from twitchsearch.corpus.names import place
from twitchsearch.corpus.reading import (
    LARGEST_BODY,
    Damaged,
    Entry,
    Facts,
    Remembered,
    read_entry,
    read_facts,
    read_page,
    read_sidecar,
    remembered_entry,
)
from twitchsearch.corpus.sidecar import Gone, encode
from twitchsearch.corpus.writing import Write, commit
from twitchsearch.errors import CorpusError, CorpusTooNew, NotFound, PageDamaged
from twitchsearch.files import DISK, Disk, exclusive, is_temporary, read_bounded, write_atomic
from twitchsearch.model import Page, Progress, Report

__all__ = ["LARGEST_BODY", "Added", "CorpusStore", "Damaged", "Entry", "Facts", "Gone"]

FORMAT = 1
"""The version of what stands in the folder. One that needs another reader gets a higher number, in `.format`."""

_GROUP_PAGES = 256
_GROUP_BYTES = 16 * 1024 * 1024


class Added(StrEnum):
    """What became of a page that was added."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class CorpusStore:
    """The pages of one library. Safe to use from several threads and processes at once; a page is whole or not there.

    The folder need not exist before the first page is added. Symbolic links in it are never followed.
    """

    def __init__(self, folder: Path, disk: Disk = DISK) -> None:
        self.folder = folder
        self._disk = disk
        self._swept: set[Path] = set()

    def add(self, page: Page) -> Added:
        """Keep `page` under its URL, on disk when this returns.

        A page that is there with the same bytes, read the same way (type, charset, redirects), is left untouched, its
        time of fetching too. Raises ValueError where `page.url` is not normalised or the body is larger than
        `LARGEST_BODY`; WriterBusy; CorpusError; DiskError.
        """
        return self._add_group([page])[0]

    def add_all(self, pages: Iterable[Page]) -> Iterator[tuple[Page, Added]]:
        """Like `add` for each page in turn, but flushed in groups; a page is on disk when it is yielded.

        Whatever is raised, every page yielded before is kept, and of the others each is or is not.
        """
        group: dict[str, Page] = {}
        size = 0
        for page in pages:
            if page.url in group or len(group) == _GROUP_PAGES or size + len(page.body) > _GROUP_BYTES:
                yield from zip(group.values(), self._add_group([*group.values()]), strict=True)
                group, size = {}, 0
            group[page.url] = page
            size += len(page.body)
        yield from zip(group.values(), self._add_group([*group.values()]), strict=True)

    def get(self, url: str) -> Page:
        """The page of `url`, which is normalised first. Raises NotFound, PageDamaged."""
        path = self._path(url)
        if not os.path.lexists(path):
            raise _not_found(urls.shown(url))
        return self._load(path)

    def read(self, entry: Entry) -> Page:
        """The page of an entry as it is now. Raises NotFound where it has gone since; PageDamaged."""
        return self._load(entry.path)

    def remove(self, url: str) -> None:
        """Remove the page of `url`, damaged or not. Raises NotFound, WriterBusy, DiskError."""
        path = self._path(url)
        with self._writing():
            if not os.path.lexists(path):
                raise _not_found(url)
            with os.scandir(path.parent) as found:
                files = [each.name for each in found if each.name.startswith(path.stem + ".")]
            self._disk.remove(path)
            self._disk.flush_folder(path.parent)
            for name in files:
                self._disk.remove(path.with_name(name))
            self._count()

    def holds(self, page: Page) -> bool:
        """Whether adding `page` would change nothing. Raises ValueError as `add` does."""
        write = Write.of(page, self.folder)
        write.look()
        return write.is_there

    def facts(self, entry: Entry) -> Facts:
        """What is known of an entry without reading its body. Raises NotFound where it has gone since; PageDamaged."""
        with self._translated(entry.path):
            return read_facts(entry.path)

    def is_gone(self, url: str) -> bool:
        """Whether the page of `url` is kept and marked as gone; False where there is none, or it is damaged."""
        try:
            path = self._path(url)
            return read_sidecar(path.parent, path.name).gone is not None
        except (NotFound, FileNotFoundError, ValueError):
            return False

    def mark_gone(self, url: str, gone: Gone) -> bool:
        """Note that the page of `url` is no longer offered; it stays until `remove`, and adding it again undoes this.

        False where that was noted before: the first time stays. Raises NotFound, PageDamaged, WriterBusy, DiskError.
        """
        path = self._path(url)
        if not os.path.lexists(path):  # most that is missing was never there: no lock is taken for that
            raise _not_found(url)
        with self._writing(), self._translated(path):
            sidecar = read_sidecar(path.parent, path.name)
            if sidecar.gone:
                return False
            why = gone.why if gone.why.isprintable() else ""
            marked = replace(sidecar, gone=Gone(gone.at.astimezone(UTC), why[:300]))
            write_atomic(path, encode(marked), self._disk)
            self._count()
            return True

    def entries(self, remembered: Remembered | None = None) -> Iterator[Entry | Damaged]:
        """Every page, sorted by path. Reads every sidecar, but those that are `remembered`, and no body.

        Raises CorpusError for an unreadable folder.
        """
        for folder in self.hosts():
            if folder.is_symlink():
                yield Damaged(folder, "it is a symbolic link, which is not followed; put the folder itself here")
            else:
                yield from _entries(folder, remembered)

    def entries_of(self, host: str) -> Iterator[Entry | Damaged]:
        """Those of one host, as `urls.host` names it."""
        folder = self.folder / place(f"https://{host}/").folder
        return iter(()) if folder.is_symlink() else _entries(folder)

    def change(self) -> str:
        """A text that is another one after the corpus changed; costs one look at each host's folder, not at its pages.

        Noticed is all that adding and removing changed here, and by other hands every file that was added to, removed
        from or renamed in a host's folder, and every host's folder added or removed: that sets the folder's time. Not
        noticed is a file overwritten in place (its body's digest or the next `entries` shows it), and a change by other
        hands within the clock tick of the last look. A corpus that was copied or checked out anew shows as changed.
        Read it before `entries`, so that what is added meanwhile shows the next time.
        """
        times = hashlib.sha256()
        for folder in self.hosts():
            with contextlib.suppress(FileNotFoundError):
                times.update(f"{folder.name}\0{folder.lstat().st_mtime_ns}\0".encode())
        return f"{self._counter()}-{times.hexdigest()[:16]}"

    def check(self, progress: Progress) -> Report:
        """Read every page and compare it with its digest; name what nothing refers to. Changes nothing."""
        return check_pages(self.entries(), self.hosts(), progress)

    def _add_group(self, pages: list[Page]) -> list[Added]:
        for page in pages:
            if len(page.body) > LARGEST_BODY:
                raise ValueError(f"{urls.shown(page.url)} is larger than {LARGEST_BODY} bytes")
        if not pages:
            return []
        writes = [Write.of(page, self.folder) for page in pages]
        with self._writing():
            self._sweep({self.folder, *(write.path.parent for write in writes)})
            for write in writes:
                write.look()
            try:
                commit([write for write in writes if not write.is_there], self._disk)
            finally:
                if any(write.committed for write in writes):
                    self._count()
        return [_outcome(write) for write in writes]

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._known_format()
        self._disk.make_folder(self.folder)
        with exclusive(self.folder / ".lock"):
            yield

    def _sweep(self, folders: Iterable[Path]) -> None:
        """Remove what writers that were killed left behind. Only who holds the lock writes, so nobody uses it."""
        for folder in folders:
            if folder in self._swept or folder.is_symlink():
                continue
            with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as found:
                for each in found:
                    if is_temporary(Path(each.path)) and each.is_file(follow_symlinks=False):
                        self._disk.remove(Path(each.path))
            self._swept.add(folder)

    def _path(self, url: str) -> Path:
        try:
            spot = place(urls.normalise(url))
        except ValueError as error:
            said = f"“{urls.shown(url)}” is not the URL of a page: {error}"
            raise NotFound(f"{said}; to see what the corpus has: twitchsearch corpus list") from error
        return self.folder / spot.folder / spot.sidecar

    def _load(self, path: Path) -> Page:
        self._known_format()
        with self._translated(path):
            return read_page(path)

    @contextlib.contextmanager
    def _translated(self, path: Path) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise _not_found(f"in {path}") from error
        except ValueError as error:
            raise PageDamaged(
                f"the page of {path} is damaged: {error}; fetch or import it again, or delete that file"
            ) from error

    def hosts(self) -> list[Path]:
        """The folders of hosts, sorted; links too, so that they can be named. Raises CorpusError, CorpusTooNew."""
        self._known_format()
        try:
            with os.scandir(self.folder) as found:
                names = [each.name for each in found if each.name[0] != "." and (each.is_symlink() or each.is_dir())]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _unreadable(self.folder, error) from error
        return [self.folder / name for name in sorted(names)]

    def _known_format(self) -> None:
        """Raises CorpusTooNew where a newer version wrote this corpus: what is read wrongly would be lost."""
        path = self.folder / ".format"
        try:
            version = int(read_bounded(path, 30))
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            raise CorpusError(f"{path} does not say which version of the format this corpus has; mend it") from error
        if version > FORMAT:
            raise CorpusTooNew(
                f"the corpus in {self.folder} was written by a newer version of twitchsearch (format {version}, this "
                f"one reads {FORMAT}); upgrade twitchsearch"
            )

    def _counter(self) -> int:
        try:
            return int(read_bounded(self.folder / ".change", 30))
        except (OSError, ValueError):
            return 0

    def _count(self) -> None:
        write_atomic(self.folder / ".change", b"%d\n" % (self._counter() + 1), self._disk)


def _entries(folder: Path, remembered: Remembered | None = None) -> Iterator[Entry | Damaged]:
    for name in sidecar_names(folder):
        with contextlib.suppress(FileNotFoundError):  # removed since the folder was listed
            yield remembered_entry(folder, name, remembered) if remembered else read_entry(folder, name)


def sidecar_names(folder: Path) -> list[str]:
    """The names of the sidecars in a host's folder, sorted. Raises CorpusError."""
    try:
        with os.scandir(folder) as found:
            return sorted(each.name for each in found if each.name.endswith(".json") and each.name[0] != ".")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unreadable(folder, error) from error


def _outcome(write: Write) -> Added:
    if write.is_there:
        return Added.UNCHANGED
    return Added.NEW if write.known is None else Added.CHANGED


def _not_found(what: str) -> NotFound:
    return NotFound(f"the corpus has no page {what}; to see what it has: twitchsearch corpus list")


def _unreadable(folder: Path, error: OSError) -> CorpusError:
    return CorpusError(f"cannot read {folder}: {error.strerror or error}; look at its permissions")
