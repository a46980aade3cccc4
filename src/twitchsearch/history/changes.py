"""What becomes of what is remembered when something is added: newest first, nothing twice, bounded."""

from __future__ import annotations

from dataclasses import replace

from twitchsearch.model.remembered import Past, PastSearch, ReadArticle, SavedSearch

MOST_SEARCHES = 500
MOST_ARTICLES = 200
MOST_SAVED = 500
LONGEST_TEXT = 2000
"""Code points of a query, a title or a name that are kept; what is longer is not kept at all, or cut."""


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
