# make serve   load, validate and serve the shipped plans on http://127.0.0.1:8000
# make test    format, lint, types and all tests
# make check   format, lint and types only
# make bench   measure the service against its peers; wrk is needed (bench/README.md)
# make editor  build the SPARQL editor of the pages anew; node and npm are needed, which the service is not
# make lock    resolve the dependencies anew and write requirements*.lock

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := .bench-venv

.PHONY: serve test check lock docs bench editor clean
.DEFAULT_GOAL := test

# Two environments in one folder: the stamp says which lock file it was made from.
$(VENV)/run.stamp: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; try: make PYTHON=python3.12 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

serve: $(VENV)/run.stamp
	$(BIN)/redthread serve

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# A real PostgreSQL is tested against, where the system's package manager can install it.
test: check
	$(BIN)/python scripts/test_setup.py
	$(BIN)/python -m pytest

docs: $(VENV)/dev.stamp
	$(BIN)/python scripts/reference.py

# The peers live in an environment of their own: they are measured, not used.
$(PEERS)/bench.stamp: requirements-bench.lock
	test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	touch $@

# make bench BENCH="--size M"
bench: $(VENV)/run.stamp $(PEERS)/bench.stamp
	$(BIN)/python -m bench.run --peers $(PEERS) $(BENCH)

# What is built lies in the repository, so that only who changes the editor needs node. The same sources give the same bytes.
editor:
	cd editor && npm ci && npm run build

# Names, versions and hashes only: no addresses, so that any registry or mirror serves.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate

lock: $(VENV)/dev.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --upgrade --group build pyproject.toml -o requirements.lock
	$(COMPILE) --upgrade --group build --group dev pyproject.toml -o requirements-dev.lock
	$(COMPILE) --upgrade --group bench -o requirements-bench.lock

clean:
	rm -rf $(VENV) $(PEERS) editor/node_modules
