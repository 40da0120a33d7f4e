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

  local triple
  triple=$(triple_of "$target")
  CARGO_TARGET_DIR=$(folder_of "$target") cargo-deb deb --no-build --no-strip --profile dist --target "$triple" -q -o "$DIST/"
  CARGO_TARGET_DIR=$(folder_of "$target") cargo-generate-rpm generate-rpm --profile dist --target "$triple" --auto-req disabled \
    --payload-compress xz --source-date "$SOURCE_DATE_EPOCH" -o "$DIST/"
}

# The documents have names that people read, and the program lies at the top: it is
# double-clicked.
pack_windows() {
  local name=jixiao-$VERSION-$1 folder
  folder=$STAGE/$name
  rm -rf "$folder"
  mkdir -p "$folder/文档"
  install -m 755 "$(program_of "$1")" "$folder/jixiao.exe"
  cp -p "$STAGE/share/doc/jixiao/guide.pdf" "$folder/先看我.pdf"
  cp -p "$STAGE"/share/doc/jixiao/* "$STAGE/windows/jixiao.ps1" "$folder/文档/"
  rm "$folder/文档/guide.pdf"
  find "$folder" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
  "$PYTHON_TOOLS/bin/python" .release/zip.py "$folder" "$DIST/$name.zip"

  command -v makensis > /dev/null || { say "没有做 Windows 的安装程序：缺 nsis（装：apt install nsis）"; return 0; }
  makensis -V2 -INPUTCHARSET UTF8 -DVERSION="$VERSION" -DFOLDER="$folder" -DICON="$PWD/.release/jixiao.ico" \
    -DOUT="$DIST/$name-setup.exe" .release/windows.nsi
}
