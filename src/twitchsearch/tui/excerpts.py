"""The file that saved excerpts are added to: Markdown, the owner's alone to read."""

from __future__ import annotations

from pathlib import Path

from twitchsearch.errors import DiskError
from twitchsearch.files import DISK, exclusive, read_bounded, write_private

LARGEST = 16 << 20


def add_excerpt(path: Path, text: str) -> None:
    """Add a text at the end of the file, which is made where there is none. Raises DiskError, WriterBusy."""
    DISK.make_private_folder(path.parent)
    with exclusive(path.parent / "lock", 5.0, 0o600):
        try:
            before = read_bounded(path, LARGEST)
        except FileNotFoundError:
            before = b""
        except (OSError, ValueError) as error:
            raise DiskError(f"cannot add to {path}: {error}; move it elsewhere to begin a new one") from error
        write_private(path, before + text.encode("utf-8", "replace") + b"\n---\n\n")
