"""crawl.toml: which sites a library follows, how far, how gently and how often. Reads text, never a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, get_type_hints

from twitchsearch.crawl.settings import MEBIBYTE, CrawlSettings, user_agent
from twitchsearch.errors import SettingsError
from twitchsearch.files import toml_table

VERSION = 1
"""The version of crawl.toml. A file may say which it is of, and is then refused by what reads another."""

_TIME = re.compile(r"(\d{1,6}) ?(s|m|h|d|w)")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_SIZE = re.compile(r"(\d{1,9}) ?(KB|MB|GB)")
_BYTES = {"KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}
_NAME = re.compile(r"[A-Za-z0-9._-]{1,60}")


@dataclass(frozen=True, slots=True)
class SitePlan:
    """One `[[site]]`: what stands in the file under these names, in seconds and bytes."""

    name: str
    starts: tuple[str, ...]
    sitemaps: tuple[str, ...] = ()
    use_sitemaps: bool = True
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    max_depth: int = 3
    max_pages: int = 200
    max_bytes: int = 10 * MEBIBYTE
    budget: int = 2048 * MEBIBYTE
    delay: float = 1.0
    timeout: float = 20.0
    every: float = 7 * 86_400.0
    private_addresses: bool = False
    everything: bool = False

    @property
    def rhythm(self) -> timedelta:
        return timedelta(seconds=self.every)


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """A whole crawl.toml. `grace` is how many seconds a page that is gone is kept."""

    sites: tuple[SitePlan, ...]
    contact: str = ""
    proxy: str = ""
    grace: float = 30 * 86_400.0
    state_folder: Path = field(default_factory=Path)

    def settings(self, site: SitePlan) -> CrawlSettings:
        """What the crawler is asked for a site. Raises SettingsError for values that make no sense."""
        return CrawlSettings(
            starts=site.starts,
            max_pages=site.max_pages,
            max_depth=site.max_depth,
            delay=site.delay,
            timeout=site.timeout,
            max_bytes=site.max_bytes,
            budget=site.budget,
            allow=site.allow,
            deny=site.deny,
            sitemaps=site.use_sitemaps,
            sitemap_urls=site.sitemaps,
            languages=site.languages,
            private_addresses=site.private_addresses,
            revisit=True,
            proxy=self.proxy,
            user_agent=user_agent(self.contact),
            state_folder=self.state_folder,
        )


def read_plan(text: str, where: str, state_folder: Path) -> CrawlPlan:
    """The plan in the text of a crawl.toml. Keys before the first `[[site]]` hold for every site that has no own.

    Raises SettingsError, naming `where`, the site and the key, for anything that is not right.
    """
    try:
        table = toml_table(text)
    except ValueError as error:
        raise SettingsError(f"{where} is not TOML: {error}") from error
    if (version := table.pop("version", VERSION)) != VERSION:
        raise SettingsError(f"{where}: it is of version {version!r}, this twitchsearch reads {VERSION}; upgrade it")
    sites = table.pop("site", [])
    if not isinstance(sites, list) or not sites or not all(isinstance(each, dict) for each in sites):
        raise SettingsError(f'{where}: there is no site; one begins with [[site]] and has starts = ["https://…"]')
    whole = {
        key: _value(CrawlPlan, key, table.pop(key), where) for key in ("contact", "proxy", "grace") if key in table
    }
    plans = tuple(_site(table, each, f"{where}, site {number}") for number, each in enumerate(sites, 1))
    names = [plan.name for plan in plans]
    if twice := {name for name in names if names.count(name) > 1}:
        raise SettingsError(f"{where}: two sites are called {min(twice)}; give one another name")
    plan = CrawlPlan(plans, **whole, state_folder=state_folder)
    for site in plans:
        plan.settings(site)
    return plan


def _site(common: Mapping[str, Any], own: Mapping[str, Any], where: str) -> SitePlan:
    values = {key: _value(SitePlan, key, value, where) for key, value in {**common, **own}.items()}
    if not values.get("starts"):
        raise SettingsError(f'{where}: starts is missing; it looks like starts = ["https://example.org/health/"]')
    values.setdefault("name", values["starts"][0].partition("://")[2].partition("/")[0].replace(":", "-"))
    if not _NAME.fullmatch(values["name"]):
        raise SettingsError(f"{where}: a name has letters, digits and .-_ only")
    return SitePlan(**values)


def _value(plan: type, key: str, value: Any, where: str) -> Any:
    """A value as the dataclass wants it. Raises SettingsError."""
    if key not in {each.name for each in fields(plan)} or key in ("sites", "state_folder"):
        known = ", ".join(each.name for each in fields(SitePlan))
        raise SettingsError(f"{where}: there is no key {key!r}; there are {known}, contact, proxy, grace")
    wanted = get_type_hints(plan)[key]
    if key in ("every", "grace"):
        return _measured(value, _TIME, _SECONDS, f'{where}: {key} is a time such as "12h" or "7d"')
    if key in ("max_bytes", "budget") and isinstance(value, str):
        return int(_measured(value, _SIZE, _BYTES, f'{where}: {key} is a size such as "200 MB"'))
    if wanted == tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        raise SettingsError(f"{where}: {key} is a list of texts")
    if isinstance(value, int) and wanted is float and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise SettingsError(f"{where}: {key} is not of its type ({wanted.__name__})")
    return value


def _measured(value: Any, form: re.Pattern[str], units: Mapping[str, int], wrong: str) -> float:
    found = form.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise SettingsError(wrong)
    return float(int(found[1]) * units[found[2]])
