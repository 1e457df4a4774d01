# What can be done here; `make` alone lists it. Needs GNU make and Python 3.11 or newer.

PYTHON ?=
PORT ?= 8501
OPTIONS ?=
BROWSER_TESTS ?= 1
VENV := .venv

# Nothing is written outside this folder, pip's cache included; PIP_NO_CACHE_DIR=0 keeps the cache.
export PIP_NO_CACHE_DIR ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK ?= 1

python := $(VENV)/bin/python
install := $(python) -m pip install --quiet --constraint constraints.txt
ready_to_run := $(VENV)/ready-to-run
ready_to_test := $(VENV)/ready-to-test
previews := $(VENV)/previews

.DEFAULT_GOAL := help
.PHONY: help run test test-deploy lint check bench screenshots documents constraints lock audit environment clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "  PYTHON=python3.12     which Python makes the environment (3.11 or newer)"
	@echo "  PORT=8501             where make run listens"
	@echo "  OPTIONS=              further options of streamlit run"
	@echo "  BROWSER_TESTS=0       leave out the tests that need a Chromium or Chrome"
	@echo "  CHROMIUM=/path        the browser that make test and make screenshots use"

run: $(ready_to_run) $(previews) ## start the atlas on PORT
	$(python) -m streamlit run server.py --server.port $(PORT) $(OPTIONS)

test: lint ## all checks and tests, the browser ones included
ifeq ($(BROWSER_TESTS),0)
	@echo "Leaving out the browser tests: BROWSER_TESTS=0"
	$(python) -m pytest -m "not browser and not deploy"
else
	chromium=$$(tools/ensure_chromium.sh) && CHROMIUM="$$chromium" $(python) -m pytest -m "not deploy"
endif

test-deploy: $(ready_to_test) ## three replicas behind nginx: killed, restarted, flooded; five minutes
	nginx=$$(tools/ensure_nginx.sh) && chromium=$$(tools/ensure_chromium.sh) && \
	NGINX="$$nginx" CHROMIUM="$$chromium" $(python) -m pytest -m deploy -s tests/test_replicas.py tests/test_proxy.py tests/test_framed_replicas.py

lint: $(ready_to_test) ## style, format and types
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy

check: $(ready_to_run) ## every fault of the facts in data/
	$(python) -m atlas check

bench: $(ready_to_test) ## speed beside a typical version of the same map, as a table
	chromium=$$(tools/ensure_chromium.sh) && CHROMIUM="$$chromium" $(python) -m bench

screenshots: $(ready_to_test) ## the pictures of the README
	chromium=$$(tools/ensure_chromium.sh) && CHROMIUM="$$chromium" $(python) -m tools.screenshots

documents: $(ready_to_run) ## write the tables of columns in CONTRIBUTING.md
	$(python) -m tools.contributing

constraints: ## write constraints.txt from requirements.txt and requirements-dev.txt
	tools/make_environment.sh "$(PYTHON)" $(VENV)
	$(python) -m pip install --quiet --requirement requirements-dev.txt
	{ grep '^#' constraints.txt; $(python) -m pip freeze; grep 'sys_platform' constraints.txt; } > $(VENV)/constraints.txt
	mv $(VENV)/constraints.txt constraints.txt

lock: ## write requirements.lock: what is needed to run, with the hash of every file of it
	tools/make_environment.sh "$(PYTHON)" $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet uv==0.13.9
	{ grep '^#' requirements.lock; \
	  UV_NO_CACHE=1 $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --constraint constraints.txt requirements.txt; } > $(VENV)/requirements.lock
	mv $(VENV)/requirements.lock requirements.lock

audit: ## known weaknesses of what is needed to run; the one target that asks a database on the internet
	tools/make_environment.sh "$(PYTHON)" $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet pip-audit==2.10.1
	$(VENV)/audit/bin/python -m tools.audit

environment: $(ready_to_test) ## only make the environment in .venv

clean: ## remove the environment and everything made by tests
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results static/vendor
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(ready_to_run): requirements.txt constraints.txt
	tools/make_environment.sh "$(PYTHON)" $(VENV)
	$(install) --requirement requirements.txt
	$(python) -m tools.geo_bundle
	touch $@

$(previews): $(ready_to_run) $(wildcard data/*) $(wildcard atlas/takeaways/*.py)
	$(python) -m tools.previews
	touch $@

$(ready_to_test): $(ready_to_run) requirements-dev.txt
	$(install) --requirement requirements-dev.txt
	touch $@
