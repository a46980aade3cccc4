"""A page to its article: the stages in their order."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from twitchsearch import urls
from twitchsearch.errors import ExtractionError
from twitchsearch.extract import structured
from twitchsearch.extract.anchors import id_fragment, text_fragment
from twitchsearch.extract.content import main_content
from twitchsearch.extract.decode import decode
from twitchsearch.extract.faq import unseen_answers
from twitchsearch.extract.folds import open_folds
from twitchsearch.extract.furniture import without_furniture
from twitchsearch.extract.kinds import Models, Verdict, kinds
from twitchsearch.extract.likeness import likeness
from twitchsearch.extract.lines import lines
from twitchsearch.extract.metadata import Metadata, metadata
from twitchsearch.extract.offers import drop_forms, drop_offers, drop_teasers
from twitchsearch.extract.outline import Draft, outline
from twitchsearch.extract.passages import joined, passages, together
from twitchsearch.extract.phrases import folded
from twitchsearch.extract.reader import blocks
from twitchsearch.extract.repeats import name_repeated_lines
from twitchsearch.extract.shapes import box, deks, name_plainly, unfold_preformatted
from twitchsearch.extract.sheets import write_looks
from twitchsearch.extract.signs import signs
from twitchsearch.extract.sizes import embolden, embolden_names, name_large_lines, name_slanted_lines
from twitchsearch.extract.tables import with_rows
from twitchsearch.extract.tabs import drop_empty_tabs, open_tabs
from twitchsearch.extract.titles import title_of, without_title
from twitchsearch.extract.tree import Element, as_html, markup, read_html, unwrap_inline
from twitchsearch.model import Article, ArticleFacts, Page, Section, SectionKind

_MOST_SECTIONS = 5_000
_WORDS_OF_ANCHOR = 6
_SHORTEST_REST, _SHORTEST_RUNNING = 250, 80  # characters of what is left below all headings, and of a paragraph of it
_MOST_ELEMENTS, _LONGEST_ARTICLE = 12_000, 3_000_000  # what can be read in about a second


def extract(page: Page, learnt: Models | None = None) -> Article:
    """The article of a page, in sections. Raises ExtractionError, with the reason, where it holds none.

    Kinds are told by the models that come with the package unless others are given.

    The same bytes give the same article whatever was extracted before. Time and memory are bounded by the size of the
    page (`decode.MAX_BYTES`) and the number of its elements (`tree.MAX_ELEMENTS`).
    """
    facts, drafts = outlined(page)
    told = kinds(drafts, facts.title, learnt)
    begin = joined(drafts, [verdict.kind for verdict in told])
    parts = [together(drafts[at:end]) for at, end in pairwise([*begin, len(drafts)])]
    return _article(page, facts, parts, [told[at] for at in begin])


def outlined(page: Page) -> tuple[Metadata, list[Draft]]:
    """What a page says of its article, and its sections before their kinds are told. Raises as `extract` does."""
    text = decode(page).text
    is_plain = page.content_type.partition(";")[0].strip().lower() == "text/plain"
    root = read_html(as_html(text) if is_plain else text)
    prepare(root)
    nodes = structured.nodes(root)
    facts = metadata(root, nodes, page.final_url or page.url)
    drafts, title = drafts_of(main_content(root), facts.title, facts.authors)
    drafts += unseen_answers(drafts, structured.answers(nodes))
    if not any(draft.text for draft in drafts):
        raise ExtractionError("no article was found in the page")
    if len(drafts) > _MOST_SECTIONS:
        raise ExtractionError(f"the page has more than {_MOST_SECTIONS:,} headings")
    return replace(facts, title=title or title_of(drafts, facts.canonical)), drafts


def prepare(root: Element) -> None:
    """Make a page's elements what they show, before its article is chosen."""
    name_plainly(root)
    unfold_preformatted(root)
    open_tabs(root)
    open_folds(root)
    drop_forms(root)
    drop_teasers(root)
    write_looks(root)
    name_large_lines(root)


def lay_open(content: Element) -> None:
    """Make what was chosen ready to be read: no mere style, boxes set apart, folds and tabs open."""
    drop_empty_tabs(content)
    drop_offers(content)
    name_repeated_lines(content)
    name_slanted_lines(content)
    embolden(content)
    embolden_names(content)
    unwrap_inline(content)
    deks(content)
    box(content)


