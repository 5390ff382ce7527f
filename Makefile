# Two commands do everything: `make demo` opens the app on sample data, `make test` passes the tests.

VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SHELL := /bin/bash

# The first Python on this machine that is new enough.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)

.PHONY: help demo demo-authority test check bench docs messages lock wheel clean

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

$(READY): requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "error: rrsa needs Python 3.11 or newer — install it, then run make again" >&2; exit 1; }
	@echo "Setting up (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY) ## Open the app on the sample school
	@$(BIN)/rrsa demo

demo-authority: $(READY) ## Open the overview of sixty invented settings on a throw-away PostgreSQL
	@$(BIN)/python scripts/demo_authority.py

test: $(READY) ## Run the tests (those that need PostgreSQL or LibreOffice are left out where there is none)
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(TESTS)

check: $(READY) ## Lint, format, types, layers, documentation
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python scripts/check_docs.py
	@$(BIN)/python scripts/keys.py --check
	@$(BIN)/python scripts/command_reference.py --check
	@$(BIN)/python scripts/messages.py --check
	@$(BIN)/python scripts/translations.py --check

bench: $(READY) ## Measure against the budgets and write docs/reference/benchmarks.md
	@$(BIN)/python -m benchmarks

docs: $(READY) ## Make the screenshots and the page of keys anew
	@$(BIN)/python scripts/keys.py
	@$(BIN)/python scripts/command_reference.py
	@$(BIN)/python scripts/screenshots.py
	@$(BIN)/python scripts/browser_screenshots.py

messages: $(READY) ## Collect every interface text into rrsa/locale/rrsa.pot and bring translations up to date
	@$(BIN)/python scripts/messages.py
	@$(BIN)/python scripts/translations.py

lock: ## Pin every dependency with hashes (needs uv)
	@uv pip compile pyproject.toml --extra dev --extra postgresql --extra serve --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet -o requirements.txt

wheel: $(READY) ## Build the wheel into dist/
	@$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation -w dist .

clean: ## Remove what can be made again
	@rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
