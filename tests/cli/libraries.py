"""A small library, made the way a person makes one: articles imported, the index built, each by the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ARTICLES: tuple[dict[str, Any], ...] = (
    {
        "url": "https://one.example.org/eyelids",
        "title": "Why eyelids twitch",
        "published": "2024-03-01",
        "modified": "2025-06-30",
        "sections": [
            {"heading": "Overview", "text": "A twitching eyelid is common and mostly harmless. It comes and goes."},
            {"heading": "Causes", "text": "Tiredness, stress and too much coffee make the nerves of the eyelid fire."},
            {
                "heading": "When to see a doctor",
                "text": "See a doctor if the eyelid droops or the twitch lasts for weeks.",
            },
        ],
    },
    {
        "url": "https://one.example.org/legs",
        "title": "Leg cramps at night",
        "sections": [
            {
                "heading": "Causes of night cramps",
                "text": "Dehydration and long standing can bring on a cramp at night.",
            },
            {"heading": "Remedies", "text": "Stretch the calf. Massage helps some people; so does a warm bath."},
        ],
    },
    {
        "url": "https://two.example.net/coffee",
        "title": "Coffee and the nerves =SUM(A1)",
        "published": "2026-01-15",
        "sections": [
            {"heading": "Causes", "text": "Caffeine keeps nerves awake, so muscles may twitch after much coffee."},
            {"heading": "Treatment", "text": "Drink less coffee for a week and see whether the twitching fades."},
        ],
    },
)


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the command line left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a test: nothing of the person's own settings and colours, and folders below `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TWITCHSEARCH_", "XDG_"))}
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"):
        kept.pop(name, None)
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    return {**kept, **folders, **more}


def twitchsearch(*arguments: str | Path, cwd: Path, more: Mapping[str, str] | None = None, stdin: bytes = b"") -> Done:
    """Run the command line as a process of its own. `cwd` also holds this person's folders."""
    done = subprocess.run(
        [sys.executable, "-m", "twitchsearch", *map(str, arguments)],
        cwd=cwd,
        env=environment(cwd, **(more or {})),
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def write_articles(path: Path) -> Path:
    path.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    return path


def make_library(folder: Path) -> Path:
    """A library of `ARTICLES` in `folder`, its index built."""
    articles = write_articles(folder / "articles.jsonl")
    library = folder / "library"
    for command in (["import", articles], ["index", "build", "--workers", "1"]):
        done = twitchsearch(*command, "--library", library, cwd=folder)
        assert done.code == 0, done
    return library
