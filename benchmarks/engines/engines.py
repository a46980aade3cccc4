"""The engines: how each is filled and asked. Text in; out come ten hits with what is stored of them, and snippets.

Every engine stems English and folds case with what it brings itself, so plain words give the same tokens; "any" and
"all" mean the same everywhere. What an engine does beyond that, or cannot do, `extras` says.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from benchmarks.engines.corpora import Record
from benchmarks.engines.questions import Question
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.model import (
    Article,
    ArticleFacts,
    Catalogue,
    Matching,
    SearchRequest,
    Section,
    SectionKind,
    no_progress,
)
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Searcher

_HITS = 10
_SITE = "https://example.org/"
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)

Top = list[tuple[str, str]]
"""Hits in their order: of each the name of its article, and its heading."""


class Engine(Protocol):
    """`most` is how many sections it is given unless it is asked to take its time."""

    name: str
    extras: str
    most: int

    def fill(self, records: list[Record], folder: Path) -> None:
        """Index and flush; afterwards it can be asked."""

    def ask(self, question: Question) -> Top | None:
        """The hits that were made, best first; None where the engine cannot be asked so."""


class Ours:
    name = "twitchsearch"
    extras = "exact total, facets by kind and site, snippets, fuzzy words; fields combined before saturation"
    most = 1_000_000

    searcher: Searcher

    def prepared(self, records: list[Record]) -> list[Article]:
        return list(articles(records))

    def fill(self, records: Any, folder: Path) -> None:
        given = records if isinstance(records[0], Article) else self.prepared(records)
        index = WhooshIndex(folder)
        index.rebuild(given, Catalogue(), no_progress)
        self.searcher = index.searcher()

    def ask(self, question: Question) -> Top | None:
        text = " ".join(question.words)
        if question.form.startswith("phrase"):
            text = f'"{text}"'
        text += f" -{question.without}" * bool(question.without) + f" site:{question.site}" * bool(question.site)
        matching = Matching.ALL if question.form == "all of words" else Matching.ANY
        hits = self.searcher.search(SearchRequest(parse(text), text, matching=matching)).hits
        return [(each.article.url.removeprefix(_SITE), each.section.heading) for each in hits]


def articles(records: list[Record]) -> Iterator[Article]:
    for name, several in groupby(records, key=lambda each: each.article):
        parts = list(several)
        identity = hashlib.sha256(name.encode()).hexdigest()[:16]
        sections = tuple(
            Section(f"{identity}-{each.ordinal:08x}", each.ordinal, SectionKind.OTHER, each.text, (each.heading,))
            for each in parts
        )
        facts = ArticleFacts(identity, f"{_SITE}{name}", parts[0].title, parts[0].site, FETCHED)
        yield Article(facts, sections)


class Fts5:
    name = "SQLite FTS5"
    extras = "exact total and snippets; no facets, no fuzzy words"
    most = 1_000_000

    def fill(self, records: list[Record], folder: Path) -> None:
        folder.mkdir()
        self._base = sqlite3.connect(folder / "fts5")
        self._base.execute(
            "CREATE VIRTUAL TABLE s USING fts5(title, heading, text, article UNINDEXED, site UNINDEXED, "
            "tokenize = 'porter unicode61', prefix = '2 3')"
        )
        rows = ((each.title, each.heading, each.text, each.article, each.site) for each in records)
        with self._base:
            self._base.executemany("INSERT INTO s VALUES (?, ?, ?, ?, ?)", rows)

    def ask(self, question: Question) -> Top | None:
        match question.form:
            case "misspelt":
                return None
            case form if form.startswith("phrase"):
                text = f'"{" ".join(question.words)}"'
            case "all of words":
                text = " AND ".join(question.words)
            case _:
                text = " OR ".join(question.words)
        if question.without:
            text = f"({text}) NOT {question.without}"
        site = ("AND site = ?", (question.site,)) if question.site else ("", ())
        found = self._base.execute(
            "SELECT title, heading, article, snippet(s, 2, '', '', '…', 30) FROM s "
            f"WHERE s MATCH ? {site[0]} ORDER BY bm25(s, 2, 2, 1) LIMIT {_HITS}",
            (text, *site[1]),
        ).fetchall()
        self._base.execute(f"SELECT count(*) FROM s WHERE s MATCH ? {site[0]}", (text, *site[1])).fetchone()
        return [(article, heading) for _, heading, article, _ in found]


class Tantivy:
    name = "tantivy"
    extras = "exact total and snippets; no facets"
    most = 1_000_000

    def __init__(self) -> None:
        import tantivy

        self._library = tantivy
        schema = tantivy.SchemaBuilder()
        for field in ("title", "heading", "text"):
            schema.add_text_field(field, stored=True, tokenizer_name="en_stem")
        for field in ("article", "site"):
            schema.add_text_field(field, stored=True, tokenizer_name="raw")
        self._schema = schema.build()

    def fill(self, records: list[Record], folder: Path) -> None:
        folder.mkdir()
        self._index = self._library.Index(self._schema, str(folder))
        writer = self._index.writer(256 << 20, 2)
        for each in records:
            article, _, site, title, heading, text = each
            document = self._library.Document(title=title, heading=heading, text=text, article=article, site=site)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> Top | None:
        query = self._query(question)
        found = self._searcher.search(query, _HITS, count=True)
        snippets = self._library.SnippetGenerator.create(self._searcher, query, self._schema, "text")
        top: Top = []
        for _, address in found.hits:
            document = self._searcher.doc(address)
            stored = document.to_dict()
            top.append((stored["article"][0], stored["heading"][0]))
            snippets.snippet_from_doc(document).fragment()
        return top

    def _query(self, question: Question) -> Any:
        fields = ["title", "heading", "text"]
        words = [each.rstrip("*~") for each in question.words]
        match question.form:
            case "prefix":
                kinds = [self._library.Query.regex_query(self._schema, field, words[0] + ".*") for field in fields]
                return self._library.Query.disjunction_max_query(kinds)
            case "misspelt":
                kinds = [self._library.Query.fuzzy_term_query(self._schema, field, words[0]) for field in fields]
                return self._library.Query.disjunction_max_query(kinds)
            case form if form.startswith("phrase"):
                text = f'"{" ".join(words)}"'
            case "all of words":
                text = " ".join(f"+{word}" for word in words)
            case _:
                text = f"+({' '.join(words)})"
        text += f" -{question.without}" * bool(question.without) + f' +site:"{question.site}"' * bool(question.site)
        return self._index.parse_query(text, fields, field_boosts={"title": 2.0, "heading": 2.0})


class Bm25s:
    name = "bm25s"
    extras = "any of words only, one field, no total, no facets, no snippets; all in memory"
    most = 200_000

    def __init__(self) -> None:
        import bm25s
        import Stemmer

        self._library = bm25s
        self._stemmer = Stemmer.Stemmer("english")

    def fill(self, records: list[Record], folder: Path) -> None:
        texts = [f"{each.title} {each.heading} {each.text}" for each in records]
        tokens = self._library.tokenize(texts, stopwords=None, stemmer=self._stemmer, show_progress=False)
        self._records = records
        self._index = self._library.BM25(method="lucene")
        self._index.index(tokens, show_progress=False)
        self._index.save(folder, show_progress=False)

    def ask(self, question: Question) -> Top | None:
        if question.form not in ("one word", "any of words"):
            return None
        text = " ".join(question.words)
        tokens = self._library.tokenize([text], stopwords=None, stemmer=self._stemmer, show_progress=False)
        numbers, _ = self._index.retrieve(tokens, k=_HITS, show_progress=False)
        some = [self._records[int(number)] for number in numbers[0]]
        return [(each.article, each.heading) for each in some]


class StockWhoosh:
    name = "Whoosh as it comes"
    extras = "snippets; no facets asked for"
    most = 200_000

    def fill(self, records: list[Record], folder: Path) -> None:
        from whoosh import analysis, fields, index

        folder.mkdir()
        text = fields.TEXT(analysis.StemmingAnalyzer(stoplist=None, minsize=1), stored=True)
        schema = fields.Schema(
            title=text, heading=text, text=text, article=fields.ID(stored=True), site=fields.ID(stored=True)
        )
        self._index = index.create_in(folder, schema)
        writer = self._index.writer(limitmb=256)
        for each in records:
            writer.add_document(
                title=each.title, heading=each.heading, text=each.text, article=each.article, site=each.site
            )
        writer.commit()
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> Top | None:
        from whoosh import qparser, query

        if question.form == "misspelt":
            return None
        group = qparser.AndGroup if question.form == "all of words" else qparser.OrGroup
        parser = qparser.MultifieldParser(["title", "heading", "text"], self._index.schema, group=group)
        text = " ".join(question.words)
        asked = parser.parse(f'"{text}"' if question.form.startswith("phrase") else text)
        if question.without:
            asked = query.And([asked, query.Not(parser.parse(question.without))])
        kept = query.Term("site", question.site) if question.site else None
        found = self._searcher.search(asked, limit=_HITS, filter=kept)
        some = [(dict(each), each.highlights("text")) for each in found]
        return [(stored["article"], stored["heading"]) for stored, _ in some]


def engines() -> Iterator[Engine | str]:
    """Those that are installed, and the names of those that are not."""
    for kind in (Ours, Tantivy, Fts5, Bm25s, StockWhoosh):
        try:
            yield kind()
        except ImportError:
            yield kind.name
