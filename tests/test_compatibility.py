"""What an older version wrote is read, what it answered is answered; what a newer one wrote is refused, untouched."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests import compatibility
from tests.compatibility import ROOT, VERSIONS, broken, shape
from tests.inside import inside
from twitchsearch import config
from twitchsearch.config import Sources
from twitchsearch.corpus.sidecar import encode, sidecar_of
from twitchsearch.corpus.store import CorpusStore, Entry
from twitchsearch.crawl.plan import read_plan
from twitchsearch.errors import CorpusTooNew, SettingsError
from twitchsearch.history import Keeper
from twitchsearch.model import DateField, SectionKind, Sort, no_progress
from twitchsearch.model.modes import HistoryMode

EVERY = sorted(path for path in VERSIONS.iterdir() if path.name.isdigit())


@pytest.fixture(params=EVERY, ids=lambda path: f"version {path.name}")
def version(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(scope="module", params=EVERY, ids=lambda path: f"version {path.name}")
def answered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Mapping[str, Any]]:
    return request.param, dict(compatibility.answers(request.param, tmp_path_factory.mktemp("answers")))


def test_there_is_something_to_be_compatible_with() -> None:
    assert [path.name for path in EVERY] == [str(number) for number in range(1, len(EVERY) + 1)]


def test_every_page_of_an_older_corpus_is_read_as_it_was_written(version: Path) -> None:
    store = CorpusStore(version / "corpus")
    assert store.check(no_progress).problems == ()
    expected = {page["url"]: page for page in json.loads((version / "corpus.json").read_text(encoding="utf-8"))}
    for entry in store.entries():
        assert isinstance(entry, Entry)
        page, gone, known = store.read(entry), store.facts(entry).gone, expected.pop(entry.url)
        facts = {**asdict(page), "fetched_at": page.fetched_at.isoformat(), "redirects": list(page.redirects)}
        facts |= {"sha256": sidecar_of(page).sha256, "bytes": len(facts.pop("body")), "digest": entry.digest}
        facts |= {"gone_at": gone.at.isoformat() if gone else None, "gone_why": gone.why if gone else None}
        assert facts == known
    assert not expected


def test_adding_the_pages_of_an_older_corpus_again_changes_no_byte_of_it(version: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(version / "corpus", folder)
    store = CorpusStore(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for entry in store.entries():
        assert isinstance(entry, Entry)
        if not entry.gone_at:
            store.add(store.read(entry))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".lock"} == before


def test_a_sidecar_may_say_more_than_is_known_here(tmp_path: Path) -> None:
    shutil.copytree(EVERY[-1] / "corpus", tmp_path / "corpus")
    path = next((tmp_path / "corpus" / "health.example.org").glob("eyelids-*.json"))
    path.write_text(json.dumps({**json.loads(path.read_text()), "seen_by": ["someone newer"]}))
    assert CorpusStore(tmp_path / "corpus").get("https://health.example.org/eyelids").source == "crawl"


def test_a_newer_corpus_is_refused_by_every_way_to_it_and_left_as_it_is(tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(EVERY[-1] / "corpus", library / "corpus")
    (library / "corpus" / ".format").write_text("2\n")
    before = {path: path.read_bytes() for path in library.rglob("*") if path.is_file()}
    store = CorpusStore(library / "corpus")
    page = CorpusStore(EVERY[-1] / "corpus").get("https://health.example.org/eyelids")
    for way in (
        lambda: list(store.entries()),
        lambda: store.get(page.url),
        lambda: store.add(page),
        lambda: store.remove(page.url),
        lambda: store.check(no_progress),
        store.change,
    ):
        with pytest.raises(
            CorpusTooNew, match=r"newer version of twitchsearch \(format 2, this one reads 1\); upgrade"
        ):
            way()
    for command in ("index build", "corpus list", "corpus check", "corpus stats", f"import {ROOT}/README.md"):
        done = inside([*command.split(" "), "--library", str(library)], tmp_path, tmp_path)
        assert (done.code, done.out) == (3, "")
        assert "upgrade twitchsearch" in done.err
    after = {path: path.read_bytes() for path in (library / "corpus").rglob("*") if path.is_file()}
    assert {path: contents for path, contents in before.items() if "corpus" in path.parts} == after


def test_a_format_that_is_no_number_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / ".format").write_text("two")
    done = inside(["corpus", "list", "--library", str(tmp_path)], tmp_path, tmp_path)
    assert done.code == 3
    assert ".format does not say which version" in done.err


def test_the_pages_of_this_version_are_written_as_its_own_samples(tmp_path: Path) -> None:
    """Else the format has changed: is it still read by version 1, and is there a sample of what is new?"""
    store = CorpusStore(EVERY[-1] / "corpus")
    for entry in store.entries():
        assert isinstance(entry, Entry)
        if not entry.gone_at:
            assert encode(sidecar_of(store.read(entry))) == entry.path.read_bytes()


def test_older_settings_are_read_to_the_last_key(version: Path) -> None:
    path = version / "twitchsearch.toml"
    found = config.load(Sources(version, {}, version / "none", {}))
    set_there = {name for name, origin in found.origins.items() if origin == str(path)}
    assert config.problems(path) == []
    assert len(set_there) == len(re.findall(r"^\w+ = ", path.read_text(encoding="utf-8"), re.MULTILINE)) - 1
    assert found.settings.search.limit == 25
    assert found.settings.library == str(version / "mine")
    assert all(found.value(name) != config.KEYS[name].default for name in set_there)


def test_an_older_crawl_toml_is_read_to_the_last_key(version: Path) -> None:
    plan = read_plan((version / "crawl.toml").read_text(encoding="utf-8"), "crawl.toml", Path())
    first, clinic = plan.sites
    assert (plan.grace, first.every, first.max_bytes) == (30 * 86_400, 86_400, 5_000_000)
    assert (first.languages, clinic.languages, clinic.delay) == (("en",), ("en",), 2.0)
    assert (clinic.name, clinic.budget, clinic.everything, clinic.use_sitemaps) == ("clinic", 200_000_000, True, False)


@pytest.mark.parametrize("name", ["twitchsearch.toml", "crawl.toml"])
def test_newer_settings_are_refused_and_say_so(name: str, tmp_path: Path) -> None:
    text = (EVERY[-1] / name).read_text(encoding="utf-8").replace("version = 1", "version = 2")
    (tmp_path / name).write_text(text + '\n[unheard]\nof = "this"\n')
    with pytest.raises(SettingsError, match=r"version .*2.*reads 1.*upgrade"):
        _read(tmp_path / name)


def _read(path: Path) -> object:
    if path.name == "crawl.toml":
        return read_plan(path.read_text(encoding="utf-8"), path.name, Path())
    return config.load(Sources(path.parent, {}, path.parent / "none", {}))


@pytest.mark.parametrize("wrong", ["0", "true", '"1"', "1.5"])
def test_a_version_that_is_none_is_an_error(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "twitchsearch.toml").write_text(f"version = {wrong}\n")
    assert "version is a whole number from 1" in config.problems(tmp_path / "twitchsearch.toml")[0]


def test_every_json_answer_still_has_what_programs_were_promised(answered: tuple[Path, Mapping[str, Any]]) -> None:
    version, answers = answered
    for schema, answer in answers.items():
        old = json.loads((version / "json" / f"{schema}.json").read_text(encoding="utf-8"))
        assert old["schema"].startswith(f"twitchsearch.{schema}/")
        assert answer["schema"] == old["schema"], answer
        assert list(broken(shape(old), shape(answer), schema)) == []


def test_every_schema_of_the_document_has_its_sample() -> None:
    document = (ROOT / "docs" / "json-output.md").read_text(encoding="utf-8")
    said = set(re.findall(r"twitchsearch\.([a-z-]+)/\d+", document))
    samples = {path.stem for path in (EVERY[-1] / "json").iterdir()}
    assert said == samples, "give the new schema a command in tests/compatibility.py and run it"


def test_a_key_that_goes_or_changes_its_type_is_noticed() -> None:
    old = shape({"a": 1, "b": [{"c": "x"}, {"c": None, "d": True}], "e": None})
    assert list(broken(old, shape({"a": 2, "b": [{"c": "y", "d": False, "more": 1}], "e": "now known"}))) == []
    assert list(broken(old, shape({"a": "2", "b": [{"d": True}]}))) == [
        ".a was number and is text",
        ".b[].c is gone",
        ".e is gone",
    ]


def test_what_an_older_version_remembered_is_remembered(version: Path, tmp_path: Path) -> None:
    shutil.copytree(version / "state", tmp_path / "state")
    said: list[str] = []
    keeper = Keeper(tmp_path / "state", said.append)
    newest, oldest = keeper.past().searches
    assert (oldest.asked.text, oldest.asked.sort) == ("eyelid twitching", Sort.BEST)
    assert (newest.asked.sort, newest.asked.filters.date_field) == (Sort.NEWEST, DateField.PUBLISHED)
    assert newest.asked.filters.kinds == {SectionKind.CAUSES}
    assert [article.title for article in keeper.past().articles] == ["Why eyelids twitch"]
    assert keeper.find("krämpfe").asked.text == "leg cramps at night"
    assert (keeper.choices().history, keeper.choices().theme) == (HistoryMode.KEPT, "nord")
    assert said == []


def test_what_a_newer_version_remembered_is_left_as_it_is(tmp_path: Path) -> None:
    shutil.copytree(EVERY[-1] / "state", tmp_path / "state")
    path = tmp_path / "state" / "saved.json"
    path.write_text(path.read_text(encoding="utf-8").replace("/1", "/2"), encoding="utf-8")
    newer, said = path.read_bytes(), list[str]()
    assert Keeper(tmp_path / "state", said.append).saved() == ()
    assert path.read_bytes() == newer
    assert "newer version" in said[0]
