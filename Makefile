# Tanggap: `make` prints the targets. Everything is set up into .venv; nothing else is touched.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup run demo test test-live check fix lock docs

help:  ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.runtime: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or newer (python3)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Choose another: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing: on Debian or Ubuntu, apt-get install python3-venv."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.runtime  ## set up .venv only; the command is then .venv/bin/tanggap

run: $(VENV)/.runtime  ## start the local workspace and the service (PORT, GOOGLE_PORT, DATA_DIR)
	@$(BIN)/tanggap run

demo: $(VENV)/.runtime  ## play one complaint from the Form to the archive
	@$(BIN)/tanggap demo

check: $(VENV)/.dev  ## ruff, mypy; writes nothing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

test: check  ## the whole suite, with the checks
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || echo "No Chromium here: the browser tests are skipped. Get one with: apt-get update && apt-get install -y chromium"
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-live: $(VENV)/.dev  ## the contracts; with GOOGLE_LIVE=1 at a test Workspace (docs/live-checks.md)
	@$(BIN)/python -m pytest tests/contracts -rs

fix: $(VENV)/.dev  ## format and mend what ruff can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(VENV)/.runtime  ## print docs/sop.md from the table
	@$(BIN)/tanggap sop --markdown > docs/sop.md

lock: $(VENV)/.runtime  ## renew both lock files (needs uv)
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra install pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra install --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
