"""`twitchsearch corpus export`: pages out of the corpus, for other tools and other libraries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, PathName, common, formats
from twitchsearch.cli.typed import SiteName
from twitchsearch.cli.wording import counted
from twitchsearch.errors import CorpusError, ExtractionError, LibraryError, NotFound
from twitchsearch.text import guard

if TYPE_CHECKING:
    from twitchsearch.corpus.store import CorpusStore
    from twitchsearch.model import Page

EXPORT = "twitchsearch.export/1"


def store_of(invocation: Invocation) -> CorpusStore:
    """The corpus of the library that is meant. Raises LibraryError where there is none."""
    from twitchsearch.library import open_store

    library = invocation.library()
    if not library.corpus_folder.is_dir():
        raise LibraryError(f"there is no corpus in {library.root}; fill one with: twitchsearch import PATH")
    return open_store(library)


@click.command("export")
@click.argument("path", type=PathName())
@click.option("--site", type=SiteName(), metavar="SITE", help="Only the pages of this site, or of sites below it.")
@click.option(
    "--as", "kind", type=click.Choice(["warc", "jsonl"]), help="What to write; else the name of PATH says it."
)
@formats("text", "json")
@common
def export(invocation: Invocation, form: str, *, path: Path, site: str | None, kind: str | None) -> Exit:
    """Write the pages of the corpus to a WARC or JSONL file.

    Pages that are gone are left out. What is written can be imported again.

    \b
    Example:
      twitchsearch corpus export --site example.org pages.warc.gz
    """
    from twitchsearch.corpus.exporting import json_lines, warc_records
    from twitchsearch.files import write_stream

    kind = kind or ("warc" if ".warc" in path.name else "jsonl" if ".jsonl" in path.name else None)
    if kind is None:
        raise click.UsageError("name a file that ends in .warc.gz or .jsonl, or say which with --as")
    skipped: list[str] = []
    pages = _exported(store_of(invocation), site or "", skipped)
    written: list[str] = []
    records = warc_records(_noted(pages, written)) if kind == "warc" else json_lines(_read(pages, written, skipped))
    write_stream(path, records)
    for each in skipped:
        invocation.talk.say(f"skipped {each}")
    if form == "json":
        invocation.output.write_json(
            {"schema": EXPORT, "path": str(path), "pages": len(written), "skipped": [guard(each) for each in skipped]}
        )
    else:
        invocation.output.write(
            [f"{counted(len(written), 'page')} written to {guard(str(path))}; {len(skipped):,} skipped"]
        )
    return Exit.SKIPPED if skipped else Exit.OK


def _noted(pages: Iterable[Page], written: list[str]) -> Iterator[Page]:
    for page in pages:
        written.append(page.url)
        yield page


def _read(pages: Iterable[Page], written: list[str], skipped: list[str]) -> Iterator[tuple[Page, str]]:
    """Pages with their text; one that is none is skipped."""
    from twitchsearch.extract.decode import decode

    for page in pages:
        try:
            text = decode(page).text
        except ExtractionError as error:
            skipped.append(f"{page.url}: {error}")
            continue
        written.append(page.url)
        yield page, text


def _exported(store: CorpusStore, site: str, skipped: list[str]) -> Iterator[Page]:
    """The pages to write, one at a time."""
    from twitchsearch.corpus.census import is_of
    from twitchsearch.corpus.store import Damaged

    for entry in store.entries():
        if isinstance(entry, Damaged):
            skipped.append(f"{entry.path}: {entry.reason}")
        elif is_of(entry.url, site) and not entry.gone_at:
            try:
                page = store.read(entry)
            except (CorpusError, NotFound) as error:
                skipped.append(f"{entry.path}: {error}")
                continue
            yield page
