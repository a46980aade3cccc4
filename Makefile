# Two commands do everything: `make run` and `make test`. They need Python 3.11 or newer, and make.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
Q ?= why does my eyelid twitch
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: run test soak coverage bench docs site lint lock clean

run: .venv/run.stamp          ## search the library of this checkout (with Q="..." and no terminal: answer one question)
	@$(BIN)/twitchsearch start "$(Q)"

test: .venv/dev.stamp lint    ## everything but the long tests
	$(BIN)/python -m pytest -q -m "not soak" -n auto --dist worksteal

# Apart from `test`: tracing makes code several times slower, and some tests bound the processor time of hostile input.
coverage: .venv/dev.stamp     ## which lines and branches the tests run
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -m "not soak"
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --fail-under=85 --skip-covered | tail -n 25

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# One after the other: they are about what happens within a second, and some take all processors themselves.
soak: .venv/dev.stamp         ## the long tests
	$(BIN)/python -m pytest -q -m soak --timeout 3000

bench: .venv/dev.stamp        ## speed, side by side with peers where they are installed
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.engines

docs: .venv/dev.stamp         ## make anew what is made from the program: manual page, reference, what commands print
	$(BIN)/python docs/manual.py
	$(BIN)/python docs/api.py
	$(BIN)/python -m tests.documents

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "twitchsearch needs Python 3.11 or newer; set PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.lock pyproject.toml | .venv/bin/python
	@echo "installing what twitchsearch needs into .venv (once) ..." >&2
	@$(PIP) install --require-hashes -r requirements/run.lock >&2
	@$(PIP) install --no-deps --no-build-isolation --editable . >&2
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.lock
	@echo "installing the tools of development into .venv (once) ..." >&2
	@$(PIP) install --require-hashes -r requirements/dev.lock >&2
	@touch $@

site: .venv/dev.stamp         ## the documents as pages, in build/site
	$(BIN)/python docs/site.py

lock: .venv/dev.stamp         ## new versions into the lock files (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	uv pip compile --universal --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--group dev pyproject.toml -o requirements/dev.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		-c requirements/dev.lock requirements/build.in pyproject.toml -o requirements/run.lock

clean:
	rm -rf .venv build dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
