# How the program is compiled for each machine. Sourced.
#
# Linux on x86-64 is compiled by the toolchain that is there. The others need a standard library that
# this toolchain has not: Debian's rustc-web has its sources, and is called by its path. One target
# folder for each Rust. What is for Linux is linked by zig, against an old C library.

WEB=/usr/bin
WEB_SOURCES=/usr/src/rustc-$({ "$WEB/rustc" --version 2>/dev/null || true; } | cut -d' ' -f2)

# The name that Rust has for a machine.
triple_of() {
  case $1 in
    linux-x86_64) echo x86_64-unknown-linux-gnu ;;
    linux-aarch64) echo aarch64-unknown-linux-gnu ;;
    linux-loongarch64) echo loongarch64-unknown-linux-gnu ;;
    windows-x86_64) echo x86_64-win7-windows-gnu ;;
    *) return 1 ;;
  esac
}

# The C library that a program for Linux needs at least: for LoongArch, the first that has it.
glibc_of() {
  case $1 in
    linux-loongarch64) echo 2.36 ;;
    linux-*) echo 2.17 ;;
  esac
}

# The folder that a program is compiled in.
folder_of() {
  case $1 in
    linux-x86_64) echo "$PWD/target/ship" ;;
    *) echo "$PWD/target/ship-web" ;;
  esac
}

# The program that has been compiled.
program_of() {
  local program
  program=$(folder_of "$1")/$(triple_of "$1")/dist/jixiao
  [ "$1" != windows-x86_64 ] || program+=.exe
  echo "$program"
}

# What this machine lacks for a target, in words; nothing where it lacks nothing.
what_lacks() {
  triple_of "$1" > /dev/null || { echo "这种机器的做法"; return; }
  case $1 in
    linux-x86_64) return ;;
  esac
  { [ -x "$WEB/rustc" ] && [ -x "$WEB/cargo" ] && [ -d "$WEB_SOURCES" ]; } ||
    echo "Debian 的 rustc-web、cargo-web、rust-web-src（装：apt install rustc-web cargo-web rust-web-src）"
  [ "$1" != windows-x86_64 ] || command -v x86_64-w64-mingw32-gcc > /dev/null ||
    echo "gcc-mingw-w64-x86-64（装：apt install gcc-mingw-w64-x86-64）"
}

# Holds the code for Windows to its types: nothing else compiles it before a release.
check_windows() {
  (
    export CARGO_TARGET_DIR=$PWD/target/ship-web RUSTC=$WEB/rustc RUSTDOC=$WEB/rustdoc RUSTC_BOOTSTRAP=1
    export CC_x86_64_win7_windows_gnu=x86_64-w64-mingw32-gcc AR_x86_64_win7_windows_gnu=x86_64-w64-mingw32-ar
    "$WEB/cargo" check --release --locked --bin jixiao -Zbuild-std --target "$(triple_of windows-x86_64)"
  )
}

build_program() {
  local target=$1 triple folder registry
  triple=$(triple_of "$target")
  folder=$(folder_of "$target")
  registry=${CARGO_HOME:-$HOME/.cargo}/registry/src
  # Where it has been compiled is nobody's concern, and differs. The last that fits is taken.
  local flags=("--remap-path-prefix=$PWD=/jixiao" "--remap-path-prefix=$folder=/target"
    "--remap-path-prefix=$registry=/crates" "--remap-path-prefix=$WEB_SOURCES=/rust")
  local c_flags="'-ffile-prefix-map=$registry=/crates'"
  [ "$target" != windows-x86_64 ] || flags+=(-Ctarget-feature=+crt-static)
  (
    # Names of folders may have spaces in them.
    CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f'; echo "${flags[*]}")
    export CARGO_ENCODED_RUSTFLAGS CC_SHELL_ESCAPED_FLAGS=1 CARGO_TARGET_DIR=$folder CARGO_INCREMENTAL=0
    # The program bears no time; and with another one for each commit, what is in C, and all that
    # is made of it, would be compiled each time.
    export SOURCE_DATE_EPOCH=0
    # Writes the list of parts into the program. cargo-auditable itself would call it as the wrapper
    # of the workspace alone, whose path cargo counts among what the program is made of.
    RUSTC_WRAPPER=$(command -v cargo-auditable)
    export RUSTC_WRAPPER CARGO_AUDITABLE_ORIG_ARGS='{"offline":false,"locked":true,"frozen":false,"config":[]}'
    local options=(--profile dist --locked --bin jixiao)
    if [ "$target" != linux-x86_64 ]; then
      # The library's sources are of the very version: that its flag is not for all is no concern.
      export RUSTC=$WEB/rustc RUSTDOC=$WEB/rustdoc RUSTC_BOOTSTRAP=1
      options+=(-Zbuild-std)
    fi
    case $target in
      windows-x86_64)
        export CC_x86_64_win7_windows_gnu=x86_64-w64-mingw32-gcc AR_x86_64_win7_windows_gnu=x86_64-w64-mingw32-ar
        export CFLAGS_x86_64_win7_windows_gnu=$c_flags
        write_resources "$folder/jixiao.res.o"
        export JIXIAO_RESOURCES=$folder/jixiao.res.o
        "$WEB/cargo" build "${options[@]}" --target "$triple"
        ;;
      linux-*)
        export "CFLAGS_${triple//-/_}=$c_flags"
        [ "$target" = linux-x86_64 ] || export CARGO=$WEB/cargo
        cargo-zigbuild zigbuild "${options[@]}" --target "$triple.$(glibc_of "$target")"
        ;;
    esac
  )
}

# What Windows shows of the program, as the linker takes it.
write_resources() {
  mkdir -p "$(dirname "$1")"
  (cd .release && x86_64-w64-mingw32-windres -c 65001 -DVERSION="\\\"$VERSION\\\"" -DNUMBERS="${VERSION//./,},0" windows.rc -O coff -o "$1")
}
