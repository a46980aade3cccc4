"""Where a page stands in the corpus: names made from its URL that every file system takes, and no URL can bend.

    <host>/<slug>-<hash of the URL>.json and <host>/<slug>-<hash of the URL>.<digest>.html

The hash keeps pages apart; host and slug are for people. Only a-z, 0-9 and "+-._=" occur, so upper and lower case never
meet and nothing is a separator, a drive or a device. These names are a format: to change them moves every page.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NamedTuple
from urllib.parse import unquote

_HASH = 16  # hexadecimal digits: 64 bits
_LONGEST_HOST = 100
_LONGEST_SLUG = 60
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\+|$)")
_OTHER = re.compile(r"[^a-z0-9]+")
_BODY = re.compile(r"[a-z0-9-]+-[0-9a-f]{16}\.[0-9a-f]{16}\.(html|txt|bin)")


class Place(NamedTuple):
    """The folder of a page below the corpus, and what its files' names begin with."""

    folder: str
    stem: str

    @property
    def sidecar(self) -> str:
        return self.stem + ".json"

    def body(self, sha256: str, content_type: str) -> str:
        return f"{self.stem}.{sha256[:_HASH]}.{_extension(content_type)}"


def place(url: str) -> Place:
    """Where the page of a normalised URL stands."""
    host, _, rest = url.partition("://")[2].partition("/")
    return Place(_folder(host), f"{_slug(rest)}-{_hashed(url)}")


def is_body(name: str) -> bool:
    """Whether this could be the name of a page's body."""
    return _BODY.fullmatch(name) is not None


def slug(text: str) -> str:
    """A few words of `text` for a file name or a host: a-z, 0-9 and single hyphens; "" where it has none."""
    if not text.isascii():  # accents go; what newer versions of Unicode may take apart differently is left out
        parts = unicodedata.normalize("NFKD", "".join(each if each < "\u2000" else " " for each in text))
        text = "".join(each for each in parts if not unicodedata.combining(each))
    return _OTHER.sub("-", text.lower())[: _LONGEST_SLUG + 1].strip("-")[:_LONGEST_SLUG].rstrip("-")


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH]


def _slug(rest: str) -> str:
    path, _, query = rest.partition("?")
    last = path.rstrip("/").rpartition("/")[2]
    return slug(unquote(f"{last} {query}" if query else last)[:200]) or "page"


def _folder(host: str) -> str:
    """A host of `urls.host` as a name: "+8080" is its port; "=" a colon of an address, or before a device's name."""
    name, mark, port = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "")
    name = name.strip("[]").replace(":", "=") + ("+" if mark else "") + port
    if _DEVICE.match(name):
        name = "=" + name
    return name if len(name) <= _LONGEST_HOST else f"{name[: _LONGEST_HOST - 17].rstrip('.-')}={_hashed(host)}"


def _extension(content_type: str) -> str:
    match content_type.partition(";")[0].strip().lower():
        case "text/html" | "application/xhtml+xml" | "":
            return "html"
        case "text/plain":
            return "txt"
        case _:
            return "bin"
