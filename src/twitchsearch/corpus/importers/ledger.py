"""What one import is asked to do, and the book it keeps: which URLs it has met, what it skipped and why."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from twitchsearch import urls
from twitchsearch.corpus.names import slug
from twitchsearch.errors import ImportRefused
from twitchsearch.text import guard, shorten

_MOST_SKIPPED = 100_000
_MOST_REASONS = 100


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record or file that was left out: `place` is a path, with ":line" where there are lines."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """A record or file whose URL another had before it, and the URL it is kept under."""

    place: str
    url: str
    kept_as: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. Safe to show; `unchanged` pages were there already and were not touched.

    `passed` counts, by reason, what an archive holds besides pages: pictures, redirects.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: tuple[Repeated, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    passed: tuple[tuple[str, int], ...] = ()

    @property
    def pages(self) -> int:
        return self.new + self.changed + self.unchanged


@dataclass(frozen=True, slots=True)
class Job:
    """`base_url` is normalised and ends in "/", or ""; `corpus` is the folder that pages go to."""

    path: Path
    base_url: str
    fetched_at: datetime
    corpus: Path

    def url_of(self, folder: Path, file: Path) -> str:
        """The URL of a file below `folder` that names none itself. Raises ValueError."""
        relative = quote(os.fsencode(file.relative_to(folder).as_posix()))
        return urls.normalise(relative, self.base_url or f"https://{_site(folder.resolve().name)}.import.example/")

    def url_below(self, name: str) -> str:
        """The URL of a part of the archive `path` that has but a name, as a relative URL. Raises ValueError."""
        return urls.normalise(f"./{name}", self.base_url or f"https://{_site(self.path.stem)}.import.example/")


@dataclass(slots=True)
class Ledger:
    """Grows by a few bytes a page, and by what is skipped or repeated."""

    skipped: list[Skipped] = field(default_factory=list)
    repeated: list[Repeated] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    _met: set[bytes] = field(default_factory=set)
    _copies: dict[str, int] = field(default_factory=dict)

    def skip(self, place: str, reason: str) -> None:
        """Raises ImportRefused where this happens too often for one import."""
        self.skipped.append(Skipped(guard(place), shorten(reason, 300)))
        if len(self.skipped) >= _MOST_SKIPPED:
            raise ImportRefused(
                f"{_MOST_SKIPPED} entries up to {guard(place)} cannot be imported; the rest is not tried"
            )

    def pass_over(self, reason: str) -> None:
        """Count what was never meant to be a page."""
        known = reason in self.passed or len(self.passed) < _MOST_REASONS
        self.passed[shorten(reason, 100) if known else "other records"] += 1

    def own(self, url: str, place: str) -> str:
        """`url`, or where it was met before one made from it that was not."""
        if self._meet(url):
            return url
        mark = "&" if "?" in url else "?"
        number = self._copies.get(url, 1) + 1
        while not self._meet(copy := f"{url}{mark}copy={number}"):
            number += 1
        self._copies[url] = number
        self.repeated.append(Repeated(guard(place), url, copy))
        return copy

    def _meet(self, url: str) -> bool:
        key = hashlib.sha256(url.encode()).digest()[:12]
        known = key in self._met
        self._met.add(key)
        return not known


def _site(name: str) -> str:
    """A site that cannot exist, one for each name: what is lost in a few letters for a host is told by a hash."""
    short = slug(name)
    if short and short == name.lower().replace("_", "-").replace(" ", "-"):
        return short
    return f"{short or 'folder'}-{hashlib.sha256(os.fsencode(name)).hexdigest()[:6]}"
