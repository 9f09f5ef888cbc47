# Everything runs in .venv, which the first command makes and which is renewed when what it needs changes.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
STORE := $(or $(PULLQUOTE_STORE),index/store)

.PHONY: help ask chat bot index test check bench format clean

help:
	@echo 'make ask q="who controls Spin Boldak"   answer a question (sets everything up the first time)'
	@echo 'make chat     a conversation at the terminal'
	@echo 'make bot      the Telegram bot (put its token into .env first, see .env.example)'
	@echo 'make index    put new and changed articles of index/articles into the store'
	@echo 'make test     the tests      make check   linter, types and tests      make bench   how fast it is'

ask: index
	@$(BIN)/python -m pullquote ask "$$q"

chat: index
	@$(BIN)/python -m pullquote chat

bot: index
	@$(BIN)/python -m bot

index: $(READY)
	@$(BIN)/python -m index

test: $(READY)
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/python -m pytest

bench: $(READY)
	$(BIN)/python -m lab.bench

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo 'Pullquote needs Python 3.11, 3.12 or 3.13: make ask PYTHON=python3.12 q="..."' >&2; exit 1; }
	@echo 'Setting up .venv (a few minutes the first time) ...' >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[index,bot,dev]' >&2
	@touch $@

clean:
	rm -rf .venv build src/pullquote.egg-info index/store
