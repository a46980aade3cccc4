"""The documents as a small site: build/site, pages that need no server, no script and no network.

    python docs/site.py

docs/adr/0012-documents-without-a-generator.md says why there is no generator.
"""

from __future__ import annotations

import html
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
SITE = ROOT / "build" / "site"
BESIDE = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE")
"""What stands beside docs/ and is linked to; in the site it stands in a folder `project`."""

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{up}site.css">
<nav aria-label="Pages">{navigation}</nav>
<main>
{body}</main>
"""

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --link: light-dark(#0550ae, #79b8ff); }
body { margin: 0; font: 17px/1.6 system-ui, sans-serif; display: flex; flex-wrap: wrap; }
nav { flex: 0 0 15rem; padding: 1.5rem 1rem; border-right: 1px solid var(--line); font-size: .92em; }
nav strong { display: block; margin-top: 1rem; }
nav a { display: block; padding: .1rem 0; text-decoration: none; }
nav a[aria-current] { font-weight: bold; }
main { flex: 1 1 32rem; min-width: 0; max-width: 50rem; padding: .5rem 2rem 4rem; }
a { color: var(--link); }
pre { background: var(--soft); border: 1px solid var(--line); padding: .7rem 1rem; white-space: pre-wrap; }
code { font: .88em/1.5 ui-monospace, monospace; }
:not(pre) > code { background: var(--soft); padding: .1em .25em; border-radius: 3px; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
th:empty { display: none; }
img { max-width: 100%; }
h1, h2, h3 { line-height: 1.25; }
"""


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file, or a folder of such, and where its page goes in the site."""

    source: Path
    page: Path

    @property
    def text(self) -> str:
        if not self.source.is_dir():
            return self.source.read_text(encoding="utf-8")
        inside = [Document(path, self.page) for path in sorted(self.source.glob("*.md"))]
        return "# Decisions\n\n" + "".join(f"- [{each.title}]({each.source.name})\n" for each in inside)

    @property
    def title(self) -> str:
        found = re.search(r"^# (.+)$", self.text, re.MULTILINE)
        return found[1] if found else self.source.stem


def documents() -> list[Document]:
    """Every document, the first page first."""
    ours = sorted(DOCS.rglob("*.md"), key=lambda path: (path.name != "index.md", path))
    inside = [Document(path, Path(path.relative_to(DOCS)).with_suffix(".html")) for path in ours]
    decisions = Document(DOCS / "adr", Path("adr", "index.html"))
    return [*inside, decisions, *(Document(ROOT / name, Path("project", name).with_suffix(".html")) for name in BESIDE)]


def build(folder: Path = SITE) -> int:
    """Make the site anew in `folder`; how many pages it has. Raises ValueError for a link that leads nowhere."""
    shutil.rmtree(folder, ignore_errors=True)
    every = documents()
    places = {document.source: document.page for document in every}
    for document in every:
        target = folder / document.page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_page(document, places), encoding="utf-8")
    (folder / "site.css").write_text(_STYLE.lstrip(), encoding="utf-8")
    shutil.copytree(DOCS / "pictures", folder / "pictures")
    return len(every)


def _page(document: Document, places: dict[Path, Path]) -> str:
    up = "../" * (len(document.page.parts) - 1)
    plain = document.source.name == "LICENSE"
    body = _plain(document.text) if plain else _markdown().render(document.text)
    body = re.sub(
        r'((?:href|src)=")([^"]+)', lambda found: found[1] + _link(found[2], document, places), _with_anchors(body)
    )
    return _PAGE.format(
        title=html.escape(document.title), up=up, navigation="".join(_navigation(document, places)), body=body
    )


def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _plain(text: str) -> str:
    return f"<pre>{html.escape(text)}</pre>\n"


def _with_anchors(body: str) -> str:
    """Headings that can be linked to, by the names that code hosts give them."""
    return re.sub(
        r"<h([1-6])>(.*?)</h\1>", lambda found: f'<h{found[1]} id="{_anchor(found[2])}">{found[2]}</h{found[1]}>', body
    )


def _anchor(heading: str) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", "", heading))
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def _link(link: str, document: Document, places: dict[Path, Path]) -> str:
    """Where a link of a document leads from its page."""
    target, mark, anchor = html.unescape(link).partition("#")
    if "://" in target or not target:
        return link
    folder = document.source if document.source.is_dir() else document.source.parent
    source = (folder / target).resolve()
    page = source.relative_to(DOCS) if source.is_relative_to(DOCS / "pictures") else places.get(source)
    if page is not None:
        return html.escape(Path(os.path.relpath(page, document.page.parent)).as_posix() + mark + anchor)
    raise ValueError(f"{document.source.name} links to {target}, which is no page of the site")


def _navigation(document: Document, places: dict[Path, Path]) -> Iterator[str]:
    """The first page's lists, in its order."""
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    yield _entry("twitchsearch", DOCS / "index.md", document, places)
    for part in re.split(r"^## ", index, flags=re.MULTILINE)[1:]:
        yield f"<strong>{html.escape(part.splitlines()[0])}</strong>"
        for title, target in re.findall(r"\[([^\]]+)\]\(([^)#\s]+)\)", part):
            yield _entry(title, (DOCS / target).resolve(), document, places)


def _entry(title: str, source: Path, document: Document, places: dict[Path, Path]) -> str:
    here = ' aria-current="page"' if source == document.source else ""
    link = Path(os.path.relpath(places[source], document.page.parent)).as_posix()
    return f'<a href="{html.escape(link)}"{here}>{html.escape(title[:1].upper() + title[1:])}</a>'


if __name__ == "__main__":
    print(f"{build()} pages in {SITE}")
