# make demo and make test need nothing but make and Python 3.11 or newer.

PYTHON ?= python3
VENV ?= .venv

BIN := $(VENV)/bin
PIP_INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check
SETUP_HINT = braid: no virtual environment with $(PYTHON). On Debian or Ubuntu: sudo apt install make python3-venv

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test lint format office package bench bench-sweep browser docs check clean environment long fuzz faults properties mutation \
	lock lowest newest audit-dependencies

# A stamp only says that an install once finished. One whose interpreter has gone, or that came along
# when the checkout was moved or copied, does not count.
ifneq ($(wildcard $(VENV)/.installed*),)
INSTALLED_HERE := $(shell $(BIN)/python -I -c 'import os, importlib.util as u; \
	print(os.path.samefile(u.find_spec("braid").origin, "braid/__init__.py"))' 2>/dev/null)
ifneq ($(INSTALLED_HERE),True)
$(shell rm -f $(VENV)/.installed*)
endif
endif

TOOLS := build/tools
WAIT ?= 7 days
COMPILE = $(TOOLS)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--exclude-newer '$(WAIT)' --custom-compile-command 'make lock'

# LOCKED=requirements/ci.txt installs what that lock names and nothing else, as .ci/run does. An
# environment of another kind, or of an older lock, is brought to it.
LOCKED ?=
ifneq ($(LOCKED),)
ifeq ($(wildcard $(VENV)/.installed-by-lock),)
$(shell rm -f $(VENV)/.installed*)
endif
endif

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "make %-18s %s\n", $$1, $$2 }'
	@echo 'Another interpreter: make test PYTHON=python3.13 VENV=.venv-3.13'

demo: $(VENV)/.installed  ## solve the demo scenario and write plans/project-quest/
	$(BIN)/braid solve scenarios/project-quest.yaml

test: $(VENV)/.installed-test  ## run the tests, on all cores
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

long: $(VENV)/.installed-test  ## the generated cases that `make test` leaves out
	@$(BIN)/python -m pytest -q -n auto --dist worksteal -m long

properties: $(VENV)/.installed-test  ## ask the properties of generated cases for MINUTES=10, from case FROM=1000 on
	@$(BIN)/python tests/properties/run_properties.py --minutes $(or $(MINUTES),10) --from $(or $(FROM),1000)

fuzz: $(VENV)/.installed-test  ## feed every reader broken and hostile files for MINUTES=10
	@$(BIN)/python tests/fuzz/fuzz_run.py --minutes $(or $(MINUTES),10)

faults: $(VENV)/.installed-test  ## kill whole commands at any moment, and fill their disk, for MINUTES=10, drawn from SEED=1 on
	@$(BIN)/python tests/faults/killing_run.py --minutes $(or $(MINUTES),10) --seed $(or $(SEED),1)

mutation: $(VENV)/.installed-mutation  ## make SAMPLE=300 mistakes in the code, one at a time, drawn by SEED=1: do the tests notice?
	@$(BIN)/python tests/mutation/mutation_run.py --sample $(or $(SAMPLE),300) --seed $(or $(SEED),1)

office: $(VENV)/.installed-test  ## work the workbooks of plans out again in LibreOffice
	@command -v soffice >/dev/null || { \
		echo 'braid: LibreOffice is missing. On Debian or Ubuntu: sudo apt install libreoffice-calc' >&2; exit 1; }
	@$(BIN)/python -m pytest -q -m office tests/reports tests/template

package: $(VENV)/.installed-test  ## build the wheel and solve the demo from it in an empty environment
	@$(BIN)/python -m pytest -q -m packaging tests/packaging

browser: $(VENV)/.installed-browser  ## open the reports' pages in chromium (CHROMIUM=/path names another one)
	@$(BIN)/python -m pytest -q -m browser tests/browser

docs: $(VENV)/.installed-docs  ## build the documentation site in site/, every warning an error
	@$(BIN)/python docs/site/site_pages.py build/docs/pages
	@rm -rf site
	@$(BIN)/sphinx-build -q -W --keep-going -n -c docs/site -d build/docs/read build/docs/pages site
	@echo 'Site built: open site/index.html'

lint: $(VENV)/.installed-dev  ## check style, types and the import contracts
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(VENV)/.installed-dev  ## lay out the code and mend what ruff can mend
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

bench: $(VENV)/.installed  ## time every stage, on the demo and on a large scenario
	@$(BIN)/python -m benchmarks

bench-sweep: $(VENV)/.installed  ## time sweeps: one and two workers, and their memory
	@$(BIN)/python -m benchmarks.sweep

check: lint test package  ## everything that a change must pass

