"""URLs that are not worth asking for: files of other kinds, and the mazes that sites build without meaning to."""

from __future__ import annotations

import re
from urllib.parse import unquote

LONGEST_URL = 2_000
DEEPEST_PATH = 16
MOST_PARAMETERS = 8
MOST_REPEATS = 3
MOST_QUERIES = 100
"""URLs of one path that differ in their query alone."""
LONGEST_CHAIN = 50
"""Pages that each lead to a next one whose URL differs in its numbers alone: a calendar without an end."""

_OTHER_KINDS = frozenset(
    (
        *("7z", "apk", "bz2", "dmg", "exe", "gz", "iso", "jar", "msi", "rar", "tar", "tgz", "xz", "zip"),
        *("avi", "flac", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "mpeg", "mpg", "ogg", "ogv", "wav", "webm", "wmv"),
        *("avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "psd", "svg", "tif", "tiff", "webp"),
        *("csv", "doc", "docx", "epub", "ics", "mobi", "odp", "ods", "odt", "pdf", "ppt", "pptx", "rtf", "xls", "xlsx"),
        *("atom", "css", "eot", "js", "json", "map", "mjs", "otf", "rss", "ttf", "wasm", "woff", "woff2", "xml"),
    )
)
_NUMBER = re.compile(r"\d+")
_SUFFIX = re.compile(r"\.([a-z0-9]{1,5})", re.ASCII)


def objection(url: str) -> str:
    """Why this normalised URL is not asked for, or ""."""
    if len(url) > LONGEST_URL:
        return f"its URL is longer than {LONGEST_URL} characters"
    path, query = _parts(url)
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > DEEPEST_PATH:
        return f"its path is deeper than {DEEPEST_PATH} folders"
    if _repeats(segments):
        return "its path repeats itself"
    if query.count("&") >= MOST_PARAMETERS:
        return f"its query has more than {MOST_PARAMETERS} parameters"
    suffix = _SUFFIX.search(unquote(segments[-1]).lower()[-6:]) if segments and not query else None
    if suffix and suffix.end() == len(suffix.string) and suffix[1] in _OTHER_KINDS:
        return f"its name says that it is no page (.{suffix[1]})"
    return ""


def path_of_query(url: str) -> str:
    """The URL without its query, or "" where it has none: what `MOST_QUERIES` counts."""
    before, mark, _ = url.partition("?")
    return before if mark else ""


def chain(url: str, parent: str, parent_chain: int) -> int:
    """How many links in a row, up to this one, changed nothing in the URL but numbers."""
    return parent_chain + 1 if _NUMBER.sub("0", url) == _NUMBER.sub("0", parent) else 0


def _parts(url: str) -> tuple[str, str]:
    before, _, query = url.partition("?")
    return "/" + before.partition("://")[2].partition("/")[2], query


def _repeats(segments: list[str]) -> bool:
    """Whether one to three folders come again and again, one after the other: /a/b/a/b/a/b."""
    for width in (1, 2, 3):
        run = 0
        for here in range(width, len(segments)):
            run = run + 1 if segments[here] == segments[here - width] else 0
            if run >= width * (MOST_REPEATS - 1):
                return True
    return False
