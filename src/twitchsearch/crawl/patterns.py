"""Which URLs of a site are wanted: patterns as robots.txt has them, read in time that grows with the URL alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

OUTSIDE = "the crawl's patterns leave it out"


@dataclass(frozen=True, slots=True)
class Patterns:
    """`allow` and `deny` begin at the path: "/health/", "*/tag/", "/*.html$"; "*" is anything, "$" the end.

    Where there is no `allow`, everything is allowed; `deny` is stronger.
    """

    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()

    def objection(self, url: str) -> str:
        """Why a normalised URL is not wanted, or ""."""
        path = "/" + url.split("/", 3)[3]
        wanted = (not self.allow or _any(self.allow, path)) and not _any(self.deny, path)
        return "" if wanted else OUTSIDE


def _any(patterns: Iterable[str], path: str) -> bool:
    return any(matches(pattern, path) for pattern in patterns)


def matches(pattern: str, path: str) -> bool:
    """Whether `path` begins as `pattern` says, or is as it says where that ends in "$"."""
    whole = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not parts:
        return not whole or path == first
    place = len(first)
    for part in parts[:-1]:
        place = path.find(part, place)
        if place < 0:
            return False
        place += len(part)
    last = parts[-1]
    return len(path) - len(last) >= place and path.endswith(last) if whole else path.find(last, place) >= 0
