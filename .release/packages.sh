# What people download. Sourced.

pack() {
  case $1 in
    linux-*) pack_linux "$1" ;;
    windows-*) pack_windows "$1" ;;
  esac
}

pack_linux() {
  local target=$1 name=jixiao-$VERSION-$1 folder
  folder=$STAGE/$name
  rm -rf "$folder"
  mkdir -p "$folder/bin"
  cp -a "$STAGE/share" "$folder/share"
  install -m 755 "$(program_of "$target")" "$folder/bin/jixiao"
  cp -p "$STAGE/share/doc/jixiao/guide.pdf" "$folder/先看我.pdf"
  find "$folder" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
  tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$STAGE" -cf "$STAGE/$name.tar" "$name"
  gzip -9nc "$STAGE/$name.tar" > "$DIST/$name.tar.gz"
  xz -9ec "$STAGE/$name.tar" > "$DIST/$name.tar.xz"

  # The packages have it with its time, too, and cargo would compile it anew with another one.
  mkdir -p "$STAGE/bin"
  cp -p "$folder/bin/jixiao" "$STAGE/bin/"
  local triple variant=()
  triple=$(triple_of "$target")
  [ "$target" != linux-loongarch64 ] || variant=(--variant loong64)
  CARGO_TARGET_DIR=$(folder_of "$target") cargo-deb deb --no-build --no-strip --profile dist --target "$triple" "${variant[@]}" -q -o "$DIST/"
  CARGO_TARGET_DIR=$(folder_of "$target") cargo-generate-rpm generate-rpm --profile dist --target "$triple" --auto-req disabled \
    --set-metadata "requires = { glibc = \">= $(glibc_of "$target")\" }" --payload-compress xz --source-date "$SOURCE_DATE_EPOCH" -o "$DIST/"
}

# The folder of what goes with the program.
PAPERS=说明和许可证

# The documents have names that people read, and the program lies at the top: it is
# double-clicked.
pack_windows() {
  local name=jixiao-$VERSION-$1 folder
  folder=$STAGE/$name
  rm -rf "$folder"
  mkdir -p "$folder/$PAPERS"
  install -m 755 "$(program_of "$1")" "$folder/jixiao.exe"
  cp -p "$STAGE/share/doc/jixiao/guide.pdf" "$folder/先看我.pdf"
  cp -p "$STAGE"/share/doc/jixiao/* "$STAGE/windows/jixiao.ps1" "$folder/$PAPERS/"
  rm "$folder/$PAPERS/guide.pdf"
  find "$folder" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
  "$PYTHON_TOOLS/bin/python" .release/zip.py "$folder" "$DIST/$name.zip"

  command -v makensis > /dev/null || { lack "Windows 的安装程序" "nsis（装：apt install nsis）"; return; }
  # What people have put beside them stays.
  (cd "$folder" && find . -type f -printf '%P\n' | sort | sed 's|/|\\|g;s|.*|Delete "$INSTDIR\\&"|'
    printf 'RMDir "$INSTDIR\\%s"\n' "$PAPERS") > "$STAGE/files.nsh"
  makensis -V2 -INPUTCHARSET UTF8 -DVERSION="$VERSION" -DFOLDER="$folder" -DFILES="$STAGE/files.nsh" -DICON="$PWD/.release/jixiao.ico" \
    -DOUT="$DIST/$name-setup.exe" .release/windows.nsi
}
