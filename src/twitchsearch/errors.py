"""Every error that twitchsearch raises on purpose.

    TwitchsearchError               what a front end catches; its text is one or two sentences a person can act on
    ├── QueryError                  the query cannot be understood; knows the place
    ├── SettingsError               a setting, a flag or a settings file is wrong
    ├── LibraryError                no library is there, or it cannot be used
    ├── NotFound                    a section, an article or a page that is not there (any more)
    ├── CorpusError                 the corpus cannot be read or written
    │   ├── PageDamaged             one page of it is; costs that page
    │   └── CorpusTooNew            it was written by a newer version: upgrade
    ├── ImportRefused               nothing of what was named can be imported
    ├── ExtractionError             one page gives no article; costs that page
    ├── CrawlError                  a crawl cannot start or go on
    │   └── FetchError              one URL could not be fetched
    │       └── FetchRefused        one URL is not to be fetched: not allowed, or not what we keep
    ├── IndexUnusable               the index cannot answer
    │   ├── IndexMissing            there is none yet
    │   ├── IndexOutdated           made by an older version, or with other settings: rebuild
    │   ├── IndexTooNew             made by a newer version: upgrade
    │   └── IndexDamaged            a file of it is not what was written
    ├── CollectionError             a collection, a run, labels or floors to evaluate with are not what they should be
    ├── WriterBusy                  another process writes; names it
    └── DiskError                   a file could not be written (full, read-only, not permitted)

Texts that come from outside (titles, URLs, file names) are cleaned by whoever shows them, not here.
"""


class TwitchsearchError(Exception):
    """Base of all errors raised on purpose; `str()` says what, where and what to do."""


class QueryError(TwitchsearchError):
    """A query that cannot be understood.

    `start` and `end` are code points of the query as typed, `[start, end)`; `plain` is the same words, quoted or cut
    so that they can be asked as plain words ("" when nothing is left of them).
    """

    def __init__(self, message: str, start: int, end: int, plain: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.plain = plain


class SettingsError(TwitchsearchError):
    pass


class LibraryError(TwitchsearchError):
    pass


class NotFound(TwitchsearchError):
    """Nothing has this id or URL; `nearest` is the id of what comes closest, or ""."""

    def __init__(self, message: str, nearest: str = "") -> None:
        super().__init__(message)
        self.nearest = nearest


class CorpusError(TwitchsearchError):
    pass


class PageDamaged(CorpusError):
    pass


class CorpusTooNew(CorpusError):
    pass


class ImportRefused(TwitchsearchError):
    pass


class ExtractionError(TwitchsearchError):
    pass


class CrawlError(TwitchsearchError):
    pass


class FetchError(CrawlError):
    """`retryable` tells whether the same request may succeed later."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class FetchRefused(FetchError):
    pass


class IndexUnusable(TwitchsearchError):
    pass


class IndexMissing(IndexUnusable):
    pass


class IndexOutdated(IndexUnusable):
    pass


class IndexTooNew(IndexUnusable):
    pass


class IndexDamaged(IndexUnusable):
    pass


class CollectionError(TwitchsearchError):
    pass


class WriterBusy(TwitchsearchError):
    pass


class DiskError(TwitchsearchError):
    pass
