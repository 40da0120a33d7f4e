# `make` and `make test` need the Rust toolchain and the crate registry, nothing else.

# Both build with the release profile, so that Typst is compiled once.
CARGO := cargo
RELEASE := --release --locked
JIXIAO := target/release/jixiao
# What the benchmark compares with. `make bench TYPST=…` takes one that is there.
TYPST_CLI := target/typst-cli/bin/typst
TYPST := $(TYPST_CLI)

.PHONY: all test lint bless bench bench-quick dist clean help

all: ## Build the program and print the forms in projects/ into out/
	$(CARGO) build $(RELEASE)
	$(JIXIAO) build projects --output out

test: ## Run all tests
	$(CARGO) test $(RELEASE)

lint: ## Check the format and the lints
	$(CARGO) fmt --check
	$(CARGO) clippy $(RELEASE) --all-targets -- -D warnings

bless: ## Accept what the snapshot tests see now; look at the diff afterwards
	$(CARGO) build $(RELEASE)
	$(JIXIAO) schema --output schema/2026.json
	$(JIXIAO) schema --form 申报表 --output schema/declaration-2026.json
	$(JIXIAO) schema --form 自评表 --output schema/evaluation-2026.json
	$(JIXIAO) schema --form 监控表 --output schema/monitoring-2026.json
	$(JIXIAO) schema --form 镇江目标表 --output schema/zhenjiang-2026.json
	INSTA_UPDATE=always $(CARGO) test $(RELEASE)

bench: $(TYPST) ## Measure one form and whole folders; takes some seven minutes
	TYPST=$(abspath $(TYPST)) $(CARGO) bench --locked

bench-quick: $(TYPST) ## Measure the same with fewer forms
	TYPST=$(abspath $(TYPST)) JIXIAO_BENCH=quick $(CARGO) bench --locked

$(TYPST_CLI):
	$(CARGO) install typst-cli --locked --version 0.15.1 --root target/typst-cli

dist: ## Build the program as it is shipped
	$(CARGO) build --profile dist --locked

clean: ## Remove what was built
	$(CARGO) clean
	rm -rf out

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)
