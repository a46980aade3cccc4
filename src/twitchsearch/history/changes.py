"""What becomes of what is remembered when something is added: newest first, nothing twice, bounded."""

from __future__ import annotations

from dataclasses import replace

from twitchsearch.model.remembered import Asked, Past, PastSearch, ReadArticle, SavedSearch

MOST_SEARCHES = 500
MOST_ARTICLES = 200
MOST_SAVED = 500
LONGEST_TEXT = 2000
"""Code points of a text that is kept, as longer ones are not read back: a title is cut, all else not kept at all."""


def fits(*texts: str) -> bool:
    """Whether texts are short enough to be kept."""
    return all(len(text) <= LONGEST_TEXT for text in texts)


def texts_of(asked: Asked) -> tuple[str, ...]:
    """What a search says in words of a person's own."""
    return (asked.text, *asked.filters.sites)


def with_search(past: Past, search: PastSearch) -> Past:
    others = [each for each in past.searches if each.asked != search.asked]
    return replace(past, searches=tuple([search, *others][:MOST_SEARCHES]))


def with_article(past: Past, article: ReadArticle) -> Past:
    kept = replace(article, title=article.title[:LONGEST_TEXT])
    others = [each for each in past.articles if each.url != kept.url]
    return replace(past, articles=tuple([kept, *others][:MOST_ARTICLES]))


def with_saved(saved: tuple[SavedSearch, ...], search: SavedSearch) -> tuple[SavedSearch, ...]:
    names = [each.name.casefold() for each in saved]
    if search.name.casefold() in names:
        place = names.index(search.name.casefold())
        return (*saved[:place], search, *saved[place + 1 :])
    return (*saved, search)[-MOST_SAVED:]
