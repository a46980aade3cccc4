"""ZIM files, the libraries of offline readers: their articles. Runs in the child that reads archives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from libzim.reader import Archive, Entry

from twitchsearch.corpus.importers.captured import Captured, Message, PassedOver, Reached, Refused
from twitchsearch.corpus.reading import LARGEST_BODY

_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CRAWLED = re.compile(r"(?i)zimit|warc2zim")


def zim_records(path: Path, start: int) -> Iterator[Message]:
    """Every entry, by number. Raises RuntimeError where the file as a whole is not a ZIM."""
    archive = Archive(path)
    day = _text(archive, "Date")
    naming = _Naming(archive)
    for number in range(start, archive.all_entry_count):
        yield Reached(number)
        place = f"{path}, entry {number + 1}"
        try:
            entry = archive._get_entry_by_id(number)  # noqa: SLF001  # the library has no other way to all of them
            yield _message(entry, place, naming, f"{day}T00:00:00+00:00" if _DAY.fullmatch(day) else "")
        except (RuntimeError, KeyError, ValueError, IndexError, UnicodeError) as error:
            yield Refused(place, str(error) or type(error).__name__)


class _Naming:
    """How entries are called: where a crawl was packed, by the host and path it came from; else by their path."""

    def __init__(self, archive: Archive) -> None:
        self._spaces = not archive.has_new_namespace_scheme
        self._of_a_crawl = bool(_CRAWLED.search(_text(archive, "Scraper")))

    def name(self, path: str) -> str | None:
        """The entry's own name, None where it is no content: older files have metadata among the entries."""
        if not self._spaces:
            return path
        space, _, name = path.partition("/")
        return name if space in ("A", "C") else None

    def url(self, name: str) -> str:
        host, slash, _ = name.partition("/")
        return f"https://{name}" if self._of_a_crawl and slash and _HOST.fullmatch(host) else ""


def _message(entry: Entry, place: str, naming: _Naming, day: str) -> Message:
    if entry.is_redirect:
        return PassedOver("another name of an entry")
    name = naming.name(entry.path)
    item = entry.get_item()
    content_type = item.mimetype.partition(";")[0].strip().lower()
    if name is None or content_type not in _PAGES:
        return PassedOver(f"no page ({content_type[:60] or 'of no stated type'})")
    if item.size > LARGEST_BODY:
        raise ValueError(f"it is larger than {LARGEST_BODY} bytes")
    return Captured(
        place,
        bytes(item.content),
        naming.url(name),
        name,
        content_type=content_type,
        charset="utf-8",
        fetched_at=day,
    )


def _text(archive: Archive, key: str) -> str:
    try:
        return bytes(archive.get_metadata(key))[:1000].decode("utf-8", "replace").strip()
    except (RuntimeError, KeyError):
        return ""
