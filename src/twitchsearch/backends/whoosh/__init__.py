"""The engine that people use: the only home of Whoosh.

    index        WhooshIndex: one folder, its writers and its readers
    generations  which generation is live, and how another takes its place
    manifest     what a generation says of itself
    lock         one writer at a time
    build        articles and the live segments to the files of a generation
    segment      articles to the files of one segment
    words        texts to terms in bulk, from a table of known words
    batch        terms to postings, sorted all at once
    rows         what is kept of sections and articles besides postings
    records      whole sections and articles, compressed in blocks
    merging      several segments made one (merging_rows: all but the postings)
    codec        postings through Whoosh's writer (engine: the classes of Whoosh that are built upon)
    schema       what is kept, by name
    arrays       named arrays in one file, with checksums: the only format on disk besides JSON
    escapes      arrays of small numbers, the few large ones apart: how postings are kept
    reader       one segment, opened
    postings     a generation, opened: all its segments as one
    columns      kinds, sites and dates: filters and facets
    stored       articles and sections read back
    evaluate     plans over whole posting lists
    lists        sections that match and what they weigh: joined, intersected, added up
    leaves       the sections of one leaf, weighed
    pruning      which sections can be among the best, without scoring all
    sequences    phrases over whole posting lists
    order        which hits come first
    lexicon      all words at once, to put queries right
    searcher     WhooshSearcher: requests, sections, articles, words
    lens         a generation as Whoosh's own reader sees it, for queries of Whoosh's
    damage       the one error for a file that is not what was written

Importing it is light: NumPy loads when an index is opened, Whoosh when one is written.
"""

from twitchsearch.backends.whoosh.index import WhooshIndex

__all__ = ["WhooshIndex"]
