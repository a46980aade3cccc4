"""Sitemaps and feeds: the URLs that a site says it has. XML is read without document types or entities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from twitchsearch.corpus.inflate import gunzipped
from twitchsearch.errors import FetchError, FetchRefused

MOST_URLS = 50_000
"""URLs of one file, as the sitemap protocol has it."""

_DEEPEST = 64
_LONGEST = 4_096
_MAGIC_GZIP = b"\x1f\x8b"
_LOOKS_LIKE_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names, as written: pages, and further sitemaps. `cut` says that it had more than may be read."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    cut: bool = False


def read_sitemap(body: bytes, limit: int) -> Sitemap:
    """A sitemap, a sitemap index, an RSS or Atom feed or a list of URLs, each perhaps in gzip.

    At most `limit` bytes are read after unpacking; of a longer one, or one that breaks off, what stands before is
    taken. Raises FetchRefused where it declares a document type or is nested beyond reason, FetchError where nothing
    of it can be read.
    """
    content, cut = _unpacked(body, limit)
    if not _LOOKS_LIKE_XML.match(content):
        return _list_of_urls(content, cut=cut)
    reader = _XmlReader()
    broken = reader.read(content)
    if broken and not cut and not reader.pages and not reader.sitemaps:
        raise FetchError(f"its XML cannot be read ({broken})")
    return Sitemap(tuple(reader.pages), tuple(reader.sitemaps), cut or bool(broken) or reader.full)


def _unpacked(body: bytes, limit: int) -> tuple[bytes, bool]:
    pieces: Iterator[bytes] = gunzipped(_chunks(body)) if body.startswith(_MAGIC_GZIP) else _chunks(body)
    content = bytearray()
    try:
        for piece in pieces:
            content += piece
            if len(content) > limit:
                return bytes(content[:limit]), True
    except FetchRefused:
        raise
    except FetchError:
        if not content:
            raise
        return bytes(content), True
    return bytes(content), False


def _chunks(body: bytes) -> Iterator[bytes]:
    return (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))


def _list_of_urls(content: bytes, *, cut: bool) -> Sitemap:
    lines = content.decode("utf-8-sig", "replace").split("\n")
    found = [
        line.strip() for line in (lines[:-1] if cut else lines) if line.strip().startswith(("http://", "https://"))
    ]
    return Sitemap(tuple(found[:MOST_URLS]), (), cut or len(found) > MOST_URLS)


class _Full(Exception):  # never leaves this module
    """Enough URLs were read."""


class _XmlReader:
    """Streams XML through expat. A URL is the text of `loc` (RSS: `link`), or the href of an Atom entry's link."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.sitemaps: list[str] = []
        self.full = False
        self._path: list[str] = []
        self._text: list[str] | None = None
        self._length = 0

    def read(self, content: bytes) -> str:
        """Take what can be taken; returns what is wrong with the rest, or ""."""
        parser = self._parser()
        try:
            for chunk in _chunks(content):
                parser.Parse(chunk, False)  # noqa: FBT003  # expat knows no names
            parser.Parse(b"", True)  # noqa: FBT003
        except _Full:
            self.full = True
        except (expat.ExpatError, LookupError, ValueError) as error:
            return str(error)
        return ""

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name.rpartition(" ")[2].lower())
        if len(self._path) > _DEEPEST:
            raise FetchRefused(f"is XML nested deeper than {_DEEPEST}")
        match self._path[-2:]:
            case ["url" | "sitemap", "loc"] | ["item", "link"]:
                self._text, self._length = [], 0
            case ["entry", "link"] if attributes.get("rel", "alternate") == "alternate":
                self._take(self.pages, attributes.get("href", ""))
            case _:
                pass

    def _characters(self, text: str) -> None:
        if self._text is not None and self._length < _LONGEST:
            self._text.append(text)
            self._length += len(text)

    def _end(self, _name: str) -> None:
        if self._text is not None:
            match self._path[-2:]:
                case ["sitemap", "loc"]:
                    self._take(self.sitemaps, "".join(self._text))
                    self._text = None
                case ["url", "loc"] | ["item", "link"]:
                    self._take(self.pages, "".join(self._text))
                    self._text = None
                case _:
                    pass
        self._path.pop()

    def _take(self, into: list[str], url: str) -> None:
        url = url.strip()
        if url and len(url) < _LONGEST:
            into.append(url)
        if len(self.pages) + len(self.sitemaps) >= MOST_URLS:
            raise _Full


def _refuse(*_: object) -> None:
    raise FetchRefused("declares a document type, which no sitemap needs")
