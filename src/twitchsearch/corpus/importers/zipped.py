"""Zip files from anywhere: how many members, how large and how strongly packed they may be."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO

MOST_MEMBERS = 100_000
MOST_RATIO = 1_000
"""Bytes that one packed byte may become: Deflate cannot give more than 1,032, and no text comes near."""

_PACKINGS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))


def opened(path: Path) -> zipfile.ZipFile:
    """Raises ValueError, with the reason, where it cannot be read or has too many members."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise ValueError(f"its table of contents cannot be read ({error})") from error
    if len(archive.infolist()) > MOST_MEMBERS:
        archive.close()
        raise ValueError(f"it has more than {MOST_MEMBERS:,} members")
    return archive


def member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """A member, to be read as a stream. Raises ValueError where it is missing, encrypted, or packed like a bomb."""
    try:
        found = archive.getinfo(name)
    except KeyError as error:
        raise ValueError(f"{name[:100]} is missing") from error
    if found.flag_bits & 1:
        raise ValueError(f"{name[:100]} is encrypted")
    if found.compress_type not in _PACKINGS:
        raise ValueError(f"{name[:100]} is packed in a way that is not read")
    if found.file_size > MOST_RATIO * max(found.compress_size, 1):
        raise ValueError(f"{name[:100]} is packed more than {MOST_RATIO}-fold")
    try:
        return archive.open(found)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise ValueError(f"{name[:100]} cannot be read ({error})") from error


def contents(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """All of a member of at most `limit` bytes, whatever its header says. Raises ValueError."""
    try:
        with member(archive, name) as file:
            whole = file.read(limit + 1)
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise ValueError(f"{name[:100]} is damaged ({error})") from error
    if len(whole) > limit:
        raise ValueError(f"{name[:100]} is larger than {limit} bytes")
    return whole
