"""What is known of an article besides its text: title, address, authors, language, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from twitchsearch import urls
from twitchsearch.extract import bylines, structured
from twitchsearch.extract.dates import machine_date
from twitchsearch.extract.tree import Element
from twitchsearch.text import clean

_SEPARATOR = re.compile(r"\s+(?:[|•·»›—–:]|-{1,2}|::)\s+")
_PARTS = re.compile(r"\s+(?:[|•·»›—–]|-{1,2}|::)\s+|:\s+")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8})*")
_LONGEST_TITLE, _MOST_AUTHORS, _SHORTEST_HOST = 300, 10, 5
_MOST_FOLDED = 9  # code points that one becomes at most: three by normalisation, each three by folding
_LETTERS, _LONG_WORD, _LONGEST_STEM = re.compile(r"[^\W\d_]+"), 4, 8
_PARTICLES = frozenset(("van", "von", "der", "den", "de", "da", "di", "la", "le", "del", "dos", "bin", "al"))
_SIZE_CLASS = re.compile(r"\bheading size([\d.]+)")
_SEVERAL = re.compile(r"\s*(?:,|;|\band\b|&)\s*")
_PUBLISHED_NAMES = (
    *("article:published_time", "datepublished", "dcterms.issued", "dcterms.created", "dc.date.issued", "dc.date"),
    *(
        "citation_publication_date",
        "pubdate",
        "publishdate",
        "publish_date",
        "parsely-pub-date",
        "sailthru.date",
        "article.published",
        "first-published-at",
        "date-created",
        "date",
    ),
)
_MODIFIED_NAMES = (
    *("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "dc.date.modified"),
    *("last-modified", "lastmod", "revised", "updated", "article.updated", "public-updated-at"),
)
_REVIEWED_NAMES = ("lastreviewed", "reviewed", "article:reviewed_time", "last-reviewed")
_AUTHOR_NAMES = (
    *("author", "article:author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author"),
    "sailthru.author",
)
_BY = re.compile(r"^(?:written |posted |reviewed )?by\s*:?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The facts a page states about its article; "" and None where it states none."""

    title: str
    canonical: str
    authors: tuple[str, ...]
    language: str
    published: date | None
    modified: date | None
    reviewed: date | None


def metadata(root: Element, nodes: list[structured.Node], url: str) -> Metadata:
    """Read before the tree is pruned. `url` is where the page was found; no canonical on another site is believed."""
    metas = _metas(root)
    described = structured.articles(nodes)
    lines = bylines.datelines(root)
    modified = (
        _date("dateModified", _MODIFIED_NAMES, metas, described)
        or bylines.marked(root, "modified")
        or bylines.modified(lines)
    )
    reviewed = (
        _date("lastReviewed", _REVIEWED_NAMES, metas, described)
        or bylines.marked(root, "reviewed")
        or bylines.reviewed(lines)
    )
    published = (
        _date("datePublished", _PUBLISHED_NAMES, metas, described)
        or bylines.marked(root, "published")
        or bylines.published(lines, (modified, reviewed))
    )
    return Metadata(
        title(root, metas, url),
        _canonical(root, metas, url),
        _authors(root, metas, described),
        _language(root, metas, described),
        published,
        modified,
        reviewed,
    )