ifeq ($(LOCKED),)
audit-dependencies:  ## hold what the lock installs against its hashes and licences (and ADVISORIES=DIR)
	@$(MAKE) audit-dependencies LOCKED=requirements/ci.txt VENV=build/locked
else
audit-dependencies: $(VENV)/.installed-by-lock
	@$(BIN)/python -m pip check --disable-pip-version-check
	@$(BIN)/python requirements/dependencies.py check
	@$(if $(ADVISORIES),$(BIN)/python requirements/dependencies.py advisories '$(ADVISORIES)')
endif

lock: $(TOOLS)/.installed  ## renew both locks with releases that are older than WAIT='7 days'
	@$(TOOLS)/bin/python requirements/lock_file.py | $(COMPILE) --upgrade \
		--extra dev --extra browser -o requirements/ci.txt pyproject.toml -
	@$(COMPILE) --upgrade -c requirements/ci.txt -o requirements/braid.txt pyproject.toml
	@$(TOOLS)/bin/python requirements/dependencies.py table

lowest: $(TOOLS)/.installed  ## run the tests (TESTS=...) on the lowest versions that pyproject.toml allows
	@$(MAKE) resolved RESOLUTION=lowest-direct AT=build/lowest

newest: $(TOOLS)/.installed  ## run the tests (TESTS=...) on the newest
	@$(MAKE) resolved RESOLUTION=highest AT=build/newest

.PHONY: resolved
resolved:
	@$(PYTHON) -m venv --clear $(AT)
	@$(TOOLS)/bin/uv pip install -q --python $(AT)/bin/python --resolution $(RESOLUTION) -e '.[test]'
	@$(AT)/bin/python -m pytest -q -n auto --dist worksteal $(TESTS)

clean:  ## remove the environment, builds and caches, but no plan
	@test ! -e $(VENV)/pyvenv.cfg || rm -rf $(VENV)
	@rm -rf build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find braid tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(TOOLS)/.installed:
	@$(PYTHON) -m venv --clear $(TOOLS)
	@$(TOOLS)/bin/python -m pip install -qq --disable-pip-version-check 'uv>=0.13'
	@touch $@

# Stamps go before an install begins and are touched last, so an install that broke off leaves none,
# and without any the environment is made again from the start. dev, browser and mutation hold test,
# dev holds docs too, and test holds the rest but docs.

$(VENV)/.installed: EXTRA :=
$(VENV)/.installed: STAMPS := .installed
$(VENV)/.installed-test: EXTRA := [test]
$(VENV)/.installed-test: STAMPS := .installed .installed-test
$(VENV)/.installed-browser: EXTRA := [browser]
$(VENV)/.installed-browser: STAMPS := .installed .installed-test .installed-browser
$(VENV)/.installed-mutation: EXTRA := [mutation]
$(VENV)/.installed-mutation: STAMPS := .installed .installed-test .installed-mutation
$(VENV)/.installed-docs: EXTRA := [docs]
$(VENV)/.installed-docs: STAMPS := .installed .installed-docs
$(VENV)/.installed-dev: EXTRA := [dev]
$(VENV)/.installed-dev: STAMPS := .installed .installed-test .installed-docs .installed-dev

ifeq ($(LOCKED),)
$(VENV)/.installed $(VENV)/.installed-test $(VENV)/.installed-browser $(VENV)/.installed-mutation $(VENV)/.installed-docs $(VENV)/.installed-dev: pyproject.toml
	@ls $(VENV)/.installed* >/dev/null 2>&1 || $(MAKE) environment
	@rm -f $(VENV)/.installed*
	@echo 'Installing braid$(EXTRA) in $(VENV); the first time takes about a minute.'
	@$(PIP_INSTALL) -e '.$(EXTRA)'
	@touch $(addprefix $(VENV)/,$(STAMPS))
else
$(VENV)/.installed $(VENV)/.installed-test $(VENV)/.installed-browser $(VENV)/.installed-docs $(VENV)/.installed-dev: $(VENV)/.installed-by-lock
	@touch $@

$(VENV)/.installed-by-lock: pyproject.toml $(LOCKED)
	@$(MAKE) environment
	@echo 'Installing braid and $(LOCKED) in $(VENV); this takes some minutes.'
	@$(PIP_INSTALL) --require-hashes -r $(LOCKED)
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@
endif

# Only what is a virtual environment already is ever cleared.
environment:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'braid: $(PYTHON) is missing or older than 3.11; name another: make PYTHON=python3.12 ...' >&2; exit 1; }
	@$(PYTHON) -m venv $(if $(wildcard $(VENV)/pyvenv.cfg),--clear) $(VENV) || { \
		echo '$(SETUP_HINT)' >&2; exit 1; }