def drafts_of(content: Element, title: str, authors: Sequence[str] = ()) -> tuple[list[Draft], str]:
    """The sections of an element that holds an article, without what is no part of it, and the article's title.

    Raises ExtractionError where it is too large to be one.
    """
    lay_open(content)
    if (elements := int(content.xpath("count(.//*)"))) > _MOST_ELEMENTS:
        raise ExtractionError(f"its article has {elements:,} elements; at most {_MOST_ELEMENTS:,} are read")
    text = markup(content)
    if len(text) > _LONGEST_ARTICLE:
        raise ExtractionError(f"its article is longer than {_LONGEST_ARTICLE:,} characters")
    found, title = without_title(blocks(text), title)
    kept = without_furniture(found, authors)
    return _without_rests(passages(outline(lines(with_rows(kept))))), title


def _without_rests(drafts: list[Draft]) -> list[Draft]:
    """The drafts without the few words that stand below no heading any more: at the end, or mere lines."""
    last = max((at for at, draft in enumerate(drafts) if draft.path), default=0)
    return [draft for at, draft in enumerate(drafts) if draft.path or not draft.resumed or _says_more(draft, at < last)]


def _says_more(rest: Draft, is_between: bool) -> bool:  # noqa: FBT001  told by its place
    longest = max(map(len, rest.paragraphs), default=0)
    return len(rest.text) >= _SHORTEST_REST or (is_between and longest >= _SHORTEST_RUNNING)


def _article(page: Page, facts: Metadata, drafts: Sequence[Draft], told: Sequence[Verdict]) -> Article:
    identity = hashlib.sha256(facts.canonical.encode()).hexdigest()[:16]
    aliases = [each for each in (page.url, page.final_url) if each and each != facts.canonical]
    return Article(
        ArticleFacts(
            id=identity,
            url=facts.canonical,
            title=facts.title,
            site=urls.site(facts.canonical),
            fetched_at=page.fetched_at,
            aliases=tuple(dict.fromkeys(aliases)),
            authors=facts.authors,
            language=facts.language,
            published=facts.published,
            modified=facts.modified,
            reviewed=facts.reviewed,
            source=page.source,
            likeness=likeness(draft.text for draft in drafts),
        ),
        tuple(_sections(identity, drafts, told)),
    )


def _sections(identity: str, drafts: Sequence[Draft], told: Sequence[Verdict]) -> Iterator[Section]:
    occurrences: Counter[tuple[str, ...]] = Counter()
    said = _said(drafts)
    for ordinal, (draft, verdict) in enumerate(zip(drafts, told, strict=True)):
        name = section_id(identity, draft.path, occurrences[draft.path])
        occurrences[draft.path] += 1
        yield _section(name, ordinal, draft, verdict, is_unique=_is_said_once(draft, said))


def _said(drafts: Sequence[Draft]) -> str:
    """All that the article says, where a heading must be told by its words alone; else nothing."""
    if all(draft.anchor or not draft.path for draft in drafts):
        return ""
    return " " + folded("\n".join("\n".join((*draft.path[-1:], *draft.paragraphs)) for draft in drafts))


def _is_said_once(draft: Draft, said: str) -> bool:
    """Whether the words of its heading stand nowhere else."""
    return not draft.path or bool(draft.anchor) or said.count(f" {folded(draft.path[-1])}") == 1


def section_id(article: str, path: tuple[str, ...], occurrence: int) -> str:
    """The article's id and a hash of the path and of how many sections with that path stand before it."""
    key = "\x1f".join(path) + "\x1e" + str(occurrence)
    return f"{article}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def _section(name: str, ordinal: int, draft: Draft, verdict: Verdict, *, is_unique: bool) -> Section:
    is_warning = verdict.kind is SectionKind.WARNING
    return Section(
        id=name,
        ordinal=ordinal,
        kind=verdict.kind,
        text=draft.text,
        heading_path=draft.path,
        anchor=_anchor(draft, is_unique=is_unique),
        kind_source=verdict.source,
        kind_weights=verdict.weights,
        signs=signs(" ".join(draft.path), draft.text) if is_warning else (),
        added=tuple(draft.added),
    )


def _anchor(draft: Draft, *, is_unique: bool) -> str:
    if draft.passage:
        return draft.anchor
    if draft.anchor:
        return id_fragment(draft.anchor)
    if not draft.path or draft.is_added:
        return ""
    if draft.paragraphs and (draft.resumed or not is_unique):
        words = _begin(draft).split()[:_WORDS_OF_ANCHOR]
        return text_fragment(" ".join(words), "" if draft.resumed or len(words) > 3 else draft.path[-1])
    return text_fragment(draft.path[-1])


def _begin(draft: Draft) -> str:
    """What of its first paragraph stands in the page as it is: up to what was added first."""
    first = draft.paragraphs[0]
    added = min((span.start for span in draft.added), default=len(first))
    return (first[:added].rstrip(" ;") if added else "") or first
