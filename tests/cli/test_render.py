from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.cli.samples import ARTICLE, FACTS, HIT, HOSTILE, NONE, REQUEST, RESULTS, RICH, WARNING, hostile
from twitchsearch.cli.render import COLUMNS, Answer, Format, Look, cell, lines_of, stream_lines
from twitchsearch.cli.render.care import NOTICE, care_line
from twitchsearch.cli.render.markdown import escaped
from twitchsearch.cli.render.wrapping import columns, wrapped
from twitchsearch.model import Count, Expansion, Hit, Relaxation, Results, Sign, Snippet, Span, Urgency
from twitchsearch.text import guard

PLAIN = Look()


def shown(form: Format, results: Results = RESULTS, look: Look = PLAIN) -> str:
    return "\n".join(lines_of(Answer(REQUEST, results), form, look))


def answered(*hits: Hit) -> Answer:
    return Answer(REQUEST, replace(RESULTS, hits=hits))


def test_text_shows_where_a_hit_comes_from_how_old_it_is_and_how_to_get_there() -> None:
    text = shown(Format.TEXT)
    assert "1. Why eyelids twitch" in text
    assert "Causes > Stimulants" in text
    assert "causes · example.org · modified 2026-10-01, published 2025-01-02, fetched 2026-11-22" in text
    assert "2 more in this article" in text
    assert "https://example.org/eyelids#stimulants" in text
    assert "1-1 of 7 sections" in text


def test_the_sites_of_near_copies_are_named_three_at_most() -> None:
    def said(copies: int, *sites: str) -> str:
        copied = tuple(replace(FACTS, id=f"c{number}", site=site) for number, site in enumerate(sites))
        return shown(Format.TEXT, replace(RESULTS, hits=(replace(HIT, copies=copies, copied_in=copied),)))

    assert "also on" not in said(0)
    assert "also on b.example\n" in said(1, "b.example")
    assert "also on b.example, c.example\n" in said(3, "b.example", "c.example", "b.example")
    assert "also on b, c, d and 12 more\n" in said(15, "b", "c", "d", "e")


def test_the_last_line_says_how_many_near_copies_are_left_out() -> None:
    text = shown(Format.TEXT, replace(RESULTS, folded=3))
    assert "1-1 of 7 sections" in text
    assert "near-copies left out: 3 (--copies: shown)" in text


@pytest.mark.parametrize("form", [Format.TEXT, Format.JSON, Format.JSONL, Format.MD])
@pytest.mark.parametrize("results", [RESULTS, RICH])
def test_the_notice_stands_once(form: Format, results: Results) -> None:
    said = shown(form, results).replace("\\", "")
    assert said.count(NOTICE) == 1


def test_matches_are_painted_only_in_colour() -> None:
    assert "\x1b" not in shown(Format.TEXT)
    assert "much \x1b[1;33mcoffee\x1b[0m is" in shown(Format.TEXT, look=Look(color=True))
    assert "> \x1b[1;33mStimulants\x1b[0m" in shown(Format.TEXT, look=Look(color=True))


def test_a_snippet_shows_where_the_text_goes_on() -> None:
    middle = Snippet("coffee is a common cause.", (Span(0, 6),), start=9)
    hits = (replace(HIT, snippets=(middle, Snippet("Tiredness is another.", (), start=35))),)
    text = shown(Format.TEXT, replace(RESULTS, hits=hits), Look(color=True))
    assert "…\x1b[1;33mcoffee\x1b[0m is a common cause.…\n" in text
    assert "…Tiredness is another.\n" in text
    assert "> …**coffee** is a common cause.…" in shown(Format.MD, replace(RESULTS, hits=hits))


def test_what_changed_the_answer_is_said() -> None:
    relaxed = replace(RICH, relaxed=Relaxation.ANY_WORD, total=Count(7, exact=False), timed_out=True)
    text = shown(Format.TEXT, relaxed)
    for remark in (
        "these have some",
        "left out: the",
        "in no article: Lisbon, nightt",
        "also searched for: caffeine (coffee)",
        "did you mean: coffees",
        "at least 7",
        "time limit",
    ):
        assert remark in text
    assert "looking for: causes" in text


