"""What a generation says of itself: `manifest.json`, and the pages it was built from beside it.

The manifest carries its own digest, and that of every file of the generation, so that nothing in the folder can
change unseen. `pages.jsonl` has one page a line; it is only read when an update asks what changed.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from twitchsearch.backends.whoosh.damage import REMEDY, damaged, reading
from twitchsearch.backends.whoosh.schema import SECTIONS, TERMS
from twitchsearch.errors import DiskError, IndexOutdated, IndexTooNew
from twitchsearch.files import Disk, digest, read_bounded, write_json
from twitchsearch.model import Catalogue, PageRecord

FORMAT = 1
"""Raised when a reader of this version could not make sense of the files of an older one."""

NAME = "manifest.json"
PAGES = "pages.jsonl"

_LARGEST = 1 << 24
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_TEXTS = ("schema", "analysis", "extraction", "corpus_change", "previous")
_COUNTS = ("articles", "sections", "deleted")


@dataclass(frozen=True, slots=True)
class FileRecord:
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SegmentRecord:
    """A segment: its name, and its sections with those that are deleted."""

    name: str
    sections: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Counts are of live articles and sections; `deleted` is of sections. `files` leaves the manifest itself out.

    `voucher` is the analyser's for `analysis`, or "".
    """

    built_at: datetime
    schema: str
    analysis: str
    extraction: str
    corpus_change: str
    previous: str
    articles: int
    sections: int
    deleted: int
    segments: tuple[SegmentRecord, ...]
    files: Mapping[str, FileRecord]
    voucher: str = ""

    @property
    def bytes(self) -> int:
        return sum(each.bytes for each in self.files.values())


def write_manifest(folder: Path, manifest: Manifest, disk: Disk) -> None:
    """Write it, flushed; nothing is live yet."""
    body = asdict(manifest) | {"built_at": manifest.built_at.isoformat()}
    write_json(folder / NAME, {"format": FORMAT, "sha256": _digest(body), "manifest": body}, disk)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation whose files have the sizes it names.

    Raises IndexDamaged, IndexOutdated, IndexTooNew.
    """
    path = folder / NAME
    with reading(path):
        contents = read_bounded(path, _LARGEST)
        record = json.loads(contents)
        _check_format(record["format"], path)
        if _digest(record["manifest"]) != record["sha256"] or not contents.endswith(b"}\n"):
            raise ValueError("it is not what was written")
        manifest = _manifest(record["manifest"])
    for name, file in manifest.files.items():
        _check_size(folder / name, file.bytes)
    return manifest


def file_records(folder: Path, names: Iterable[str], known: Mapping[str, FileRecord]) -> dict[str, FileRecord]:
    """Size and digest of each file, read from disk unless `known` (a write-once file that was linked).

    Raises DiskError.
    """
    return {name: known.get(name) or _file_record(folder / name) for name in names}


def wrong_files(folder: Path, manifest: Manifest) -> Iterator[tuple[Path, str]]:
    """The files whose contents are not what the manifest says, each with what is wrong."""
    for name, file in manifest.files.items():
        path = folder / name
        try:
            if digest(path) != file.sha256:
                yield path, "its contents are not what was written"
        except (OSError, ValueError) as error:
            yield path, f"it cannot be read: {getattr(error, 'strerror', None) or error}"


def write_pages(folder: Path, catalogue: Catalogue, disk: Disk) -> None:
    disk.write_new(folder / PAGES, (_page_line(*each) for each in catalogue.pages.items()))


def read_pages(folder: Path, manifest: Manifest) -> Catalogue:
    """What the generation was built from. Raises IndexDamaged."""
    path = folder / PAGES
    with reading(path):
        contents = read_bounded(path, manifest.files[PAGES].bytes)
        if hashlib.sha256(contents).hexdigest() != manifest.files[PAGES].sha256:
            raise ValueError("its contents are not what was written")
        pages = dict(_page(line) for line in contents.splitlines())
    return Catalogue(manifest.extraction, manifest.corpus_change, pages)


def _file_record(path: Path) -> FileRecord:
    try:
        return FileRecord(path.stat().st_size, digest(path))
    except OSError as error:
        raise DiskError(f"cannot read back {path}: {error.strerror or error}") from error


def _page_line(url: str, page: PageRecord) -> bytes:
    likeness = (page.likeness, page.group)[: bool(page.likeness) + bool(page.group)]
    line = json.dumps([url, page.digest, page.article, page.skipped, *likeness], ensure_ascii=False)
    return line.encode("utf-8", "surrogatepass") + b"\n"


def _page(line: bytes) -> tuple[str, PageRecord]:
    url, *rest = map(_text, json.loads(line.decode("utf-8", "surrogatepass")))
    return url, PageRecord(*rest)


def _digest(body: Any) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _check_format(version: Any, path: Path) -> None:
    match version:
        case int() if version > FORMAT:
            raise IndexTooNew(
                f"{path} was written by a newer twitchsearch; upgrade, or rebuild the index with: {REMEDY}"
            )
        case int() if 0 < version < FORMAT:
            raise IndexOutdated(f"{path} was written by an older twitchsearch; rebuild the index with: {REMEDY}")
        case int() if version == FORMAT:
            return
        case _:
            raise ValueError("it names no format")


def _check_size(path: Path, size: int) -> None:
    try:
        found = path.lstat()
    except OSError as error:
        raise damaged(path, f"cannot be read ({error.strerror or error})") from error
    if not stat.S_ISREG(found.st_mode):
        raise damaged(path, "is not a regular file")
    if found.st_size != size:
        raise damaged(path, f"has {found.st_size:,} bytes, not {size:,}")


def _manifest(body: Any) -> Manifest:
    """Whatever else `body` may be, it raises one of the errors that `reading` translates."""
    files = {
        _file_name(name): FileRecord(_count(each["bytes"]), _text(each["sha256"]))
        for name, each in dict(body["files"]).items()
    }
    segments = tuple(SegmentRecord(_text(each["name"]), _count(each["sections"])) for each in body["segments"])
    if not files.keys() >= {PAGES, *(f"{each.name}{ending}" for each in segments for ending in (TERMS, SECTIONS))}:
        raise ValueError("it vouches for fewer files than it names")
    rest: dict[str, Any] = {name: _text(body[name]) for name in _TEXTS} | {name: _count(body[name]) for name in _COUNTS}
    voucher = _text(body.get("voucher", ""))
    return Manifest(**rest, built_at=_time(body["built_at"]), segments=segments, files=files, voucher=voucher)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a text in it is of another type")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 63:
        raise ValueError("a count in it is none")
    return value


def _time(value: Any) -> datetime:
    time = datetime.fromisoformat(value)
    if time.tzinfo is None:
        raise ValueError("a time in it has no zone")
    return time


def _file_name(name: str) -> str:
    if not _FILE_NAME.fullmatch(name):
        raise ValueError("it names a file outside its folder")
    return name
