# Everything one does with Isocenter; `make` alone lists it. Nothing is installed outside of this folder, except by
# `make test` as root, which installs the servers and the browser that the tests start.

PYTHON ?= $(firstword $(shell command -v python3.11 python3 2>/dev/null))
BIN := .venv/bin
NPM := npm --prefix frontend
FRONTEND_SOURCES := $(wildcard $(addprefix frontend/,src public scripts index.html package-lock.json tsconfig.json vite.config.ts))
# Runs a command if its inputs changed since its last success: $(call when-changed,STAMP,INPUTS,COMMAND)
when-changed = @$(BIN)/python scripts/when_changed.py $(1) $(2) -- $(3)

export MAKE
unexport VIRTUAL_ENV
# Where this is set, each of the many processes that a server or a test starts compiles every module anew: 2.7 s of 5.3.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.NOTPARALLEL:

##@ Use

.PHONY: run
run: install build ## Set everything up, with a demonstration set, and serve it at http://127.0.0.1:8000
	@test -e $(or $(ISOCENTER_DATA_DIR),data)/isocenter.db || $(BIN)/isocenter demo
	@exec $(BIN)/isocenter serve

.PHONY: build
build: install-frontend ## Build the frontend into frontend/dist
	$(call when-changed,frontend/dist/.built,$(FRONTEND_SOURCES),$(NPM) run build)

##@ Work on it

.PHONY: test
test: $(BIN)/uv ## Run every check and every test (as root: install what they need)
	@scripts/run-tests

.PHONY: check
check: install-dev ## Check style, types, layers, licences, names in the database and generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_licences.py
	@! grep -nE '"resolved": "http|://' requirements/*.txt && ! grep -n '"resolved": "http' frontend/package-lock.json \
	  || { echo "a lock file names a registry"; exit 1; }
	$(BIN)/python scripts/client.py --check
	$(BIN)/python scripts/permissions_page.py --check
	$(BIN)/python scripts/setup_sql.py --check
	$(BIN)/python scripts/schema_diagram.py --check
	$(BIN)/pytest --quiet -p no:cacheprovider backend/tests/models/test_schema.py
	$(NPM) run lint
	$(NPM) run typecheck

.PHONY: format
format: install-dev ## Format Python and TypeScript
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(NPM) run format

.PHONY: client
client: install-dev ## Generate the frontend's API types and docs/permissions.md from the backend
	$(BIN)/python scripts/client.py
	$(BIN)/python scripts/permissions_page.py

.PHONY: schema
schema: install-dev ## Generate DB/ from the models: setup.sql and the diagram (needs Graphviz: apt-get install graphviz)
	$(BIN)/python scripts/setup_sql.py
	$(BIN)/python scripts/schema_diagram.py

.PHONY: migration
migration: install ## Write a migration from the models: make migration NAME="add the albums"
	@test -n "$(NAME)" || { echo 'usage: make migration NAME="what it does"'; exit 2; }
	$(BIN)/isocenter migrate
	$(BIN)/isocenter migration "$(NAME)"

.PHONY: bench
bench: install-dev ## Measure against the named peers (ARGS="intake extraction"; all without)
	$(BIN)/python -m benchmarks $(ARGS)

.PHONY: soak
soak: soak-drawing ## Kill what serves, works and computes in mid-work, and find nothing lost (ARGS="--times 5 --seed 1")
	$(BIN)/python -m benchmarks.soak $(ARGS)
	$(BIN)/python -m benchmarks.kills $(ARGS)

.PHONY: soak-drawing
soak-drawing: install-dev build ## Let two people draw while the network goes, tabs die and the server is killed: TIMES=1000 SEED=1
	TIMES=$(or $(TIMES),1000) SEED=$(or $(SEED),1) $(NPM) run soak

.PHONY: endurance
endurance: install-dev ## Work as a busy group does for MINUTES=10, and watch memory
	$(BIN)/python scripts/endurance.py --minutes $(or $(MINUTES),10)

.PHONY: requirements
requirements: $(BIN)/uv ## Compile the pins (UPGRADE=1 for the newest versions)
	scripts/compile-requirements $(if $(UPGRADE),--upgrade)

.PHONY: help
help: ## List what one can make
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Installation: each step is skipped while its pins are those that it last installed.

.PHONY: install
install: $(BIN)/uv
	$(call when-changed,.venv/.base,requirements/base.txt,$(BIN)/uv pip install --quiet --require-hashes --requirement requirements/base.txt)
	$(call when-changed,.venv/.radiomics,requirements/radiomics.txt,scripts/install-radiomics) || true
	$(call when-changed,.venv/.isocenter,pyproject.toml,$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .)

.PHONY: install-dev
install-dev: install install-frontend
	$(call when-changed,.venv/.dev,requirements/dev.txt,$(BIN)/uv pip install --quiet --require-hashes --requirement requirements/dev.txt)

.PHONY: install-frontend
install-frontend: $(BIN)/uv
	$(call when-changed,frontend/node_modules/.installed,frontend/package.json frontend/package-lock.json,$(NPM) ci --loglevel=error)

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	  || { echo "Isocenter needs Python 3.11: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/tools.txt
