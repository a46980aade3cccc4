"""Values to the objects of the JSON output. `docs/json-output.md` lists every key; keys are added, never renamed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from twitchsearch.cli.render.care import NOTICE, most_urgent
from twitchsearch.cli.render.explanations import explanation_record
from twitchsearch.cli.render.questions import shown_query
from twitchsearch.model import (
    Article,
    ArticleFacts,
    Hit,
    IndexState,
    IndexStatus,
    Relaxation,
    Report,
    Results,
    SearchRequest,
    Section,
)

SEARCH = "twitchsearch.search/1"
ARTICLE = "twitchsearch.article/1"

Record = dict[str, Any]


def search_record(request: SearchRequest, results: Results) -> Record:
    """The whole answer to a search."""
    return {
        **begin_record(request, results),
        "took_ms": _milliseconds(results),
        "timed_out": results.timed_out,
        "results": [hit_record(hit) for hit in results.hits],
        "notice": NOTICE,
    }


def begin_record(request: SearchRequest, results: Results) -> Record:
    """What is known before the first hit."""
    return {
        "schema": SEARCH,
        "query": _query(request, results),
        "index": _index(results.index),
        "total": results.total.value,
        "total_exact": results.total.exact,
        "folded": results.folded,
        "offset": request.window.offset,
        "limit": request.window.limit,
        "facets": _facets(results),
        "suggestions": list(results.suggestions or filter(None, [results.suggestion])),
    }


def end_record(results: Results) -> Record:
    return {
        "returned": len(results.hits),
        "took_ms": _milliseconds(results),
        "timed_out": results.timed_out,
        "notice": NOTICE,
    }


def hit_record(hit: Hit) -> Record:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "id": hit.section.id,
        "article_id": hit.article.id,
        "title": hit.article.title,
        "kind": hit.section.kind.value,
        "kind_source": hit.section.kind_source.value,
        "heading_path": list(hit.section.heading_path),
        "url": hit.article.url,
        "anchor": hit.section.anchor,
        "site": hit.article.site,
        **_dates(hit.article),
        "more_in_article": hit.more_in_article,
        "copies": hit.copies,
        "copied_in": [
            {"article_id": each.id, "title": each.title, "url": each.url, "site": each.site} for each in hit.copied_in
        ],
        "snippets": [
            {"text": snippet.text, "highlights": [[span.start, span.end] for span in snippet.highlights]}
            for snippet in hit.snippets
        ],
        "care": care_record(hit.section),
        "explanation": None if hit.explanation is None else explanation_record(hit.explanation),
    }


def care_record(section: Section) -> Record | None:
    """The most urgent warning sign of a section, in the article's own words; None where it names none."""
    sign = most_urgent(section.signs)
    return None if sign is None else {"urgency": sign.urgency.value, "text": sign.text}


def article_record(article: Article, sections: tuple[Section, ...]) -> Record:
    """An article with these of its sections."""
    facts = article.facts
    return {
        "schema": ARTICLE,
        "id": facts.id,
        "title": facts.title,
        "url": facts.url,
        "aliases": list(facts.aliases),
        "site": facts.site,
        "authors": list(facts.authors),
        "language": facts.language,
        **_dates(facts),
        "source": facts.source,
        "group": facts.group or None,
        "outline": [_outline(section) for section in article.sections],
        "sections": [{**_outline(section), **_body(section)} for section in sections],
        "notice": NOTICE,
    }


def state_record(state: IndexState) -> Record:
    """Everything known of an index."""
    return {
        "status": state.status.value,
        "ready": state.status is IndexStatus.READY,
        "problem": state.problem or None,
        **_index(state),
        "previous": state.previous or None,
        "deleted": state.deleted,
        "segments": state.segments,
        "bytes": state.bytes,
        "fingerprints": {"schema": state.schema, "analysis": state.analysis, "extraction": state.extraction},
    }


def report_record(schema: str, report: Report) -> Record:
    return {
        "schema": schema,
        "checked": report.checked,
        "ok": not report.problems,
        "problems": [{"where": each.where, "what": each.what, "remedy": each.remedy} for each in report.problems],
    }


def _query(request: SearchRequest, results: Results) -> Record:
    return {
        "raw": request.text,
        "parsed": shown_query(request.query),
        "corrected": results.corrected or None,
        "expanded": [{"word": each.word, "also": list(each.also)} for each in results.expansions],
        "dropped": list(results.dropped),
        "absent": list(results.absent),
        "wish": [kind.value for kind in results.wish],
        "relaxed": None if results.relaxed is Relaxation.NONE else results.relaxed.value,
    }


def _index(state: IndexState) -> Record:
    return {
        "generation": state.generation,
        "built_at": day_or_time(state.built_at),
        "articles": state.articles,
        "sections": state.sections,
        "rebuilding": state.writing,
    }


def _facets(results: Results) -> Record:
    return {
        "kinds": [{"kind": kind.value, "sections": count} for kind, count in results.facets.kinds],
        "sites": [{"site": site, "sections": count} for site, count in results.facets.sites],
        "unknown_dates": results.facets.unknown_dates,
    }


def _dates(facts: ArticleFacts) -> Record:
    return {
        "published": day_or_time(facts.published),
        "modified": day_or_time(facts.modified),
        "reviewed": day_or_time(facts.reviewed),
        "fetched_at": day_or_time(facts.fetched_at),
    }


def day_or_time(when: date | datetime | None) -> str | None:
    """ISO 8601: a day, or a moment in UTC to the second."""
    if isinstance(when, datetime):
        return when.isoformat(timespec="seconds").replace("+00:00", "Z")
    return None if when is None else when.isoformat()


def _outline(section: Section) -> Record:
    return {"id": section.id, "kind": section.kind.value, "heading_path": list(section.heading_path)}


def _body(section: Section) -> Record:
    return {
        "ordinal": section.ordinal,
        "kind_source": section.kind_source.value,
        "anchor": section.anchor,
        "text": section.text,
        "signs": [{"urgency": sign.urgency.value, "text": sign.text} for sign in section.signs],
    }


def _milliseconds(results: Results) -> float:
    return round(results.took * 1000, 3)
