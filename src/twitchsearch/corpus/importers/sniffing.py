"""Which kind of archive a file is, told from how it begins."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from twitchsearch.corpus.importers.archives import Kind
from twitchsearch.errors import ImportRefused

_GZIP = b"\x1f\x8b"
_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<(rss|feed|rdf:RDF)[\s>]", re.DOTALL
)
_JSON_FEED = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{[^{}\[\]]*\"version\"\s*:\s*\"https:\\?/\\?/jsonfeed\.org/")
_MAIL = re.compile(
    rb"(?:[A-Za-z-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+?Content-Type:\s*multipart/related", re.IGNORECASE
)
_MHTML = frozenset((".mht", ".mhtml"))


def archive_kind(path: Path, start: bytes) -> Kind | None:
    """The kind, None where it is no archive. `start` are the first bytes of the file, some thousand.

    Raises ImportRefused for a zip file that is no kind of archive known here.
    """
    plain = _unzipped(start)
    if plain.startswith((b"WARC/", b"filedesc:")):
        return Kind.WARC
    if start.startswith(b"ZIM\x04"):
        return Kind.ZIM
    if start.startswith(b"PK\x03\x04"):
        return _of_zip(path)
    if path.suffix.lower() in _MHTML or _MAIL.match(start):
        return Kind.MHTML
    return Kind.FEED if _FEED.match(start) or _JSON_FEED.match(start) else None


def _unzipped(start: bytes) -> bytes:
    if not start.startswith(_GZIP):
        return start
    try:
        return zlib.decompressobj(31).decompress(start, 64)
    except zlib.error:
        return b""


def _of_zip(path: Path) -> Kind:
    """By its table of contents: an EPUB says where its package is, a WACZ what it packs."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise ImportRefused(f"{path} is a damaged zip file ({error})") from error
    if "META-INF/container.xml" in names:
        return Kind.EPUB
    if "datapackage.json" in names or any(name.startswith("archive/") for name in names):
        return Kind.WACZ
    raise ImportRefused(f"{path} is a zip file, but neither EPUB nor WACZ; unpack it and import the folder")
