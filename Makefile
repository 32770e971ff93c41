# Each target works from a bare checkout with only Python (3.11 or newer) and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run setup test check bench chaos lock clean

run: $(READY)
	@$(BIN)/python -m crm_core start

setup: $(READY)

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Duestep needs Python 3.11 or newer; set PYTHON=")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@touch $@

test: $(READY)
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.dovecot
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory test

bench: $(READY)
	@$(BIN)/python -m bench

# The crash tests at full size: 100 kills while 5,000 e-mails go out, 10,000 due for four runners.
chaos: $(READY)
	@CHAOS_KILLS=100 CHAOS_MESSAGES=5000 CHAOS_DUE=10000 $(BIN)/python -m pytest tests/chaos -s --timeout 3600

lock:
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
