# make demo   audit the example app (or APP=path) and say where the report is
# make test   everything that must hold: lint, types, layers, tests of all languages
# make bench  speed and memory against peers and against limits, as ratios in one run
SHELL := /bin/bash
VENV ?= .venv
PY := $(VENV)/bin/python
APP ?= examples/demo/app.apk
OUT ?= out/demo
READY := $(VENV)/.ready
CORE := $(VENV)/.core

.PHONY: demo test bench setup samples suites fixtures lint rust python docs clean

demo: setup
	@$(VENV)/bin/sousveil audit "$(APP)" -o "$(OUT)"
	@echo "Open $(OUT)/report.html in a browser."

setup: $(CORE)

$(READY): pyproject.toml requirements.txt
	python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --upgrade pip
	$(PY) -m pip install --quiet -r requirements.txt
	@touch $@

$(CORE): $(READY) Cargo.toml Cargo.lock $(shell find rust -name '*.rs' -not -path '*/target/*') rust/core/Cargo.toml rust/native/Cargo.toml rust/py/Cargo.toml
	$(VENV)/bin/maturin develop --release --quiet --locked
	@touch $@

# Ordinary apps from npm packages: the control group. Never committed.
samples: $(READY)
	$(PY) tools/samples.py .samples

# The apps of the suites that score tracing, malware left out: see docs/benchmarks.md. Never committed.
suites: $(READY)
	$(PY) tools/suites.py .suites

# Rebuilds tests/apps, tests/flows and the example from their sources. Needs a JDK, Maven and Debian's aapt, apksigner, zipalign.
fixtures: $(READY)
	$(PY) tools/fixtures.py
	$(PY) tools/flow_truth.py

lint: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	cargo fmt --check
	cargo clippy --release --locked --workspace --all-targets -- -D warnings
	$(VENV)/bin/sousveil rules lint

rust:
	cargo test --release --locked -p sousveil-core -p sousveil-native

python: setup samples
	$(PY) -m pytest -n auto --dist loadfile

test: lint rust python

bench: setup samples
	$(PY) -m bench.speed
	$(PY) -m bench.trace_speed --apps .samples

docs: setup
	$(PY) tools/docs.py

clean:
	rm -rf $(VENV) target out
