"""The engine that people use: the only home of Whoosh.

    index        WhooshIndex: one folder, its writers and its readers
    generations  which generation is live, and how another takes its place
    manifest     what a generation says of itself
    lock         one writer at a time
    segment      Whoosh's writer, over a codec of ours
    arrays       named arrays in one file, with checksums: the only format on disk besides JSON
    postings     one generation as NumPy arrays
    evaluate     plans over whole posting lists
    searcher     WhooshSearcher: requests, sections, articles, words

Importing it is light: NumPy and Whoosh load when an index is opened or written.
"""

from twitchsearch.backends.whoosh.index import WhooshIndex

__all__ = ["WhooshIndex"]
