"""EPUB: a book's chapters, each a page. Runs in the child that reads archives."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from twitchsearch.corpus.importers.captured import Captured, Message, PassedOver, Reached, Refused
from twitchsearch.corpus.importers.xml import read_xml
from twitchsearch.corpus.importers.zipped import contents, opened
from twitchsearch.corpus.reading import LARGEST_BODY

_XML = 4 * 1024 * 1024
_CHAPTERS = frozenset(("application/xhtml+xml", "text/html"))


@dataclass(slots=True)
class _Book:
    """What the package document says: where its items are, and in which order they are read."""

    items: dict[str, tuple[str, str]] = field(default_factory=dict)
    spine: list[str] = field(default_factory=list)
    furniture: set[str] = field(default_factory=set)

    def start(self, path: list[str], attributes: dict[str, str]) -> None:
        match path[-1]:
            case "item":
                name = attributes.get("id", "")
                self.items[name] = (attributes.get("href", ""), attributes.get("media-type", "").lower())
                if "nav" in attributes.get("properties", "").split():
                    self.furniture.add(name)
            case "itemref":
                self.spine.append(attributes.get("idref", ""))
            case _:
                pass


def epub_records(path: Path, start: int) -> Iterator[Message]:
    """The chapters in reading order. Raises ValueError where the book cannot be read or is encrypted."""
    with opened(path) as archive:
        if "META-INF/encryption.xml" in archive.namelist():
            raise ValueError("it is encrypted")
        package = _package(archive)
        book = _Book()
        read_xml(contents(archive, package, _XML), start=book.start)
        for number, name in enumerate(book.spine):
            if number >= start:
                yield Reached(number)
                yield _chapter(archive, book, name, posixpath.dirname(package), f"{path}, chapter {number + 1}")


def _package(archive: zipfile.ZipFile) -> str:
    found: list[str] = []

    def start(path: list[str], attributes: dict[str, str]) -> None:
        if path[-1] == "rootfile":
            found.append(attributes.get("full-path", ""))

    read_xml(contents(archive, "META-INF/container.xml", _XML), start=start)
    if not found:
        raise ValueError("it names no package document")
    return found[0]


def _chapter(archive: zipfile.ZipFile, book: _Book, name: str, folder: str, place: str) -> Message:
    reference, content_type = book.items.get(name, ("", ""))
    if name in book.furniture:
        return PassedOver("the table of contents of a book")
    if content_type not in _CHAPTERS:
        return PassedOver(f"no page ({content_type[:60] or 'of no stated type'})")
    where = posixpath.normpath(posixpath.join(folder, unquote(reference.partition("#")[0])))
    try:
        body = contents(archive, where, LARGEST_BODY)
    except ValueError as error:
        return Refused(place, str(error))
    return Captured(place, body, "", quote(where.lstrip("./")), content_type=content_type)
