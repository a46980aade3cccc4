"""Bytes to text, as a browser would read them, and why so. What is no text at all is refused here."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import webencodings

from twitchsearch.errors import ExtractionError
from twitchsearch.model import Page
from twitchsearch.text import shorten

MAX_BYTES = 10 * 1024 * 1024
_PRESCAN = 4096  # browsers look at 1024; real pages put more before their charset
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be"))
_META = re.compile(rb"<meta\s[^>]{0,500}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"RIFF", "a media file"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"BZh", "bzip2-compressed"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{"\]\d-])')
_FEED = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?<(rss|feed|urlset|sitemapindex|rdf:RDF)\b")
_REFUSED_TYPES = {"image": "an image", "audio": "a sound", "video": "a film", "font": "a font"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the encoding it was read in (a WHATWG name), and why in that one."""

    text: str
    encoding: str
    reason: str


def decode(page: Page) -> Decoded:
    """The page's body as text. Raises ExtractionError where it is empty, too large, or something else than text.

    In this order: a byte order mark, the charset that came with the page, the one that the page declares (where a
    declaration in its own bytes says UTF-16 it can only mean UTF-8), UTF-8 where it is valid, windows-1252. Labels
    mean what they mean on the web: iso-8859-1 is windows-1252. Bytes that are wrong become U+FFFD.
    """
    _refuse(page)
    encoding, reason = _encoding(page.body, page.charset)
    text, _ = webencodings.decode(page.body, encoding, errors="replace")
    _refuse_text(page, text)
    return Decoded(text, encoding.name, reason)


def _encoding(body: bytes, charset: str) -> tuple[webencodings.Encoding, str]:
    for bom, name in _BOMS:
        if body.startswith(bom):
            return webencodings.lookup(name), "byte order mark"
    if declared := webencodings.lookup(charset.strip(" \t\"'")) if charset else None:
        return declared, "declared with the page"
    found = _META.search(_COMMENT.sub(b"", body[:_PRESCAN]))
    if found and (declared := webencodings.lookup(found[1].decode("ascii"))):
        if declared.name.startswith("utf-16"):
            return webencodings.UTF8, "declared in the page as UTF-16, which its own bytes rule out"
        return declared, "declared in the page"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return webencodings.lookup("windows-1252"), "nothing declared, not valid UTF-8"
    return webencodings.UTF8, "nothing declared, valid UTF-8"


def _refuse(page: Page) -> None:
    body, kind = page.body, page.content_type.partition(";")[0].strip().lower()
    if not body.strip(b" \t\r\n\x00"):
        raise ExtractionError("the page is empty")
    if len(body) > MAX_BYTES:
        raise ExtractionError(f"the page is larger than {MAX_BYTES // (1024 * 1024)} MB")
    if what := _REFUSED_TYPES.get(kind.partition("/")[0]):
        raise ExtractionError(f"not an article: {what} ({shorten(kind, 60)})")
    if what := next((what for magic, what in _MAGIC if body.startswith(magic)), ""):
        raise ExtractionError(f"not an article: {what}")
    if kind in ("application/json", "application/ld+json", "text/javascript", "application/javascript", "text/css"):
        raise ExtractionError(f"not an article: {shorten(kind, 60)}")


def _refuse_text(page: Page, text: str) -> None:
    start = text[:4096]
    if len(_CONTROLS.findall(start)) > max(3, len(start) // 50):
        raise ExtractionError("not an article: binary content")
    if start.count("\ufffd") > max(3, len(start) // 10):
        raise ExtractionError("not an article: binary content, or text in an encoding that is not declared")
    if _JSON.match(start) and "<html" not in start.lower():
        raise ExtractionError("not an article: JSON")
    if page.content_type != "text/plain" and _FEED.match(start):
        raise ExtractionError("not an article: a feed or a sitemap")
