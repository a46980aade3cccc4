"""The law of imports, as it is written and as it is at run time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.libraries import make_library

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "twitchsearch"

LAYERS = {
    "cli", "tui", "config", "library", "crawl", "backends", "corpus", "extract", "search", "text", "files", "urls",
    "model", "errors", "evaluation", "processes",
}  # fmt: skip
FRONT_DOOR_SECONDS = 0.080
NEVER_IN_A_SEARCH = {"textual", "bs4", "lxml", "urllib3", "protego"}


def python(code: str, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def modules_after(code: str) -> set[str]:
    return set(json.loads(python(f"{code}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)))").splitlines()[-1]))


def homes(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


def test_the_contracts_of_the_imports_are_kept() -> None:
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_every_layer_of_the_law_is_there_and_nothing_stands_outside_of_it() -> None:
    found = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert found >= LAYERS
    assert found - LAYERS - {"history"} == {"__init__", "__main__", "_version"}


def importing(module: str) -> float:
    """Processor seconds that it takes to import a module, at best."""
    code = f"import time; began = time.process_time(); import {module}; print(time.process_time() - began)"
    return min(float(python(code)) for _ in range(7))


def test_the_command_line_is_imported_in_80_ms() -> None:
    """Most of it is click, which says how fast this machine is: on a slow one our part may take what it takes there."""
    assert importing("twitchsearch.cli.main") <= max(FRONT_DOOR_SECONDS, 2 * importing("click"))


def test_the_front_door_imports_no_command_and_no_layer_below() -> None:
    ours = {module for module in modules_after("import twitchsearch.cli.main") if module.startswith("twitchsearch.")}
    assert ours == {
        "twitchsearch._version",
        "twitchsearch.cli",
        "twitchsearch.cli.commands",
        "twitchsearch.cli.exits",
        "twitchsearch.cli.main",
        "twitchsearch.cli.running",
        "twitchsearch.errors",
    }


def test_nothing_is_imported_before_an_interrupt_can_be_answered() -> None:
    new = modules_after("import twitchsearch.__main__") - modules_after("")
    assert new == {"__future__", "twitchsearch", "twitchsearch.__main__", "twitchsearch._version"}


@pytest.mark.parametrize("module", ["twitchsearch.cli", "click", "twitchsearch.cli.search", "twitchsearch.text"])
def test_an_interrupt_while_something_is_imported_is_130_without_a_traceback(module: str) -> None:
    interrupted = f"""
import sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == {module!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
sys.argv[1:] = ["search", "("]
from twitchsearch.__main__ import run
run()
"""
    done = subprocess.run([sys.executable, "-c", interrupted], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_importing_the_package_imports_nothing_else_of_it() -> None:
    ours = {module for module in modules_after("import twitchsearch") if module.startswith("twitchsearch.")}
    assert ours == {"twitchsearch._version"}


@pytest.mark.parametrize("module", ["twitchsearch.crawl", "twitchsearch.extract.pool", "twitchsearch.backends.whoosh"])
def test_what_is_heavy_is_loaded_when_it_is_used(module: str) -> None:
    assert not homes(modules_after(f"import {module}")) & {"bs4", "lxml", "urllib3", "whoosh", "numpy", "textual"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("library"))


def test_a_search_imports_no_parser_no_screen_and_no_http_client(library: Path) -> None:
    code = (
        "import sys\nfrom twitchsearch.cli.main import main\n"
        f"assert main(['search', 'twitch', '--library', {str(library)!r}]) == 0"
    )
    assert not homes(modules_after(code)) & NEVER_IN_A_SEARCH


def test_every_module_says_what_it_knows() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert path.read_text(encoding="utf-8").startswith('"""') or path.name == "_version.py", path
