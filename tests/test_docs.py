"""README and docs/ as a newcomer takes them: every command, program and link in them works as it stands there."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import documents
from tests.documents import DOCUMENTS, README, ROOT, Person, blocks, can_be_run, commands, matches, understood
from twitchsearch import config
from twitchsearch.crawl.plan import read_plan

WRITTEN = sorted({*DOCUMENTS, *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def having(language: str) -> list[Path]:
    """The documents that have blocks of a language."""
    return [path for path in DOCUMENTS if any(block.language == language for block in read(path))]


def read(path: Path) -> list[documents.Block]:
    return blocks(path.read_text(encoding="utf-8"))


@pytest.fixture
def person(request: pytest.FixtureRequest, made: Path, tmp_path: Path) -> Person:
    if request.getfixturevalue("path") == README:
        return Person(tmp_path / "home").settle()
    shutil.copytree(made, tmp_path / "home", symlinks=True)
    return Person(tmp_path / "home")


@pytest.mark.parametrize("path", having("console"), ids=name)
def test_every_command_of_a_document_does_what_is_shown_below_it(path: Path, person: Person) -> None:
    for block in read(path):
        for command in commands(block) if block.language == "console" else ():
            if not can_be_run(command):
                understood(command.words)
            else:
                code, out = person.type(command)
                assert code == command.code, f"$ {command.line}\n{out}"
                shown = person.read("\n".join(command.shown))
                said = f"$ {command.line}\nis not what it shows; look at it, and then write it anew with: make docs"
                assert not command.shown or matches(tuple(shown), person.read(out)), f"{said}\n{out}"


@pytest.mark.parametrize("path", having("python"), ids=name)
def test_the_python_of_a_document_runs_and_prints_what_it_says(path: Path, person: Person) -> None:
    text = path.read_text(encoding="utf-8")
    printed, shown = documents.run_python(text, person), documents.printed_blocks(text)
    for said, block in zip(printed, shown, strict=True):
        assert person.read(said) == person.read(block.text), "write it anew with: make docs"


@pytest.mark.parametrize("path", having("sh"), ids=name)
def test_what_is_for_a_shell_is_a_shells_and_ours_in_it_is_understood(path: Path) -> None:
    for block in read(path):
        if block.language == "sh":
            done = subprocess.run(["sh", "-n"], input=block.text, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{block.text}\n{done.stderr}"
            for line in block.text.splitlines():
                understood(line)


@pytest.mark.parametrize("path", having("toml"), ids=name)
def test_settings_and_crawl_plans_in_a_document_are_right(path: Path, tmp_path: Path) -> None:
    for block in read(path):
        if block.language != "toml":
            continue
        table = tomllib.loads(block.text)
        if "site" in table:
            assert read_plan(block.text, path.name, tmp_path).sites
        elif not {"group", "groups"} & set(table):  # a vocabulary is read by its own tests
            (tmp_path / "twitchsearch.toml").write_text(block.text, encoding="utf-8")
            assert config.problems(tmp_path / "twitchsearch.toml") == []


def links(path: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```$|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"\]\(([^)\s]+)\)", text)


def anchors(path: Path) -> set[str]:
    """What can stand behind "#" in a link to a document, as code hosts and our own pages make it of headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    for link in links(path):
        target, _, anchor = link.partition("#")
        if "://" in target:
            continue
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), link
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), link


def test_every_document_is_reached_from_the_first_page() -> None:
    seen, open_ends = set[Path](), [ROOT / "docs" / "index.md"]
    while open_ends:
        path = open_ends.pop()
        if path not in seen and path.suffix == ".md":
            seen.add(path)
            open_ends += [(path.parent / link.partition("#")[0]).resolve() for link in links(path) if "://" not in link]
    assert {name(path) for path in DOCUMENTS} - {name(path) for path in seen} == set()


def test_what_is_shown_is_compared_line_by_line_but_for_what_is_left_out() -> None:
    assert matches(("a", "[...]", "z"), ["a", "b", "c", "z"])
    assert matches(("a", "[...]"), ["a"])
    assert not matches(("a", "[...]", "z"), ["a", "b"])
    assert not matches(("a",), ["a", "b"])
    assert not matches(("a.c",), ["abc"])
    assert documents.fitted(("a", "[...]", "y", "z"), ["1", "2", "3", "4", "5"]) == ["1", "[...]", "4", "5"]
    assert documents.fitted(("a",), ["1", "2"]) == ["1", "2"]


def test_a_command_that_is_wrong_is_noticed_even_where_it_is_not_run() -> None:
    with pytest.raises(Exception, match="No such option"):
        understood("twitchsearch crawl --polite https://health.example/ | head")
    understood('twitchsearch show "$(twitchsearch search --format ids -n 1 eyelid)" > file')