def test_words_that_no_article_has_are_named_where_nothing_is_found_too() -> None:
    assert "In no article: Lisbon, nightt." in shown(Format.TEXT, replace(NONE, absent=RICH.absent))
    assert json.loads(shown(Format.JSON, RICH))["query"]["absent"] == ["Lisbon", "nightt"]


def test_what_was_searched_for_instead_is_said_first() -> None:
    results = replace(RESULTS, corrected="coffees", suggestion="coffees", suggestions=("coffees", "coffers"))
    assert "for: coffees" in shown(Format.TEXT, results).splitlines()[0]
    assert "for: coffees" in shown(Format.MD, results).replace("\\", "")
    assert "did you mean" not in shown(Format.TEXT, results).lower()
    record = json.loads(shown(Format.JSON, results))
    assert (record["query"]["corrected"], record["suggestions"]) == ("coffees", ["coffees", "coffers"])


def test_no_more_than_a_line_of_what_was_also_searched_for_is_named() -> None:
    words = tuple(f"caffeine{number}" for number in range(100))
    text = shown(Format.TEXT, replace(RESULTS, expansions=(Expansion("coffee", words),)))
    assert "caffeine7 and 92 more (coffee)" in text


def test_no_hit_says_so_and_offers_the_suggestion() -> None:
    assert shown(Format.TEXT, NONE) == "Nothing was found."
    assert "Did you mean: coffees" in shown(Format.TEXT, replace(NONE, suggestion="coffees"))


def test_the_one_warning_is_the_most_urgent_in_the_articles_words_with_its_source() -> None:
    text = shown(Format.TEXT, RICH)
    assert text.startswith("EMERGENCY: “the face droops” (Why eyelids twitch, example.org)")
    assert len(re.findall("EMERGENCY|URGENT|SEE A DOCTOR", text)) == 1


def test_a_list_without_warning_signs_says_nothing_about_them() -> None:
    assert care_line(answered(HIT, replace(HIT, section=replace(WARNING, signs=())))) == ""


def test_json_has_the_hits_and_no_hit_is_the_same_object() -> None:
    found, none = json.loads(shown(Format.JSON)), json.loads(shown(Format.JSON, NONE))
    assert found["schema"] == none["schema"] == "twitchsearch.search/1"
    assert found.keys() == none.keys()
    assert none["results"] == []
    result = found["results"][0]
    assert result["snippets"] == [{"text": "Too much coffee is a common cause.", "highlights": [[9, 15]]}]
    assert result["fetched_at"] == "2026-11-22T08:30:00Z"
    assert result["reviewed"] is None
    assert result["care"] is None


def test_json_carries_the_most_urgent_sign_of_a_section() -> None:
    result = json.loads(shown(Format.JSON, RICH))["results"][1]
    assert result["care"] == {"urgency": "emergency", "text": "the face droops"}


def test_json_lines_begin_with_the_query_and_end_with_the_time() -> None:
    records = [json.loads(line) for line in stream_lines(REQUEST, RICH, line=3)]
    assert [record["type"] for record in records] == ["begin", "result", "result", "end"]
    assert {record["line"] for record in records} == {3}
    assert records[0]["query"]["raw"] == "coffee"
    assert records[-1]["returned"] == 2
    assert records[-1]["took_ms"] == pytest.approx(4.2)


def test_csv_is_read_back_as_it_was_written() -> None:
    header, row = csv.reader(io.StringIO(shown(Format.CSV)))
    assert tuple(header) == COLUMNS
    found = dict(zip(header, row, strict=True))
    assert found["title"] == "Why eyelids twitch"
    assert found["url"] == "https://example.org/eyelids#stimulants"
    assert found["heading_path"] == "Causes > Stimulants"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "＝1", " =1"])
def test_no_csv_cell_is_a_formula(start: str) -> None:
    assert cell(start).startswith("'")


