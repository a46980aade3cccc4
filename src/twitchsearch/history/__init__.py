"""What is kept between runs: searches, articles read, saved searches, choices. Nothing else reads or writes it.

keeper     the files of one folder
journal    what one session remembers, and hands on to a keeper
records    the values as JSON, and back
changes    how what is remembered grows, and how far
"""

from __future__ import annotations

from twitchsearch.history.changes import LONGEST_TEXT, MOST_ARTICLES, MOST_SAVED, MOST_SEARCHES
from twitchsearch.history.journal import Journal
from twitchsearch.history.keeper import Keeper
from twitchsearch.history.records import asked_record

__all__ = ["LONGEST_TEXT", "MOST_ARTICLES", "MOST_SAVED", "MOST_SEARCHES", "Journal", "Keeper", "asked_record"]
