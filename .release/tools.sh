# What `make release` needs beside Rust: programs of the registries, each at one version, below
# target/tools. Sourced.

TOOLS=$PWD/target/tools
PYTHON_TOOLS=$TOOLS/python
export PATH=$TOOLS/bin:$PYTHON_TOOLS/bin:$PATH

# What nothing can be made without is missed now, and not after two hours.
miss_early() {
  local missing=()
  command -v xz > /dev/null || missing+=(xz-utils)
  python3 -c 'import ensurepip, venv' 2> /dev/null || missing+=(python3-venv)
  [ ${#missing[@]} -eq 0 ] || { say "缺 ${missing[*]}（装：apt install ${missing[*]}）"; exit 1; }
}

# Python's, as .release/requirements.txt names them.
get_python_tools() {
  local mark
  mark=$PYTHON_TOOLS/of-$(sha256sum .release/requirements.txt | cut -c1-16)
  [ -f "$mark" ] && return
  python3 -m venv "$PYTHON_TOOLS"
  "$PYTHON_TOOLS/bin/pip" install -q --require-hashes --no-deps --only-binary :all: -r .release/requirements.txt
  touch "$mark"
}

# Rust's. They are built quickly: none of them works for long.
# NAME VERSION [OPTION]…
get_cargo_tool() {
  local name=$1 version=$2
  shift 2
  [ -f "$TOOLS/of-$name-$version" ] && return
  say "装 $name $version"
  CARGO_TARGET_DIR=$TOOLS/build CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=false \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 RUSTFLAGS='' \
    cargo install -q --locked --root "$TOOLS" "$name" --version "$version" "$@"
  touch "$TOOLS/of-$name-$version"
}
