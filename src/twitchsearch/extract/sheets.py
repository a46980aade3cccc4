"""What a page's own style sheets say of its classes: which are bold, and how large; written onto the elements.

Page builders name classes at random, so the name of one says nothing, but its look says what a reader sees.
"""

from __future__ import annotations

import re
from itertools import islice

from twitchsearch.extract.tree import Element

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}@;]{1,300})\{([^{}]{1,2000})\}")
_LAST_CLASS = re.compile(r"(?:^|[\s>+~])(?:[a-z][a-z0-9]*)?\.([A-Za-z_][\w-]*)$")
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)\b", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*(\d{1,3}(?:\.\d{1,3})?)\s*(pt|px|r?em|%)", re.IGNORECASE)
_SHORTHAND = re.compile(
    r"font\s*:\s*(?P<before>[^;}]{0,60}?)(?P<size>\d{1,3}(?:\.\d{1,3})?)\s*(?P<unit>pt|px|r?em|%)", re.IGNORECASE
)
_BOLD_WORD = re.compile(r"\b(?:bold|[6-9]00)\b", re.IGNORECASE)
_UTILITIES = {
    f"text-{name}": f"font-size:{size}px" for name, size in (("xl", 20), ("2xl", 24), ("3xl", 30), ("4xl", 36))
}
"""Classes that say the same on all sites that use them, and whose sheets are seldom in the page."""
_LONGEST_SHEET, _MOST_RULES, _MOST_ELEMENTS = 200_000, 4_000, 8_000


def write_looks(root: Element) -> None:
    """Give elements the weight and size that the page's style sheets give to their classes, unless they state it."""
    stated = _looks(root)
    looks = _UTILITIES | stated
    classes = "//body//*[@class]" if stated else "//body//*[contains(@class, 'text-')]"
    for element in islice(root.xpath(classes), _MOST_ELEMENTS):
        found = [looks[name] for name in element.get("class", "").split() if name in looks]
        if found:
            element.set("style", ";".join((element.get("style", ""), *reversed(found))))


def _looks(root: Element) -> dict[str, str]:
    """The look of each class of which the sheets say something; what stands later holds."""
    found: dict[str, str] = {}
    text = "\n".join(sheet.text or "" for sheet in root.xpath("//style"))[:_LONGEST_SHEET]
    for rule in islice(_RULE.finditer(_COMMENT.sub("", text)), _MOST_RULES):
        if look := _look(rule[2]):
            for selector in rule[1].split(","):
                if match := _LAST_CLASS.search(selector.strip()):
                    found[match[1]] = look
    return found


def _look(declarations: str) -> str:
    parts = []
    if short := _SHORTHAND.search(declarations):
        if _BOLD_WORD.search(short["before"]):
            parts.append("font-weight:bold")
        parts.append(f"font-size:{short['size']}{short['unit']}")
    if _WEIGHT.search(declarations):
        parts.append("font-weight:bold")
    if size := _SIZE.search(declarations):
        parts = [part for part in parts if not part.startswith("font-size")]
        parts.append(f"font-size:{size[1]}{size[2]}")
    return ";".join(parts)
