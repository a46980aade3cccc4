"""Text to a tree of elements, whatever the text is: plain, broken, made to break its reader. All that knows lxml."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, MutableMapping
from itertools import islice
from typing import Any, Literal, Protocol

from lxml import etree  # type: ignore[import-untyped]  # it ships no types; `Element` is what is used of it

from twitchsearch.errors import ExtractionError

MAX_ELEMENTS = 40_000
MAX_DEPTH = 2_048  # libxml2's own
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\u2028\u2029]")
# Elements without contents that the parser does not know as such: it puts what follows into them.
_EMPTY = ("embed", "source", "track", "wbr", "keygen", "bgsound", "command", "menuitem")
_TOO_DEEP = "depth"
_MERE_STYLE = (
    *("span", "font", "em", "i", "u", "small", "big", "sup", "sub", "abbr", "acronym", "cite", "code", "dfn", "q", "s"),
    *("time", "mark", "ins", "del", "bdi", "bdo", "var", "kbd", "samp", "tt", "strike", "wbr", "data", "nobr", "ruby"),
    *("rb", "rt", "picture", "source", "label", "slot"),
)


class Element(Protocol):
    """What is used of an element of the tree. `tail` is the text after it, up to its next sibling."""

    tag: str
    text: str | None
    tail: str | None

    @property
    def attrib(self) -> MutableMapping[str, str]: ...
    def get(self, key: str, default: str = "") -> str: ...
    def keys(self) -> list[str]: ...
    def set(self, key: str, value: str) -> None: ...
    def iter(self, *tags: str) -> Iterator[Element]: ...
    def itertext(self) -> Iterator[str]: ...
    def find(self, path: str) -> Element | None: ...
    def getparent(self) -> Element | None: ...
    def getprevious(self) -> Element | None: ...
    def itersiblings(self, *, preceding: bool) -> Iterator[Element]: ...
    def __iter__(self) -> Iterator[Element]: ...
    def __len__(self) -> int: ...
    def __getitem__(self, index: int) -> Element: ...
    def insert(self, index: int, element: Element) -> None: ...
    def index(self, child: Element) -> int: ...
    def remove(self, element: Element) -> None: ...
    def xpath(self, path: str) -> Any: ...


def read_html(text: str) -> Element:
    """The root of the tree, an `html` element. Comments and processing instructions are left out.

    Raises ExtractionError where there is no element at all, or more of them than `MAX_ELEMENTS`, or some are nested
    deeper than `MAX_DEPTH` (what stands there could not be read, so the article would be silently cut).
    """
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True, recover=True
    )
    try:
        root = etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ExtractionError("the page holds no HTML element") from error
    if root is None:
        raise ExtractionError("the page holds no HTML element")
    if any(_TOO_DEEP in entry.message for entry in parser.error_log.filter_from_fatals()):
        raise ExtractionError(f"elements are nested more than {MAX_DEPTH:,} deep")
    if (elements := int(root.xpath("count(//*)"))) > MAX_ELEMENTS:
        raise ExtractionError(f"the page has {elements:,} elements; an article has at most {MAX_ELEMENTS:,}")
    etree.strip_tags(root, *_EMPTY)
    tree: Element = root
    return tree


def walk(top: Element) -> Iterator[tuple[Literal["start", "end"], Element]]:
    """Every element as it begins and as it ends, in the order of the page."""
    yield from etree.iterwalk(top, events=("start", "end"))


def strip(root: Element, *tags: str) -> None:
    """Remove all elements of these tags with all that is in them; the text after them stays."""
    etree.strip_elements(root, *tags, with_tail=False)


def unwrap_inline(element: Element) -> None:
    """Take off the inline tags in it that say nothing about its structure; their text stays, and so do their ids."""
    for anchor in element.xpath(f".//*[@id and ({' or '.join(f'self::{tag}' for tag in _MERE_STYLE)})]"):
        anchor.tag = "a"  # without href it is no link, only a place
    etree.strip_tags(element, *_MERE_STYLE)


def cut_out(element: Element) -> None:
    """Remove one element with all that is in it; the text after it stays."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail
    if parent is None:
        return
    if tail and before is not None:
        before.tail = f"{before.tail or ''} {tail}"
    elif tail:
        parent.text = f"{parent.text or ''} {tail}"
    parent.remove(element)


def parsed(text: str) -> Element:
    """A piece of HTML that we made ourselves, as a `div`."""
    root = etree.fromstring(f"<html><body><div>{text}</div></body></html>", etree.HTMLParser())
    found: Element = root.find("body/div")
    return found


def length_of(element: Element, most: int) -> int | None:
    """How many characters an element says, or None where more than `most` elements are in it."""
    said = parts = 0
    for part in islice(element.iter(), most + 2):
        parts += 1
        said += len((part.text or "").strip()) + (len((part.tail or "").strip()) if part is not element else 0)
    return said if parts <= most + 1 else None


def add_first(parent: Element, tag: str, text: str) -> None:
    """Put a new element with that text before all that an element holds."""
    new = etree.Element(tag)
    new.text, new.tail, parent.text = text, parent.text, None
    parent.insert(0, new)


def replace(old: Element, new: Element) -> None:
    """Put one element where another is; the text after it stays."""
    parent = old.getparent()
    if parent is not None:
        new.tail, old.tail = old.tail, None
        parent.insert(parent.index(old), new)
        parent.remove(old)


def markup(element: Element) -> str:
    """The element as HTML."""
    text: str = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    return text


def as_html(text: str) -> str:
    """Plain text as HTML: a paragraph for each block between blank lines, or for each line where there is none."""
    text = _LINE_ENDS.sub("\n", text).strip("\ufeff\n ")
    paragraphs = _PARAGRAPHS.split(text)
    if len(paragraphs) < 3 and text.count("\n") > len(paragraphs):
        paragraphs = text.split("\n")
    kept = (html.escape(paragraph.strip(), quote=False) for paragraph in paragraphs)
    return "<html><body><main>" + "\n".join(f"<p>{each}</p>" for each in kept if each) + "</main></body></html>"
