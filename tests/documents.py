"""The documents' commands and programs, run as they stand there; what they print is what stands below them.

In README.md and docs/*.md

- a ```console block has commands, each after "$ ", and may have below each what it prints. Without anything below only
  the exit code counts. `[...]` on a line of its own stands for any lines. Times, the day of the run and the person's
  home are taken as read. Where a command does not end with 0 the document says so: `$ twitchsearch … # ends with 1`.
- the ```python blocks of a document are one program; its ```text blocks are what that prints.
- a ```sh block is for people: its syntax is checked, and that our commands in it would be understood.
- a ```toml block is read as the settings or the crawl.toml that it is.

Every document is run in a folder of its own by a person of its own, with `articles.jsonl` and a folder `saved-pages`,
and with the default library made unless it is README.md, which begins from nothing.

    python -m tests.documents

runs all and writes what is printed now below the commands that show what they print.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from unittest import mock

import click

from tests.cli.libraries import Done, write_articles
from tests.inside import inside
from twitchsearch.cli.main import cli

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOCUMENTS = (README, *sorted((ROOT / "docs").glob("*.md")))
ANY = "[...]"
WORKERS = "TWITCHSEARCH_INDEX_WORKERS"

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ENDS = re.compile(r"\s+# ends with (\d+)$")
_NEEDS_A_SHELL = re.compile(r"[|<>;&]|\$\(")
_INNER = re.compile(r"\"\$\(twitchsearch ([^)]*)\)\"")
_NEEDS_A_NETWORK = ("twitchsearch crawl", "twitchsearch refresh")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, and where the text begins and ends in the document."""

    language: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a console block, and the lines below it, which may be none."""

    line: str
    shown: tuple[str, ...]

    @property
    def code(self) -> int:
        """What it ends with."""
        found = _ENDS.search(self.line)
        return int(found[1]) if found else 0

    @property
    def words(self) -> str:
        return _ENDS.sub("", self.line)


def blocks(text: str) -> list[Block]:
    return [Block(found[1], found[2], found.start(2), found.end(2)) for found in _BLOCK.finditer(text)]


def commands(block: Block) -> list[Command]:
    """Every command of a console block; a line before the first one belongs to none and is a mistake."""
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert not parts[0].strip(), f"this is not below a command: {parts[0]}"
    return [Command(lines[0], tuple(lines[1:])) for lines in (part.rstrip("\n").split("\n") for part in parts[1:])]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works through a document: a home, and a folder of work in it."""

    home: Path

    @property
    def folder(self) -> Path:
        return self.home / "work"

    def settle(self) -> Person:
        """Put what the documents speak of into the folder."""
        pages = self.folder / "saved-pages"
        pages.mkdir(parents=True)
        write_articles(self.folder / "articles.jsonl")
        page = "<h1>Hiccups</h1><h2>Causes</h2><p>Eating in haste brings on hiccups often.</p>"
        (pages / "hiccups.html").write_text(page)
        (self.folder / "wrong.toml").write_text("[search]\nlimits = 20\n")
        return self

    def type(self, command: Command) -> tuple[int, str]:
        """Run a command as it stands: what it ends with, and what a terminal would show.

        What of it is ours is run in this process, the rest by a shell.
        """
        line = _INNER.sub(lambda inner: shlex.quote(self.run(*shlex.split(inner[1])).out.strip()), command.words)
        ours, bar, rest = line.partition(" | ")
        if not ours.startswith("twitchsearch") or _NEEDS_A_SHELL.search(ours):
            return self.shell(line, b"")
        if not bar:
            done = self.run(*shlex.split(ours)[1:])
            return done.code, done.out
        apart = self.run(*shlex.split(ours)[1:], together=False)
        code, out = self.shell(rest, apart.out.encode())
        return code, apart.err + out

    def shell(self, line: str, given: bytes) -> tuple[int, str]:
        ran = subprocess.run(
            ["sh", "-c", line],
            cwd=self.folder,
            env=self.environment,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=120,
        )
        return ran.returncode, ran.stdout.decode()

    def run(self, *words: str, together: bool = True) -> Done:
        """One command of ours, with what goes to stderr among what goes to stdout unless they are wanted apart."""
        with mock.patch.dict(os.environ, {WORKERS: "1"}):
            return inside(words, self.folder, self.home, together=together)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TWITCHSEARCH_", "XDG_"))}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return {**kept, "HOME": str(self.home), "PATH": path, WORKERS: "1"}

    def read(self, text: str) -> list[str]:
        """The lines of a text as every reader of the document would find them, whoever and whenever that is."""
        plain = text.replace(str(self.folder), "~/work").replace(str(self.home), "~")
        plain = plain.replace(f"{datetime.now(UTC):%Y-%m-%d}", "2026-11-22")
        plain = re.sub(r"\b\d+(?:\.\d+)? ms\b", "5 ms", plain)
        plain = re.sub(r'("took_ms": ?)[\d.]+', r"\g<1>5.0", plain)
        plain = re.sub(r"\b\d\d:\d\d(:\d\d)?(?= UTC|Z)", "08:30", plain)
        plain = re.sub(r", \d+/s$", "", plain, flags=re.MULTILINE)
        plain = re.sub(r"; \d+\.\d s$", "; 1.0 s", plain, flags=re.MULTILINE)
        return [line.rstrip() for line in plain.rstrip("\n").split("\n")]


