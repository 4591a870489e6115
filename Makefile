# Two commands set everything up on a machine with python3 and make: `make cycle` and `make test`.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/
READY := $(VENV)/.ready
# Each of the hundreds of processes that the tests start would otherwise compile all of it again.
unexport PYTHONDONTWRITEBYTECODE
SLOW := thorough or server or kill or browser or postgres

.PHONY: setup cycle test test-slow test-nightly check docs bench serve lock clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Installing what it needs, once; this takes a minute or two."
	@test -x $(RUN)python || $(PYTHON) -m venv $(VENV)
	@$(RUN)python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(RUN)python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

# The whole cycle on two real authorities, on the days their published files describe.
cycle: setup
	@$(RUN)commissioning run-cycle --authority salford --on 2022-07-31 --authority trafford --on 2026-03-31

# The quick tests: no server, no browser, nothing killed, no battery.
test: setup
	$(RUN)python -m pytest -q -n 2 --dist worksteal -m "not ($(SLOW))" --ignore tests/battery

# The slow ones: the gate of the battery, a real Prefect server, a real PostgreSQL, a real browser, real kills.
# A file's tests stay together, so that what they share is made once.
test-slow: setup
	$(RUN)python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "($(SLOW)) and not nightly"

# The rest of the battery, and what takes minutes.
test-nightly: setup
	$(RUN)python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m nightly

check: setup
	$(RUN)ruff check .
	$(RUN)ruff format --check .
	$(RUN)mypy
	$(RUN)lint-imports
	$(RUN)deptry .

# The reference pages that are made from the product itself.
docs: setup
	$(RUN)python -m deployments.reference_pages

bench: setup
	$(RUN)python -m benchmarks

serve: setup
	$(RUN)commissioning serve

# Pins every dependency by hash; needs uv. No index address is written.
lock:
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --universal -o requirements.lock

clean:
	rm -rf $(VENV) var
