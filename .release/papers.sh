# What goes with the program: guide, licences, list of parts, manual, completions, extension.
# Sourced.

TYPST=${TYPST:-$TOOLS/bin/typst}

# The program as this machine runs it, of these sources: one that is packed, or one made for this.
here() {
  local target
  target=linux-$(uname -m)
  case " ${made[*]} " in
    *" $target "*) "$(program_of "$target")" "$@" ;;
    *)
      cargo build -q --release --locked
      target/release/jixiao "$@"
      ;;
  esac
}

write_papers() {
  local share=$STAGE/share
  rm -rf "$STAGE"
  mkdir -p "$share/doc/jixiao" "$share/applications" "$share/icons/hicolor/scalable/apps" \
    "$share/bash-completion/completions" "$share/zsh/site-functions" "$share/fish/vendor_completions.d" "$STAGE/windows"

  say "写说明"
  "$PYTHON_TOOLS/bin/python" .release/guide.py "$VERSION" > "$STAGE/guide.typ"
  "$TYPST" compile --root . --font-path fonts --ignore-system-fonts "$STAGE/guide.typ" "$share/doc/jixiao/guide.pdf"

  say "写许可证和部件清单"
  cp LICENSE "$share/doc/jixiao/LICENSE"
  write_licenses "$share/doc/jixiao/licenses-of-parts.txt"
  write_licenses_of_tools "$share/doc/jixiao"
  write_notices > "$share/doc/jixiao/notices-of-parts.txt"
  { here fonts; here fonts --licenses; } > "$share/doc/jixiao/licenses-of-fonts.txt"
  write_list_of_parts "$share/doc/jixiao/jixiao.cdx.json"
  write_list_of_tools > "$share/doc/jixiao/tools.txt"
  cp .release/DATA.md "$share/doc/jixiao/DATA.md"

  say "写手册页和补全"
  here man "$share/man/man1"
  gzip -9n "$share"/man/man1/*.1
  here completions bash > "$share/bash-completion/completions/jixiao"
  here completions zsh > "$share/zsh/site-functions/_jixiao"
  here completions fish > "$share/fish/vendor_completions.d/jixiao.fish"
  # Windows PowerShell takes a script for GBK unless it begins like this.
  { printf '\xef\xbb\xbf'; here completions powershell; } > "$STAGE/windows/jixiao.ps1"

  cp .release/jixiao.desktop "$share/applications/"
  cp src/browser/page/icon.svg "$share/icons/hicolor/scalable/apps/jixiao.svg"

  pack_extension "$share/doc/jixiao/jixiao.vsix"
  find "$STAGE" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
}

# The licences of all parts. Looking for them takes minutes, and they are the same as long as the
# parts are.
write_licenses() {
  local known
  known=$TOOLS/licenses-$(cat Cargo.lock .release/about.* | sha256sum | cut -c1-16).txt
  [ -f "$known" ] || cargo-about about generate --locked --fail -c .release/about.toml .release/about.hbs -o "$known"
  cp "$known" "$1"
}

# What the parts have to say beside their licences: whose data they have, and under which terms.
write_notices() {
  cargo metadata --format-version 1 --locked | python3 -c '
import json
import sys
from pathlib import Path

for part in sorted(json.load(sys.stdin)["packages"], key=lambda part: (part["name"], part["version"])):
    for file in sorted(Path(part["manifest_path"]).parent.glob("NOTICE*")):
        print("=" * 78, part["name"] + " " + part["version"], "", file.read_text(encoding="utf-8"), sep="\n")
'
}

# The licences of what the tools have put into the programs, as these came with the tools.
write_licenses_of_tools() {
  local zig file files=()
  zig=$("$PYTHON_TOOLS/bin/python" -c 'import os, ziglang; print(os.path.dirname(ziglang.__file__))')
  case " ${made[*]} " in
    *" linux-"*) files+=("$zig/LICENSE" "$zig/lib/libunwind/LICENSE.TXT" "$zig/lib/libc/glibc/LICENSES") ;;
  esac
  case " ${made[*]} " in
    *" windows-"*) files+=(/usr/share/doc/mingw-w64-x86-64-dev/copyright /usr/share/doc/gcc-mingw-w64-base/copyright) ;;
  esac
  for file in "${files[@]}"; do
    [ -f "$file" ] || { lack "编译器的许可证" "$file"; continue; }
    printf '%s\n%s\n\n' "$(printf '=%.0s' {1..78})" "$(basename "$(dirname "$file")")/$(basename "$file")"
    cat "$file"
    echo
  done > "$1/licenses-of-tools.txt"
  file=$(rustc --print sysroot)/share/doc/rust/COPYRIGHT-library.html
  if [ -f "$file" ]; then
    install -m 644 "$file" "$1/licenses-of-rust.html"
  else
    lack "Rust 标准库的许可证" "$file"
  fi
}

# The list of parts (SBOM), of what all targets have. It bears a number and a time that differ at
# each call, and where the sources lie.
write_list_of_parts() {
  cargo-cyclonedx cyclonedx -q --format json --spec-version 1.5 --override-filename jixiao.cdx --target all
  python3 - "$PWD" jixiao.cdx.json "$1" <<'PYTHON'
import json
import os
import sys
import uuid
from datetime import datetime, timezone
from pathlib import Path

folder, source, target = sys.argv[1:]
text = open(source, encoding="utf-8").read()
os.remove(source)
for place in (Path(folder).as_uri(), f"file://{folder}"):
    text = text.replace(place, "file:///jixiao")
parts = json.loads(text)
time = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc)
parts["metadata"]["timestamp"] = time.strftime("%Y-%m-%dT%H:%M:%SZ")
parts.pop("serialNumber", None)
name = json.dumps(parts, sort_keys=True)
parts["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, name)}"
with open(target, "w", encoding="utf-8") as out:
    json.dump(parts, out, ensure_ascii=False, indent=1)
    out.write("\n")
PYTHON
}

# What it was made from, and by: who makes it again by the same gets the same bytes.
write_list_of_tools() {
  echo "jixiao $VERSION，提交 $(git rev-parse HEAD 2> /dev/null || echo 不明)，$(here --version | grep 源码)"
  rustc --version
  [ ! -x "$WEB/rustc" ] || "$WEB/rustc" --version
  echo "zig $(python-zig version)，$(cargo-zigbuild zigbuild --version 2> /dev/null || cargo-zigbuild --version)"
  ! command -v x86_64-w64-mingw32-gcc > /dev/null || x86_64-w64-mingw32-gcc --version | head -1
  ! command -v makensis > /dev/null || echo "nsis $(makensis -VERSION)"
}

# The extension for VS Code.
pack_extension() {
  command -v npm > /dev/null || { lack "编辑器扩展" "nodejs、npm"; return; }
  (
    cd editors/vscode
    # None of what others have written is run for it.
    npm ci -s --ignore-scripts --no-audit --no-fund
    npx --no-install vsce package --allow-missing-repository --out "$1" > /dev/null
  )
}
