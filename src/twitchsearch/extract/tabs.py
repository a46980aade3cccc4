"""Tabs: what stands on each is put above what it shows (WAI-ARIA: `tablist`, `tab`, `tabpanel`)."""

from __future__ import annotations

from itertools import islice

from twitchsearch.extract import boilerplate
from twitchsearch.extract.phrases import folded
from twitchsearch.extract.tree import Element, add_first, cut_out, length_of

_FEWEST, _MOST_TABS, _MOST_LISTS = 2, 40, 200
_LONGEST_TAB, _SHORTEST_PANEL, _MOST_PARTS, _MOST_TEXTS = 60, 60, 20, 200
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def open_tabs(root: Element) -> None:
    """Make each panel of a row of tabs a part that is opened by the words of its tab, unless its headings say it.

    They do where one is in these words, or ranks with those of the page's parts; where most panels hold several such,
    the tabs say what these are parts of.
    """
    panels = root.xpath("//body//*[@role='tabpanel']") or _name_listed_tabs(root) or _name_rows_of_tabs(root)
    if len(panels) < _FEWEST:
        return
    tabs = root.xpath("//body//*[@role='tab']")
    if not tabs:
        return
    by_id = {tab.get("id"): tab for tab in tabs if tab.get("id")}
    by_panel = {tab.get("aria-controls") or tab.get("href", "").lstrip("#"): tab for tab in tabs}
    by_place = _by_place(root)
    is_grouped = sum(len(list(panel.iter("h1", "h2"))) > 1 for panel in panels) * 2 > len(panels)
    for panel in panels:
        tab = by_id.get(panel.get("aria-labelledby"), by_panel.get(panel.get("id")))
        tab = by_place.get(id(panel)) if tab is None else tab
        words = " ".join("".join(tab.itertext()).split()) if tab is not None else ""
        if tab is not None and words and not _is_headed(panel, words, is_grouped=is_grouped):
            panel.tag = "details"
            add_first(panel, "summary", words)
            cut_out(tab)


def _name_listed_tabs(root: Element) -> list[Element]:
    """Give roles to tabs that have none: a list of links alone, each to one of several blocks side by side."""
    rows = root.xpath("//body//ul[li/a[starts-with(@href, '#')]]")[:_MOST_LISTS]
    if not rows:
        return []
    by_id = {element.get("id"): element for element in root.xpath("//body//div[@id] | //body//section[@id]")}
    found: list[Element] = []
    for row in rows:
        links = list(row.xpath("li/a"))[:_MOST_TABS]
        panels = [by_id.get(link.get("href", "").lstrip("#")) for link in links]
        shown = [panel for panel in panels if panel is not None]
        if len(shown) < _FEWEST or len(shown) < len(panels) or len(list(row)) != len(links):
            continue
        parents = [panel.getparent() for panel in shown]  # held: they are known by their identity
        is_beside = all(parent is parents[0] for parent in parents)
        if is_beside and not any(_is_begun_by_heading(panel) for panel in shown):
            for link, panel in zip(links, shown, strict=True):
                link.set("role", "tab")
                panel.set("role", "tabpanel")
            found += shown
    return found


def _name_rows_of_tabs(root: Element) -> list[Element]:
    """Give roles to tabs that only their names and places tell: a row of short parts, then as many blocks of one name
    side by side that are called tabs or panes."""
    found: list[Element] = []
    for holder in islice(_holders_of_tabs(root), _MOST_LISTS):
        panels = list(islice(holder, _MOST_TABS + 1))
        names = {panel.get("class", "").split(" ")[0] for panel in panels}
        is_row = _FEWEST <= len(panels) <= _MOST_TABS and len(names) == 1 and boilerplate.is_tab(names.pop())
        if not is_row or any(panel.get("role") for panel in panels):
            continue
        tabs = _row_above(holder, panels)
        if tabs:
            for tab, panel in zip(tabs, panels, strict=True):
                tab.set("role", "tab")
                panel.set("role", "tabpanel")
            found += panels
    return found


def _holders_of_tabs(root: Element) -> list[Element]:
    """The blocks whose first block's name has "tab" or "pane" in it."""
    holders = (each for each in root.iter("div", "section") if len(each) >= _FEWEST)
    named = ((each, each[0].get("class", "").lower()) for each in holders if each[0].tag in ("div", "section"))
    return [each for each, names in named if "tab" in names or "pane" in names]


def _row_above(holder: Element, panels: list[Element]) -> list[Element]:
    """The parts of the row right above what holds panels, if they can be their tabs."""
    row = next(iter(holder.itersiblings(preceding=True)), None)
    if row is not None and row.tag in ("div", "nav") and len(list(islice(row, 2))) == 1:
        row = row[0]
    tabs = [] if row is None else list(islice(row, _MOST_TABS + 1))
    said = [" ".join("".join(islice(tab.itertext(), _MOST_PARTS)).split()) for tab in tabs]
    if len(tabs) != len(panels) or not all(1 < len(words) <= _LONGEST_TAB for words in said):
        return []
    told = sum(length_of(panel, _MOST_TEXTS) or _SHORTEST_PANEL for panel in panels)
    return tabs if len(set(said)) == len(said) and told >= _SHORTEST_PANEL * len(panels) else []


def _is_begun_by_heading(panel: Element) -> bool:
    first = next(iter(panel), None)
    while first is not None and first.tag in ("div", "header", "section"):
        first = next(iter(first), None)
    return first is not None and first.tag in _HEADINGS


def _by_place(root: Element) -> dict[int, Element]:
    """The tab of each panel where none points at another: as many panels as tabs come after a list of these."""
    found: dict[int, Element] = {}
    tabs: list[Element] = []
    panels: list[Element] = []
    for element in [*root.xpath("//body//*[@role='tablist' or @role='tab' or @role='tabpanel']"), None]:
        role = "tablist" if element is None else element.get("role")
        if role == "tablist" or (role == "tab" and panels):
            if len(tabs) == len(panels):
                found |= {id(panel): tab for panel, tab in zip(panels, tabs, strict=True)}
            tabs, panels = [], []
        if element is not None and role != "tablist":
            (tabs if role == "tab" else panels).append(element)
    return found


def drop_empty_tabs(content: Element) -> None:
    """Take out panels that hold nothing of the article but the words of their tab."""
    for panel in content.xpath(".//details[@role='tabpanel']"):
        if len("".join(panel.itertext()).split()) == len("".join(panel[0].itertext()).split()):
            cut_out(panel)


def _is_headed(panel: Element, words: str, *, is_grouped: bool) -> bool:
    if not is_grouped and next(panel.iter("h1", "h2"), None) is not None:
        return True
    return any(folded("".join(heading.itertext())) == folded(words) for heading in panel.iter(*_HEADINGS))
