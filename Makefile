# Every target starts from a bare python3 (3.11 or newer): the bootstrap makes .venv and .env, once.
.DEFAULT_GOAL := help
.PHONY: help environment run test check bench browser pictures faults requirements

PY := .venv/bin/python
COMPILE := .venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate pyproject.toml
ARGS ?=
# Playwright keeps an event loop in the test's thread, which Django else takes for an asynchronous caller.
BROWSER := BROWSER=1 DJANGO_ALLOW_ASYNC_UNSAFE=1 DATABASE_URL=sqlite:///var/browser.sqlite3 REDIS_URL= $(PY) -m pytest

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 16

environment:
	@python3 scripts/bootstrap.py

run: environment ## the whole system with demo data on http://127.0.0.1:8000 (PORT=8001 for another port)
	@exec env DEMO=1 $(PY) manage.py up

test: environment ## all tests, on SQLite and on a throwaway PostgreSQL (ARGS="-k guarantee" for some)
	@$(PY) scripts/test.py $(ARGS)

check: environment ## style, types, layers, migrations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy acts offices guarantees transit
	.venv/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run

faults: environment ## races on PostgreSQL, and Celery with Redis under kill -9
	@$(PY) scripts/test.py --faults $(ARGS)

browser: environment ## journeys and every page in Debian's Chromium: no axe finding, CSP report or console error
	@$(BROWSER) tests/browser $(ARGS)

pictures: environment ## build/pictures/<page>-<role>-<width>-<scheme>-<language>.png
	@PICTURES=build/pictures $(BROWSER) tests/browser/test_pages.py $(ARGS)

bench: environment ## speed and size, one JSON line each
	@$(PY) scripts/bench.py $(ARGS)

requirements: environment ## requirements/*.txt from pyproject.toml, with hashes
	@test -x .venv/bin/uv || $(PY) -m pip install -q uv
	$(COMPILE) -o requirements/base.txt
	$(COMPILE) --group dev -o requirements/dev.txt
