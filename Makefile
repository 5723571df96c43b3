# The doors of daily work. CONTRIBUTING.md says when to use which.

PORT = 8000
PYTHON = python3
BIN = .venv/bin
BENCH_BIN = .venv-bench/bin
SECONDS = 180
EXAMPLES = 20000
# When the suite runs, whatever day it is: a working day, half past twelve in Moscow.
MOMENT = 2026-11-25T09:30Z

.PHONY: run serve soak test test-days coverage fuzz lint format messages bench cache-figures speed screenshots

# The dashboard on http://127.0.0.1:$(PORT), with everything that it needs; Ctrl-C ends it.
run: .venv/run
	@$(BIN)/python -m config.develop --port $(PORT)

# The production server on 127.0.0.1:$(PORT), under the settings of production; docs/operations.md.
serve: .venv/run
	@exec $(BIN)/python -m config.serve --collect-static --bind 127.0.0.1:$(PORT)

# Everything that must hold before a merge. Three workers on two cores: many tests wait for another process.
test: lint
	tools/at_moment $(MOMENT) $(BIN)/pytest -n 3

# Every test on other days: nights, ends of months and of years, changes of the clocks, next year. An hour.
test-days: .venv/dev
	$(BIN)/python -m tools.days -n 3

# Which lines and branches the tests go through, the browser's left out; 95 % or it fails.
coverage: .venv/dev
	tools/at_moment $(MOMENT) $(BIN)/pytest -n 3 -m "not e2e" --cov --cov-report=term --cov-fail-under=95

lint: .venv/dev
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint templates --check --lint
	$(BIN)/python -m tools.catalogue check
	$(BIN)/python -m tools.templates
	$(BIN)/python -m tools.voice
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tools.audit

# Send nonsense through every parser and every page, $(EXAMPLES) examples in all; minutes. make test sends the same few.
fuzz: .venv/dev
	FUZZ=$(EXAMPLES) $(BIN)/pytest tests/safety/test_fuzz.py -q -s --timeout=0

format: .venv/dev
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format --quiet
	$(BIN)/djlint templates --reformat --quiet

# Measure this cache and these pages beside what one would pick instead, and write docs/benchmarks.md; 10 minutes.
bench: .venv-bench/run
	$(BENCH_BIN)/python -m benchmarks

# Measure what docs/cache.md promises, and write its table anew; half a minute.
cache-figures: .venv-bench/run
	$(BENCH_BIN)/python -m benchmarks.cache_figures

# Fifty recruiters on the production server while things fail, for $(SECONDS) s; writes its table into docs/operations.md.
soak: .venv/run
	$(BIN)/python -m benchmarks.soak $(SECONDS)

# Measure what docs/interface.md states of speed, and write its tables anew; three minutes, with a Chromium.
speed: .venv/dev
	$(BIN)/python -m benchmarks.interface

# Take the pictures of README.md anew, on a morning, with a Chromium.
screenshots: .venv/dev
	tools/at_moment 2026-11-25T06:30Z $(BIN)/python -m tests.e2e.screenshots

# Bring locale/ in step with the source; new messages then want a translation.
messages: .venv/dev
	$(BIN)/python -m tools.catalogue update

# make PYTHON=python3.13 replaces a .venv that another version made.
ifeq ($(origin PYTHON),command line)
ifneq ($(shell $(PYTHON) -V),$(shell $(BIN)/python -V 2>&1))
.PHONY: .venv/run
CLEAR = --clear
endif
endif

# A stamp is newer than the pins that were installed; an edited pin makes it old.
.venv/run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11")'
	@echo "Installing what $< lists into .venv; this takes a minute."
	@$(PYTHON) -m venv $(CLEAR) .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

.venv/dev: requirements-dev.txt .venv/run
	@echo "Installing what $< lists into .venv; this takes a minute."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# The peers of the benchmarks stay out of the application's own environment.
.venv-bench/run: benchmarks/requirements.txt requirements.txt
	@echo "Installing what $< lists into .venv-bench; this takes a minute."
	@$(PYTHON) -m venv .venv-bench
	@$(BENCH_BIN)/pip install --quiet --disable-pip-version-check -r $<
	@touch $@
