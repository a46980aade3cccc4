"""`twitchsearch search` as a process: what it prints, where, and the code it ends with."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.libraries import Done, environment, twitchsearch, write_articles
from tests.inside import inside
from twitchsearch.search.limits import Deadline
from twitchsearch.text import guard


def search(library: Path, *words: str, stdin: bytes = b"") -> Done:
    return twitchsearch("search", "--library", library, *words, cwd=library.parent, stdin=stdin)


def test_hits_are_0_and_stdout_holds_nothing_else(library: Path) -> None:
    done = search(library, "+coffee", "twitch")
    assert done.code == 0
    assert done.err == ""
    assert done.lines[0].startswith("1. ")
    assert "https://two.example.net/coffee" in done.out


def test_a_question_says_what_it_looks_for_and_lifts_it_unless_it_is_taken_by_its_words(library: Path) -> None:
    asked = search(library, "what", "causes", "twitching", "--format", "json")
    assert asked.json["query"]["wish"] == ["causes"]
    assert asked.json["results"][0]["kind"] == "causes"
    assert "looking for: causes" in search(library, "what", "causes", "twitching").out
    literal = search(library, "what", "causes", "twitching", "--literal", "--format", "json")
    assert literal.json["query"]["wish"] == []


def test_where_a_score_comes_from_is_said_to_who_asks(library: Path) -> None:
    (hit, *_) = search(library, "--explain", "--format", "json", "what", "causes", "twitching").json["results"]
    explained = hit["explanation"]
    words = sum(each["score"] for each in explained["evidence"])
    total = words * (1 + explained["lift"] * explained["surely"]) * explained["aside"] + explained["together"]
    assert abs(total - hit["score"]) < 1e-4
    text = search(library, "--explain", "what", "causes", "twitching").out
    assert f"score {hit['score']:.3f} = " in text
    assert "twitch = " in text
    assert search(library, "--format", "json", "twitching").json["results"][0]["explanation"] is None


def test_words_that_differ_in_a_letter_are_found_where_that_is_asked_for(library: Path) -> None:
    assert search(library, "cofee", "crmap", "--literal", "--format", "json").json["query"]["corrected"]
    loose = search(library, "--fuzzy", "cofee", "crmap", "--format", "json").json
    assert {hit["url"].rpartition("/")[2] for hit in loose["results"]} == {"eyelids", "legs", "coffee"}
    assert not loose["query"]["corrected"]
    assert "also searched for: coffee (cofee)" in search(library, "--fuzzy", "cofee").out
    lines = search(library, "--fuzzy", "-", stdin=b"cofee\n").lines
    assert '"type":"result"' in lines[1].replace(" ", "")


def test_a_private_search_writes_nothing_not_even_the_library_of_a_first_use(tmp_path: Path) -> None:
    done = twitchsearch("search", "--private", "twitch", cwd=tmp_path)
    assert done.code == 3
    assert "there is no index" in done.err
    assert list(tmp_path.iterdir()) == []


def test_private_stands_behind_the_command_that_has_it(library: Path) -> None:
    assert search(library, "--private", "coffee").code == 0
    done = twitchsearch("--private", "search", "coffee", cwd=library.parent)
    assert (done.code, "ask and search have their own" in done.err) == (2, True)


def test_a_missing_index_is_built_in_the_library_that_was_named(tmp_path: Path) -> None:
    empty = tmp_path / "my articles"
    (empty / "corpus").mkdir(parents=True)
    for named in (["--library", str(empty)], [f"--library={empty}"]):
        done = twitchsearch("search", "coffee", *named, cwd=tmp_path)
        assert done.code == 3
        assert done.err.rstrip().endswith(f"build it with: twitchsearch index build --library '{empty}'")


def test_no_hits_is_1_or_0_where_that_was_asked_for(library: Path) -> None:
    assert search(library, "zebra").code == 1
    assert search(library, "zebra", "--exit-zero").code == 0
    done = search(library, "zebra", "--format", "json")
    assert done.code == 1
    assert done.json["results"] == []
    assert done.json["total"] == 0


def test_json_finds_the_section_with_its_place(library: Path) -> None:
    record = search(library, "calf", "--format", "json").json
    assert record["total"] == 1
    assert record["total_exact"] is True
    assert record["index"]["articles"] == 3
    (hit,) = record["results"]
    assert hit["title"] == "Leg cramps at night"
    assert hit["kind"] == "remedies"
    assert hit["heading_path"] == ["Remedies"]
    (snippet,) = hit["snippets"]
    assert [snippet["text"][start:end] for start, end in snippet["highlights"]] == ["calf"]


def test_filters_narrow_and_facets_ignore_their_own(library: Path) -> None:
    record = search(library, "coffee", "--kind", "causes", "--format", "json").json
    assert {hit["kind"] for hit in record["results"]} == {"causes"}
    assert {"kind": "remedies", "sections": 1} in record["facets"]["kinds"]
    one = search(library, "coffee", "--site", "one.example.org", "--format", "json").json
    assert {hit["site"] for hit in one["results"]} == {"one.example.org"}


def test_unknown_dates_are_counted_not_silently_dropped(library: Path) -> None:
    record = search(library, "causes", "--since", "2025", "--format", "json").json
    assert {hit["title"] for hit in record["results"]} == {"Why eyelids twitch", "Coffee and the nerves =SUM(A1)"}
    assert record["facets"]["unknown_dates"] == 1
    later = search(library, "causes", "--since", "2026", "--date", "published", "--format", "json").json
    assert {hit["title"] for hit in later["results"]} == {"Coffee and the nerves =SUM(A1)"}


def test_a_filter_alone_lists_all_there_is(library: Path) -> None:
    assert search(library, "--kind", "remedies", "--format", "json").json["total"] == 2
    done = search(library)
    assert done.code == 2
    assert "what to search for?" in done.err


def test_not_leaves_out_and_the_dash_does_the_same(library: Path) -> None:
    without = search(library, "--not", "coffee", "twitch", "--format", "ids")
    dashed = search(library, "--format", "ids", "--", "twitch", "-coffee")
    quoted = search(library, "twitch -coffee", "--format", "ids")
    assert without.lines == dashed.lines == quoted.lines
    assert set(without.lines) < set(search(library, "twitch", "--format", "ids").lines)


def test_a_dash_that_click_would_take_is_explained(library: Path) -> None:
    done = search(library, "headache", "-nausea")
    assert done.code == 2
    assert done.out == ""
    assert "twitchsearch search -- headache -nausea" in done.err


def test_the_same_question_gives_the_same_hits_in_every_form(library: Path) -> None:
    ids = search(library, "coffee", "--format", "ids").lines
    assert [hit["id"] for hit in search(library, "coffee", "--format", "json").json["results"]] == ids
    lines = [json.loads(line) for line in search(library, "coffee", "--format", "jsonl").lines]
    assert [line["id"] for line in lines if line["type"] == "result"] == ids
    rows = list(csv.DictReader(io.StringIO(search(library, "coffee", "--format", "csv").out)))
    assert [row["id"] for row in rows] == ids
    assert len(search(library, "coffee", "--format", "urls").lines) == len(ids)


def test_pages_follow_each_other(library: Path) -> None:
    ids = search(library, "coffee", "twitch", "--format", "ids").lines
    first = search(library, "coffee", "twitch", "--format", "ids", "-n", "2").lines
    rest = search(library, "coffee", "twitch", "--format", "ids", "--offset", "2").lines
    assert len(first) == 2
    assert first + rest == ids
    beyond = search(library, "coffee", "--offset", "500")
    assert beyond.code == 1
    assert "none from 501 on" in beyond.out


def test_grouping_shows_each_article_once(library: Path) -> None:
    record = search(library, "coffee", "--group", "--format", "json").json
    articles = [hit["article_id"] for hit in record["results"]]
    assert len(articles) == len(set(articles)) == 2
    assert sum(hit["more_in_article"] for hit in record["results"]) == record["total"] - 2


def test_a_bad_query_is_2_with_the_place_and_an_object_for_programs(library: Path) -> None:
    done = search(library, "title:[", "--format", "json")
    assert done.code == 2
    error = done.json["error"]
    assert error["type"] == "QueryError"
    assert 0 <= error["start"] <= error["end"] <= len("title:[")
    assert error["plain"] == "title"
    assert done.err.startswith("twitchsearch: ")


def test_a_library_without_an_index_is_3_with_the_command(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    done = search(tmp_path / "nothing", "coffee", "--format", "json")
    assert done.code == 3
    assert done.json["error"]["type"] == "IndexMissing"
    assert "twitchsearch index build" in done.err


def test_a_settings_error_is_2(library: Path) -> None:
    assert search(library, "coffee", "-n", "0").code == 2
    (library.parent / "wrong").mkdir(exist_ok=True)
    (library.parent / "wrong" / "twitchsearch.toml").write_text("x = 1\n")
    done = twitchsearch("search", "coffee", cwd=library.parent / "wrong")
    assert done.code == 2
    assert "there is no setting 'x'" in done.err


@pytest.mark.parametrize("command", ["search", "causes"])
def test_no_time_is_4_and_says_that_the_answer_is_partial(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    asked = [command, "--library", str(library), "--format", "json", "coffee"]
    in_time = inside(asked, tmp_path, tmp_path)
    assert (in_time.code, in_time.json["timed_out"]) == (0, False)
    monkeypatch.setattr(Deadline, "passed", lambda deadline: deadline.left() is not None)
    late = inside(asked, tmp_path, tmp_path)
    assert (late.code, late.json["timed_out"]) == (4, True)
    assert "the answer is partial" in late.err


def test_queries_from_stdin_are_answered_line_by_line(library: Path) -> None:
    done = search(library, "-", stdin=b"coffee\n\ntitle:[\nzebra\n\xff\xfe\n")
    records = [json.loads(line) for line in done.lines]
    assert done.code == 2
    assert [record["line"] for record in records if record["type"] == "begin"] == [1, 4, 5]
    assert [record["line"] for record in records if record["type"] == "error"] == [3]
    assert [record["returned"] for record in records if record["type"] == "end"][1] == 0


def test_a_monstrous_line_costs_that_line(library: Path) -> None:
    done = search(library, "-", stdin=b"x" * 3_000_000 + b"\ncoffee\n")
    records = [json.loads(line) for line in done.lines]
    assert records[0]["type"] == "error"
    assert records[1]["line"] == 2
    assert done.json if len(records) == 1 else records[-1]["returned"] > 0


HOSTILE = [
    "title:[",
    "((((((((((",
    ")" * 50,
    '"' * 51,
    "*",
    "a*" * 400,
    "-" * 300,
    "+-+-",
    "OR OR OR",
    "AND",
    "NOT",
    "^^^^",
    "~~~",
    "coffee~99999999999999999999",
    "coffee^1e308",
    "coffee^-1",
    "published:[0000 TO 9999]",
    "published:[2026-99-99 TO *]",
    "kind:nothing",
    "site:",
    "site:../../etc/passwd",
    "title:title:title:x",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202eetalf\u2066",
    "\x00",
    "%s%n%x",
    "'; DROP TABLE x; --",
    "{{7*7}}",
    "眼" * 2000,
    "ﷺ" * 500,
    "(" * 5000 + "a" + ")" * 5000,
    " ".join(f"word{number}" for number in range(2000)),
    "a OR " * 3000 + "a",
    "coffee " * 900,
    "\ufeff\u200b\u00ad",
]


def spent_by_children() -> float:
    """Processor seconds of all processes that this one started and that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def test_every_hostile_query_gets_an_answer_or_an_error_that_names_the_place(library: Path) -> None:
    spent = spent_by_children()
    done = search(library, "-", stdin="\n".join(HOSTILE).encode())
    assert done.code == 2
    assert done.err == ""
    assert spent_by_children() - spent < len(HOSTILE)
    records = [json.loads(line) for line in done.lines]
    answered = [record["line"] for record in records if record["type"] in ("begin", "error")]
    assert answered == sorted(set(answered))
    assert len(answered) >= len(HOSTILE) - 2  # a line of nothing but white space and byte order marks is no query
    for record in records:
        if record["type"] == "error":
            assert record["error"]["type"] == "QueryError"
            assert 0 <= record["error"]["start"] <= record["error"]["end"] <= len(HOSTILE[record["line"] - 1])
    assert all(guard(line) == line for line in done.out.split("\n"))