def test_urls_and_ids_are_one_a_line() -> None:
    assert shown(Format.URLS) == "https://example.org/eyelids#stimulants"
    assert shown(Format.IDS) == HIT.section.id


def test_markdown_shows_the_text_of_an_article_as_it_stands() -> None:
    trap = replace(
        HIT,
        article=replace(FACTS, title="[x](javascript:1) <b>", url="https://example.org/a(b)"),
        snippets=(Snippet("*a* <script> `c` # d", (Span(4, 12),)),),
    )
    text = shown(Format.MD, replace(RESULTS, hits=(trap,)))
    assert "[\\[x\\](javascript\\:1) \\<b\\>](<https://example.org/a%28b%29#stimulants>)" in text
    assert "> \\*a\\* **\\<script\\>** \\`c\\` \\# d…" in text


@given(st.text(st.sampled_from("ab1 *_`[]()<>&#!-+=.~|:/@\\\"'\n") | st.characters(exclude_categories=["Cs"])))
@example("www.example.org a@b.org https://example.org")
@example("1. a")
@example("- a")
@example("===")
@example("&amp; <b> ~~x~~ **y** `z` [l](u) ![i](u) # h #")
def test_a_markdown_reader_sees_the_text_and_nothing_but_text(text: str) -> None:
    shown = MarkdownIt("gfm-like").render(f"> {escaped(text)}")
    paragraphs = re.fullmatch(r"<blockquote>\s*(?:<p>(.*)</p>\s*)?</blockquote>\s*", shown, re.DOTALL)
    assert paragraphs, shown
    assert "<" not in (paragraphs[1] or "")
    assert html.unescape(paragraphs[1] or "").split() == guard(text.replace("\n", " ")).split()


@pytest.mark.parametrize("form", list(Format))
def test_nothing_hostile_reaches_the_terminal_in_any_form(form: Format) -> None:
    results = replace(RESULTS, hits=(hostile(),), suggestion=HOSTILE, dropped=(HOSTILE,))
    lines = list(lines_of(Answer(replace(REQUEST, text=HOSTILE), results, ARTICLE), form, Look(width=40)))
    for line in (part for each in lines for part in (each.split("\n") if form is Format.JSON else [each])):
        assert all(unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for each in line), repr(line)


@pytest.mark.parametrize("form", [Format.JSON, Format.JSONL])
def test_json_gives_hostile_text_back_unchanged(form: Format) -> None:
    lines = shown(form, replace(RESULTS, hits=(hostile(),))).split("\n")
    record = json.loads("\n".join(lines)) if form is Format.JSON else json.loads(lines[1])
    hit = record["results"][0] if form is Format.JSON else record
    assert hit["title"] == HOSTILE


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))), st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing_but_white_space(text: str, width: int) -> None:
    lines = [text[span.start : span.end] for span in wrapped(text, width)]
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert columns(line) <= width or len(line) == 1


def test_wide_characters_take_two_columns() -> None:
    assert [span.end - span.start for span in wrapped("眼瞼痙攣について", 6)] == [3, 3, 2]


def test_a_huge_word_is_wrapped_in_no_time() -> None:
    assert sum(1 for _ in wrapped("x" * 300_000, 80)) == 3750


def test_lines_of_an_answer_fit_the_terminal() -> None:
    text = shown(Format.TEXT, RICH, Look(width=40))
    assert all(len(line) <= 40 for line in text.splitlines() if "https://" not in line and line != NOTICE)


def test_the_article_of_the_first_hit_warns_though_another_section_was_found() -> None:
    assert care_line(Answer(REQUEST, RESULTS, ARTICLE)).startswith("EMERGENCY: “the face droops”")


def test_a_sign_without_urgent_words_is_not_shown_as_urgent() -> None:
    calm = replace(HIT, section=replace(WARNING, signs=(Sign("it lasts for weeks", Urgency.SEE_A_DOCTOR),)))
    assert care_line(answered(calm)).startswith("SEE A DOCTOR:")
