"""Files made by others, read strictly: every record with its place, every mistake an error that names file and line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

from twitchsearch.errors import CollectionError
from twitchsearch.files import digest, read_bounded
from twitchsearch.model import Catalogue

_LONGEST_LINE = 16 << 20
_LARGEST_FILE = 256 << 20


class Place:
    """A line of a file, counted from 1."""

    __slots__ = ("line", "path")

    def __init__(self, path: Path, line: int) -> None:
        self.path = path
        self.line = line

    def refuse(self, what: str) -> NoReturn:
        """Raises CollectionError with the place before `what`."""
        raise CollectionError(f"{self.path}:{self.line}: {what}")


def lines(path: Path) -> Iterator[tuple[Place, str]]:
    """The lines of a UTF-8 file, without their ends and without those that are blank.

    Raises CollectionError where the file cannot be read, is not UTF-8, or has a line of more than 16 MiB.
    """
    try:
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(_LONGEST_LINE + 1):
                number += 1
                place = Place(path, number)
                if len(raw) > _LONGEST_LINE:
                    place.refuse(f"a line of more than {_LONGEST_LINE:,} bytes")
                text = _decoded(raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw, place)
                if text:
                    yield place, text
    except OSError as error:
        raise CollectionError(f"cannot read {path}: {error.strerror}") from error


def records(path: Path) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The JSON objects of a JSON lines file."""
    for place, line in lines(path):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            place.refuse("not a JSON value")
        if not isinstance(record, dict):
            place.refuse("not a JSON object")
        yield place, record


def text_of(record: dict[str, Any], key: str, place: Place, default: str | None = None) -> str:
    """The text under `key`; CollectionError where it is missing (and there is no default) or something else."""
    value = record.get(key, default)
    if not isinstance(value, str):
        place.refuse(f"{key!r} is missing or not a text")
    return value


def contents(path: Path) -> bytes:
    """All of a file of at most 256 MiB."""
    try:
        return read_bounded(path, _LARGEST_FILE)
    except OSError as error:
        raise CollectionError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise CollectionError(f"cannot read {path}: {error}") from error


def json_object(path: Path) -> dict[str, Any]:
    """The one JSON object that a file holds."""
    try:
        value = json.loads(contents(path))
    except (ValueError, RecursionError) as error:
        raise CollectionError(f"{path}: not JSON") from error
    if not isinstance(value, dict):
        raise CollectionError(f"{path}: not a JSON object")
    return value


def digest_of(folder: Path, files: Iterable[Path]) -> str:
    """What figures hold for: a sha256 over the names (below `folder`) and contents of files, in the order of names."""
    total = hashlib.sha256()
    try:
        named = {_below(folder, path): path for path in files}
        for name in sorted(named):
            total.update(f"{digest(named[name])}  {name}\n".encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise CollectionError(f"cannot read {error.filename}: {error.strerror}") from error
    return total.hexdigest()


def digest_with_pages(digest: str, catalogue: Catalogue) -> str:
    """The digest of labels tied to the pages that an index was built from, for collections without documents."""
    total = hashlib.sha256(digest.encode())
    for url in sorted(catalogue.pages):
        total.update(f"\n{catalogue.pages[url].digest}  {url}".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _below(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def _decoded(raw: bytes, place: Place) -> str:
    try:
        return raw.decode("utf-8").strip("\r\n")
    except UnicodeDecodeError as error:
        place.refuse(f"not UTF-8 ({error.reason})")
