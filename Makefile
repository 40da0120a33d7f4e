# `make` and `make test` need the Rust toolchain and the crate registry, nothing else.

# Both build with the release profile, so that Typst is compiled once.
CARGO := cargo
RELEASE := --release --locked
JIXIAO := target/release/jixiao
# What the benchmark compares with. `make bench TYPST=…` takes one that is there.
TYPST_CLI := target/typst-cli/bin/typst
TYPST := $(TYPST_CLI)

# The shipped program is made from counts of what it does. They are read by the toolchain's own
# program (`rustup component add llvm-tools`) or by LLVM's, from 19 on; without one it is built
# without counts.
PGO := $(CURDIR)/target/pgo
HOST = $(shell rustc -vV | sed -n 's/^host: //p')
LLVM_PROFDATA = $(firstword \
    $(wildcard $(shell rustc --print sysroot)/lib/rustlib/$(HOST)/bin/llvm-profdata) \
    $(shell for name in llvm-profdata llvm-profdata-22 llvm-profdata-21 llvm-profdata-20 \
        llvm-profdata-19; do $$name --version 2>/dev/null \
        | grep -q 'version \(19\|2[0-9]\)' && echo $$name; done))
COUNTED = $(PGO)/$(HOST)/dist/jixiao
DIST := --profile dist --locked --bin jixiao

.PHONY: all test lint bless bench bench-quick bench-browser dist counts release try images clean help

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

bench: $(TYPST) ## Measure one form and whole folders; takes some four minutes
	TYPST=$(abspath $(TYPST)) $(CARGO) bench --locked

bench-quick: $(TYPST) ## Measure the same with fewer forms
	TYPST=$(abspath $(TYPST)) JIXIAO_BENCH=quick $(CARGO) bench --locked

bench-browser: $(TYPST) ## Measure what people wait for in the browser; needs Node.js 20 and Chromium
	$(CARGO) build $(RELEASE)
	npm ci --prefix tests/browser --ignore-scripts
	TYPST=$(abspath $(TYPST)) node benches/browser.mjs
	TYPST=$(abspath $(TYPST)) node benches/browser.mjs 1000

release: ## Make what is shipped, into dist/; takes some two hours, and says what it lacks
	.release/build

try: all ## Try what is in dist/ in systems as old as those at offices; needs root
	.release/try

$(TYPST_CLI):
	$(CARGO) install typst-cli --locked --version 0.15.1 --root target/typst-cli

dist: ## Build the program as it is shipped; takes half an hour
	$(if $(LLVM_PROFDATA),$(MAKE) counts)
	RUSTFLAGS="$(if $(LLVM_PROFDATA),-Cprofile-use=$(PGO)/jixiao.profdata)" $(CARGO) build $(DIST) \
	    --target $(HOST) --target-dir $(PGO)
	mkdir -p target/dist
	cp $(PGO)/$(HOST)/dist/jixiao target/dist/jixiao

# With the profile of what ships: functions have other names in another one. Made-up forms are
# printed and compared, then single ones: what most people do.
counts:
	rm -rf $(PGO)/counts $(PGO)/forms $(PGO)/out
	RUSTFLAGS=-Cprofile-generate=$(PGO)/counts $(CARGO) build $(DIST) \
	    --target $(HOST) --target-dir $(PGO)
	$(CARGO) bench --locked --bench batch -- forms $(PGO)/forms 300
	$(COUNTED) build $(PGO)/forms --output $(PGO)/out --force
	$(COUNTED) list $(PGO)/forms >/dev/null
	for file in projects/2026/[!_]*.yaml; do \
	    $(COUNTED) build "$$file" --output $(PGO)/out --force || exit; \
	done
	$(LLVM_PROFDATA) merge --output $(PGO)/jixiao.profdata $(PGO)/counts

images: $(TYPST) ## Draw the pictures of the documents; needs pngquant
	$(CARGO) build $(RELEASE)
	JIXIAO=$(JIXIAO) TYPST=$(abspath $(TYPST)) sh docs/images/draw.sh

clean: ## Remove what was built
	$(CARGO) clean
	rm -rf out dist

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)
