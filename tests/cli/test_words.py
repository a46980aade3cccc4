"""Synonyms, corrections and `twitchsearch suggest` as a process sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.libraries import Done, twitchsearch


def run(library: Path, command: str, *words: str, **more: str) -> Done:
    return twitchsearch(command, "--library", library, *words, cwd=library.parent, more=more)


def test_what_was_also_searched_for_is_said_and_can_be_switched_off(library: Path) -> None:
    asked = run(library, "search", "lack of fluids", "--format", "json")
    assert [each["word"] for each in asked.json["query"]["expanded"]] == ["lack of fluids"]
    assert "dehydration" in asked.json["query"]["expanded"][0]["also"]
    assert asked.json["results"][0]["title"] == "Leg cramps at night"
    assert "also searched for: dehydration" in run(library, "search", "lack of fluids").out
    exactly = run(library, "search", "--no-synonyms", "lack of fluids", "--format", "json")
    assert exactly.json["query"]["expanded"] == []
    off = run(library, "search", "lack of fluids", "--format", "json", TWITCHSEARCH_SEARCH_SYNONYMS="off")
    assert (off.code, off.json["results"]) == (exactly.code, exactly.json["results"])


def test_a_vocabulary_of_ones_own_is_added_and_what_is_wrong_in_it_is_named(library: Path) -> None:
    own = library.parent / "own.toml"
    own.write_text('group = [\n  { same = ["calf stretcher", "massage"] },\n]\n', encoding="utf-8")
    asked = run(library, "search", "calf stretcher", "--format", "ids", TWITCHSEARCH_SEARCH_VOCABULARY="own.toml")
    assert asked.code == 0
    own.write_text(
        'group = [\n  { same = ["calf stretcher", "massage"] },\n  { same = ["alone"] },\n]\n', encoding="utf-8"
    )
    wrong = run(library, "search", "calf", TWITCHSEARCH_SEARCH_VOCABULARY="own.toml")
    assert wrong.code == 2
    assert f"{own}, line 3: " in wrong.err
    missing = run(library, "search", "calf", TWITCHSEARCH_SEARCH_VOCABULARY="none.toml")
    assert missing.code == 2
    assert "none.toml" in missing.err


def test_what_was_meant_is_asked_where_nothing_is_found_and_the_code_is_0(library: Path) -> None:
    asked = run(library, "search", "cafeine", "--format", "json")
    assert asked.code == 0
    assert asked.json["query"]["raw"] == "cafeine"
    assert asked.json["query"]["corrected"] == "caffeine"
    assert asked.json["suggestions"][0] == "caffeine"
    assert asked.json["results"]
    said = run(library, "search", "cafeine").lines[0]
    assert said == "Nothing was found for: cafeine. This is what there is for: caffeine"


def test_what_was_meant_is_only_offered_where_something_is_found_or_it_is_quoted(library: Path) -> None:
    offered = run(library, "search", "--any", "+coffee", "nervez", "--format", "json")
    assert (offered.json["query"]["corrected"], offered.json["suggestions"][0]) == (None, "+coffee nerves")
    quoted = run(library, "search", '"cafeine"')
    assert quoted.code == 1
    assert 'Did you mean: "caffeine"' in quoted.out


def test_suggest_completes_the_last_word_commonest_first(library: Path) -> None:
    done = run(library, "suggest", "leg", "cram")
    assert done.code == 0
    assert set(done.lines) == {"leg cramp", "leg cramps"}
    found = run(library, "suggest", "--format", "json", "-n", "1", "caff").json
    assert found["schema"] == "twitchsearch.suggest/1"
    assert [each["text"] for each in found["completions"]] == ["caffeine"]
    assert found["completions"][0]["sections"] >= 1


def test_suggest_puts_right_what_nothing_begins_with(library: Path) -> None:
    assert run(library, "suggest", "cafeine").lines == ["caffeine"]
    assert run(library, "suggest", "cafeine ").lines == ["caffeine "]


@pytest.mark.parametrize("text", ["zzzzzzzzzz", " ", "?", '"'])
def test_suggest_without_a_suggestion_ends_with_1(library: Path, text: str) -> None:
    done = run(library, "suggest", text)
    assert (done.code, done.out) == (1, "")


@pytest.mark.parametrize("form", ["csv", "urls", "ids"])
def test_forms_of_hits_alone_say_beside_them_what_they_are_hits_of(library: Path, form: str) -> None:
    asked = run(library, "search", "cafeine", "--format", form)
    assert (asked.code, asked.err) == (0, "Nothing was found for: cafeine. This is what there is for: caffeine\n")
    assert run(library, "search", "cafeine", "--format", form, "-q").err == ""


def test_a_table_without_a_row_offers_what_was_meant(library: Path) -> None:
    asked = run(library, "remedies", "--any", "+calf", "masage")
    assert "remedies named in 1 article that matches; did you mean: +calf massage" in asked.out, asked


def test_a_text_that_nobody_types_is_not_completed(library: Path) -> None:
    refused = run(library, "suggest", "twitch " * 9_000)
    assert (refused.code, "at most 10,000" in refused.err) == (2, True)
