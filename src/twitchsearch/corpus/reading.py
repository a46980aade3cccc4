"""Pages off the disk: a sidecar and the body it names, each compared with what it should be."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from twitchsearch.corpus.sidecar import LARGEST, Gone, Sidecar, decode
from twitchsearch.files import read_bounded
from twitchsearch.model import Page

LARGEST_BODY = 64 * 1024 * 1024
"""Bytes of a body beyond which a page is neither kept nor read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that is there: `path` is its sidecar; `digest` changes with all that decides what its article is.

    `gone_at` is set where its site no longer offers it: such a page is kept for a while, and is not searched.
    """

    url: str
    digest: str
    path: Path
    gone_at: datetime | None = None


class Remembered(Protocol):
    """What sidecars said when they were read before; `state` is what was seen of a file just before it was read."""

    def entry(self, path: Path, state: os.stat_result) -> Entry | None:
        """What this sidecar said, where it is known to say it still."""

    def note(self, entry: Entry, state: os.stat_result) -> None:
        """This is what it says."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a page without reading its body: `page` has none, `bytes` is its length on disk."""

    page: Page
    bytes: int
    gone: Gone | None = None


@dataclass(frozen=True, slots=True)
class Damaged:
    """A sidecar that cannot be read, and why."""

    path: Path
    reason: str


def read_sidecar(folder: Path, name: str) -> Sidecar:
    """Raises FileNotFoundError; ValueError, with the reason, for any other that cannot be read."""
    try:
        return decode(read_bounded(f"{folder}/{name}", LARGEST), folder.name, name)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ValueError(f"it cannot be read: {error.strerror or error}") from error


def remembered_entry(folder: Path, name: str, remembered: Remembered) -> Entry | Damaged:
    """What the sidecar `name` says, read only where that is not known. Raises FileNotFoundError."""
    state = os.lstat(f"{folder}/{name}")
    if (known := remembered.entry(folder / name, state)) is not None:
        return known
    entry = read_entry(folder, name)
    if isinstance(entry, Entry):
        remembered.note(entry, state)
    return entry


def read_entry(folder: Path, name: str) -> Entry | Damaged:
    """What the sidecar `name` says. Raises FileNotFoundError."""
    path = folder / name
    try:
        sidecar = read_sidecar(folder, name)
    except ValueError as error:
        return Damaged(path, str(error))
    return Entry(sidecar.page.url, sidecar.digest, path, sidecar.gone.at if sidecar.gone else None)


def read_facts(path: Path) -> Facts:
    """What the sidecar says, and how large its body is. Raises FileNotFoundError where there is no sidecar;
    ValueError, with the reason."""
    sidecar = read_sidecar(path.parent, path.name)
    try:
        size = path.with_name(sidecar.file).lstat().st_size
    except OSError as error:
        raise ValueError(f"its body {sidecar.file} is missing") from error
    return Facts(sidecar.page, size, sidecar.gone)


def read_page(path: Path) -> Page:
    """The page of a sidecar. Raises FileNotFoundError where there is no sidecar; ValueError, with the reason."""
    sidecar = read_sidecar(path.parent, path.name)
    while True:
        try:
            return replace(sidecar.page, body=_body(path, sidecar))
        except ValueError:
            before, sidecar = sidecar, read_sidecar(path.parent, path.name)
            if before == sidecar:  # or else a writer replaced the page between the two looks
                raise


def _body(path: Path, sidecar: Sidecar) -> bytes:
    try:
        body = read_bounded(path.with_name(sidecar.file), LARGEST_BODY)
    except FileNotFoundError as error:
        raise ValueError(f"its body {sidecar.file} is missing") from error
    except (OSError, ValueError) as error:
        raise ValueError(f"its body {sidecar.file} cannot be read: {error}") from error
    if hashlib.sha256(body).hexdigest() != sidecar.sha256:
        raise ValueError(f"its body {sidecar.file} is not what was written")
    return body