def title(root: Element, metas: dict[str, list[str]], url: str = "") -> str:
    """The article's own title: its h1, unless that is the site's name; else the page's, the site cut off."""
    shared = _first(metas, "og:title", "twitter:title", "dcterms.title", "citation_title")
    named = clean(" ".join(root.xpath("string(//head/title | //title)").split()))[:_LONGEST_TITLE]
    site = clean(_first(metas, "og:site_name", "application-name")).casefold()
    headings = [text for element in root.iter("h1") if (text := _text(element)) and not _leads_home(element)]
    candidates = [text for text in headings if text.casefold() != site and not _in_site_header(text, site)]
    candidates = [text for text in candidates if not _begins_with_site(text, named, url)]
    last = re.split(_PARTS, named)[-1].casefold()  # of a title of several parts that is mostly the site
    by_worth = sorted(candidates, key=lambda text: (text.casefold() != last, len(text)), reverse=True)
    for heading in by_worth:
        if _same(heading, shared) or heading.casefold() in named.casefold():
            return heading[:_LONGEST_TITLE]
    if len(candidates) == 1:
        return candidates[0][:_LONGEST_TITLE]
    if not candidates and (shown := _shown(root, named)):
        return shown[:_LONGEST_TITLE]
    return (_without_site(shared, site) or _without_site(named, site) or next(iter(candidates), ""))[:_LONGEST_TITLE]


def _leads_home(heading: Element) -> bool:
    """Whether all of a heading is a link to the front page: the site's name, set as a heading."""
    link = heading.find("a")
    home = link is not None and urlsplit(link.get("href", "-")).path in ("", "/") and link.get("href", "-") != "#"
    return home and link is not None and _text(link) == _text(heading)


def _begins_with_site(text: str, named: str, url: str) -> bool:
    """Whether the page's name begins with these words, goes on, and the host is called so: they are the site's."""
    letters = "".join(filter(str.isalnum, text.casefold()))
    labels = ("".join(filter(str.isalnum, label)) for label in urlsplit(url).netloc.casefold().split(".")[:-1])
    goes_on = len(named) > len(text) and named.casefold().startswith(text.casefold())
    return goes_on and any(
        len(label) >= _SHORTEST_HOST and (letters.startswith(label) or label.startswith(letters)) for label in labels
    )


def _shown(root: Element, named: str) -> str:
    """The part of a page's name that stands by itself in the page, not as a link, whole or with the parts after it; of
    several the one that comes last, since a site's name comes first. Else the first line of the largest letters that
    shares a word with the page's name. Without h1 that is the title."""
    parts = {part.casefold(): part for part in re.split(_PARTS, named) if part}
    parts |= {rest.casefold(): rest for match in _PARTS.finditer(named) if (rest := named[match.end() :])}
    shortest = min(map(len, parts), default=_LONGEST_TITLE)
    elements = root.xpath("//body//*[not(self::a) and not(ancestor::a)]") if parts else ()
    seen = dict.fromkeys(
        parts[text]
        for element in elements
        if element.text
        and len(element.text) * _MOST_FOLDED >= shortest  # too short ones need not be cleaned
        and (text := clean(element.text[:_LONGEST_TITLE]).casefold()) in parts
    )
    found = [part for part in seen if not any(other != part and other.endswith(part) for other in seen)]
    return found[-1] if found else _largest(root, named)


def _largest(root: Element, named: str) -> str:
    """The first of the lines set largest (`sizes`), where it and the page's name have a word in common."""
    words = _words_of(named)
    lines = [
        (float(size[1]), text)
        for element in root.xpath("//body//*[contains(@class, 'heading size')]")
        if (size := _SIZE_CLASS.search(element.get("class", ""))) and (text := _text(element))
    ]
    if not lines:
        return ""
    most = max(size for size, _ in lines)
    first = next(text for size, text in lines if size == most)
    return first if words & _words_of(first) else ""


def _words_of(text: str) -> set[str]:
    """The beginnings of its longer words, without an ending of several."""
    return {word[:_LONGEST_STEM].rstrip("s") for word in _LETTERS.findall(text.casefold()) if len(word) >= _LONG_WORD}


def _in_site_header(text: str, site: str) -> bool:
    return bool(site) and text.casefold() in site


def _same(heading: str, shared: str) -> bool:
    words = set(heading.casefold().split())
    others = set(shared.casefold().split())
    return bool(words and others) and len(words & others) >= 0.6 * min(len(words), len(others))


