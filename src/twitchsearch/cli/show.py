"""`twitchsearch show` and `explain`: one article or section to read, and how a page was cut into sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, common, formats
from twitchsearch.cli.render.records import article_record
from twitchsearch.cli.render.screen import article_lines, outline_lines
from twitchsearch.cli.search import look, named, open_searcher

if TYPE_CHECKING:
    from twitchsearch.model import Article, Section


@click.command()
@click.argument("name", metavar="ID")
@click.option("--whole", is_flag=True, help="The whole article, for the ID of a section too.")
@formats("text", "json")
@common
def show(invocation: Invocation, name: str, whole: bool, form: str) -> Exit:  # noqa: FBT001 - click passes it by name
    """Show an article or a section by its ID.

    What is shown comes from the index alone. IDs stand in every form of `search` made for programs: try
    `twitchsearch search --format ids`.

    \b
    Example:
      twitchsearch show --whole 2f1d8c3a9b7e6f50-1a2b3c4d
    """
    with open_searcher(invocation) as searcher, named(name):
        article = searcher.article(name)
        sections = article.sections if whole or name == article.id else (searcher.section(name),)
    _write(invocation, article, sections, form)
    return Exit.OK


@click.command()
@click.argument("url", metavar="PAGE")
@formats("text", "json")
@common
def explain(invocation: Invocation, url: str, form: str) -> Exit:
    """Show how a page is cut into sections.

    PAGE is the URL of a page of the corpus. Each section is shown with its kind and where the kind was read.

    \b
    Example:
      twitchsearch explain https://example.org/health/eyelids
    """
    from twitchsearch.extract import extract
    from twitchsearch.library import open_store

    article = extract(open_store(invocation.library()).get(url))
    if form == "json":
        invocation.output.write_json(article_record(article, article.sections))
    else:
        invocation.output.write(outline_lines(article, look(invocation)))
    return Exit.OK


def _write(invocation: Invocation, article: Article, sections: tuple[Section, ...], form: str) -> None:
    if form == "json":
        invocation.output.write_json(article_record(article, sections))
    else:
        invocation.output.write(article_lines(article, sections, look(invocation)))
