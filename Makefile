# The verbs of the house. `make help` lists them; each sets up what it needs first.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON := .venv/bin/python
FLASK := $(PYTHON) -m flask --app wsgi
# The lock is complete, so pip has nothing to resolve: with `--no-deps` a release made since can neither be chosen nor
# refused (an extra such as coverage[toml] made pip look for the newest).
PIP := $(PYTHON) -m pip install --disable-pip-version-check --progress-bar off --no-deps --require-hashes

.PHONY: run
run: ready ## Set up if needed, load content and demo people, serve on 127.0.0.1:${PORT:-8000}
	@SABAK_DEMO=1 $(FLASK) run-demo

.PHONY: test
test: ready .venv/.installed-dev ## Test everything on SQLite and, beside it, on a real PostgreSQL
	@$(PYTHON) tools/run_tests.py $(PYTEST_ARGS)

.PHONY: check
check: ready .venv/.installed-dev ## Check format, style, types, floors, words and content
	@$(MAKE) --jobs=2 --keep-going --output-sync=target $(CHECKS)

# Side by side on two cores, the longest first; what each says stands together.
CHECKS := check-types check-content check-words check-floors check-style check-format

.PHONY: $(CHECKS)
check-types:
	@echo "── Types" && .venv/bin/mypy
check-content:
	@echo "── Content" && $(FLASK) content check
check-words:
	@echo "── Words" && $(PYTHON) tools/words.py check
check-floors:
	@echo "── Floors" && .venv/bin/lint-imports --no-logo
check-style:
	@echo "── Style" && .venv/bin/ruff check --quiet .
check-format:
	@echo "── Format" && .venv/bin/ruff format --check --quiet .

.PHONY: bench
bench: ready .venv/.installed-dev ## Measure speed and loss, write bench/README.md
	@$(PYTHON) -m bench

.PHONY: serve-production
serve-production: ready ## Serve a real installation; SECRET_KEY, DATABASE_URL and SITE_URL must be set
	@SABAK_ENV=production $(FLASK) serve-production

.PHONY: fix
fix: .venv/.installed-dev ## Format the code and mend what can be mended without thinking
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

.PHONY: migration
migration: ready ## Write a migration from the models: make migration m="Add seats to workshops"
	@test -n "$(m)" || { echo 'Say what it does: make migration m="Add seats to workshops"'; exit 2; }
	@$(FLASK) db migrate --message "$(m)"

.PHONY: words
words: .venv/.installed ## Gather the texts of the interface and bring the catalogues up to date
	@$(PYTHON) tools/words.py update

.PHONY: content
content: ready ## Check the course content and load what is new
	@$(FLASK) content check
	@$(FLASK) content load

.PHONY: bill
bill: ## Write what the platform is made of, for scanners of known flaws: make -s bill >sabak.cdx.json
	@python3 tools/bill_of_materials.py

.PHONY: clean
clean: ## Remove everything that is built; data under var/ stays
	rm -rf build .venv node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find translations -name '*.mo' -delete
	find lms tests tools migrations -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r verb what; do \
		printf '  make %-17s %s\n' "$$verb" "$$what"; done

# ── Setting up: each step runs when what it is made from has changed ────────────

.PHONY: ready
ready: .venv/.installed node_modules/.installed
	@$(PYTHON) tools/build_assets.py
	@$(PYTHON) tools/words.py compile

.venv/bin/python:
	@echo "Making a Python environment in .venv …"
	@bash tools/make_venv.sh .venv

.venv/.installed: requirements.txt | .venv/bin/python
	@echo "Installing Python packages (about half a minute) …"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "Installing what tests and checks need (about half a minute) …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json
	@command -v npm >/dev/null || { echo "Node.js 18 or later with npm is missing. On Debian: sudo apt-get install nodejs npm"; exit 1; }
	@echo "Installing fonts, the bundler and a PostgreSQL for tests with npm …"
	@npm ci
	@touch $@
