"""Folders of saved web pages, as browsers, SingleFile and download tools leave them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from twitchsearch import urls
from twitchsearch.corpus.importers.archives import Kind, archived_pages
from twitchsearch.corpus.importers.ledger import Job, Ledger
from twitchsearch.corpus.importers.saved import Claims, claims
from twitchsearch.corpus.reading import LARGEST_BODY
from twitchsearch.errors import ImportRefused
from twitchsearch.files import read_bounded
from twitchsearch.model import Page

_SAVED = (".mht", ".mhtml")
_SUFFIXES = (".html", ".htm", ".xhtml", *_SAVED)


def saved_pages(job: Job, ledger: Ledger) -> Iterator[Page]:
    """Every .html, .htm, .xhtml, .mht and .mhtml file below the folder, in the order of their paths.

    Hidden files and folders, the folders that browsers put beside a page ("…_files"), and the corpus itself
    are left out. Links are not followed: one that leads to what comes in anyway is passed in silence, any other that
    looks like a page or leads to a folder is skipped, and so is a page that is no file.
    """
    if job.path.resolve().is_relative_to(job.corpus.resolve()):
        raise ImportRefused(f"{job.path} is in the corpus already; to see what that holds: twitchsearch corpus list")
    for file in _files(job, ledger):
        if file.name.lower().endswith(_SAVED):
            yield from _archived(job, ledger, file)
        else:
            yield from _page(job, ledger, job.path, file)


def one_saved_page(job: Job, ledger: Ledger) -> Iterator[Page]:
    """The page of one saved file, with the URL it would have if its folder were imported."""
    path = job.path.resolve()
    return _page(job, ledger, path.parent, path)


def _archived(job: Job, ledger: Ledger, file: Path) -> Iterator[Page]:
    try:
        yield from archived_pages(replace(job, path=file), ledger, Kind.MHTML)
    except ImportRefused as error:
        ledger.skip(str(file), str(error))


def _page(job: Job, ledger: Ledger, folder: Path, file: Path) -> Iterator[Page]:
    try:
        body = read_bounded(file, LARGEST_BODY)
        if not body.strip():
            raise ValueError("it is empty")
        url = ledger.own(_url(claims(body), job, folder, file), str(file))
    except (OSError, ValueError) as error:
        ledger.skip(str(file), str(error))
        return
    content_type = "application/xhtml+xml" if file.suffix.lower() == ".xhtml" else "text/html"
    yield Page(url, body, job.fetched_at, content_type=content_type, source="folder")


def _url(claimed: Claims, job: Job, folder: Path, file: Path) -> str:
    base = claimed.saved_from or claimed.base or job.base_url
    for claim in (claimed.saved_from, claimed.canonical, claimed.og_url):
        if claim:
            try:
                return urls.normalise(claim, base)
            except ValueError:
                continue  # it claims nonsense; the next may not
    return job.url_of(folder, file)


def _files(job: Job, ledger: Ledger) -> Iterator[Path]:
    corpus = job.corpus.resolve()
    waiting = [job.path]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted((each for each in found if not each.name.startswith(".")), key=lambda each: each.name)
        except OSError as error:
            ledger.skip(str(folder), error.strerror or str(error))
            continue
        files = [each for each in entries if each.is_file(follow_symlinks=False)]
        yield from (folder / each.name for each in files if each.name.lower().endswith(_SUFFIXES))
        for each in entries:
            if reason := _unreadable(each, job.path.resolve(), corpus):
                ledger.skip(str(folder / each.name), reason)
        below = [folder / each.name for each in entries if each.is_dir(follow_symlinks=False)]
        waiting += [each for each in reversed(below) if not each.name.endswith("_files") and each.resolve() != corpus]


def _unreadable(entry: os.DirEntry[str], root: Path, corpus: Path) -> str:
    """Why what looks like a page, or links to a folder, does not come in; "" where it does, or is neither."""
    is_page = entry.name.lower().endswith(_SUFFIXES)
    if not entry.is_symlink():
        is_known = entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)
        return "it is no file that can be read, but a pipe, a socket or a device" if is_page and not is_known else ""
    target = Path(os.path.realpath(entry.path))
    if not (is_page or (target.is_dir() and not entry.name.endswith("_files"))) or _comes_in(target, root, corpus):
        return ""
    return f"it is a link, and links are not followed; it leads to {target}"


def _comes_in(target: Path, root: Path, corpus: Path) -> bool:
    """Whether what a link leads to is a page, or a folder, that is met below the folder itself."""
    if not target.is_relative_to(root) or target.is_relative_to(corpus):
        return False
    *folders, last = ("", *target.relative_to(root).parts)
    if any(part.startswith(".") for part in (*folders, last)) or any(part.endswith("_files") for part in folders):
        return False
    if target.is_dir():
        return not last.endswith("_files")
    return target.is_file() and last.lower().endswith(_SUFFIXES)
