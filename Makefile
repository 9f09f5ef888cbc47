# Everything runs in .venv, which the first command makes and which is renewed when what it needs changes.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# Processes that share the tests.
WORKERS ?= 2
STORE := $(or $(PULLQUOTE_STORE),index/store)

.PHONY: help ask chat bot index test check bench audit secrets dependencies format clean

help:
	@echo 'make ask q="who controls Spin Boldak"   answer a question (sets everything up the first time)'
	@echo 'make chat     a conversation at the terminal'
	@echo 'make bot      the Telegram bot (put its token into .env first, see .env.example)'
	@echo 'make index    put new and changed articles of index/articles into the store'
	@echo 'make test     the tests      make check   linter, types and tests      make bench   how fast it is'
	@echo 'make audit    secrets in the files (make secrets), known vulnerabilities in what is installed (make dependencies)'

ask: index
	@$(BIN)/python -m pullquote ask "$$q"

chat: index
	@$(BIN)/python -m pullquote chat

bot: index
	@$(BIN)/python -m bot

index: $(READY)
	@$(BIN)/python -m index

test: $(READY)
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

bench: $(READY)
	$(BIN)/python -m lab.bench

audit: secrets dependencies

# Against a copy of the baseline: where a known find stands in its file changes with every edit (exit code 3), and is no
# find. --no-verify: nothing that looks like a key is tried out over the network.
secrets: $(READY)
	@known=$$(mktemp) && trap 'rm -f "$$known"' EXIT && cp .secrets.baseline "$$known" && \
		files=$$(git ls-files --cached --others --exclude-standard | grep -v '^\.secrets\.baseline$$') && \
		{ $(BIN)/detect-secrets-hook --no-verify --baseline "$$known" $$files > "$$known.found" || [ $$? -eq 3 ] || \
			{ sed '/^Possible mitigations/,$$d' "$$known.found" >&2; rm -f "$$known.found"; \
			echo 'What is no secret is noted with: $(BIN)/detect-secrets scan --no-verify --baseline .secrets.baseline' >&2; \
			exit 1; }; } && rm -f "$$known.found" && \
		echo 'No secret in the files that is not known to be none (.secrets.baseline).'

# What pip-audit prints is shown only when it has found something: of a service that does not answer it says much.
dependencies: $(READY)
	@said=$$(mktemp) && trap 'rm -f "$$said"' EXIT && \
		if found=$$($(BIN)/pip-audit --requirement constraints.txt --no-deps --disable-pip --strict \
			--progress-spinner off 2> "$$said"); then echo 'No known vulnerability in what constraints.txt names.'; \
		elif [ -n "$$found" ]; then echo "$$found"; exit 1; \
		else echo "Dependencies NOT audited: the vulnerability service cannot be reached, or does not know all of them" \
			"($$(grep ERROR "$$said" | tail -n 1 | sed 's/^ERROR:[^:]*://' | cut -c 1-120))" >&2; exit 1; fi

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
