# Two commands do everything on a fresh machine, install included: make demo, make test.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PROCCAT_REAL_DATA ?= $(abspath ../shared/data)


.PHONY: demo test soak bench docs schemas install clean

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: install
	$(BIN)/proccat demo

test: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 -r s

# The suite on each Python that is there, and the long loops. Others may be named:
# make soak PYTHONS="/opt/python3.12/bin/python3 /opt/python3.13/bin/python3"
PYTHONS ?= python3.11 python3.12 python3.13
soak: install
	ran=0; for python in $(PYTHONS); do \
	  version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || \
	    { echo "$$python is not here: skipped"; continue; }; \
	  $$python -m venv .venv-$$version && \
	  .venv-$$version/bin/python -m pip install --quiet --disable-pip-version-check \
	    --editable '.[dev]' && \
	  PROCCAT_SOAK=1 .venv-$$version/bin/python -m pytest -n 2 || exit 1; ran=1; \
	done; test $$ran = 1

bench: install
	for file in tests/benchmarks/*.py; do $(BIN)/python $$file || exit 1; done

# Write the pages again that are drawn from the code.
docs: install
	$(BIN)/python docs/generate.py

# Write the JSON Schemas again after a document changed.
schemas: install
	$(BIN)/proccat schemas schemas

clean:
	rm -rf $(VENV) .venv-* demo-output build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
