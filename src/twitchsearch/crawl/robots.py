"""robots.txt by RFC 9309: what a site allows, and how long it wants us to wait.

Protego matches the rules; its gaps are mended before it: a group is for the robot whose whole name it gives (of
"Foo Bar" the name is "Foo"), lines that it does not know do not end a list of robots, and only line breaks break lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from protego import Protego

from twitchsearch.crawl.settings import PRODUCT

LARGEST = 500 * 1024
"""Bytes that are read; the rest of a longer file is as if it were not there."""
LONGEST_DELAY = 600.0
"""Seconds between requests beyond which a site is left alone: it does not want to be crawled."""

_LINE = re.compile(r"\r\n|\r|\n")
_AGENT_LINE = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*(.*)", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(r"[A-Za-z_-]+")
_KNOWN = re.compile(
    r"\s*(?:dis+al+ow|disallaw|diasllow|allow|crawl[- ]delay|request[- ]rate|visit[- ]time|sitemaps?|site-map)\s*[:\s]",
    re.IGNORECASE,
)
_US = "us"
_OTHERS = "others"
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin (scheme, host and port) asks of robots. `delay` is in seconds, 0 where it names none.

    `closed` says why nothing at all is to be fetched, or "".
    """

    parsed: Protego | None = None
    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()
    closed: str = ""

    def objection(self, url: str) -> str:
        """Why the URL may not be fetched, or ""."""
        if self.closed or self.parsed is None:
            return self.closed
        return "" if self.parsed.can_fetch(url, _US) else "robots.txt disallows it"


def rules_for(status: int, body: bytes, *, cut: bool = False) -> Rules:
    """What an answer to the request for robots.txt means. `cut` says that the body is not all of it.

    Other than RFC 9309 has it, 429 (too many requests) is no leave to fetch everything.
    """
    if 200 <= status < 300:
        return parse(_decoded(body, cut=cut))
    if 400 <= status < 500 and status != _TOO_MANY_REQUESTS:
        return Rules()
    return unreachable(f"the answer was {status}")


def unreachable(reason: str) -> Rules:
    return Rules(closed=f"robots.txt cannot be had ({reason}), so nothing is fetched")


def parse(text: str, agent: str = PRODUCT) -> Rules:
    """The rules for the robot `agent`. Any text is a robots.txt."""
    parsed = Protego.parse(_mended(text, agent))
    rate = parsed.request_rate(_US)
    delay = max(parsed.crawl_delay(_US) or 0.0, rate.seconds / rate.requests if rate else 0.0)
    closed = f"robots.txt asks for {delay:.0f} s between requests" if delay > LONGEST_DELAY else ""
    return Rules(parsed, delay, tuple(parsed.sitemaps), closed)


def _decoded(body: bytes, *, cut: bool) -> str:
    text = body[:LARGEST].decode("utf-8-sig", "replace")
    if not cut and len(body) <= LARGEST:
        return text
    whole = max(text.rfind("\n"), text.rfind("\r"))  # half a rule may say the opposite of the whole one
    return text[: whole + 1]


def _mended(text: str, agent: str) -> str:
    return "\n".join(filter(None, (_mended_line(line, agent.lower()) for line in _LINE.split(text))))


def _mended_line(line: str, agent: str) -> str:
    rule = " ".join(line.partition("#")[0].split())
    if found := _AGENT_LINE.fullmatch(rule):
        return f"User-agent: {_group(found[1], agent)}"
    return rule if _KNOWN.match(rule) else ""


def _group(value: str, agent: str) -> str:
    """Which of three groups a user-agent line opens: Protego would take the beginning of a name for the whole."""
    if value == "*" or value.startswith("* "):
        return "*"
    found = _NAME.match(value)
    return _US if found and found[0].lower() == agent else _OTHERS