def settled(home: Path) -> Person:
    """A person whose default library is made."""
    person = Person(home).settle()
    done = person.run("search", "eyelid")
    assert done.code == 0, done.out
    return person


def can_be_run(command: Command) -> bool:
    """Whether it needs nothing that is not here: the network, or another program."""
    if command.words.startswith(_NEEDS_A_NETWORK):
        return False
    return all(words[0] == "twitchsearch" or shutil.which(words[0]) for words in parts(command.words))


def parts(line: str) -> Iterator[list[str]]:
    """The words of each command of a line, without what is behind a ">" and in "$(…)"."""
    bare = re.sub(r"\"?\$\([^)]*\)?\"?", "X", line)
    lexer = shlex.shlex(bare, posix=True, punctuation_chars=True)
    lexer.commenters = "#"
    words: list[str] = []
    for word in [*lexer, ";"]:
        if set(word) <= set("|;&<>"):
            if words:
                yield words
            words = ["echo"] if set(word) <= set("<>") else []
        else:
            words.append(word)


def matches(shown: tuple[str, ...], printed: list[str]) -> bool:
    """Whether that is what is shown, `[...]` standing for any lines."""
    pattern = "".join(".*" if line == ANY else re.escape(line) + "\n" for line in map(str.rstrip, shown))
    return bool(re.fullmatch(pattern, "".join(line + "\n" for line in printed), re.DOTALL))


def fitted(shown: tuple[str, ...], printed: list[str]) -> list[str]:
    """What is printed, cut as what is shown is cut."""
    if ANY not in shown:
        return printed
    before, after = shown.index(ANY), shown[::-1].index(ANY)
    return [*printed[:before], ANY, *(printed[-after:] if after else [])]


def understood(line: str) -> None:
    """That commands of ours have such arguments. Raises what click raises where they have not."""
    for words in parts(line):
        if words[0] == "twitchsearch" and len(words) > 1:
            name, command, rest = cli.resolve_command(click.Context(cli), words[1:])
            while isinstance(command, click.Group) and rest:
                name, command, rest = command.resolve_command(click.Context(command), rest)
            assert command is not None
            command.make_context(name, list(rest))


def run_python(text: str, person: Person) -> list[str]:
    """What each python block of a document prints, one after the other in one program."""
    programs = [block.text for block in blocks(text) if block.language == "python"]
    mark = "=== the next block ==="
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blocks.py"
        path.write_text(f"print({mark!r})\n".join(programs), encoding="utf-8")
        ran = subprocess.run(
            [sys.executable, "-W", "error", str(path)],
            cwd=person.folder,
            env=person.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split(f"{mark}\n")


def printed_blocks(text: str) -> list[Block]:
    """The text blocks of a document that has python blocks, one for each."""
    found = [block for block in blocks(text) if block.language in ("python", "text")]
    return [block for before, block in pairwise(found) if (before.language, block.language) == ("python", "text")]


def renewed(text: str, person: Person) -> str:
    """The document with what its commands print now."""
    pieces, end = [], 0
    printed = iter(run_python(text, person) if printed_blocks(text) else ())
    for block in blocks(text):
        if block.language == "console":
            pieces += [text[end : block.start], *_typed(block, person)]
            end = block.end
        elif block in printed_blocks(text):
            pieces += [text[end : block.start], *(f"{line}\n" for line in person.read(next(printed)))]
            end = block.end
    return "".join([*pieces, text[end:]])


def _typed(block: Block, person: Person) -> Iterator[str]:
    for command in commands(block):
        yield f"$ {command.line}\n"
        if can_be_run(command):
            _, out = person.type(command)
            if command.shown:
                yield "".join(f"{line}\n" for line in fitted(command.shown, person.read(out)))
        else:
            yield "".join(f"{line}\n" for line in command.shown)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        made = settled(Path(name) / "made")
        for path in DOCUMENTS:
            home = Path(name) / path.stem
            if path == README:
                person = Person(home).settle()
            else:
                shutil.copytree(made.home, home, symlinks=True)
                person = Person(home)
            before = path.read_text(encoding="utf-8")
            after = renewed(before, person)
            if after != before:
                path.write_text(after, encoding="utf-8")
                sys.stdout.write(f"{path.relative_to(ROOT)} shows what is printed now\n")


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
