"""What a folder's file system allows, found by trying it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

from twitchsearch.errors import DiskError
from twitchsearch.files.disk import DISK, temporary_for


class Trial(NamedTuple):
    """What trying a folder out found: `refused` says why nothing can be written there ("" where it can), `links`
    whether a file may have a second name, `ignores_case` whether two names that differ in case alone are one."""

    refused: str = ""
    links: bool = True
    ignores_case: bool = False


def try_out(folder: Path) -> Trial:
    """Write, flush, link and remove a small file in `folder`, which is left as it was.

    Permissions are not looked up, as those who answer such questions (root, network file systems) may be wrong.
    """
    first = temporary_for(folder / "trial")
    second = first.with_name(first.name + "-link")
    try:
        DISK.write_new(first, [b"trial"])
        try:
            os.link(first, second)
            links = True
        except OSError:
            links = False
        ignores_case = os.path.lexists(first.with_name(first.name.upper()))
        DISK.flush_folder(folder)
    except DiskError as error:
        return Trial(refused=str(error).rpartition(": ")[2])
    finally:
        with contextlib.suppress(DiskError):
            DISK.remove(second)
            DISK.remove(first)
    return Trial("", links, ignores_case)
