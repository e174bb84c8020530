# Every target has a sentence; `make help` prints them.
SHELL := bash
PORT ?= 8080

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench migrate format words new-module

help: ## Prints this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Installs what building and running need (Debian packages), and says what and why first.
	@Scripts/setup run

run: ## Builds, fills ./data with the demo province when it is empty, and serves it on http://localhost:8080 (PORT=…).
	@Scripts/run --port $(PORT)

test: ## Runs every test on SQLite and on a PostgreSQL that it starts itself, then the browser tests.
	@Scripts/test

check: ## Format, boundaries, escape hatches, translations, glossary, sizes, access matrix and schema.
	@Scripts/check

bench: ## Runs every benchmark beside its peer or limit and prints the ratios.
	@Scripts/setup bench
	@Benchmarks/run

migrate: ## Brings the database of ./data to the schema of this version.
	@Scripts/setup run
	swift build -c release --product thacba
	.build/release/thacba migrate --data ./data

format: ## Formats the Swift sources as .swift-format says.
	swift format --in-place --parallel --recursive Sources Tests Resources Package.swift

words: ## Adds texts that the sources have and Resources/locale/en.po lacks, for a translator to fill in.
	@Scripts/words

new-module: ## Not yet a generator: see Documentation/adding-a-module.md for the twelve steps.
	@echo "There is no generator yet. The steps are in Documentation/adding-a-module.md."; exit 1
