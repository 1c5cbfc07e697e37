# Two commands: `make serve` builds and serves the guide, `make test` runs every test. See README.md.
PYTHON ?= python3
BIN := .venv/bin
BUILDER ?= mkdocs
# A worker a core; what is made once a run is shared, and the tests of one group run in one worker.
PYTEST := $(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadgroup
export NO_MKDOCS_2_WARNING = 1

.DEFAULT_GOAL := help
.PHONY: help setup setup-browser serve site single zip vision-pdf quick test fuzz audit cases sentences forks pictures bench lint lock clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup:
	@$(PYTHON) tools/set_up.py

setup-browser:
	@$(PYTHON) tools/set_up.py --browser

serve: setup  ## build the site and serve it at http://127.0.0.1:8000/, built anew on every change
	$(BIN)/mkdocs serve --strict --dev-addr 127.0.0.1:8000

site: setup  ## build the site into site/ (BUILDER=zensical: with MkDocs' successor)
	$(BIN)/python -m builders $(BUILDER)

single: site  ## write the tool, and a prefecture's pages, as one file each that needs no server, into dist/
	@mkdir -p dist
	cp site/dcb-guide-tool.html site/dcb-guide-prefecture.html dist/

zip: site  ## write the whole site as a zip with checksums, dist/dcb-guide-site.zip
	$(BIN)/python -m tools.make_zip site dist/dcb-guide-site.zip

quick: setup  ## run the tests that need neither a browser nor the built site, for a pre-commit hook
	$(PYTEST) -m "not browser and not slow" --hypothesis-profile=quick --quiet

test: setup-browser lint  ## run all tests, the browser ones too
	@$(PYTHON) tools/set_up.py --audit
	$(BIN)/dcb-guide check
	npm test --silent
	$(PYTEST)

fuzz: setup  ## try made-up files on every entrance for an hour (SECONDS=…), keep what breaks one in tests/fuzz_seeds/
	$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),3600)

audit: setup  ## look up known vulnerabilities of the pinned packages, Python's and npm's (needs a network)
	@$(PYTHON) tools/set_up.py --audit
	$(BIN)/python -m tools.audit

vision-pdf: setup-browser  ## print the vision to PDF with tags and bookmarks, dist/vision.pdf
	$(BIN)/python -m tools.vision_pdf

cases: setup  ## work the expected results of tests/cases/records.jsonl anew with the independent reference
	$(BIN)/python -m tests.reference

sentences: setup  ## print every sentence that a rule writes, to be read in both languages
	@$(BIN)/python -m tools.print_sentences

forks: setup-browser  ## fork for all 47 prefectures, build, merge a release into each
	$(BIN)/python -m tools.forks

pictures: setup-browser  ## take the pictures of the README and of the publishing page anew
	$(BIN)/python -m tools.pictures

bench: setup-browser  ## measure speed beside peers in the same run, into docs/benchmarks.md
	@$(PYTHON) tools/set_up.py --benchmark
	$(BIN)/python -m bench

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	npm run --silent lint

lock: setup  ## renew all pinned versions, Python's and npm's, and name what bounds hold back
	$(BIN)/python -m tools.lock

clean:  ## remove everything that was made here
	rm -rf .venv .cache .build node_modules site .site-new-* dist
