# Two commands set everything up on a machine with python3 and make: `make cycle` and `make test`.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/
PIP_AUDIT ?= pip-audit
READY := $(VENV)/.ready
# Each of the hundreds of processes that the tests start would otherwise compile all of it again.
unexport PYTHONDONTWRITEBYTECODE
SLOW := thorough or server or kill or browser or postgres

.PHONY: setup cycle test test-slow test-nightly check docs bench audit serve lock clean

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

# What is pinned and under which licence, without the network; then what is known against it, which an advisory
# service is asked of every line, also of those for another Python or system than this. One that it does not know
# fails the audit: else a service out of reach would find nothing wrong.
audit: setup
	$(RUN)python -m deployments.bill_of_materials dist
	@command -v $(PIP_AUDIT) >/dev/null || { echo "The bill of materials is dist/bill-of-materials.json. Nothing was audited:"; \
		echo "pip-audit is not here; install it in an environment of its own and name it with PIP_AUDIT=…/bin/pip-audit"; exit 1; }
	status=0; for list in dist/to-audit-*.txt; do \
		$(PIP_AUDIT) --strict --progress-spinner off --require-hashes --disable-pip -r $$list || status=1; done; exit $$status

serve: setup
	$(RUN)commissioning serve

# Pins every dependency by hash; needs uv. No index address is written.
lock:
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --universal -o requirements.lock

clean:
	rm -rf $(VENV) var