def _without_site(text: str, site: str) -> str:
    """A page's name ("Why eyelids twitch | The Site") without the site's."""
    whole = clean(text)
    breaks = list(_SEPARATOR.finditer(whole))
    if not breaks:
        return whole
    first, last = whole[: breaks[0].start()], whole[breaks[-1].end() :]
    if first.casefold() == site:
        return whole[breaks[0].end() :]
    names_site = len(last.split()) <= 5 and len(last) < breaks[-1].start() and not last[0].islower()
    return whole[: breaks[-1].start()] if names_site or last.casefold() == site else whole


def _metas(root: Element) -> dict[str, list[str]]:
    """The contents of meta elements by their name, property or itemprop, in lower case."""
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = element.get("content", "").strip()
        for key in ("name", "property", "itemprop", "http-equiv"):
            if content and (name := element.get(key)):
                name = name.strip().lower()
                found.setdefault(name, []).append(content[:1000])
                if name.rpartition(":")[2].endswith(("-at", "-date")):  # a site's own prefix
                    found.setdefault(name.rpartition(":")[2], []).append(content[:1000])
    return found


def _first(metas: dict[str, list[str]], *names: str) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _text(element: Element) -> str:
    return clean(" ".join(element.itertext()))


def _canonical(root: Element, metas: dict[str, list[str]], url: str) -> str:
    links = (link.get("href", "") for link in root.iter("link") if "canonical" in link.get("rel", "").lower().split())
    for candidate in [*links, _first(metas, "og:url")]:
        try:
            found = urls.normalise(candidate.strip(), url) if candidate.strip() else ""
            if found and urls.site(found) == urls.site(url) and not _points_home(found, url):
                return found
        except ValueError:
            continue
    return url


def _points_home(canonical: str, url: str) -> bool:
    """Whether it names the front page although this is not it: a common mistake of templates."""
    front, here = urlsplit(canonical), urlsplit(url)
    return front.path in ("", "/") and not front.query and (here.path not in ("", "/") or bool(here.query))


def _authors(root: Element, metas: dict[str, list[str]], described: list[structured.Node]) -> tuple[str, ...]:
    named = [name for node in described for name in _names(node.get("author"))]
    named = named or [value for name in _AUTHOR_NAMES for value in metas.get(name, ()) if "://" not in value]
    named = named or [
        _text(element)
        for element in root.xpath("//*[@rel='author' or contains(concat(' ', @itemprop, ' '), ' author ')]")[
            :_MOST_AUTHORS
        ]
    ]
    named = named or bylines.authors(root)
    cleaned = (each for name in named for each in _each_of(_BY.sub("", clean(name))))
    return tuple(dict.fromkeys(name for name in cleaned if 1 < len(name) <= 100))[:_MOST_AUTHORS]


def _each_of(names: str) -> list[str]:
    """The names in a line of several, where each has a first and a last one ("Ada Byron, Charles Babbage")."""
    several = _SEVERAL.split(names)
    whole = all(
        2 <= len(each.split()) <= 4 and all(word[0].isupper() or word in _PARTICLES for word in each.split())
        for each in several
    )
    return several if len(several) > 1 and whole else [names]


def _names(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            yield from structured.texts(each.get("name"))


def _language(root: Element, metas: dict[str, list[str]], described: list[structured.Node]) -> str:
    stated = [root.get("lang", ""), root.get("{http://www.w3.org/XML/1998/namespace}lang", "")]
    stated += [_first(metas, "content-language", "language", "dc.language", "dcterms.language", "og:locale")]
    stated += [text for node in described for text in structured.texts(node.get("inLanguage"))]
    found = (match[0] for text in stated if (match := _LANGUAGE.match(text.strip())))
    return next((language.replace("_", "-") for language in found), "")


def _date(key: str, names: Iterable[str], metas: dict[str, list[str]], described: list[structured.Node]) -> date | None:
    stated = [text for node in described for text in structured.texts(node.get(key))]
    stated += [value for name in names for value in metas.get(name, ())]
    return next((day for text in stated if (day := machine_date(text))), None)
