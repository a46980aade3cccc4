"""Over real pages: what the chosen main content says, the sections say, each word once, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tests.extract.pages import ROOT, SHARED
from twitchsearch.errors import ExtractionError
from twitchsearch.evaluation.extraction import read_examples
from twitchsearch.evaluation.labels import read_labelled
from twitchsearch.extract.article import lay_open, prepare
from twitchsearch.extract.blocks import Block, Role
from twitchsearch.extract.content import main_content
from twitchsearch.extract.furniture import without_furniture
from twitchsearch.extract.lines import lines
from twitchsearch.extract.outline import Draft, outline
from twitchsearch.extract.reader import blocks
from twitchsearch.extract.tables import with_rows
from twitchsearch.extract.tree import Element, markup, read_html
from twitchsearch.model.articles import Span
from twitchsearch.text import clean

BENCHMARK = SHARED / "html" / "article-extraction-benchmark"
OUTLINES = (ROOT / "tests" / "data" / "outlines" / "development",)
_WORD = re.compile(r"\w+")
LEFT_OUT = {
    "bunions-podcast-transcript": "the time marks before headings",
    "insomnia-email-newsletter": "the cells that only count the rows of a list",
}
"""Pages of which numbers alone are in no section, and which."""


def contents() -> Iterator[tuple[str, Element]]:
    """The main content of each labelled page, and of the benchmark's where they are, as `article.extract` reads it."""
    pages = [(each.name, each.page) for folder in OUTLINES for each in read_labelled(folder)[0]]
    if BENCHMARK.is_dir():
        pages += [(each.id, each.page) for each in read_examples(BENCHMARK)[0]]
    for name, page in pages:
        root = read_html(page.body.decode("utf-8", "replace"))
        prepare(root)
        try:
            content = main_content(root)
        except ExtractionError:
            continue
        lay_open(content)
        yield name, content


def letters(text: str) -> str:
    """The letters and digits alone: where words part is the layout's to say."""
    return "".join(_WORD.findall(clean(text)))


def said(drafts: list[Draft]) -> str:
    """Headings where they begin, and texts without what was added."""
    found: list[str] = []
    above: tuple[int, ...] = ()
    for draft in drafts:
        text = without_added(draft.text, draft.added)
        names = tuple(map(id, draft.path))
        shared = next((at for at, pair in enumerate(zip(above, names, strict=False)) if pair[0] != pair[1]), len(above))
        found += [*draft.path[min(shared, len(draft.path)) :], text]
        above = names
    return "\n".join(found)


def as_in_page(found: Iterable[Block]) -> str:
    return "\n".join(without_added(block.text, block.added) for block in found)


def without_added(text: str, added: Iterable[Span]) -> str:
    for span in sorted(added, key=lambda span: -span.start):
        text = f"{text[: span.start]} {text[span.end :]}"
    return text


def test_every_word_of_the_main_content_is_in_one_section_in_its_order() -> None:
    """Whole pages, before lines of furniture are taken out: nothing of the tree is lost or said twice. The headers of a
    table whose rows are sections are read, and said with the cells they head."""
    lost = []
    for name, content in contents():
        if name in LEFT_OUT:
            continue
        read = list(with_rows(blocks(markup(content))))
        headers = [block for block in read if block.role is Role.COLUMNS]
        if letters("".join(content.itertext())) != letters(as_in_page(read)):
            lost.append(name)
        if letters(as_in_page(block for block in read if block not in headers)) != letters(said(outline(lines(read)))):
            lost.append(name)
    assert lost == []


def test_of_the_pages_left_out_only_numbers_are_lost() -> None:
    for content in (content for name, content in contents() if name in LEFT_OUT):
        found = said(outline(lines(with_rows(blocks(markup(content))))))
        assert re.sub(r"\d", "", letters("".join(content.itertext()))) == re.sub(r"\d", "", letters(found))


def test_furniture_is_taken_out_by_whole_lines() -> None:
    for name, content in contents():
        found = blocks(markup(content))
        before = [line for block in found for line in block.text.split("\n")]
        kept = iter(before)
        for block in without_furniture(found):
            for line in block.text.split("\n"):
                assert line in kept, f"{name}: a line was changed or moved: {line[:60]!r}"  # the iterator only goes on
