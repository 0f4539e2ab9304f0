# `make` lists the targets. Everything runs in .venv, which `install` makes.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo test lint format goldens bench picture clean

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(STAMP) ## Install policydiff and the tools of its developers into .venv

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "policydiff needs Python 3.11 or newer; run: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)

demo: install ## Show the diff and the timeline of samples/
	@$(BIN)/policydiff diff samples/lumen-notes/2022-09-15.md samples/lumen-notes/2023-06-30.md --pager never \
	  || test $$? -eq 1  # 1 says that they differ
	@echo
	@$(BIN)/policydiff timeline samples/northwind --pager never

test: install ## Run every test
	$(BIN)/python -m pytest -n 2

lint: install ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: install ## Put the code into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

goldens: install ## Rewrite the expected outputs; read the change before you commit it
	POLICYDIFF_GOLDENS=1 $(BIN)/python -m pytest -q tests || true
	git diff --stat tests

picture: install ## Draw the README's picture from the samples
	$(BIN)/python benchmarks/picture.py docs

bench: install ## Measure against other tools, by hand (CLONE=archive SEEDS=folder)
	$(BIN)/python benchmarks/run.py $(CLONE) $(if $(SEEDS),--seeds $(SEEDS))

clean: ## Remove what install and the tools made
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
