"""The project's own collections, put together from the starter pages and what was written about them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLLECTIONS = ROOT / "tests" / "data" / "evaluation"
OUTLINE = ROOT / "tests" / "data" / "starter-outline.json"
SITE = "starter.twitchsearch.example"
SLUGS = tuple(page["slug"] for page in json.loads(OUTLINE.read_text(encoding="utf-8")))


def starter_page(slug: str) -> Path:
    (page,) = (ROOT / "corpus" / SITE).glob(f"{slug}-*.html")
    return page


def outline_collection(folder: Path) -> Path:
    """The labelled pages, with their labels beside them."""
    shutil.copytree(COLLECTIONS / "starter-pages", folder, dirs_exist_ok=True)
    for slug in SLUGS:
        shutil.copyfile(starter_page(slug), folder / f"{slug}.html")
    return folder


def extraction_collection(folder: Path) -> Path:
    """The pages and their articles, in the form of the benchmark."""
    (folder / "html").mkdir(parents=True)
    shutil.copyfile(COLLECTIONS / "starter-extraction" / "ground-truth.json", folder / "ground-truth.json")
    for slug in SLUGS:
        shutil.copyfile(starter_page(slug), folder / "html" / f"{slug}.html")
    return folder


def starter_library(folder: Path) -> Path:
    """A library with the articles that the questions were judged on, its index not built."""
    site = folder / "corpus" / SITE
    site.mkdir(parents=True)
    for slug in SLUGS:
        page = starter_page(slug)
        shutil.copyfile(page, site / page.name)
        sidecar = f"{page.name.partition('.')[0]}.json"
        shutil.copyfile(page.with_name(sidecar), site / sidecar)
    return folder
