"""Opens articles in a browser: the saved copy, made safe, from a private folder; or the live page."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import threading
from pathlib import Path
from urllib.parse import quote, urlsplit

from twitchsearch.errors import DiskError, TwitchsearchError
from twitchsearch.files import DISK
from twitchsearch.model import ArticleFacts
from twitchsearch.tui.session import Session


class SavedCopies:
    """The copies of a session. Their folder is made when needed, nobody else's to read, and goes with `close`; a copy
    that is still being made by then is opened no more."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._folder: Path | None = None
        self._closed = False
        self._lock = threading.Lock()

    def open(self, article: ArticleFacts, anchor: str) -> str:
        """Open the saved copy of an article at a section; what to tell the person, "" where a browser shows it.

        Takes a moment: call it outside the thread of the screen.
        """
        from twitchsearch.extract import saved_copy

        try:
            path = self._write(article, saved_copy(self._session.page(article.url)))
        except TwitchsearchError as error:
            return str(error)
        address = path.as_uri() + (f"#{quote(anchor)}" if anchor else "")
        return (
            ""
            if self._session.browse(address)
            else f"No browser could be opened. Until you leave, the saved copy is in {path}"
        )

    def open_live(self, article: ArticleFacts, anchor: str) -> str:
        """Open the page as it is on the web today; what to tell the person, "" where a browser shows it."""
        if urlsplit(article.url).scheme not in ("http", "https"):
            return "This article has no address on the web."
        address = article.url + (f"#{quote(anchor)}" if anchor else "")
        return "" if self._session.browse(address) else f"No browser could be opened. The page is {article.url}"

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None

    def _write(self, article: ArticleFacts, copy: bytes) -> Path:
        with self._lock:
            if self._closed:
                raise DiskError("the session has ended: its saved copies are gone")
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="twitchsearch-"))
            path = self._folder / f"{hashlib.sha256(article.url.encode()).hexdigest()[:16]}.html"
            DISK.write_new(path, [copy])
            return path