def test_stdin_without_a_query_is_0_and_another_form_is_refused(library: Path) -> None:
    assert search(library, "-") == Done(0, "", "")
    assert search(library, "-", "--format", "csv").code == 2


def test_csv_from_a_hostile_title_is_no_formula(library: Path) -> None:
    assert "\n=" not in search(library, "coffee", "--format", "csv").out


def run_python(library: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "twitchsearch", "search", "--library", str(library), *words]


def test_a_reader_that_has_read_enough_is_no_error(library: Path) -> None:
    process = subprocess.Popen(
        run_python(library, "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(library.parent),
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    with process.stdin, process.stderr:
        process.stdin.write(b"coffee\n")
        process.stdin.flush()
        assert b'"begin"' in process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"coffee\n" * 50)
        process.stdin.close()
        said = process.stderr.read()
        assert process.wait(60) == 0
    assert said == b""


def test_a_full_disk_is_74_not_silence(library: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            run_python(library, "coffee"),
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(library.parent),
            check=False,
            timeout=60,
        )
    assert done.returncode == 74
    assert done.stderr.decode() == "twitchsearch: cannot write the output: No space left on device\n"


def test_a_closed_stdout_is_no_traceback(library: Path) -> None:
    line = " ".join(run_python(library, "coffee", ">&-"))
    done = subprocess.run(
        ["sh", "-c", line], stderr=subprocess.PIPE, env=environment(library.parent), check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")


def on_a_terminal(library: Path, *words: str, **more: str) -> str:
    return drawn(run_python(library, *words), library.parent, **more)


def drawn(command: list[str], home: Path, **more: str) -> str:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(home, **{"TERM": "xterm", **more}),
    ) as process:
        os.close(theirs)
        read = b""
        try:
            while part := os.read(ours, 65536):
                read += part
        except OSError:  # the other end is closed: Linux says EIO
            pass
        process.wait(60)
    os.close(ours)
    return read.decode()


def test_a_terminal_gets_colour_and_narrow_lines_and_a_pipe_gets_neither(library: Path) -> None:
    shown = on_a_terminal(library, "coffee", COLUMNS="50")
    assert "\x1b[1;33mcoffee\x1b[0m" in shown
    assert "\x1b" not in on_a_terminal(library, "coffee", NO_COLOR="1")
    assert "\x1b" not in search(library, "coffee").out
    assert "\x1b[1;33mcoffee" in search(library, "coffee", "--color", "always").out


def test_a_dumb_terminal_is_not_drawn_on(library: Path) -> None:
    shown = drawn([sys.executable, "-m", "twitchsearch", "--library", str(library)], library.parent, TERM="dumb")
    assert shown.startswith("Usage: twitchsearch")
    assert "\x1b" not in shown


def test_first_use_makes_the_default_library_with_the_starter_articles(tmp_path: Path) -> None:
    done = twitchsearch("search", "eyelid", cwd=tmp_path)
    assert done.code == 0, done.err
    assert "first use" in done.err
    assert "starter.twitchsearch.example" in done.out
    assert (tmp_path / "data" / "twitchsearch" / "index").is_dir()
    again = twitchsearch("search", "eyelid", cwd=tmp_path)
    assert again.err == ""
    assert again.out.splitlines()[0] == done.out.splitlines()[0]


def test_start_follows_the_corpus_and_answers_where_there_is_no_terminal(tmp_path: Path) -> None:
    library = tmp_path / "library"
    twitchsearch("import", write_articles(tmp_path / "articles.jsonl"), "--library", library, cwd=tmp_path)
    built = twitchsearch("start", "coffee", "--library", library, cwd=tmp_path)
    assert built.code == 0, built.err
    assert "building the index" in built.err
    assert "1. " in built.out
    assert twitchsearch("start", "coffee", "--library", library, cwd=tmp_path).err == ""
    page = tmp_path / "page"
    page.mkdir()
    (page / "new.html").write_text("<h1>Hiccups</h1><h2>Causes</h2><p>Eating in haste brings on hiccups often.</p>")
    twitchsearch("import", page, "--library", library, cwd=tmp_path)
    followed = twitchsearch("start", "hiccups", "--library", library, cwd=tmp_path)
    assert "updating the index" in followed.err
    assert "Hiccups" in followed.out
