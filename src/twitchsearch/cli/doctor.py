"""`twitchsearch doctor`: what is well and what is not: installation, settings, library, terminal."""

from __future__ import annotations

import importlib.metadata
import locale
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from twitchsearch import config
from twitchsearch._version import __version__
from twitchsearch.cli.diagnostics import Talk
from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, SettingOption, formats, library_before_the_command, sources
from twitchsearch.cli.output import stdout
from twitchsearch.errors import SettingsError, TwitchsearchError
from twitchsearch.model import Finding, Verdict
from twitchsearch.text import guard

DOCTOR = "twitchsearch.doctor/1"

REQUIRED = (
    "beautifulsoup4", "click", "idna", "lxml", "numpy", "platformdirs", "protego", "pystemmer", "textual", "urllib3",
    "webencodings", "whoosh3",
)  # fmt: skip
OPTIONAL = {"warcio": "warc", "libzim": "zim", "brotli": "compression"}
"""What more there is to read with, and the extra that brings it."""

_LEAST = (60, 20)
_MARKS = {Verdict.FINE: "ok  ", Verdict.NOTE: "note", Verdict.PROBLEM: "BAD "}


@click.command()
@click.option("--library", cls=SettingOption, key="library", metavar="DIR", default=library_before_the_command)
@formats("text", "json")
def doctor(library: str | None, form: str) -> Exit:
    """Say what is well and what is not, and what to do.

    Looks at versions, settings, folders, permissions, room, locks and the terminal. Nothing is changed; 7 where
    something is wrong.

    \b
    Example:
      twitchsearch doctor
    """
    findings = tuple(_findings(library))
    if form == "json":
        stdout().write_json(_record(findings))
    else:
        stdout().write(_lines(findings))
    return Exit.FAILED if any(each.verdict is Verdict.PROBLEM for each in findings) else Exit.OK


def _findings(library: str | None) -> Iterator[Finding]:
    yield Finding("twitchsearch", Verdict.FINE, f"{__version__} in {Path(config.__file__).parents[1]}")
    yield Finding("python", Verdict.FINE, f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield from installed()
    flags = {"library": ("--library", library)} if library is not None else {}
    where = sources(flags)
    yield from _settings(where)
    yield from _library(where)
    yield terminal(os.environ, sys.stdout)


def installed() -> Iterator[Finding]:
    """The libraries that are needed, those that may be, and whether two of them claim one name."""
    for name in REQUIRED:
        version = _version(name)
        if version is None:
            yield Finding(name, Verdict.PROBLEM, "is not installed", "install twitchsearch anew")
    versions = ", ".join(f"{name} {version}" for name in REQUIRED if (version := _version(name)))
    yield Finding("libraries", Verdict.FINE, versions)
    for name, extra in OPTIONAL.items():
        if _version(name) is None:
            yield Finding(name, Verdict.NOTE, "is not installed", f"it comes with: pip install 'twitchsearch[{extra}]'")
    yield from _rivals(importlib.metadata.packages_distributions())


def _rivals(providers: Mapping[str, list[str]]) -> Iterator[Finding]:
    """Of several distributions with the same modules the one that was installed last wins, file by file."""
    others = sorted({name for name in providers.get("whoosh", ()) if name.lower() != "whoosh3"})
    if others:
        remedy = f"remove {' and '.join(others)}, then install whoosh3 again"
        yield Finding("whoosh", Verdict.PROBLEM, f"comes from {', '.join(others)} and whoosh3 at once", remedy)


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _settings(where: config.Sources) -> Iterator[Finding]:
    wrong = False
    for file in where.files:
        for said in config.problems(file):
            wrong = True
            yield Finding("settings", Verdict.PROBLEM, said, "the settings are listed by: twitchsearch config show")
    try:
        config.load(where)
    except SettingsError as error:
        if not wrong:  # a variable, or a flag
            yield Finding("settings", Verdict.PROBLEM, str(error), "correct it, or leave it out")
    else:
        named = " and ".join(str(file) for file in where.files) or "no file; the defaults hold"
        yield Finding("settings", Verdict.FINE, named)


def _library(where: config.Sources) -> Iterator[Finding]:
    from twitchsearch.library.health import examine

    try:
        invocation = Invocation(config.load(where), where, Talk(quiet=True), stdout())
    except SettingsError:
        yield Finding("library", Verdict.NOTE, "not examined while the settings are wrong", "mend them first")
        return
    try:
        located = invocation.located()
        library = located.present()
        yield Finding("library", Verdict.FINE, f"{library.root}, from {located.named_by}")
        yield from examine(library, invocation.index())
    except TwitchsearchError as error:
        yield Finding("library", Verdict.PROBLEM, str(error), "name another one with --library DIR")


def terminal(environment: Mapping[str, str], stream: Any) -> Finding:
    """Whether the screen can be drawn here, and read."""
    about = "terminal"
    if stream is None or not stream.isatty():
        return Finding(about, Verdict.NOTE, "stdout is none", "run this without a pipe to have the terminal examined")
    if environment.get("TERM", "dumb") == "dumb":
        return Finding(about, Verdict.NOTE, "TERM is dumb", "search line by line with: twitchsearch ask")
    columns, rows = shutil.get_terminal_size()
    encoding = (getattr(stream, "encoding", "") or locale.getencoding()).lower()
    what = f"{environment['TERM']}, {columns}×{rows}, {encoding}"
    if "utf" not in encoding:
        return Finding(about, Verdict.NOTE, what, "letters may be missing; set LC_ALL=C.UTF-8")
    if columns < _LEAST[0] or rows < _LEAST[1]:
        return Finding(about, Verdict.NOTE, what, f"make it at least {_LEAST[0]}×{_LEAST[1]} to see everything")
    return Finding(about, Verdict.FINE, what)


def _lines(findings: tuple[Finding, ...]) -> Iterator[str]:
    for each in findings:
        yield guard(f"{_MARKS[each.verdict]}  {each.about:<14} {each.what}")
        if each.remedy:
            yield guard(f"{'':<21}{each.remedy}")
    bad = sum(each.verdict is Verdict.PROBLEM for each in findings)
    yield f"{bad} of {len(findings)} findings are bad" if bad else "all is well"


def _record(findings: tuple[Finding, ...]) -> dict[str, Any]:
    return {
        "schema": DOCTOR,
        "ok": all(each.verdict is not Verdict.PROBLEM for each in findings),
        "findings": [
            {"about": each.about, "verdict": each.verdict.value, "what": each.what, "remedy": each.remedy or None}
            for each in findings
        ],
    }
