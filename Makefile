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
.PHONY: help demo test lint format office package bench bench-sweep browser docs check clean environment long fuzz

# A stamp only says that an install once finished. One whose interpreter has gone, or that came along
# when the checkout was moved or copied, does not count.
ifneq ($(wildcard $(VENV)/.installed*),)
INSTALLED_HERE := $(shell $(BIN)/python -I -c 'import os, importlib.util as u; \
	print(os.path.samefile(u.find_spec("braid").origin, "braid/__init__.py"))' 2>/dev/null)
ifneq ($(INSTALLED_HERE),True)
$(shell rm -f $(VENV)/.installed*)
endif
endif

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "make %-11s %s\n", $$1, $$2 }'
	@echo 'Another interpreter: make test PYTHON=python3.13 VENV=.venv-3.13'

demo: $(VENV)/.installed  ## solve the demo scenario and write plans/project-quest/
	$(BIN)/braid solve scenarios/project-quest.yaml

test: $(VENV)/.installed-test  ## run the tests, on all cores
	@$(BIN)/python -m pytest -q -n auto

long: $(VENV)/.installed-test  ## the generated cases that `make test` leaves out
	@$(BIN)/python -m pytest -q -n auto -m long

fuzz: $(VENV)/.installed-test  ## feed every reader broken and hostile files for MINUTES=10
	@$(BIN)/python tests/fuzz/fuzz_run.py --minutes $(or $(MINUTES),10)

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

clean:  ## remove the environment, builds and caches, but no plan
	@test ! -e $(VENV)/pyvenv.cfg || rm -rf $(VENV)
	@rm -rf build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find braid tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps go before an install begins and are touched last, so an install that broke off leaves none,
# and without any the environment is made again from the start. dev and browser hold test, dev
# holds docs too, and test holds the rest but docs.

$(VENV)/.installed: EXTRA :=
$(VENV)/.installed: STAMPS := .installed
$(VENV)/.installed-test: EXTRA := [test]
$(VENV)/.installed-test: STAMPS := .installed .installed-test
$(VENV)/.installed-browser: EXTRA := [browser]
$(VENV)/.installed-browser: STAMPS := .installed .installed-test .installed-browser
$(VENV)/.installed-docs: EXTRA := [docs]
$(VENV)/.installed-docs: STAMPS := .installed .installed-docs
$(VENV)/.installed-dev: EXTRA := [dev]
$(VENV)/.installed-dev: STAMPS := .installed .installed-test .installed-docs .installed-dev

$(VENV)/.installed $(VENV)/.installed-test $(VENV)/.installed-browser $(VENV)/.installed-docs $(VENV)/.installed-dev: pyproject.toml
	@ls $(VENV)/.installed* >/dev/null 2>&1 || $(MAKE) environment
	@rm -f $(VENV)/.installed*
	@echo 'Installing braid$(EXTRA) in $(VENV); the first time takes about a minute.'
	@$(PIP_INSTALL) -e '.$(EXTRA)'
	@touch $(addprefix $(VENV)/,$(STAMPS))

# Only what is a virtual environment already is ever cleared.
environment:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'braid: $(PYTHON) is missing or older than 3.11; name another: make PYTHON=python3.12 ...' >&2; exit 1; }
	@$(PYTHON) -m venv $(if $(wildcard $(VENV)/pyvenv.cfg),--clear) $(VENV) || { \
		echo '$(SETUP_HINT)' >&2; exit 1; }
